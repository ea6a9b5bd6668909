"""Changes and replies that a moderator looks at first, and texts that are looked at once more: what becomes of each."""

from datetime import timedelta
from uuid import UUID

import pytest

from reputation.log import actions as log
from reputation.reviews import acts, errors, held, held_texts, mailbox, masks, publication, queries, releases, replies
from reputation.reviews.acts import Changes
from reputation.reviews.held_texts import Content
from reputation.reviews.judging import Put
from reputation.reviews.mailbox import Stage
from reputation.reviews.models import Act, Held, MaskRequest, PendingReply, WaitingReview, Writer
from reputation.reviews.rules import ActKind, HeldCause, HeldKind, HeldState, Refusal
from tests.members_made import make_user
from tests.reviews_made import LATER, MONDAY, make_review
from tests.writers_made import Made, make_writer

pytestmark = pytest.mark.django_db
NOON = LATER.replace(hour=12)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


@pytest.fixture
def writer() -> Made:
    found = make_writer()
    publication.publish_due(now=LATER)
    return found


def hold(review: UUID, content: Content, kind: HeldKind = HeldKind.EDIT) -> UUID:
    cause = HeldCause.AUDIT if kind is HeldKind.AUDIT else HeldCause.INSISTED
    return held_texts.hold(kind, review, queries.one(review).business, "en", content, cause, LATER).id


def put_away(writer: Made) -> WaitingReview:
    """The row of a review that did not come to wait: it has no slip yet."""
    row = WaitingReview.objects.get(id=writer.review)
    WaitingReview.objects.all().delete()
    Writer.objects.update(slip=None)
    return row


def decide(found: UUID, refusal: Refusal | None = None, put: tuple[Put, ...] = (), user: int | None = None) -> None:
    held.decide(held=found, user=user or make_user(), choices=(), missed=put, refusal=refusal, now=LATER)


def test_a_change_that_passes_comes_out_with_the_next_release(writer: Made) -> None:
    found = hold(writer.review, Content(text="Sold by Nobody Example.", stars=2))
    edit = writer.inside(LATER).held_edit
    assert edit is not None
    assert (edit.stage, edit.changes) == (Stage.HELD, Changes(stars=2, text="Sold by Nobody Example."))
    decide(found, put=(Put(8, 22, "the seller"),))
    box = writer.inside(LATER)
    assert box.held_edit is None
    assert box.act == acts.Pending(ActKind.CHANGE, Changes(stars=2, text="Sold by the seller."), LATER.date())
    releases.release(now=NOON)
    assert queries.one(writer.review).stars == 2


def test_a_change_that_passes_adds_to_one_that_waits(writer: Made) -> None:
    mailbox.change(handle=writer.open(LATER), stars=3, now=LATER)
    decide(hold(writer.review, Content(text="Better words.")))
    act = writer.inside(LATER).act
    assert act is not None
    assert act.changes == Changes(stars=3, text="Better words.")


def test_a_change_that_passes_changes_no_figures_a_second_time(writer: Made) -> None:
    found = hold(writer.review, Content(text="Better words.", stars=2))
    mailbox.change(handle=writer.open(LATER), stars=3, now=LATER)
    releases.release(now=NOON)
    decide(found)
    act = writer.inside(NOON).act
    assert act is not None
    assert act.changes == Changes(text="Better words.")


def test_a_refused_change_is_told_and_may_be_appealed(writer: Made) -> None:
    first, second = make_user(), make_user()
    found = hold(writer.review, Content(text="It was Nobody Example."))
    decide(found, Refusal.NAMES_A_PERSON, user=first)
    box = writer.inside(LATER)
    assert box.held_edit is not None
    assert (box.held_edit.stage, box.held_edit.reason) == (Stage.REFUSED, Refusal.NAMES_A_PERSON)
    assert box.may_appeal
    assert mailbox.appeal(handle=writer.open(LATER), now=LATER) >= LATER.date()
    with pytest.raises(errors.SecondPersonNeeded):
        decide(found, user=first)
    decide(found, user=second)
    assert writer.inside(LATER).act is not None


def test_nothing_comes_of_a_change_whose_review_is_to_go(writer: Made) -> None:
    decided_later = hold(writer.review, Content(text="Other words."))
    mailbox.withdraw(handle=writer.open(LATER), now=LATER)
    assert not Held.objects.exists(), "wanting a review to go drops what is held of it"
    with pytest.raises(errors.NoSuchHeldText):
        decide(decided_later)
    acts.passed(review=writer.review, changes=Changes(text="Other words."), now=LATER)
    assert Act.objects.get().kind == ActKind.WITHDRAW
    releases.release(now=NOON)
    acts.passed(review=writer.review, changes=Changes(text="Other words."), now=NOON)
    assert not Act.objects.exists()


def test_taking_back_drops_a_held_change_as_well(writer: Made) -> None:
    hold(writer.review, Content(text="Other words."))
    mailbox.take_back(handle=writer.open(LATER), now=LATER)
    assert not Held.objects.exists()


