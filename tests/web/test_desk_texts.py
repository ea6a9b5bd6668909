"""Held texts and words as moderators see them: each passage a choice, nothing decided before it was shown once more."""

from datetime import date, timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from reputation.accounts.rules import Duty
from reputation.reviews import codenames, held, held_texts, masks, queries, sending
from reputation.reviews.held import HeldText
from reputation.reviews.models import Held, Look, MaskRequest, WaitingReview
from reputation.reviews.rules import Choice, HeldCause, HeldKind, HeldState, MaskState, Outcome, Refusal
from reputation.reviews.sending import Draft
from reputation.screening.findings import Finding, Findings, Kind, Tier
from reputation.web.members.desk import queue
from reputation.web.members.desk.text_forms import ROWS, seen
from reputation.web.members.desk.text_forms import Look as Form
from tests.desk_pages_made import NOW, At
from tests.desk_texts_made import NAMED, make_asked, make_held
from tests.pages_made import Page, make_shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
TEXT = "Ann from upstairs laughed. Write to ann@mail.example, not to Ann."
MARKED = (
    Finding(0, 3, Kind.PERSON, Tier.PROPOSES, 0.9, "somebody"),
    Finding(36, 52, Kind.EMAIL, Tier.PROPOSES, 1.0, "their e-mail"),
)


def text_of(kind: HeldKind = HeldKind.REVIEW, findings: tuple[Finding, ...] = MARKED, text: str = TEXT) -> HeldText:
    cause = HeldCause.AUDIT if kind is HeldKind.AUDIT else HeldCause.INSISTED
    state, day, some = HeldState.WAITING, date(2026, 11, 29), uuid4()
    found = Findings(findings, "en")
    return HeldText(some, kind, cause, uuid4(), uuid4(), "en", day, state, None, None, text=text, findings=found)


def filled(found: HeldText, **given: str) -> Form:
    fields = {"seen": seen(found), "choice_1": "mask", "wording_1": "Somebody", "choice_2": "fine"} | given
    return Form(found, fields)


def first_error(form: Form, field: str) -> str:
    assert not form.is_valid()
    return str(form.errors[field][0])


def sent(page: Page) -> str:
    """The mark of the text in a form."""
    return unescape(page.html.split('name="seen" value="')[1].split('"')[0])


def answers(held_text: UUID, choice: str, **given: str) -> dict[str, str]:
    """What a moderator says of each passage that is marked by now."""
    many = len(held.one(held_text).findings.items)
    return (
        {f"choice_{number}": choice for number in range(1, many + 1)}
        | {f"wording_{number}": "somebody" for number in range(1, many + 1)}
        | given
    )


def test_the_form_says_what_becomes_of_each_passage() -> None:
    form = filled(text_of(), words_1="Ann", put_1="her")
    # Within the address it stands in small letters, and at the beginning it is marked already.
    assert first_error(form, "words_1") == "They are marked already: choose there what becomes of them."
    form = filled(text_of(), words_1="not to Ann", put_1="nowhere else", words_2=" upstairs ", put_2=" the shop ")
    assert form.is_valid(), form.errors
    assert [tuple(one) for one in form.choices] == [(0, 3, Choice.MASK, "Somebody"), (36, 52, Choice.FINE, None)]
    assert [tuple(one) for one in form.missed] == [(54, 64, "nowhere else"), (9, 17, "the shop")]
    assert (form.refusal, form.wrong, len(form.put)) == (None, 1, 3)


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"choice_1": ""}, "choice_1", "Say what becomes of it."),
        ({"choice_1": "delete"}, "choice_1", "Select a valid choice."),
        ({"wording_1": " \t"}, "wording_1", "Say what stands there instead, in 60 characters at most."),
        ({"wording_1": "x" * 61}, "wording_1", "Ensure this value has at most 60 characters"),
        ({"wording_1": "some\u202ebody"}, "wording_1", "Say what stands there instead"),
        ({"words_1": "Bert", "put_1": "him"}, "words_1", "These words are not in the text, letter by letter."),
        ({"words_1": "upstairs"}, "put_1", "Say what stands there instead"),
        ({"words_1": "upstairs", "put_1": "x", "words_2": "from upstairs", "put_2": "y"}, "words_2", "They are marked"),
        ({"words_1": "x" * 201, "put_1": "x"}, "words_1", "Ensure this value has at most 200 characters"),
        ({"words_1": ".*", "put_1": "x"}, "words_1", "These words are not in the text"),
        ({"words_1": "Ann\0", "put_1": "x"}, "words_1", "Null characters are not allowed."),
        ({"choice_2": "refuse"}, "refusal", "You chose that it cannot come out: say why. The writer reads it."),
        ({"refusal": "because"}, "refusal", "Select a valid choice."),
        ({"seen": "0" * 16}, "__all__", "The text or its marks are not those you looked at."),
        ({"seen": ""}, "__all__", "The text or its marks are not those you looked at."),
    ],
)
def test_what_does_not_do_is_said_beside_its_field(given: dict[str, str], field: str, says: str) -> None:
    assert says in first_error(filled(text_of(), **given), field)


