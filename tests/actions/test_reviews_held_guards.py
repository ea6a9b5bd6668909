"""What a moderator decides fits the text, second looks, what the database holds to, and what each role may do."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction

from reputation.log import actions as log
from reputation.reviews import errors, held, held_texts, publication, rates, sending
from reputation.reviews.codenames import make
from reputation.reviews.judging import Marked, Put
from reputation.reviews.models import Held, Look, MaskRequest, Review, WaitingReview, Writer
from reputation.reviews.rules import Choice, HeldCause, HeldKind, HeldState, Refusal
from tests.conftest import AsRole
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import OUT, SENT, token_of
from tests.reviews_made import make_business
from tests.sending_made import FINNISH, draft, make_moderator, send_held, send_without_receipt

pytestmark = pytest.mark.django_db
DECIDE_BY = datetime(2026, 11, 15, 23, 59, tzinfo=UTC)
TOO_LATE = DECIDE_BY + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=AUTUMN - timedelta(days=60))


def decide(
    one: UUID,
    *choices: Marked,
    missed: tuple[Put, ...] = (),
    refusal: Refusal | None = None,
    user: int | None = None,
    now: datetime = SENT,
) -> None:
    user = make_moderator() if user is None else user
    held.decide(held=one, user=user, choices=choices, missed=missed, refusal=refusal, now=now)


def refused(token: bytes | None = None, *, user: int | None = None, codename: str | None = None) -> UUID:
    """A text that was refused once."""
    business = make_business() if token is None else None
    one = send_held(token, business=business, codename=codename).review
    decide(one, refusal=Refusal.NO_REVIEW, user=user)
    return one


@pytest.mark.parametrize(
    ("choices", "missed", "refusal", "reason"),
    [
        ((Marked(0, 0, Choice.FINE),), (), None, "passages"),
        ((Marked(5, 4, Choice.FINE),), (), None, "passages"),
        ((Marked(-1, 4, Choice.FINE),), (), None, "passages"),
        ((Marked(0, 9_999, Choice.FINE),), (), None, "passages"),
        ((Marked(0, 5, Choice.FINE), Marked(4, 9, Choice.FINE)), (), None, "passages"),
        ((Marked(0, 5, Choice.MASK, "x"),), (Put(2, 3, "y"),), None, "passages"),
        ((Marked(0, 5, Choice.MASK),), (), None, "wording"),
        ((Marked(0, 5, Choice.MASK, " "),), (), None, "wording"),
        ((Marked(0, 5, Choice.MASK, "x" * 61),), (), None, "wording"),
        ((), (Put(0, 5, ""),), None, "wording"),
        ((Marked(0, 5, Choice.REFUSE),), (), None, "refusal"),
    ],
)
def test_a_decision_that_does_not_fit_the_text_decides_nothing(
    choices: tuple[Marked, ...], missed: tuple[Put, ...], refusal: Refusal | None, reason: str
) -> None:
    one = send_held(business=make_business()).review
    with pytest.raises(errors.BadDecision) as found:
        decide(one, *choices, missed=missed, refusal=refusal)
    assert found.value.facts == {"reason": reason}
    assert held.about(one).state is HeldState.WAITING  # type: ignore[union-attr]
    assert not Look.objects.exists()


def test_other_words_never_make_a_text_longer_than_one_may_be() -> None:
    one = send_held(business=make_business(), text="Hei. " * 799 + "hyvä.").review
    with pytest.raises(errors.BadDecision):
        decide(one, Marked(0, 3, Choice.MASK, "x" * 60))


def made_audit() -> tuple[UUID, UUID]:
    """A text that went its way and is looked at once more: its review, and what is held."""
    review = send_without_receipt(make_business(), text="Two pans came in time.").review
    row = WaitingReview.objects.get(id=review)
    Held.objects.filter(kind=HeldKind.AUDIT).delete()
    held_texts.audit(row)
    return review, Held.objects.get(kind=HeldKind.AUDIT).id


def test_a_second_look_does_not_tell_when_the_text_was_sent() -> None:
    review, one = made_audit()
    week = WaitingReview.objects.get(id=review).publish_week
    held = Held.objects.get(id=one)
    assert (held.week, held.decide_by) == (week, week + timedelta(days=6))


def test_a_second_look_counts_what_was_missed_and_masks_it_when_the_text_comes_out() -> None:
    review, one = made_audit()
    with pytest.raises(errors.BadDecision) as found:
        decide(one, refusal=Refusal.NAMES_A_PERSON)
    assert found.value.facts == {"reason": "audit"}
    with pytest.raises(errors.BadDecision):
        decide(one, Marked(0, 5, Choice.REFUSE))
    before = WaitingReview.objects.get(id=review)
    decide(one, missed=(Put(0, 8, "goods of theirs"),))
    assert WaitingReview.objects.get(id=review).text == before.text, "the acceptance stays good"
    assert MaskRequest.objects.get().review == review
    assert not Held.objects.exists()
    look = Look.objects.get()
    assert (look.kind, look.cause, look.missed) == (HeldKind.AUDIT, HeldCause.AUDIT, 1)
    publication.publish_due(now=OUT)
    assert Review.objects.get(public_id=review).text == "goods of theirs came in time."


def test_a_second_look_that_finds_nothing_or_never_comes_changes_nothing() -> None:
    review, one = made_audit()
    decide(one)
    assert not MaskRequest.objects.exists()
    _, other = made_audit()
    assert held.end_overdue(now=TOO_LATE + timedelta(weeks=5)) == 1
    assert not Held.objects.filter(id=other).exists(), "there is nobody to tell"
    assert WaitingReview.objects.filter(id=review).exists()


def test_a_text_that_does_not_open_is_listed_and_told_and_keeps_nobody_from_the_others(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    key, settings.WRITERS_KEY = settings.WRITERS_KEY, b"\x09" * 32
    shut = send_held(business=make_business()).review
    settings.WRITERS_KEY = key
    other = send_held(business=make_business()).review
    assert {text.id for text in held.waiting(SENT.date()) if text.kind is HeldKind.REVIEW} == {shut, other}
    assert held.one(other).text == FINNISH
    assert not caplog.records
    with pytest.raises(errors.HeldTextShut):
        held.one(shut)
    assert [(line.levelname, line.message) for line in caplog.records] == [("ERROR", "held-text-shut")]
    with pytest.raises(errors.HeldTextShut):
        decide(shut)
    decide(other)
    assert WaitingReview.objects.get().id == other
    assert held.end_overdue(now=TOO_LATE) == 1
    assert Held.objects.get(id=shut).state == HeldState.OVERDUE


def test_a_former_key_opens_what_it_sealed(settings: LazySettings) -> None:
    one = send_held(business=make_business()).review
    settings.WRITERS_KEY, settings.WRITERS_KEY_BEFORE = b"\x09" * 32, settings.WRITERS_KEY
    assert held.one(one).text == FINNISH


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE reviews_held SET state = 'final', reason = 'contact', content = NULL", "cannot become final"),
        ("UPDATE reviews_held SET state = 'appealed', reason = 'contact'", "cannot become appealed"),
        ("UPDATE reviews_held SET decide_by = decide_by + 1", "cannot become waiting"),
        ("UPDATE reviews_held SET state = 'refused', reason = 'contact', content = 'x'", "never changes"),
        ("UPDATE reviews_held SET state = 'refused', reason = 'contact', language = 'en'", "never changes"),
        ("UPDATE reviews_held SET state = 'refused', reason = 'contact', content = NULL", "held_content_until_decided"),
        ("UPDATE reviews_held SET state = 'refused'", "held_reason_with_refusal"),
        ("UPDATE reviews_held SET state = 'overdue'", "held_content_until_decided"),
        ("UPDATE reviews_held SET state = 'passed'", "cannot become passed"),
    ],
)
def test_the_database_refuses_what_a_held_text_can_never_become(statement: str, words: str) -> None:
    send_held(business=make_business())
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_held_text_begins_as_waiting_and_what_is_gone_does_not_come_back() -> None:
    one = refused()
    held.appeal(held=one, now=SENT)
    decide(one, refusal=Refusal.CONTACT)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        connection.cursor().execute("UPDATE reviews_held SET content = 'x'")
    copied = "SELECT gen_random_uuid(), kind, cause, business_id, language, week, decide_by, state, reason, forget_on"
    columns = "id, kind, cause, business_id, language, week, decide_by, state, reason, forget_on"
    with pytest.raises(DatabaseError, match="begins as waiting"), transaction.atomic():
        connection.cursor().execute(f"INSERT INTO reviews_held ({columns}) {copied} FROM reviews_held")


SECOND = """
INSERT INTO reviews_look
    (held, kind, cause, language, is_second, passed, marked, wrong, missed, decided_by_id, decided_on)
