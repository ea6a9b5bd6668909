"""The mailbox by API: opened with a codename, asked with a handle, and each act there with its refusals."""

import base64
import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from reputation.core import clock
from reputation.receipts import rules
from reputation.reviews import codenames
from reputation.reviews.mailbox import Stage
from reputation.reviews.models import Held, Review, Writer
from tests import mailbox_made, pages_made
from tests.conftest import AsRole
from tests.mailbox_made import (
    STAGES,
    TEXT,
    handle_of,
    make_held,
    make_published,
    make_refused,
    make_refused_finally,
    make_waiting,
    release,
)
from tests.reviews_by_api import NAMED, acceptance_key, call, code, opened, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]


@pytest.fixture
def shop() -> UUID:
    return pages_made.make_shop(sent=()).id


def box(header: str) -> Any:
    answer = call("GET", "mailbox", authorization=header)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_codename_opens_however_it_is_typed_and_the_handle_says_nothing(shop: UUID) -> None:
    written = make_published(shop)
    typed = written.codename.upper().replace(" ", "\n")
    before = clock.now()
    answer = call("POST", "mailbox", {"codename": typed, "work": worked("mailbox/work")})
    assert answer.status_code == 200
    found = answer.json()
    assert found.keys() == {"handle", "until"}
    sealed = base64.urlsafe_b64decode(found["handle"] + "==")
    assert written.review.bytes not in sealed
    until = datetime.fromisoformat(found["until"])
    assert timedelta(minutes=29, seconds=58) < until - before <= timedelta(minutes=30, seconds=10)
    assert box(f"Mailbox {found['handle']}")["review"] == str(written.review)


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_in_a_mailbox_in_each_stage(stage: Stage, shop: UUID) -> None:
    written = STAGES[stage](shop)
    found = box(f"Mailbox {handle_of(written)}")
    assert (found["stage"], found["review"], found["business"]) == (stage, str(written.review), str(shop))
    assert found["name"] == "Kettle & Moss Ltd"
    is_sent = stage in (Stage.WAITING, Stage.PUBLISHED)
    assert (found["slip"] is not None) is is_sent
    assert (found["decide_by"] is None) is is_sent
    assert (found["public"] is not None) is (stage is Stage.PUBLISHED)
    assert found["may"] == (["change", "withdraw", "erase"] if is_sent else [])
    assert found["may_appeal"] is (stage is Stage.REFUSED)
    assert (found["reason"] == "names-a-person") is (stage in (Stage.REFUSED, Stage.APPEALED, Stage.REFUSED_FINALLY))


def test_the_slip_is_what_was_answered_when_it_was_sent(shop: UUID) -> None:
    written = make_waiting(shop)
    slip = box(opened(written))["slip"]
    promise = rules.open_acceptance(slip["acceptance"].encode(), [acceptance_key()])
    assert promise.business == str(shop)
    assert len(base64.b64decode(slip["salt"])) == 32


def test_a_codename_that_leads_nowhere_or_is_none(shop: UUID) -> None:
    def told(codename: str) -> Any:
        return call("POST", "mailbox", {"codename": codename, "work": worked("mailbox/work")})

    assert code(told(codenames.make())) == (404, "no-such-codename")
    answer = told("eight words that are no codename at all")
    assert (code(answer), answer.json()["facts"]) == ((422, "codename-not-valid"), {"rule": "word"})
    work = worked("mailbox/work")
    written = make_waiting(shop)
    assert call("POST", "mailbox", {"codename": written.codename, "work": work}).status_code == 200
    assert code(call("POST", "mailbox", {"codename": written.codename, "work": work})) == (422, "work-not-good")
    assert code(call("POST", "mailbox", {"codename": written.codename, "work": worked("reviews/work")})) == (
        422,
        "work-not-good",
    )


def test_failures_make_nobody_else_wait_or_work_more(shop: UUID) -> None:
    before = call("POST", "mailbox/work").json()["parameters"]["data"]["most"]
    for _ in range(3):
        call("POST", "mailbox", {"codename": codenames.make(), "work": worked("mailbox/work")})
    assert call("POST", "mailbox/work").json()["parameters"]["data"]["most"] == before
    assert opened(make_waiting(shop))


