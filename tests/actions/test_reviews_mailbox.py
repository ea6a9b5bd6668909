"""What a codename opens, in every stage of a review, and what nobody else finds."""

import base64
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction

from reputation.disputes.rules import Outcome as Decided
from reputation.log import actions as log
from reputation.reviews import acts, codenames, errors, forgetting, mailbox, publication, releases, seals
from reputation.reviews.acts import Changes
from reputation.reviews.mailbox import Own, Stage
from reputation.reviews.rules import ActKind, Outcome
from tests.conftest import AsRole
from tests.reviews_made import LATER, MONDAY, make_case, make_decision
from tests.writers_made import make_writer

pytestmark = pytest.mark.django_db
NOON = LATER.replace(hour=12)
OPEN = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def test_a_mailbox_follows_a_review_from_the_day_it_was_sent() -> None:
    writer = make_writer(text="Two pans.")
    found = writer.inside(MONDAY)
    assert (found.review, found.stage, found.published_by) == (
        writer.review,
        Stage.WAITING,
        writer.accepted.published_by,
    )
    assert found.own == Own(4, Outcome.AS_AGREED, "en", "Two pans.")
    assert found.slip is not None
    assert writer.accepted.acceptance.split("\n")[0].encode() in found.slip
    assert (found.public, found.act, found.may_appeal) == (None, None, False)
    assert found.may == frozenset(ActKind)
    assert found.may_change_figures
    publication.publish_due(now=LATER)
    found = writer.inside(LATER)
    assert found.stage is Stage.PUBLISHED
    assert found.public is not None
    assert found.released_on == LATER.date()
    mailbox.change(handle=writer.open(LATER), stars=5, text="Three pans.", now=LATER)
    found = writer.inside(LATER)
    assert found.act == acts.Pending(ActKind.CHANGE, Changes(stars=5, text="Three pans."), LATER.date())
    assert found.own is not None
    assert found.own.text == "Two pans.", "as everybody sees it still"
    releases.release(now=NOON)
    found = writer.inside(NOON)
    assert found.own == Own(5, Outcome.AS_AGREED, "en", "Three pans.")
    assert not found.may_change_figures
    mailbox.withdraw(handle=writer.open(NOON), now=NOON)
    mailbox.take_back(handle=writer.open(NOON), now=NOON)
    assert writer.inside(NOON).act is None
    mailbox.erase(handle=writer.open(NOON), now=NOON)
    releases.release(now=NOON + timedelta(days=1))
    with pytest.raises(errors.NoSuchCodename):
        writer.open(NOON)


def test_a_codename_is_read_however_it_is_typed() -> None:
    writer = make_writer()
    for typed in (writer.codename.upper(), writer.codename.replace(" ", "-"), f"  {writer.codename}\n"):
        assert mailbox.inside(handle=mailbox.open(codename=typed, now=MONDAY), now=MONDAY).review == writer.review
    with pytest.raises(errors.BadCodename):
        mailbox.open(codename="not a codename", now=MONDAY)
    with pytest.raises(errors.NoSuchCodename):
        mailbox.open(codename=codenames.make(), now=MONDAY)


def test_a_mailbox_closes_after_half_an_hour() -> None:
    writer = make_writer()
    handle = writer.open(MONDAY)
    mailbox.inside(handle=handle, now=MONDAY + OPEN - timedelta(seconds=1))
    for act in (mailbox.inside, mailbox.withdraw, mailbox.erase, mailbox.take_back, mailbox.give_up, mailbox.appeal):
        with pytest.raises(errors.MailboxClosed):
            act(handle=handle, now=MONDAY + OPEN)
    with pytest.raises(errors.MailboxClosed):
        mailbox.change(handle=handle, stars=1, now=MONDAY + OPEN)


def test_a_handle_says_nothing_and_cannot_be_made() -> None:
    writer = make_writer()
    handle = writer.open(MONDAY)
    raw = base64.urlsafe_b64decode(handle + "=" * (-len(handle) % 4))
    assert writer.review.bytes not in raw
    assert writer.open(MONDAY) != handle
    flipped = bytes([*raw[:-1], raw[-1] ^ 1])
    other = seals.seal(seals.Purpose.SLIP, b"mailbox", raw)
    for wrong in (flipped, other, raw[:-1], b"", b"\x01" * 40):
        with pytest.raises(errors.MailboxClosed):
            mailbox.inside(handle=base64.urlsafe_b64encode(wrong).decode().rstrip("="), now=MONDAY)
    for text in ("", "é", "!", "A", "A" * 5000):
        with pytest.raises(errors.MailboxClosed):
            mailbox.inside(handle=text, now=MONDAY)


