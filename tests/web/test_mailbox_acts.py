"""What is done in a mailbox: changed, taken back, erased, given up, appealed; each after it was said what follows."""

import json
import re
from datetime import timedelta

import pytest

from reputation.core import clock
from reputation.disputes.rules import Outcome as Decided
from reputation.receipts.rules import parse_acceptance
from reputation.reviews import actions, errors, mailbox, queries
from reputation.reviews.mailbox import Mailbox, Stage
from reputation.reviews.models import Act, Held, Review, WaitingReview
from reputation.reviews.rules import HeldKind, next_release
from reputation.tlog.notes import split
from reputation.web.templatetags.web import day
from tests import mailbox_made as made
from tests import pages_made
from tests.mailbox_made import TEXT, Written
from tests.pages_made import Page, Shop, make_shop, read
from tests.reviews_made import make_case, make_decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
KEEP = {"choice-1": "keep", "choice-2": "keep"}
NAMED = "I wrote to Jordan Pikeley at jordan@mail.example twice."


@pytest.fixture
def shop() -> Shop:
    return make_shop(sent=())


@pytest.fixture
def written(shop: Shop) -> Written:
    return made.make_published(shop.id)


def done(written: Written, what: str, **more: str) -> Page:
    return read(made.do(made.handle_of(written), what, **more))


def box_of(written: Written) -> Mailbox:
    return mailbox.inside(handle=made.handle_of(written), now=clock.now())


def shown(written: Written) -> str:
    return "".join(span.text for span in queries.one(written.review).spans)


def change(written: Written, text: str = TEXT, **more: str) -> Page:
    fields = {"text": text, "stars": "4", "outcome": "as-agreed", **more}
    return done(written, "send-change", **fields)


def release_day() -> str:
    return day(next_release(clock.now()))


def fields(page: Page) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    found = {}
    for tag, attributes in page.tags:
        if tag == "input" and (attributes.get("type") != "radio" or "checked" in attributes):
            found[attributes.get("name", "")] = attributes.get("value", "")
    areas = re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', page.html, re.DOTALL)
    return found | dict(areas) | {"stars": "4"}


def test_a_change_becomes_public_with_the_next_release_and_can_be_left(written: Written) -> None:
    asked = done(written, "change")
    assert TEXT in asked.html
    assert release_day() in asked.says
    page = change(written, "It was exchanged, and works now.\r\nThank you.", stars="5", outcome="problem-solved")
    assert page.status == 200
    assert f"It becomes public with the release of {release_day()}" in page.says
    assert shown(written) == TEXT
    assert "problem-solved" not in queries.one(written.review).outcome
    left = done(written, "take-back")
    assert "Everything stays as it was" in left.says
    assert not Act.objects.exists()
    change(written, "It was exchanged, and works now.\r\nThank you.", stars="5", outcome="problem-solved")
    made.release()
    found = queries.one(written.review)
    assert (found.stars, found.outcome, shown(written)) == (
        5,
        "problem-solved",
        "It was exchanged, and works now.\nThank you.",
    )


def test_stars_and_outcome_are_offered_once(written: Written) -> None:
    change(written, stars="5")
    made.release()
    page = done(written, "change")
    assert 'name="stars"' not in page.html
    assert "were changed once, and stay" in page.says
    again = change(written, "Other words.", stars="1")
    assert again.status == 200
    made.release()
    assert queries.one(written.review).stars == 5, "a field that is not offered is not read"
    assert shown(written) == "Other words."


def test_what_changes_nothing_is_said_and_the_text_stays(written: Written) -> None:
    page = change(written)
    assert (page.status, "This changes nothing" in page.says) == (422, True)
    assert TEXT in page.html
    empty = change(written, "   ")
    assert empty.status == 422
    unseen = change(written, "Good\u202e pan.")
    assert (unseen.status, "none that cannot be seen" in unseen.says) == (422, True)
    long = change(written, "x" * 4_001)
    assert long.status == 422
    assert "x" * 4_001 in long.html
    assert change(written, stars="6").status == 422
    assert change(written, outcome="enchanted").status == 422
    assert not Act.objects.exists()


