"""Every action that can change an answer appends an entry: a table says which, and a run of each shows it."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from uuid import UUID

import pytest

from reputation.businesses import actions as businesses
from reputation.businesses import leavings
from reputation.businesses.rules import Method
from reputation.issuing import course
from reputation.log import actions as log
from reputation.log.kinds import KINDS
from reputation.log.models import Waiting
from reputation.lookalikes import actions as lookalikes
from reputation.receipts import keys
from reputation.reviews import actions as reviews
from reputation.reviews import held, publication, releases, sending
from reputation.reviews.models import Review
from tests import cases_appending, measures_appending, panels_appending, warnings_made
from tests.appending_made import (
    changing,
    decided,
    joined_after_a_look,
    key,
    left,
    made_held,
    made_key,
    made_refused,
    masked,
    proved,
    receipted,
    removed,
    replied,
    terminated,
)
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import OUT, SENT, send, token_of
from tests.reviews_made import (
    LATER,
    MONDAY,
    make_business,
    make_review,
    submit,
)

ROOMS = {
    "businesses": businesses,
    "businesses.leavings": leavings,
    "receipts.keys": keys,
    "lookalikes": lookalikes,
    "reviews": reviews,
    "reviews.publication": publication,
    "reviews.sending": sending,
    "reviews.held": held,
    "reviews.releases": releases,
    **cases_appending.ROOMS,
    **panels_appending.ROOMS,
    **measures_appending.ROOMS,
}
# What each appends at most, and at least one of; or why it appends nothing.
APPENDS: dict[str, tuple[str, ...] | str] = {
    "businesses.join": ("business-joined",),
    "businesses.join_after_a_look": ("business-joined",),
    "businesses.change_names": ("business-changed",),
    "businesses.change_owner": ("business-changed",),
    "businesses.leavings.name_successor": ("business-changed",),
    "businesses.leavings.terminate": ("termination", "business-left"),
    "businesses.leavings.end_exclusion": "it opens the way back; the return has the entry",
    "businesses.change_numbers": ("business-changed",),
    "businesses.accept_charter": ("business-changed",),
    "businesses.prove_domain": ("domain-proved",),
    "businesses.lose_domain": ("domain-lost",),
    "businesses.leavings.leave": ("business-left",),
    "businesses.leavings.come_back": ("business-returned",),
    "lookalikes.exempt": ("exemption",),
    "lookalikes.follow": "its index follows from the log",
    "lookalikes.renew": "its index follows from the log and from a list that comes with the release",
    "reviews.sending.look_over": "it reads",
    "reviews.sending.send": "a review on hold counts nowhere; its entry comes with its publication",
    "reviews.sending.submit_invented": "the same, without a token",
    "reviews.held.waiting": "it reads",
    "reviews.held.one": "it reads",
    "reviews.held.about": "it reads",
    "reviews.held.decided_first": "it reads",
    "reviews.held.decide": "a text that passes waits as any other; one that was public is masked by the worker",
    "reviews.held.appeal": "a held text counts nowhere",
    "reviews.held.give_up": "the same",
    "reviews.held.end_overdue": "the same",
    "reviews.publication.publish_due": ("review", "receipts-spent"),
    "receipts.keys.log_made": ("receipt-key",),
    "receipts.keys.tell_claimed": "a band for writers; the totals have the entry",
    "receipts.keys.extend": "a key takes batches for longer; its end has the entry",
    "receipts.keys.end_due": ("receipt-key-ended",),
    "receipts.keys.end": ("receipt-key-ended",),
    "receipts.keys.annul": ("receipt-key-annulled",),
    "reviews.change": ("review-changed",),
    "reviews.withdraw": ("review-withdrawn",),
    "reviews.erase": ("review-erased",),
    "reviews.erase_old": ("review-erased",),
    "reviews.mask": ("review-masked",),
    "reviews.unmask": ("review-masked",),
    "reviews.releases.release": ("review-changed", "review-withdrawn", "review-erased", "review-unpublished"),
    "reviews.releases.forget_unpublished": "it goes with the entry of what never came out",
    "reviews.releases.before_publication": "a part of the batch, whose reviews have the entries; these never come out",
    "reviews.releases.at_publication": ("review-changed", "review-masked"),
    "reviews.reply": ("reply",),
    "reviews.restrict": ("review-restricted",),
    "reviews.restore": ("review-restored",),
    "reviews.restrict_for_now": ("review-restricted",),
    "reviews.end_interim": ("review-restored",),
    "reviews.open_again": "the mark of a case that goes on; the case has the entry",
    "reviews.hold": "it locks and writes nothing",
    "reviews.mark_challenged": "a challenged review counts as before; the case has the entry",
    "reviews.end_challenge": "the mark goes with the decision, which has the entry",
    **cases_appending.APPENDS,
    **panels_appending.APPENDS,
    **measures_appending.APPENDS,
}


def public(module: ModuleType) -> set[str]:
    return {
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and not name.startswith("_")
        and inspect.unwrap(value).__module__ == module.__name__
    }


def unlisted(rooms: dict[str, ModuleType]) -> set[str]:
    return {f"{room}.{name}" for room, module in rooms.items() for name in public(module)} - APPENDS.keys()


def test_every_action_has_a_line() -> None:
    assert unlisted(ROOMS) == set()
    assert {f"{room}.{name}" for room, module in ROOMS.items() for name in public(module)} == APPENDS.keys()


def test_a_planted_action_is_found() -> None:
    planted = ModuleType("planted")

    def boost() -> None: ...

    boost.__module__ = "planted"
    planted.boost = boost  # type: ignore[attr-defined]
    assert unlisted(ROOMS | {"planted": planted}) == {"planted.boost"}


def test_every_kind_that_is_named_exists() -> None:
    named = {kind for kinds in APPENDS.values() if isinstance(kinds, tuple) for kind in kinds}
    assert named <= KINDS.keys()


def test_whatever_moves_a_figure_is_appended_by_an_action_or_not_yet_by_any() -> None:
    """The kind of the fold that no action appends: the end of a suspension is still to come."""
    from reputation.ratings.fold import READ

    named = {kind for kinds in APPENDS.values() if isinstance(kinds, tuple) for kind in kinds}
    assert READ - named == {"alert-resumed"}


LATE = LATER + timedelta(days=40)
# What leads to each act, and the act itself.
RUNS: dict[str, tuple[Callable[[], object], Callable[..., object]]] = {
    "businesses.join": (lambda: None, lambda _: make_business()),
    "businesses.change_names": (
        make_business,
        lambda b: businesses.change_names(business=b, legal_name="Another Shop Ltd", now=LATER),
    ),
    "businesses.join_after_a_look": (lambda: None, lambda _: joined_after_a_look()),
    "businesses.change_owner": (make_business, lambda b: businesses.change_owner(business=b, now=LATER)),
    "businesses.leavings.name_successor": (
        lambda: (left(), make_business()),
        lambda bs: leavings.name_successor(business=bs[0], successor=bs[1], now=LATER),
    ),
    "businesses.leavings.terminate": (make_business, terminated),
    "businesses.leavings.end_exclusion": (make_business, lambda b: leavings.end_exclusion(business=b)),
    "businesses.change_numbers": (
        make_business,
        lambda b: businesses.change_numbers(business=b, numbers=[("example", "EX00990001")], now=LATER),
    ),
    "businesses.accept_charter": (
        make_business,
        lambda b: businesses.accept_charter(business=b, charter_version="2", now=LATER),
    ),
    "businesses.prove_domain": (
        make_business,
        lambda b: businesses.prove_domain(business=b, domain="shop.example", method=Method.DNS, now=LATER),
    ),
    "businesses.lose_domain": (
        proved,
        lambda b: businesses.lose_domain(business=b, domain="shop.example", now=LATER),
    ),
    "businesses.leavings.leave": (make_business, lambda b: leavings.leave(business=b, now=LATER)),
    "businesses.leavings.come_back": (left, lambda b: leavings.come_back(business=b, now=LATE)),
    "lookalikes.follow": (proved, lambda _: lookalikes.follow()),
    "lookalikes.renew": (proved, lambda _: lookalikes.renew()),
    "reviews.sending.look_over": (
        make_business,
        lambda b: sending.look_over(business=b, language="en", text="A copper pan."),
    ),
    "reviews.sending.send": (lambda: token_of(make_shop(1)), send),
    "reviews.sending.submit_invented": (make_business, submit),
    "reviews.held.waiting": (made_held, lambda _: held.waiting(SENT.date())),
    "reviews.held.one": (made_held, held.one),
    "reviews.held.about": (made_held, held.about),
    "reviews.held.decided_first": (made_held, held.decided_first),
    "reviews.held.decide": (made_held, decided),
    "reviews.held.appeal": (made_refused, lambda h: held.appeal(held=h, now=SENT)),
    "reviews.held.give_up": (made_held, lambda h: held.give_up(held=h)),
    "reviews.held.end_overdue": (made_held, lambda _: held.end_overdue(now=OUT)),
    "reviews.publication.publish_due": (receipted, lambda _: publication.publish_due(now=OUT)),
    "receipts.keys.log_made": (made_key, lambda _: course.log_made()),
    "receipts.keys.tell_claimed": (key, lambda k: keys.tell_claimed(key_id=k, claimed=30)),
    "receipts.keys.extend": (key, lambda k: keys.extend(key_id=k, claimed=0, now=AUTUMN + timedelta(days=55))),
    "receipts.keys.end_due": (key, lambda _: keys.end_due(now=AUTUMN + timedelta(days=90))),
    "receipts.keys.end": (key, lambda k: keys.end(key_id=k, reason="lost", now=AUTUMN)),
    "receipts.keys.annul": (key, lambda k: keys.annul(key_id=k, reason="leaked", persons=2, now=AUTUMN)),
    "reviews.change": (make_review, lambda r: reviews.change(review_id=r, stars=1, now=LATER)),
    "reviews.withdraw": (make_review, lambda r: reviews.withdraw(review_id=r, now=LATER)),
    "reviews.erase": (make_review, lambda r: reviews.erase(review_id=r, now=LATER)),
    "reviews.erase_old": (make_review, lambda _: reviews.erase_old(now=LATER + timedelta(days=4 * 365))),
    "reviews.mask": (
        make_review,
        lambda r: reviews.mask(review_id=r, words="copper", wording="[a metal]", now=LATER),
    ),
    "reviews.unmask": (masked, lambda r: reviews.unmask(review_id=r, request=r, words="copper", now=LATER)),
    "reviews.releases.release": (changing, lambda _: releases.release(now=LATE)),
    "reviews.releases.forget_unpublished": (make_review, lambda r: releases.forget_unpublished([r])),
    "reviews.releases.before_publication": (make_review, lambda _: releases.before_publication([], now=LATER)),
    "reviews.releases.at_publication": (
        changing,
        lambda r: releases.at_publication(Review.objects.filter(public_id=r), now=LATER),
    ),
    "reviews.reply": (replied, lambda br: reviews.reply(review_id=br[1], business=br[0], text="Thank you.", now=LATER)),
    "reviews.hold": (make_review, lambda r: reviews.hold(review_id=r)),
    "reviews.mark_challenged": (
        make_review,
        lambda r: reviews.mark_challenged(review_id=r, case=UUID(int=1), now=LATER),
    ),
    "reviews.open_again": (
        make_review,
        lambda r: reviews.open_again(review_id=r, case=UUID(int=1), now=LATER),
    ),
    "reviews.end_challenge": (
        make_review,
        lambda r: reviews.end_challenge(review_id=r, case=UUID(int=1), now=LATER),
    ),
    **cases_appending.RUNS,
    **panels_appending.RUNS,
    **measures_appending.RUNS,
}
# The database lets these happen only as a part of a decision, or of an interim measure.
PART_OF: dict[str, Callable[[], object]] = {
    "lookalikes.exempt": lambda: warnings_made.exempt(cases_appending.watched(), now=LATER),
    "reviews.restrict": removed,
    "reviews.restore": cases_appending.restored,
    "reviews.restrict_for_now": cases_appending.ended,
    "reviews.end_interim": cases_appending.ended,
}


def test_every_line_is_run() -> None:
    assert RUNS.keys() | PART_OF.keys() == APPENDS.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("name", APPENDS)
def test_an_action_appends_what_its_line_says(name: str) -> None:
    log.start(now=MONDAY - timedelta(days=60))
    if name in PART_OF:
        PART_OF[name]()
    else:
        before, act = RUNS[name]
        reached = before()
        Waiting.objects.all().delete()
        act(reached)
    found = set(Waiting.objects.values_list("kind", flat=True))
    line = APPENDS[name]
    if isinstance(line, str):
        assert found == set()
    elif name in PART_OF:
        assert set(line) <= found
    else:
        assert line[0] in found
        assert found <= set(line)
