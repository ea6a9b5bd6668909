"""Cases in the mailbox by API: read, answered, dropped, proofs shown; each act with its refusals."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from reputation.core import clock
from reputation.disputes import exchange
from reputation.disputes.models import Case, Said, WriterAct
from reputation.log import lots
from reputation.proofs.models import Proof
from reputation.reviews.rules import next_release
from tests import mailbox_made, pages_made
from tests.conftest import AsRole
from tests.mailbox_made import handle_of
from tests.own_cases_made import ANSWER, QUOTE, SAID, Met, make_answered, make_decided, make_noticed, release, waiting
from tests.reviews_by_api import NAMED, call

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]


@pytest.fixture
def shop() -> UUID:
    return pages_made.make_shop(sent=()).id


def header(met: Met) -> str:
    return f"Mailbox {handle_of(met.written)}"


def cases(met: Met) -> list[dict[str, Any]]:
    answer = call("GET", "mailbox/cases", authorization=header(met))
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def act(met: Met, authorization: str | None = None, case: object = None, **body: Any) -> Any:
    path = f"mailbox/cases/{met.case if case is None else case}/acts"
    return call("POST", path, body, header(met) if authorization is None else authorization)


def test_a_case_is_read_with_what_can_be_done_until_when(shop: UUID, as_role: AsRole) -> None:
    met = make_noticed(shop)
    with as_role("web"):
        (found,) = cases(met)
    row = Case.objects.get()
    assert (found["case"], found["says"], found["state"]) == (str(met.case), "may-answer", "noticed")
    assert (found["quote"], found["said"], found["ground"]) == (QUOTE, SAID, "conflict-of-interest")
    assert found["due"] == found["answer_until"] == row.answer_until.isoformat()
    assert found["may"] == ["answer", "more-time", "more"]
    assert found["waiting"] == found["words"] == found["statements"] == found["proofs"] == []


def test_an_answer_is_noted_dropped_and_released(shop: UUID, as_role: AsRole) -> None:
    met = make_noticed(shop)
    with as_role("web"):
        answer = act(met, kind="answer", text=ANSWER)
    assert answer.json() == {"released_on": next_release(clock.now()).isoformat()}
    assert cases(met)[0]["waiting"][0]["text"] == ANSWER
    gone = call("DELETE", f"mailbox/cases/{met.case}/acts/answer", authorization=header(met))
    assert gone.status_code == 204
    assert waiting() == []
    act(met, kind="answer", text=ANSWER)
    release()
    (found,) = cases(met)
    assert [(one["party"], one["kind"], one["text"]) for one in found["words"]] == [("writer", "answer", ANSWER)]
    assert found["state"] == "answered"


def test_a_text_that_may_name_somebody_is_asked_about(shop: UUID) -> None:
    met = make_noticed(shop)
    asked = act(met, kind="answer", text=NAMED)
    assert (asked.status_code, asked.json()["code"]) == (422, "passages-found")
    assert waiting() == []
    assert act(met, kind="answer", text=NAMED, insists=True).status_code == 200
    assert WriterAct.objects.get().is_held
    assert cases(met)[0]["waiting"][0]["is_held"]


def test_what_a_moderator_reads_first_is_null_for_the_writer_too(shop: UUID) -> None:
    met = make_answered(shop)
    exchange.reply(case=met.case, text=NAMED, insists=True, now=clock.now())
    assert cases(met)[0]["words"][-1]["text"] is None


def test_acts_without_a_text_and_what_cannot_be_done(shop: UUID) -> None:
    met = make_noticed(shop)
    assert act(met, kind="more-time").status_code == 200
    for kind in ("agree", "appeal", "nonce"):
        refused = act(met, kind=kind, text="x")
        assert (refused.status_code, refused.json()["code"]) == (409, "case-in-wrong-state"), kind
    assert [kind for kind, _ in waiting()] == ["more-time"]


def test_an_appeal_may_bring_what_stands_for_a_number(shop: UUID) -> None:
    met = make_decided(shop)
    number = bytes(range(32))
    commitment = lots.nonce_commitment(number)
    assert act(met, kind="appeal", text="It is wrong.", nonce_commitment=commitment).status_code == 200
    release()
    (found,) = cases(met)
    assert (found["state"], found["says"]) == ("appealed", "appealed")
    assert found["panel_until"] is not None
    assert Said.objects.get(kind="appeal").text == "It is wrong."


BAD: list[dict[str, Any]] = [
    {},
    {"kind": "answer"},
    {"kind": "answer", "text": ""},
    {"kind": "answer", "text": "x" * 2001},
    {"kind": "answer", "text": 1},
    {"kind": "answer", "text": "a\x00b"},
    {"kind": "answer", "text": " "},
    {"kind": "sing", "text": ANSWER},
    {"kind": "answer", "text": ANSWER, "more": 1},
    {"kind": "answer", "text": ANSWER, "insists": "yes"},
    {"kind": "appeal", "text": ANSWER, "nonce_commitment": "x"},
    {"kind": "nonce", "nonce": "0" * 63},
]


def test_bodies_that_do_not_fit_are_refused(shop: UUID) -> None:
    met = make_noticed(shop)
    for body in BAD:
        answer = act(met, **body)
        assert answer.status_code == 422, (body, answer.content)
    assert waiting() == []


def test_nobody_acts_without_the_handle_or_in_the_case_of_another_review(shop: UUID) -> None:
    met, other = make_noticed(shop), make_noticed(shop)
    assert act(met, "", kind="answer", text=ANSWER).status_code == 403
    assert act(met, "Mailbox x", kind="answer", text=ANSWER).status_code == 403
    for case in (other.case, uuid4()):
        refused = act(met, case=case, kind="answer", text=ANSWER)
        assert (refused.status_code, refused.json()["code"]) == (404, "no-such-case")
    gone = call("DELETE", f"mailbox/cases/{other.case}/acts/answer", authorization=header(met))
    assert gone.status_code == 404
    assert waiting() == []


def show(met: Met, content: bytes, kind: str = "application/octet-stream") -> Any:
    return call("POST", f"mailbox/cases/{met.case}/proofs", content, header(met), kind=kind)


def test_a_proof_is_shown_to_moderators_alone(shop: UUID, as_role: AsRole) -> None:
    met = make_noticed(shop)
    with as_role("web"):
        answer = show(met, b"An order of a kettle.")
    assert (answer.status_code, answer.json()) == (201, {"released_on": next_release(clock.now()).isoformat()})
    (proof,) = cases(met)[0]["proofs"]
    assert (proof["party"], proof["kind"], proof["seen"]) == ("writer", "text", None)
    assert Proof.objects.count() == 1


def test_what_is_no_proof_is_refused_by_its_code(shop: UUID) -> None:
    met = make_noticed(shop)
    for content, kind, status, code in (
        (b"x", "text/plain", 415, "unsupported-media-type"),
        (b"\x00\x01", "application/octet-stream", 422, "proof-kind-unknown"),
        (b"%PDF-1.4 x", "application/octet-stream", 422, "proof-not-readable"),
        (b"x" * (5 * 1024 * 1024 + 1), "application/octet-stream", 413, "body-too-large"),
    ):
        answer = show(met, content, kind)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Proof.objects.exists()


def test_a_review_that_waits_has_no_case(shop: UUID) -> None:
    written = mailbox_made.make_waiting(shop)
    answer = call("GET", "mailbox/cases", authorization=f"Mailbox {handle_of(written)}")
    assert answer.json() == {"items": []}