def test_a_form_about_other_marks_than_the_screening_finds_now_is_refused() -> None:
    before = seen(text_of())
    now = text_of(findings=())
    assert "__all__" in Form(now, {"seen": before, "choice_1": "refuse"}).errors


def test_a_text_grows_no_longer_than_a_text_may_be() -> None:
    long = text_of(text=TEXT + "x" * (4000 - len(TEXT)), findings=MARKED[:1])
    form = filled(long, wording_1="Somebody from the business")
    assert first_error(form, "__all__") == "The text would be too long with these words. Choose shorter ones."
    assert filled(long, wording_1="Who").is_valid()
    assert filled(long, wording_1="Somebody from the business", refusal="contact").is_valid()


def test_a_text_that_went_its_way_can_be_masked_and_not_refused() -> None:
    audited = text_of(HeldKind.AUDIT)
    assert "Select a valid choice." in first_error(filled(audited, choice_1="refuse"), "choice_1")
    form = filled(audited, refusal="contact")
    assert form.is_valid()
    assert form.refusal is None


def test_there_are_always_rows_left_for_words_that_were_missed() -> None:
    found = text_of()
    assert Form(found).rows == ROWS
    full = {f"words_{number}": "Ann" for number in range(1, ROWS + 1)}
    assert Form(found, initial=full).rows == ROWS + 2
    assert Form(found, full).rows == ROWS + 2
    assert Form(found, {f"words_{number}": "Ann" for number in range(1, 1000)}).rows == 30


def test_a_moderator_lets_a_text_out_with_other_words() -> None:
    text, moderator = make_held(make_shop(sent=()).id), At(Duty.MODERATOR)
    path = f"/text/{text}"
    assert str(text) in moderator.get("").html
    page = moderator.get(path)
    assert "The marked passages" in page.says
    assert "“Jordan Pikeley” looks like a person’s name." in page.says
    given = answers(text, "mask", seen=sent(page), words_1="pan chipped", put_1="thing broke")
    shown = moderator.post(path, do="preview", **given)
    assert "So it would come out" in shown.says
    assert "The thing broke." in shown.says
    assert Held.objects.get().state == HeldState.WAITING
    changed = moderator.post(path, do="change", **given)
    assert 'value="pan chipped"' in changed.html
    assert (changed.status, "This field" in changed.says) == (200, False)
    done = moderator.post(path, do="decide", **given)
    assert "It comes out, with other words where you chose so." in done.says
    row = WaitingReview.objects.get(id=text)
    assert "Jordan" not in row.text
    assert "mail.example" not in row.text
    assert row.text.startswith("The thing broke. I wrote to somebody ")
    look = Look.objects.get()
    assert (look.passed, look.wrong, look.missed, look.decided_by_id) == (True, 0, 1, moderator.id)
    assert moderator.post(path, do="decide", **given).status == 404


