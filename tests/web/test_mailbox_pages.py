"""The mailbox without a script: what a codename opens in each state, and what is asked for it."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from reputation.accounts import attempts
from reputation.accounts.models import Tally
from reputation.core import clock
from reputation.reviews import codenames, mailbox
from reputation.reviews.mailbox import Stage
from reputation.reviews.models import Act
from reputation.web.mailbox import words
from reputation.web.mailbox.forms import ATTEMPT
from tests import mailbox_made as made
from tests.mailbox_made import TEXT, Written
from tests.pages_made import Shop, make_shop, read
from tests.reviews_made import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
# Seven words of the list and the one that belongs to them.
GOOD = "drop-down yo-yo felt-tip abacus zoom cactus cactus"


@pytest.fixture
def shop() -> Shop:
    return make_shop(sent=())


@pytest.fixture
def written(shop: Shop) -> Written:
    return made.make_published(shop.id)


def of(*drawn: str) -> str:
    return " ".join([*drawn, codenames.check_word(drawn)])


@pytest.mark.parametrize("path", ["/mailbox", "/de/mailbox"])
def test_the_codename_is_asked_for_and_nothing_is_in_an_address(path: str) -> None:
    page = read(Client().get(path))
    assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
    (form,) = [attributes for tag, attributes in page.tags if tag == "form"]
    assert (form["method"], form["action"], form["autocomplete"]) == ("post", path, "off")
    (field,) = [attributes for tag, attributes in page.tags if attributes.get("name") == "codename"]
    assert (field["autocomplete"], field["autocapitalize"], field["spellcheck"]) == ("off", "none", "false")
    assert Client().get(f"{path}?codename=abacus&handle=abacus").content.decode().count("abacus") == 0


@pytest.mark.parametrize("prefix", ["", "/de"])
@pytest.mark.parametrize("stage", made.STAGES)
def test_each_stage_says_where_the_review_stands_and_until_when(stage: Stage, prefix: str, shop: Shop) -> None:
    written = made.STAGES[stage](shop.id)
    answer = made.open_box(written.codename, prefix=prefix)
    page = read(answer)
    assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
    assert not answer.cookies
    assert "%(" not in page.says
    if not prefix:
        assert str(words.STAGES[stage].title) in page.says
    assert written.codename not in page.html
    assert {attributes["action"] for tag, attributes in page.tags if tag == "form"} <= {f"{prefix}/mailbox"}
    assert all("handle" not in attributes.get("href", "") for _, attributes in page.tags)


def test_what_is_wrong_with_a_held_text_and_what_to_do_is_said(shop: Shop) -> None:
    refused = read(made.open_box(made.make_refused(shop.id).codename)).says
    assert "It names a person" in refused
    assert "Have a second person look" in refused
    final = read(made.open_box(made.make_refused_finally(shop.id).codename)).says
    assert "Have a second person look" not in final
    assert "free again" in final
    assert "write again" in read(made.open_box(made.make_overdue(shop.id).codename)).says


def test_a_published_review_shows_its_receipts_its_case_and_the_way_to_it(shop: Shop, written: Written) -> None:
    case = make_case(written.review, quote="enamel", now=clock.now())
    page = read(made.open_box(written.codename))
    links = {attributes.get("href", "") for tag, attributes in page.tags if tag == "a"}
    assert f"/review/{written.review}" in links
    assert any(link.startswith("/receipt/") for link in links)
    assert "Your review was challenged" in page.says
    assert ("case", str(case)) in {(one.get("name"), one.get("value")) for _, one in page.tags}
    assert TEXT in page.says


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda text: text.replace(" ", "-"),
        lambda text: text.replace(" ", "\r\n"),
        lambda text: f"  {text.replace(' ', ',  ')}. ",
        lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in text),
    ],
)
def test_a_codename_is_read_however_it_is_typed(change: Any, shop: Shop) -> None:
    written = made.make_waiting(shop.id)
    assert "Your review waits" in read(made.open_box(change(written.codename))).says


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("abacus", "eight words, and this is 1 word"),
        ("abacus " * 9, "eight words, and these are 9 words"),
        ("99", "eight words, and these are 0 words"),
        (GOOD.replace("abacus", "abakus") + " cactus", "Word 4 looks wrong: “abakus”. Is it “abacus”?"),
        ("qqqqq abacus abacus abacus abacus abacus abacus abacus", "Word 1 looks wrong: “qqqqq”."),
        (
            of("yo-yo", "abacus", "zoom", "cactus", "abdomen", "happy", "yodel").replace("abdomen", "abdominal"),
            "Is it “abdomen”?",
        ),
        ("x" * 500, "much more than a codename"),
        ("", "This field is required"),
    ],
)
def test_what_looks_wrong_with_a_codename_is_said(typed: str, says: str) -> None:
    page = read(made.open_box(typed))
    assert page.status == 422
    assert says in page.says


def test_two_words_that_changed_places_are_found_and_no_guess_is_made_of_more() -> None:
    drawn = ["abacus", "zoom", "cactus", "abdomen", "happy", "yodel", "unblended"]
    good = of(*drawn).split()
    swapped = [good[0], good[2], good[1], *good[3:]]
    assert "Did words 2 and 3 change places?" in read(made.open_box(" ".join(swapped))).says
    other = [*good[:3], "wobble", *good[4:]]
    assert "do not belong together" in read(made.open_box(" ".join(other))).says


def test_a_codename_of_no_review_leads_nowhere_and_says_no_more() -> None:
    page = read(made.open_box(codenames.make()))
    assert (page.status, "leads to no review" in page.says) == (422, True)


def test_each_attempt_costs_work_of_its_own(written: Written) -> None:
    work = made.worked("/mailbox/work")
    assert made.open_box(codenames.make(), work=work).status_code == 422
    again = read(made.open_box(written.codename, work=work))
    assert (again.status, "came without its work" in again.says) == (422, True)
    foreign = made.worked(f"/review/{written.review}/words/work")
    assert made.open_box(written.codename, work=foreign).status_code == 422
    without = read(made.open_box(written.codename, work="", ticket="x"))
    assert (without.status, "Please wait" in without.says) == (422, True)


def test_who_waits_waits_for_nobody_else_and_no_failure_is_counted(written: Written) -> None:
    early = clock.now() - timedelta(seconds=6)
    for _ in range(6):
        assert made.open_box(codenames.make(), work="", ticket=attempts.ticket(now=early)).status_code == 422
    assert attempts.failures(ATTEMPT, now=clock.now()) == 0
    ticket = attempts.ticket(now=early)
    assert made.open_box(written.codename, work="", ticket=ticket).status_code == 200
    assert made.open_box(written.codename, work="", ticket=ticket).status_code == 422, "a ticket is good once"
    fresh = attempts.ticket(now=clock.now())
    assert made.open_box(written.codename, work="", ticket=fresh).status_code == 422
    assert Tally.objects.filter(count__gt=1).count() == 0


@pytest.mark.parametrize("what", ["", "show", "change", "withdraw", "slip", "nothing of ours"])
def test_a_handle_that_is_closed_asks_for_the_codename_again(what: str, written: Written) -> None:
    old = mailbox.open(codename=written.codename, now=clock.now() - timedelta(minutes=31))
    good = made.handle_of(written)
    for handle in (old, "", "x", "\x00", good[:-4], good[:9] + ("A" if good[9] != "A" else "B") + good[10:], "é" * 50):
        page = read(made.do(handle, what))
        assert (page.status, page.headers["Cache-Control"]) == (403, "no-store")
        assert "Give your codename once more" in page.says
    assert not Act.objects.exists()


def test_a_text_typed_while_the_mailbox_closed_is_not_lost(written: Written) -> None:
    old = mailbox.open(codename=written.codename, now=clock.now() - timedelta(minutes=31))
    typed = "Now it <works>."
    closed = read(made.do(old, "send-change", text=typed, stars="5", outcome="problem-solved"))
    assert "Now it &lt;works&gt;." in closed.html
    carried = {attributes["name"]: attributes.get("value", "") for _, attributes in closed.tags if "name" in attributes}
    assert (carried["stars"], carried["outcome"]) == ("5", "problem-solved")
    again = read(made.open_box(written.codename, text=typed, stars="5", outcome="problem-solved"))
    assert "Change your review" in again.says
    assert "Now it &lt;works&gt;." in again.html
    assert re.search(r'value="5" selected', again.html)
    assert re.search(r'value="problem-solved"[^>]* checked', again.html)


def test_lost_codenames_are_lost_and_it_is_said_before(shop: Shop) -> None:
    assert "Then nobody can do anything" in read(Client().get("/mailbox")).says


def test_nothing_of_a_codename_a_handle_or_a_text_is_logged(written: Written, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    handle = made.handle_of(written)
    made.open_box(written.codename)
    made.open_box(f"{written.codename} canary")
    made.do(handle, "send-change", text="A canary sang to canary@mail.example.")
    made.do(handle, "canary")
    made.do(f"{handle}canary", "show")
    made.do(handle, "withdraw")
    logged = [record for record in caplog.records if record.name != "django.db.backends"]
    told = " ".join(f"{record.getMessage()} {record.__dict__}" for record in logged)
    assert "canary" not in told
    assert handle not in told
    assert written.codename not in told
    assert written.codename.split()[3] not in told.split()


@pytest.mark.parametrize(
    "raw", ["\x00", "<script>alert(1)</script>", "\ud800", "x" * 200_000, "\u202e" * 300, "%(n)s {0}"]
)
def test_hostile_input_is_refused_or_shown_as_text(raw: str, written: Written) -> None:
    raw = raw.encode("utf-8", "replace").decode()
    handle = made.handle_of(written)
    answers = [
        made.open_box(raw),
        made.do(handle, raw),
        made.do(raw, "show"),
        made.do(handle, "send-change", text=raw, stars=raw, outcome=raw, looked_over=raw),
    ]
    for answer in answers:
        assert answer.status_code in (200, 403, 413, 422), answer.status_code
        assert "<script>alert" not in answer.content.decode()
        assert not answer.cookies


def test_more_than_any_form_holds_is_refused() -> None:
    answer = Client(raise_request_exception=False).post("/mailbox", {"codename": "x" * 300_000})
    assert answer.status_code == 413
    many = Client(raise_request_exception=False).post("/mailbox", {f"f{n}": "x" for n in range(150)})
    assert many.status_code == 400