VALUES (%s, 'review', 'insisted', 'fi', true, true, 0, 0, 0, %s, '2026-11-05')
"""


def test_the_database_lets_nobody_decide_twice_about_a_text() -> None:
    user = make_moderator()
    one = refused(user=user)
    for held_id, who in ((one, user), (uuid4(), make_moderator())):
        with pytest.raises(DatabaseError, match="another person"), transaction.atomic():
            connection.cursor().execute(SECOND, [held_id, who])
    connection.cursor().execute(SECOND, [one, make_moderator()])
    with pytest.raises(DatabaseError, match="look_once_each"), transaction.atomic():
        connection.cursor().execute(SECOND, [one, make_moderator()])


def test_the_pages_decide_and_the_worker_ends_what_is_late(as_role: AsRole) -> None:
    business, users = make_business(), [make_moderator() for _ in range(2)]
    token = token_of(make_shop(1))
    with as_role("web"):
        one, two = send_held(token).review, send_held(business=business).review
        decide(one, refusal=Refusal.CONTACT, user=users[0])
        held.appeal(held=one, now=SENT)
        decide(one, user=users[1])
        decide(two, refusal=Refusal.CONTACT, user=users[0])
        held.give_up(held=two)
        three = send_held(business=business).review
        assert held.one(three).text == FINNISH
        rates.looks(SENT)
    assert WaitingReview.objects.get().id == one
    assert not Writer.objects.filter(review=two).exists()
    with as_role("worker"):
        assert held.end_overdue(now=TOO_LATE) >= 1
        held.end_overdue(now=TOO_LATE + timedelta(days=15))
    assert not Held.objects.exists()
    assert Writer.objects.count() == 1


def test_ending_what_is_late_is_a_job_of_the_night_and_needs_no_key(as_role: AsRole, settings: object) -> None:
    from procrastinate.contrib.django import app

    from reputation.core import clock
    from reputation.reviews import jobs

    periodic = {found.task.name for found in app.periodic_registry.periodic_tasks.values()}
    assert "reviews.end_overdue" in periodic
    one = send_held(business=make_business(), now=clock.now() - timedelta(days=20)).review
    settings.WRITERS_KEY = settings.ACCEPTANCE_KEY = None  # type: ignore[attr-defined]
    with as_role("worker"):
        jobs.end_overdue(0)
    assert Held.objects.get(id=one).state == HeldState.OVERDUE


def test_a_draft_that_is_fine_is_never_held() -> None:
    found = sending.send(draft=draft(no_receipt_given=False), codename=make(), business=make_business(), now=SENT)
    assert isinstance(found, sending.Accepted)