def test_a_reply_that_passes_goes_its_way() -> None:
    review = make_review()
    decide(hold(review, Content(text="Nobody Example is sorry."), HeldKind.REPLY), put=(Put(0, 14, "Our colleague"),))
    assert PendingReply.objects.get().text == "Our colleague is sorry."
    assert replies.put(review=review, now=LATER)
    reply = queries.one(review).reply
    assert reply is not None
    assert reply.text == "Our colleague is sorry."


def test_what_a_second_look_finds_is_masked_in_a_text_that_is_out() -> None:
    review = make_review(text="Sold by Nobody Example.")
    found = hold(review, Content(text="Sold by Nobody Example."), HeldKind.AUDIT)
    decide(found, put=(Put(8, 22, "the seller"),))
    masks.carry_out(request=MaskRequest.objects.get().public_id, now=LATER)
    assert "".join(span.text for span in queries.one(review).spans) == "Sold by the seller."


def test_a_held_review_is_told_of_in_every_stage() -> None:
    writer = make_writer()
    row = put_away(writer)
    content = Content(text=row.text, stars=row.stars, outcome=row.outcome, receipt_class=row.receipt_class)  # type: ignore[arg-type]
    held_texts.hold(HeldKind.REVIEW, row.id, row.business_id, "en", content, HeldCause.INSISTED, LATER)
    box = writer.inside(LATER)
    assert (box.stage, box.slip, box.public) == (Stage.HELD, None, None)
    assert box.own is not None
    assert box.own.text == row.text
    assert box.decide_by is not None
    for act in (mailbox.withdraw, mailbox.erase):
        with pytest.raises(errors.WrongState):
            act(handle=writer.open(LATER), now=LATER)
    decide(row.id, Refusal.NO_REVIEW)
    box = writer.inside(LATER)
    assert (box.stage, box.reason, box.may_appeal) == (Stage.REFUSED, Refusal.NO_REVIEW, True)
    assert not writer.inside(LATER + 15 * DAY).may_appeal
    mailbox.appeal(handle=writer.open(LATER), now=LATER)
    assert writer.inside(LATER).stage is Stage.APPEALED
    decide(row.id, Refusal.NO_REVIEW)
    box = writer.inside(LATER)
    assert (box.stage, box.own) == (Stage.REFUSED_FINALLY, None)
    Held.objects.filter(id=row.id).delete()
    with pytest.raises(errors.MailboxClosed):
        writer.inside(LATER)


def test_a_held_review_can_be_given_up() -> None:
    writer = make_writer()
    row = put_away(writer)
    held_texts.hold(HeldKind.REVIEW, row.id, row.business_id, "en", Content(text=row.text), HeldCause.LANGUAGE, LATER)
    assert Held.objects.get().state == HeldState.WAITING
    mailbox.give_up(handle=writer.open(LATER), now=LATER)
    assert not Held.objects.exists()
    with pytest.raises(errors.NoSuchCodename):
        writer.open(LATER)


NAMING = "Write to jane.doe.1974@mail.example about the pan, she answers."


def test_a_change_that_names_somebody_is_asked_about_and_held_if_its_writer_insists(writer: Made) -> None:
    with pytest.raises(errors.PassagesFound):
        mailbox.change(handle=writer.open(LATER), text=NAMING, now=LATER)
    assert writer.inside(LATER).held_edit is None
    noted = mailbox.change(handle=writer.open(LATER), text=NAMING, stars=1, insists=True, now=LATER)
    assert noted.released_on is None
    box = writer.inside(LATER)
    assert box.held_edit is not None
    assert (box.held_edit.decide_by, box.held_edit.changes) == (noted.decide_by, Changes(stars=1, text=NAMING))
    assert box.act is None
    mailbox.change(handle=writer.open(LATER), text="It is a good pan, and it came in time.", now=LATER)
    box = writer.inside(LATER)
    assert box.held_edit is None, "a text that may come out takes the place of the one that is held"
    assert box.act is not None
    assert box.act.changes == Changes(text="It is a good pan, and it came in time.")


def test_a_reply_that_names_somebody_is_asked_about_and_held_if_the_business_insists() -> None:
    review = make_review()
    business = queries.one(review).business
    with pytest.raises(errors.PassagesFound):
        replies.reply(business=business, review=review, text=NAMING, insists=False, now=LATER)
    decide_by = replies.reply(business=business, review=review, text=NAMING, insists=True, now=LATER)
    assert Held.objects.get(kind=HeldKind.REPLY).decide_by == decide_by
    assert not PendingReply.objects.exists()
    replies.reply(business=business, review=review, text="We are sorry that it was late.", insists=False, now=LATER)
    assert not Held.objects.filter(kind=HeldKind.REPLY).exists()
    assert PendingReply.objects.get().text == "We are sorry that it was late."


def test_other_stars_with_the_text_as_it_was_leave_the_held_text_with_the_moderator(writer: Made) -> None:
    """A form sends text and stars together."""
    edit = hold(writer.review, Content(text="It was another pan."))
    shown = "".join(span.text for span in queries.one(writer.review).spans)
    acts.change(review=writer.review, wanted=Changes(stars=2, text=shown), insists=True, now=LATER)
    assert Held.objects.filter(id=edit).exists()
    assert Act.objects.get().stars == 2
    acts.change(review=writer.review, wanted=Changes(text="It was a third pan."), insists=True, now=LATER)
    assert not Held.objects.exists()
