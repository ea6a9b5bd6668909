"""Sending: accepted with a promise that anybody can check, or held; the same again is the same, and nothing is half."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection

from config import production
from reputation.businesses import leavings
from reputation.businesses.errors import NoSuchBusiness
from reputation.core import ids
from reputation.log import about
from reputation.log import actions as log
from reputation.log.entries import commitment
from reputation.receipts import errors as receipt_errors
from reputation.receipts import rules as receipts
from reputation.receipts.errors import TokenSpent
from reputation.reviews import errors, held, publication, sending, writers
from reputation.reviews import rules as review_rules
from reputation.reviews.codenames import make
from reputation.reviews.models import Held, Review, WaitingReview, Writer
from reputation.reviews.rules import HeldCause, HeldKind, Outcome, ReceiptClass
from reputation.reviews.sending import Accepted, Draft, HeldNow, look_over
from reputation.screening import engine
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import OUT, SENT, codename_of, send, spent_rows, token_of, tokens_of
from tests.reviews_made import make_business
from tests.sending_made import FINNISH, draft, held_draft, send_held, send_without_receipt

pytestmark = pytest.mark.django_db
NAMED = "Maria Petersen in the shop was rude to me."


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=AUTUMN - timedelta(days=60))


def nothing_is_stored() -> bool:
    tables = (WaitingReview, Writer, Held, Review)
    return not spent_rows() and not any(table.objects.exists() for table in tables)


def test_what_is_accepted_comes_with_a_promise_that_the_log_s_key_signed() -> None:
    shop, codename = make_shop(1), make()
    accepted = send(token_of(shop), text="Two pans.", codename=codename)
    promise = receipts.open_acceptance(accepted.acceptance.encode(), about.acceptance_keys())
    data = review_rules.canonical(stars=4, outcome="as-agreed", language="en", text="Two pans.")
    assert promise.business == str(accepted.business) == str(shop.business)
    assert promise.receipt_class == accepted.receipt_class == "seller"
    assert promise.key_id == (accepted.key_id or b"").hex() == (shop.key_id or b"").hex()
    assert promise.commitment == accepted.commitment == commitment("review", accepted.salt, data)
    week = WaitingReview.objects.get().publish_week
    assert promise.publish_by == accepted.published_by == week + timedelta(days=6)
    known = writers.known(writers.read(codename))
    assert known is not None
    assert known.slip is not None
    assert (known.review, known.slip.acceptance, known.slip.salt) == (
        accepted.review,
        accepted.acceptance,
        accepted.salt,
    )


def test_without_a_receipt_the_promise_names_no_key() -> None:
    business = make_business()
    accepted = send_without_receipt(business)
    promise = receipts.open_acceptance(accepted.acceptance.encode(), about.acceptance_keys())
    assert (promise.business, promise.receipt_class, promise.key_id) == (str(business), "none", None)
    assert (accepted.receipt_class, accepted.key_id) == (ReceiptClass.NONE, None)


@pytest.mark.parametrize("later", [SENT, SENT + timedelta(days=6), SENT + timedelta(weeks=3), OUT])
def test_the_same_again_is_the_same_answer_without_a_receipt_too(later: object) -> None:
    business, codename = make_business(), make()
    first = send_without_receipt(business, codename=codename)
    publication.publish_due(now=later)  # type: ignore[arg-type]
    again = send_without_receipt(business, codename=codename.replace(" ", "-").upper(), now=later)  # type: ignore[arg-type]
    assert again == first
    assert WaitingReview.objects.count() + Review.objects.count() == Writer.objects.count() == 1


def test_the_same_words_with_two_codenames_without_a_receipt_are_two_reviews() -> None:
    business = make_business()
    assert send_without_receipt(business).review != send_without_receipt(business).review


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Something else."},
        {"stars": 1},
        {"outcome": Outcome.PROBLEM_SOLVED},
        {"language": "fr"},
        {"no_receipt_given": True},
    ],
)
def test_a_codename_leads_to_one_review(change: dict[str, object]) -> None:
    business, codename = make_business(), make()
    send_without_receipt(business, codename=codename)
    fits: dict[str, object] = {"text": "A copper pan, as agreed.", "no_receipt_given": False}
    with pytest.raises(errors.CodenameUsed):
        sending.send(draft=draft(**fits | change), codename=codename, business=business, now=SENT)  # type: ignore[arg-type]
    with pytest.raises(errors.CodenameUsed):
        send_without_receipt(make_business(), codename=codename)
    assert WaitingReview.objects.count() == Writer.objects.count() == 1


def test_a_codename_that_is_used_costs_no_token_and_a_token_that_is_spent_no_codename() -> None:
    one, two = tokens_of(make_shop(2))
    send(one)
    with pytest.raises(errors.CodenameUsed):
        send(two, text="Other words.", codename=codename_of(one))
    assert len(spent_rows()) == 1
    fresh = make()
    with pytest.raises(TokenSpent):
        send(one, text="Other words.", codename=fresh)
    assert Writer.objects.count() == 1
    assert send(two, codename=fresh).review
    assert len(spent_rows()) == 2


@pytest.mark.parametrize(
    ("typed", "rule"), [("", "length"), ("abacus " * 8, "check"), ("abacus " * 7 + "xyzzy", "word")]
)
def test_what_is_no_codename_is_refused_for_its_rule(typed: str, rule: str) -> None:
    with pytest.raises(errors.BadCodename) as refused:
        send(token_of(make_shop(1)), codename=typed)
    assert refused.value.facts == {"rule": rule}
    assert nothing_is_stored()


def test_marked_passages_are_shown_before_anything_is_stored_and_who_insists_is_held() -> None:
    token = token_of(make_shop(1))
    with pytest.raises(errors.PassagesFound) as found:
        sending.send(draft=draft(NAMED), codename=codename_of(token), token=token, now=SENT)
    passage = found.value.findings.items[0]
    assert NAMED[passage.start : passage.end].startswith("Maria")
    assert nothing_is_stored()
    answer = sending.send(draft=draft(NAMED), codename=codename_of(token), token=token, insists=True, now=SENT)
    assert isinstance(answer, HeldNow)
    row = Held.objects.get()
    assert (row.id, row.kind, row.cause) == (answer.review, HeldKind.REVIEW, HeldCause.INSISTED)
    assert not WaitingReview.objects.exists()


def test_a_language_nobody_screens_goes_to_a_moderator_without_a_question() -> None:
    answer = send_held(token_of(make_shop(1)))
    assert Held.objects.get().cause == HeldCause.LANGUAGE
    assert answer.decide_by == date(2026, 11, 15), "the Sunday of the next week"


def test_of_a_held_text_nothing_can_be_read_and_its_token_is_kept() -> None:
    token = token_of(make_shop(1))
    answer = send_held(token)
    row = Held.objects.get()
    stored = bytes(row.content or b"")
    assert FINNISH.encode() not in stored
    assert token not in stored
    [(_, nullifier, _, kept, week)] = spent_rows()
    assert (nullifier, kept, week) == (receipts.nullifier(token), None, None)
    writer = Writer.objects.get()
    assert (writer.review, writer.slip) == (answer.review, None)


def test_a_held_text_sent_again_is_held_once_and_with_other_words_refused() -> None:
    token, codename = token_of(make_shop(1)), make()
    first = send_held(token, codename=codename)
    assert send_held(token, codename=codename, now=SENT + timedelta(days=5)) == first
    with pytest.raises(errors.CodenameUsed):
        send_held(token, codename=codename, text=f"{FINNISH} Hyvä.")
    with pytest.raises(TokenSpent):
        send_held(token)
    with pytest.raises(TokenSpent):
        send(token, text="In English now.", codename=make())
    assert Held.objects.count() == 1


def test_the_business_s_own_name_is_no_passage() -> None:
    business = make_business()
    assert look_over(business=business, language="en", text="Invented Shop sent it in time.").items == ()
    assert look_over(business=business, language="en", text=NAMED).items
    with pytest.raises(NoSuchBusiness):
        look_over(business=uuid4(), language="en", text=NAMED)


def test_the_screening_is_done_before_any_transaction(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, find = [], engine.find

    def looked(*given: object) -> object:
        seen.append(connection.in_atomic_block)
        return find(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "find", looked)
    send(token_of(make_shop(1)))
    assert seen == [False]


def test_a_business_that_left_or_never_was_takes_none() -> None:
    shop = make_shop(2)
    one, two = tokens_of(shop)
    leavings.leave(business=shop.business, now=SENT)
    with pytest.raises(errors.NotReviewable):
        send_without_receipt(shop.business)
    with pytest.raises(NoSuchBusiness):
        send_without_receipt(uuid4())
    assert nothing_is_stored()
    assert send(one, now=SENT + timedelta(days=200)).review
    assert send_held(two, now=SENT + timedelta(days=200)).review


def test_no_review_is_taken_in_while_the_log_does_not_name_the_key(settings: LazySettings) -> None:
    token, former = token_of(make_shop(1)), settings.ACCEPTANCE_KEY
    settings.ACCEPTANCE_KEY = bytes(range(32))
    settings.ACCEPTANCE_PUBLIC_KEY = production.public_half(settings.ACCEPTANCE_KEY)
    for text in ("Fine.", NAMED):
        with pytest.raises(errors.ReviewsNotTaken):
            send(token, text=text)
    with pytest.raises(errors.ReviewsNotTaken):
        send_held(token)
    assert nothing_is_stored()
    log.confirm_operator(sha256=about.operator().sha256, now=SENT)
    log.start(now=SENT)
    with pytest.raises(errors.ReviewsNotTaken):
        send(token)
    log.sequence()
    accepted = send(token)
    assert receipts.open_acceptance(accepted.acceptance.encode(), about.acceptance_keys())
    settings.ACCEPTANCE_KEY, settings.ACCEPTANCE_PUBLIC_KEY = former, production.public_half(former)
    assert send(token) == accepted, "what was promised stays promised"


@pytest.mark.parametrize("missing", ["WRITERS_KEY", "ACCEPTANCE_KEY"])
def test_a_process_without_the_keys_takes_none_in(missing: str, settings: LazySettings) -> None:
    token = token_of(make_shop(1))
    setattr(settings, missing, None)
    with pytest.raises(errors.ReviewsNotTaken):
        send(token)
    assert nothing_is_stored()


class Drawn(ids.Secure):
    """What is random, with what decides about a second look given."""

    def __init__(self, audit: int) -> None:
        self._salts = [bytes([1]) * 32, bytes([2]) * 32, audit.to_bytes(32)]

    def salt(self) -> bytes:
        return self._salts.pop(0)


@pytest.mark.parametrize(("draw", "audits"), [(0, 1), (1, 0), (31, 0), (32, 1)])
def test_one_text_in_32_that_seemed_clean_is_looked_at_once_more(draw: int, audits: int) -> None:
    said = draft("Two pans.", no_receipt_given=False)
    answer = sending.send(draft=said, codename=make(), business=make_business(), now=SENT, source=Drawn(draw))
    assert isinstance(answer, Accepted)
    assert Held.objects.count() == audits
    for row in Held.objects.all():
        assert (row.kind, row.cause, row.review) == (HeldKind.AUDIT, HeldCause.AUDIT, answer.review)
        assert row.id != answer.review
        assert held.one(row.id).text == "Two pans."


def test_either_a_token_or_the_caller_says_whom_it_is_about() -> None:
    with pytest.raises(ValueError, match="either a token"):
        sending.send(draft=Draft(1, Outcome.AS_AGREED, "en", "x"), codename=make(), now=SENT)


def test_a_token_whose_time_is_over_is_refused_before_anything_else() -> None:
    token = token_of(make_shop(1))
    with pytest.raises(receipt_errors.TokenExpired):
        sending.send(draft=held_draft(), codename=make(), token=token, now=SENT + timedelta(days=800))
    assert nothing_is_stored()