def test_passages_are_shown_and_other_words_are_chosen(written: Written) -> None:
    page = change(written, NAMED)
    assert page.status == 200
    assert "Jordan Pikeley1" in page.says
    assert "looks like an e-mail address" in page.says
    assert not Act.objects.exists()
    more = {key: value for key, value in fields(page).items() if key not in ("do", "handle")}
    assert more["choice-1"] == more["choice-2"] == "use"
    sent = done(written, "send-change", **more)
    assert sent.status == 200, sent.says
    act = box_of(written).act
    assert act is not None
    assert act.changes.text is not None
    assert "Jordan" not in act.changes.text
    assert "@" not in act.changes.text


def test_who_keeps_a_passage_waits_for_a_moderator_and_can_drop_it(written: Written) -> None:
    page = change(written, NAMED)
    held = change(written, NAMED, passages=fields(page)["passages"], **KEEP)
    assert "A moderator reads your new text first" in held.says
    assert Held.objects.get().kind == HeldKind.EDIT
    assert not Act.objects.exists()
    dropped = done(written, "take-back")
    assert "your new text" not in dropped.says
    assert not Held.objects.exists()


def test_a_choice_is_for_words_and_what_is_new_is_asked_about(written: Written) -> None:
    listed = fields(change(written, NAMED))["passages"]
    other = change(written, f"{NAMED} Then I wrote to Miriam Oberholzer.", passages=listed, **KEEP)
    assert "Please look at" in other.says
    assert "Miriam Oberholzer" in other.says
    assert not Held.objects.exists()
    carried = fields(other)
    assert len(json.loads(carried["kept"])) == 2
    all_kept = {name: "keep" for name in carried if name.startswith("choice-")}
    change(written, carried["text"], passages=carried["passages"], kept=carried["kept"], **all_kept)
    assert Held.objects.get().kind == HeldKind.EDIT


@pytest.mark.parametrize("bent", ["[", "[[]]", "{}", "[1]", "null", "\x00", "[" * 5_000])
def test_bent_choices_are_none(bent: str, written: Written) -> None:
    page = change(written, NAMED, passages=bent, kept=bent, **KEEP)
    assert "Please look at" in page.says
    assert not Held.objects.exists()


@pytest.mark.parametrize(
    ("what", "goes", "stays"),
    [
        ("withdraw", "Stars and outcome, out of every figure", "A public count of reviews taken back"),
        ("erase", "the salt with which anybody could prove", "Stars and outcome: they stay public and count"),
    ],
)
def test_before_something_final_it_is_said_what_goes_and_what_stays(
    what: str, goes: str, stays: str, written: Written
) -> None:
    page = done(written, f"ask-{what}")
    assert goes in page.says
    assert stays in page.says
    assert f"with the release of {release_day()}" in page.says
    assert not Act.objects.exists(), "asking does nothing"
    (grave,) = [attributes for _, attributes in page.tags if "grave" in attributes.get("class", "")]
    assert grave["value"] == what
    assert shown(written) == TEXT
    assert "It becomes public with the release" in done(written, grave["value"]).says
    made.release()
    assert shown(written) == ""
    assert Review.objects.get().text is None
    closed = read(made.open_box(written.codename))
    assert (closed.status, "leads to no review" in closed.says) == (422, True)


def test_what_is_wanted_already_is_not_offered_again(written: Written) -> None:
    page = done(written, "withdraw")
    offered = {attributes.get("value") for tag, attributes in page.tags if tag == "button"}
    assert "take-back" in offered
    assert not {"change", "ask-withdraw"} & offered
    assert "ask-erase" in offered