def test_a_moderator_refuses_and_another_one_looks_at_the_appeal() -> None:
    text, moderator, second = make_held(make_shop(sent=()).id), At(Duty.MODERATOR), At(Duty.MODERATOR)
    path = f"/text/{text}"
    given = answers(text, "refuse", seen=sent(moderator.get(path)))
    wrong = moderator.post(path, do="decide", **given)
    assert (wrong.status, "say why" in wrong.says) == (422, True)
    assert not Look.objects.exists()
    given |= {"refusal": "names-a-person"}
    shown = moderator.post(path, do="preview", **given)
    assert "It does not come out" in shown.says
    assert "Say what the person does instead" in shown.says
    assert "Refused." in moderator.post(path, do="decide", **given).says
    assert Held.objects.get().reason == Refusal.NAMES_A_PERSON
    assert moderator.get(path).status == 409
    held.appeal(held=text, now=NOW)
    assert str(text) not in moderator.get("").html
    assert moderator.get(path).status == 403
    assert "Refused, and the writer asks for a second look" in second.get("").says
    page = second.get(path)
    assert "It names a person, or says enough to find one." in page.says
    assert moderator.user.email not in page.html
    assert "It comes out as it is." in second.post(path, do="decide", **answers(text, "public", seen=sent(page))).says
    assert WaitingReview.objects.get(id=text).text == NAMED


def test_an_empty_post_decides_nothing_and_nothing_of_when_is_shown() -> None:
    text, moderator = make_held(make_shop(sent=()).id), At(Duty.MODERATOR)
    for do in ("decide", "preview", "", "more", "nonsense"):
        page = moderator.post(f"/text/{text}", do=do)
        assert page.status == (422 if do in ("decide", "preview") else 200)
    assert Held.objects.get().state == HeldState.WAITING
    assert not Look.objects.exists()
    row = Held.objects.get()
    for page in (moderator.get(""), moderator.get(f"/text/{text}")):
        assert row.week.isoformat() not in page.html
        assert f"{row.week.day} {row.week:%B %Y}" not in page.says


def test_markup_in_a_text_is_shown_as_it_was_typed() -> None:
    evil = '<script>alert(1)</script> "><b>Jordan Pikeley</b> at jordan.pikeley@mail.example {{ 1 }}'
    text, moderator = make_held(make_shop(sent=()).id, evil), At(Duty.MODERATOR)
    page = moderator.get(f"/text/{text}")
    assert "<script>alert" not in page.html
    assert "<b>Jordan" not in page.html
    given = answers(text, "fine", seen=sent(page), words_1='"><b>', put_1="<i>x</i>")
    shown = moderator.post(f"/text/{text}", do="preview", **given)
    assert shown.status == 200
    assert "<i>x</i>" not in shown.html
    assert "&lt;i&gt;x&lt;/i&gt;" in shown.html


@pytest.mark.parametrize(("do", "state"), [("stays", MaskState.STAYS), ("lift", MaskState.LIFTED)])
def test_a_moderator_decides_about_words_once(do: str, state: MaskState) -> None:
    words, moderator = make_asked(make_shop().id), At(Duty.MODERATOR)
    assert "Words that somebody asked to mask" in moderator.get("").says
    path = f"/words/{words}"
    assert "They are being masked just now." in moderator.get(path).says
    masks.carry_out(request=words, now=NOW)
    page = moderator.get(path)
    assert "copper pan" in page.says
    assert "<mark>[a person]</mark>" in page.html
    assert moderator.post(path, do="nonsense").status == 200
    assert MaskRequest.objects.get().decided_on is None
    moderator.post(path, do=do)
    assert MaskRequest.objects.get().state == state
    assert moderator.get(path).status == 409