def test_after_a_new_key_what_was_made_under_the_former_one_still_opens(settings: LazySettings) -> None:
    writer = make_writer()
    handle = writer.open(MONDAY)
    settings.WRITERS_KEY, settings.WRITERS_KEY_BEFORE = b"n" * 32, settings.WRITERS_KEY
    assert mailbox.inside(handle=handle, now=MONDAY).review == writer.review
    assert writer.inside(MONDAY).review == writer.review
    settings.WRITERS_KEY_BEFORE = None
    with pytest.raises(errors.MailboxClosed):
        mailbox.inside(handle=handle, now=MONDAY)


def test_a_review_taken_back_while_it_waits_is_gone_with_its_codename() -> None:
    writer = make_writer()
    handle = writer.open(MONDAY)
    mailbox.withdraw(handle=handle, now=MONDAY)
    act = writer.inside(MONDAY).act
    assert act is not None
    assert act.kind is ActKind.WITHDRAW
    releases.release(now=MONDAY.replace(hour=12))
    with pytest.raises(errors.MailboxClosed):
        mailbox.inside(handle=handle, now=MONDAY)


def test_a_writer_comes_back_as_long_as_a_case_runs_or_may_be_appealed() -> None:
    writer, other = make_writer(), make_writer()
    publication.publish_due(now=LATER)
    case = make_case(writer.review)
    make_decision(make_case(other.review), Decided.REMOVED)
    for one in (writer, other):
        mailbox.erase(handle=one.open(LATER), now=LATER)
    releases.release(now=NOON + timedelta(days=30))
    assert writer.inside(NOON).stage is Stage.ERASED
    assert writer.inside(NOON).own is None
    assert writer.inside(NOON).may == {ActKind.WITHDRAW}
    assert other.inside(NOON).stage is Stage.RESTRICTED
    make_decision(case, Decided.REJECTED)
    assert forgetting.writers(now=LATER + timedelta(days=60)) == 1
    with pytest.raises(errors.NoSuchCodename):
        writer.open(NOON)
    assert forgetting.writers(now=LATER + timedelta(days=300)) == 0
    assert forgetting.writers(now=LATER + timedelta(days=400)) == 1


def test_stages_say_what_can_be_wanted() -> None:
    removed, withdrawn = make_writer(), make_writer()
    publication.publish_due(now=LATER)
    make_decision(make_case(removed.review), Decided.REMOVED)
    found = removed.inside(LATER)
    assert (found.stage, found.may) == (Stage.RESTRICTED, frozenset({ActKind.WITHDRAW, ActKind.ERASE}))
    assert not found.may_change_figures
    with pytest.raises(errors.WrongState):
        mailbox.change(handle=removed.open(LATER), stars=1, now=LATER)
    make_case(withdrawn.review)
    mailbox.withdraw(handle=withdrawn.open(LATER), now=LATER)
    releases.release(now=NOON)
    found = withdrawn.inside(NOON)
    assert (found.stage, found.may) == (Stage.WITHDRAWN, frozenset())
    for act in (mailbox.withdraw, mailbox.erase):
        with pytest.raises(errors.WrongState):
            act(handle=withdrawn.open(NOON), now=NOON)


def test_the_pages_find_a_review_by_its_codename_alone(as_role: AsRole) -> None:
    writer = make_writer()
    with as_role("web"):
        assert writer.inside(MONDAY).review == writer.review
        mailbox.change(handle=writer.open(MONDAY), stars=1, now=MONDAY)
        for table in ("reviews_writer", "reviews_waiting"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(f"SELECT * FROM {table}")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM reviews_waiting_words(%s)", [uuid4()])
            assert cursor.fetchone() == (0,)
    for role in ("ratings", "lookup", "worker"):
        with as_role(role), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute("SELECT * FROM reviews_waiting_words(%s)", [writer.review])