def test_a_review_that_waits_is_taken_back_before_anybody_saw_it(shop: Shop) -> None:
    written = made.make_waiting(shop.id)
    assert "It will never be published" in done(written, "ask-withdraw").says
    assert "It becomes public with the release" in done(written, "withdraw").says
    made.release()
    assert not WaitingReview.objects.exists()
    with pytest.raises(errors.NoSuchReview):
        queries.one(written.review)


def test_a_change_of_a_review_that_waits_comes_out_with_it(shop: Shop) -> None:
    written = made.make_waiting(shop.id)
    page = change(written, "Other words.")
    assert "It comes out together with the review" in page.says
    assert "release of" not in page.says


def test_a_held_text_is_given_up_and_the_mailbox_is_gone(shop: Shop) -> None:
    written = made.make_held(shop.id)
    assert "No moderator looks at it any more" in done(written, "ask-give-up").says
    handle = made.handle_of(written)
    assert "It is gone" in read(made.do(handle, "give-up")).says
    assert read(made.do(handle, "show")).status == 403
    assert not Held.objects.exists()


def test_a_refused_text_is_appealed_once(shop: Shop) -> None:
    written = made.make_refused(shop.id)
    page = done(written, "appeal")
    assert "A second person looks at it by" in page.says
    assert box_of(written).stage is Stage.APPEALED
    again = done(written, "appeal")
    assert (again.status, "was decided about" in again.says) == (409, True)


@pytest.mark.parametrize("what", ["withdraw", "erase", "change", "send-change", "ask-withdraw", "ask-erase", "slip"])
def test_of_a_held_text_nothing_else_can_be_wanted(what: str, shop: Shop) -> None:
    written = made.make_held(shop.id)
    page = done(written, what, text="Other words.")
    assert page.status in (200, 409)
    assert "A moderator reads your text first" in page.says
    assert not Act.objects.exists()


@pytest.mark.parametrize("what", ["give-up", "appeal", "ask-give-up"])
def test_a_public_review_is_not_given_up(what: str, written: Written) -> None:
    page = done(written, what)
    assert page.status in (200, 404)
    assert "Your review is public" in page.says
    assert shown(written) == TEXT


def test_the_slip_holds_the_promise_and_the_salt(written: Written) -> None:
    answer = made.do(made.handle_of(written), "slip")
    assert (answer["Cache-Control"], answer["Content-Type"]) == ("no-store", "application/json")
    assert answer["Content-Disposition"] == 'attachment; filename="review-slip.json"'
    kept = json.loads(answer.content)
    assert parse_acceptance(split(kept["acceptance"].encode())[0]).business == str(box_of(written).business)
    assert kept["salt"]


def test_the_calendar_names_days_and_neither_business_nor_review(shop: Shop) -> None:
    written = made.make_waiting(shop.id)
    answer = made.do(made.handle_of(written), "calendar")
    text = answer.content.decode()
    published_by = box_of(written).published_by
    assert published_by is not None
    assert answer["Content-Type"].startswith("text/calendar")
    assert f"DTSTART;VALUE=DATE:{published_by:%Y%m%d}\r\n" in text
    assert f"DTEND;VALUE=DATE:{published_by + timedelta(days=1):%Y%m%d}\r\n" in text
    lines = text.split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in lines)
    for secret in (shop.name, str(shop.id), str(written.review), written.codename.split()[0]):
        assert secret not in text
    assert answer["Cache-Control"] == "no-store"


def test_a_reply_and_a_removal_are_shown(shop: Shop, written: Written) -> None:
    actions.reply(review_id=written.review, business=shop.id, text="We are sorry.", now=clock.now())
    pages_made.settle()
    assert "We are sorry." in done(written, "show").says
    case = make_case(written.review, quote="enamel", now=clock.now())
    make_decision(case, Decided.REMOVED, now=clock.now())
    pages_made.settle()
    removed = done(written, "show")
    assert "was removed by a decision" in removed.says
    assert f"/case/{case}" in removed.html