def test_words_that_were_decided_about_are_shown_as_they_stand() -> None:
    shop, moderator = make_shop(), At(Duty.MODERATOR)
    first = make_asked(shop.id)
    masks.carry_out(request=first, now=NOW)
    moderator.post(f"/words/{first}", do="lift")
    masks.carry_out(request=first, now=NOW)
    again = make_asked(shop.id)
    masks.carry_out(request=again, now=NOW)
    page = moderator.get(f"/words/{again}")
    assert "these words were decided about before" in page.says
    assert "<mark>copper pan</mark>" in page.html


def test_late_words_are_first_and_said_in_hours() -> None:
    shop, moderator = make_shop(), At(Duty.MODERATOR)
    late = make_asked(shop.id, now=NOW - timedelta(hours=27, minutes=5))
    make_held(shop.id)
    page = moderator.get("")
    assert "late by 3 hours" in page.says
    assert page.html.index(str(late)) < page.html.index("Texts to look at before they go out")
    assert "late by 3 hours" in moderator.get(f"/words/{late}").says


def test_the_queue_shows_texts_to_moderators_alone_and_so_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shop, moderator = make_shop(sent=()), At(Duty.MODERATOR)
    make_held(shop.id)
    make_held(shop.id)
    for duty in (Duty.PANEL, Duty.OPERATOR):
        assert "before they go out" not in At(duty).get("").says
    assert moderator.get("").html.count('class="task"') == 2
    monkeypatch.setattr(queue, "LINES_SHOWN", 1)
    page = moderator.get("")
    assert page.html.count('class="task"') == 1
    assert "1 more waits after these." in page.says


def test_a_text_that_seemed_clean_is_masked_afterwards_and_counted() -> None:
    shop, moderator = make_shop(sent=()), At(Duty.MODERATOR)
    draft = Draft(4, Outcome.AS_AGREED, "en", "A copper pan, as agreed.", no_receipt_given=False)
    sending.send(draft=draft, codename=codenames.make(), business=shop.id, now=NOW)
    held_texts.audit(WaitingReview.objects.get())
    text = Held.objects.get(kind=HeldKind.AUDIT).id
    assert "A text that seemed clean" in moderator.get("").says
    page = moderator.get(f"/text/{text}")
    assert "This text has gone its way already." in page.says
    assert 'name="refusal"' not in page.html
    given = {"seen": sent(page), "words_1": "copper pan", "put_1": "thing"}
    assert "So it reads from now on" in moderator.post(f"/text/{text}", do="preview", **given).says
    assert "Counted." in moderator.post(f"/text/{text}", do="decide", **given).says
    assert (MaskRequest.objects.get().words, MaskRequest.objects.get().state) == ("copper pan", MaskState.STAYS)
    look = Look.objects.get()
    assert (look.kind, look.passed, look.missed) == (HeldKind.AUDIT, True, 1)
    assert not Held.objects.exists()


def test_a_reply_says_what_its_business_reads() -> None:
    shop, moderator = make_shop(), At(Duty.MODERATOR)
    review = queries.public(business=shop.id).items[0].public_id
    reply = held_texts.Content(text="Jordan Pikeley says sorry.")
    row = held_texts.hold(HeldKind.REPLY, review, shop.id, "en", reply, HeldCause.INSISTED, NOW)
    page = moderator.get(f"/text/{row.id}")
    assert "the business reads your reason on its page" in page.says
    assert "Who wrote it is not known" not in page.says
    given = answers(row.id, "fine", seen=sent(page), refusal="contact")
    assert "What the business reads" in moderator.post(f"/text/{row.id}", do="preview", **given).says


def test_the_queue_asks_the_database_as_often_for_many_texts_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    shop, moderator = make_shop(), At(Duty.MODERATOR)
    make_held(shop.id)
    with CaptureQueriesContext(connection) as one:
        moderator.get("")
    make_held(shop.id)
    make_held(make_shop("Orrin Electronics Ltd", (), domain="").id)
    with django_assert_num_queries(len(one)):
        moderator.get("")