ACTS = [
    ("GET", "mailbox", None),
    ("PATCH", "mailbox", {"stars": 4}),
    ("DELETE", "mailbox/wish", None),
    ("POST", "mailbox/withdrawal", None),
    ("POST", "mailbox/erasure", {}),
    ("POST", "mailbox/appeal", None),
    ("POST", "mailbox/giving-up", None),
]


@pytest.mark.parametrize(("method", "path", "body"), ACTS)
def test_no_act_without_the_handle_of_the_mailbox(method: str, path: str, body: Any, shop: UUID) -> None:
    written = make_waiting(shop)
    handle = handle_of(written)
    flipped = ("A" if handle[20] != "A" else "B").join([handle[:20], handle[21:]])
    for header in (
        "",
        "Mailbox",
        f"Bearer {handle}",
        handle,
        f"Mailbox {flipped}",
        f"Mailbox {handle[:-4]}",
        "Mailbox é",
    ):
        assert code(call(method, path, body, header)) == (403, "mailbox-closed"), header
    for header in (f"Mailbox {'A' * 5_000}", f"Mailbox {handle} {handle}"):
        assert code(call(method, path, body, header)) == (403, "mailbox-closed")
    assert Writer.objects.filter(review=written.review).exists()


@pytest.mark.parametrize(("method", "path", "body"), ACTS)
def test_a_handle_ends_with_its_half_hour(
    method: str, path: str, body: Any, shop: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = opened(make_waiting(shop))
    later = clock.now() + timedelta(minutes=31)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        assert code(call(method, path, body, header)) == (403, "mailbox-closed")
    assert box(header)["stage"] == "waiting"


def test_a_change_is_noted_adds_up_and_can_be_taken_back(shop: UUID) -> None:
    header = opened(make_published(shop))
    day = box(header)["released_on"]
    answer = call("PATCH", "mailbox", {"stars": 4, "outcome": "problem-solved"}, header)
    assert answer.json() == {"released_on": day, "decide_by": None}
    call("PATCH", "mailbox", {"text": "They sent another pan, and it holds."}, header)
    assert box(header)["wish"] == {
        "kind": "change",
        "stars": None,
        "outcome": "problem-solved",
        "text": "They sent another pan, and it holds.",
        "released_on": day,
    }
    assert call("DELETE", "mailbox/wish", None, header).status_code == 204
    assert call("DELETE", "mailbox/wish", None, header).status_code == 204
    assert box(header)["wish"] is None


def test_what_a_change_may_not_be(shop: UUID) -> None:
    written = make_published(shop)
    header = opened(written)
    for body in ({"stars": 6}, {"stars": "4"}, {"outcome": "x"}, {"text": ""}, {"text": "\udc00"}, {"month": 1}):
        assert code(call("PATCH", "mailbox", body, header)) == (422, "invalid-field")
    assert code(call("PATCH", "mailbox", {}, header)) == (422, "nothing-changes")
    assert code(call("PATCH", "mailbox", {"text": "safe \u202egnirts"}, header)) == (422, "review-not-valid")
    refused = call("PATCH", "mailbox?language=de", {"text": NAMED}, header)
    assert code(refused) == (422, "passages-found")
    assert "email" in {one["kind"] for one in refused.json()["findings"]}
    held = call("PATCH", "mailbox", {"text": NAMED, "insists": True}, header)
    assert (held.status_code, held.json()["released_on"]) == (200, None)
    found = box(header)
    assert (found["held_change"]["stage"], found["held_change"]["text"]) == ("held", NAMED)
    assert found["held_change"]["decide_by"] == held.json()["decide_by"]
    call("PATCH", "mailbox", {"stars": 1}, header)
    release()
    assert code(call("PATCH", "mailbox", {"stars": 5}, header)) == (409, "figures-changed-before")
    assert Review.objects.get(public_id=written.review).stars == 1


@pytest.mark.parametrize(("path", "state"), [("withdrawal", "withdrawn"), ("erasure", "erased")])
def test_a_review_is_withdrawn_or_its_text_erased_with_the_release(path: str, state: str, shop: UUID) -> None:
    written = make_published(shop)
    header = opened(written)
    day = box(header)["released_on"]
    answer = call("POST", f"mailbox/{path}", None, header)
    assert (answer.status_code, answer.json()) == (200, {"released_on": day, "decide_by": None})
    assert call("POST", f"mailbox/{path}", None, header).content == answer.content
    assert call("GET", f"reviews/{written.review}").json()["state"] == "published"
    release()
    shown = call("GET", f"reviews/{written.review}").json()
    assert (shown["state"], shown["text"]) == (state, [])
    again = call("POST", "mailbox/erasure", None, header)
    assert again.status_code in (403, 409), "it is done with, or there is no text left"
    withdrawn = call("GET", f"businesses/{shop}").json()["withdrawn_by_stars"]
    assert sum(withdrawn.values()) == (state == "withdrawn")


def test_a_held_text_is_given_up_and_leaves_nothing(shop: UUID) -> None:
    written = make_held(shop)
    header = opened(written)
    assert code(call("POST", "mailbox/withdrawal", None, header)) == (409, "review-in-wrong-state")
    assert code(call("PATCH", "mailbox", {"stars": 4}, header)) == (409, "review-in-wrong-state")
    assert code(call("POST", "mailbox/appeal", None, header))[0] == 409
    assert call("POST", "mailbox/giving-up", None, header).status_code == 204
    assert not Held.objects.filter(review=written.review).exists()
    assert code(call("GET", "mailbox", None, header)) == (403, "mailbox-closed")
    waiting = opened(make_waiting(shop))
    assert code(call("POST", "mailbox/giving-up", None, waiting)) == (404, "no-such-held-text")
    assert code(call("POST", "mailbox/appeal", None, waiting)) == (404, "no-such-held-text")


def test_a_refusal_is_appealed_against_once(shop: UUID) -> None:
    header = opened(make_refused(shop))
    answer = call("POST", "mailbox/appeal", None, header)
    assert answer.status_code == 200
    found = box(header)
    assert (found["stage"], found["decide_by"]) == ("appealed", answer.json()["decide_by"])
    assert code(call("POST", "mailbox/appeal", None, header)) == (409, "held-text-decided")
    final = opened(make_refused_finally(shop))
    assert code(call("POST", "mailbox/appeal", None, final)) == (409, "held-text-decided")


@pytest.mark.parametrize("path", ["withdrawal", "erasure", "appeal", "giving-up"])
def test_an_act_takes_no_particulars(path: str, shop: UUID) -> None:
    header = opened(make_published(shop))
    assert code(call("POST", f"mailbox/{path}", {"why": "x"}, header)) == (422, "invalid-field")
    assert code(call("POST", f"mailbox/{path}", b"x" * 100_000, header)) == (413, "body-too-large")
    assert code(call("POST", f"mailbox/{path}?why=x", None, header)) == (422, "invalid-field")
    assert box(header)["wish"] is None


def test_a_handle_opens_its_own_mailbox_and_no_other(shop: UUID) -> None:
    mine, other = make_published(shop), make_published(shop, text="Something else was agreed.")
    header = opened(mine)
    call("POST", "mailbox/withdrawal", None, header)
    assert box(header)["wish"]["kind"] == "withdraw"
    assert box(opened(other))["wish"] is None
    assert box(opened(other))["own"]["text"] == "Something else was agreed."


def test_nothing_of_a_mailbox_is_logged(shop: UUID, caplog: pytest.LogCaptureFixture) -> None:
    written = make_published(shop, text="A canary-text pan.")
    with caplog.at_level(logging.DEBUG):
        header = opened(written)
        box(header)
        call("PATCH", "mailbox", {"text": "Another canary-text pan."}, header)
        call("POST", "mailbox/appeal", None, header)
    logged = "\n".join(str(record.__dict__) for record in caplog.records if not record.name.startswith("django.db"))
    for canary in ("canary-text", written.codename, header.removeprefix("Mailbox ")):
        assert canary not in logged


def test_the_pages_may_do_all_of_it(as_role: AsRole, shop: UUID) -> None:
    out, waits, held, refused = make_published(shop), make_waiting(shop), make_held(shop), make_refused(shop)
    with as_role("web"):
        header = opened(out)
        assert box(header)["own"]["text"] == TEXT
        assert call("PATCH", "mailbox", {"stars": 1}, header).status_code == 200
        assert call("DELETE", "mailbox/wish", None, header).status_code == 204
        assert call("POST", "mailbox/erasure", None, header).status_code == 200
        assert call("POST", "mailbox/withdrawal", None, opened(waits)).status_code == 200
        assert call("POST", "mailbox/appeal", None, opened(refused)).status_code == 200
        assert call("POST", "mailbox/giving-up", None, opened(held)).status_code == 204
    mailbox_made.release()
