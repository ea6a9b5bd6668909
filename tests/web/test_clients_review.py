"""The command line of writers, against the service as it is, and against somebody who meddles with what it says."""

import base64
import io
import json
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from reputation.clients.review import SAYS, Exit, main
from reputation.receipts import rules, tickets
from reputation.receipts.tokens import to_base64
from reputation.reviews import codenames
from reputation.reviews.models import Act, Held, WaitingReview
from reputation.tlog.notes import Signer
from tests import pages_made
from tests.issuing_made import Shop
from tests.mailbox_made import make_held, make_published, make_refused, make_waiting
from tests.meddler import Change, Meddler
from tests.own_cases_made import make_noticed, waiting
from tests.writing_made import make_bought, make_ticket, stored

Printed = pytest.CaptureFixture[str]
TEXT = "The enamel chipped after one week, and nobody answered."
NAMED = "The enamel chipped. Mr Jonathan Braithwaite laughed at me."
TOLD = ["--stars", "2", "--outcome", "problem-unsolved", "--language", "en", "--confirm"]
SEND = "/api/v1/reviews"
NOTHING = (0, 0, 0, 0)


@pytest.fixture
def shop(between: Meddler) -> Shop:
    found = make_bought()
    pages_made.settle()
    Path("ticket.txt").write_text(make_ticket(found))
    Path("text.txt").write_text(f"{TEXT}\n")
    return found


def send(between: Meddler, *more: str, text: str = "text.txt") -> int:
    return main(["send", "--ticket", "ticket.txt", "--service", between.url, "--text", text, *TOLD, *more])


def kept(file: str) -> str:
    """What a file holds that nobody else can read."""
    assert stat.S_IMODE(Path(file).stat().st_mode) == 0o600
    return Path(file).read_text()


def without(between: Meddler, business: UUID, *more: str) -> int:
    return main(["send", "--business", str(business), "--service", between.url, "--text", "text.txt", *TOLD, *more])


def test_a_ticket_becomes_a_review_with_a_slip_and_a_codename(between: Meddler, shop: Shop, capsys: Printed) -> None:
    assert send(between) == Exit.DONE
    codename = kept("review-codename.txt").strip()
    assert codename == " ".join(codenames.parse(codename))
    slip = json.loads(kept("review-slip.json"))
    promise = rules.open_acceptance(slip["acceptance"].encode(), [settings.ACCEPTANCE_PUBLIC_KEY or b""])
    row = WaitingReview.objects.get()
    assert base64.b64decode(slip["salt"]) == bytes(row.salt)
    assert (row.text, row.stars, promise.business) == (TEXT, 2, str(shop.business))
    out, err = capsys.readouterr()
    assert f"comes out by {promise.publish_by}" in out
    assert "alone leads back to the review" in out
    assert err == ""
    token = to_base64(tickets.parse(Path("ticket.txt").read_text()).token)
    for secret in (codename, token, TEXT, slip["salt"]):
        assert secret not in out
        assert not [path for path, _ in between.seen if secret in path]


def test_the_same_command_goes_on_where_it_was(between: Meddler, shop: Shop, capsys: Printed) -> None:
    between.changes[SEND] = lambda _: None
    assert send(between) == Exit.NOT_REACHED
    assert "the same command goes on" in capsys.readouterr().err
    assert not Path("review-slip.json").exists()
    between.changes.clear()
    assert send(between) == Exit.DONE
    assert stored()[0] == 1
    assert len(set(between.bodies(SEND))) == 1
    assert shop


def test_nothing_is_overwritten_and_no_ticket_spent_for_it(between: Meddler, shop: Shop, capsys: Printed) -> None:
    Path("review-slip.json").write_text("the only slip")
    assert send(between) == Exit.WRONG_ARGUMENTS
    assert "review-slip.json is there already" in capsys.readouterr().err
    Path("mine.txt").write_text("no codename")
    assert send(between, "--slip", "other.json", "--codename", "mine.txt") == Exit.WRONG_ARGUMENTS
    assert send(between, "--slip", "nowhere/other.json") == Exit.WRONG_ARGUMENTS
    assert (Path("review-slip.json").read_text(), Path("mine.txt").read_text()) == ("the only slip", "no codename")
    assert stored() == NOTHING
    assert shop


def test_passages_are_shown_and_a_moderator_reads_what_stays(between: Meddler, shop: Shop, capsys: Printed) -> None:
    Path("named.txt").write_text(NAMED)
    assert send(between, text="named.txt") == Exit.MARKED
    out = capsys.readouterr().out
    assert "Jonathan Braithwaite" in out
    assert "Whoever is named here could be found by it for years." in out
    assert stored() == NOTHING
    assert send(between, "--insist", text="named.txt") == Exit.HELD
    assert f"by {Held.objects.get().decide_by}" in capsys.readouterr().out
    assert not Path("review-slip.json").exists()
    assert kept("review-codename.txt")
    assert shop


def test_without_a_ticket_it_costs_work(between: Meddler, shop: Shop) -> None:
    assert without(between, shop.business, "--no-receipt-given") == Exit.DONE
    row = WaitingReview.objects.get()
    assert (row.receipt_class, row.no_receipt_given) == ("none", True)


def test_work_that_went_with_a_lost_answer_is_done_again(between: Meddler, shop: Shop) -> None:
    left = [None]
    between.changes[SEND] = lambda answer: left.pop() if left else answer
    assert without(between, shop.business) == Exit.DONE
    assert stored()[0] == 1
    assert len(set(between.bodies(SEND))) == 2


def test_what_is_missing_is_asked(between: Meddler, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    given = ["send", "--ticket", "ticket.txt", "--service", between.url, "--text", "-"]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"4\nas-agreed\nen\nyes\n{TEXT}\n"))
    assert main(given) == Exit.DONE
    row = WaitingReview.objects.get()
    assert (row.stars, row.outcome, row.text) == (4, "as-agreed", TEXT)
    assert shop


@pytest.mark.parametrize(
    "typed", ["4\nas-agreed\nen\nno\n", "4\nas-agreed\n", "9\nas-agreed\nen\n", "4\ngreat\nen\n", "4\nas-agreed\nEN\n"]
)
def test_without_all_of_it_nothing_is_sent(
    typed: str, between: Meddler, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    given = ["send", "--ticket", "ticket.txt", "--service", between.url, "--text", "text.txt"]
    assert main(given) == Exit.WRONG_ARGUMENTS
    assert between.seen == []
    assert not Path("review-codename.txt").exists()
    assert shop


@pytest.mark.parametrize("text", [b"", b" \n", b"safe \xe2\x80\xaegnirts", b"\xff\xfe", b"x" * 4_001, b"a\x00b"])
def test_what_is_no_text_is_told_before_anything_is_sent(text: bytes, between: Meddler, shop: Shop) -> None:
    Path("bad.txt").write_bytes(text)
    assert send(between, text="bad.txt") == Exit.WRONG_ARGUMENTS
    assert between.seen == []
    assert shop


def test_a_spent_ticket_and_a_used_codename_are_told(between: Meddler, shop: Shop) -> None:
    assert send(between) == Exit.DONE
    assert send(between, "--codename", "other.txt", "--slip", "other.json") == Exit.USED
    assert without(between, shop.business, "--slip", "third.json") == Exit.USED
    Path("ticket.txt").write_text("no ticket")
    assert send(between, "--slip", "fourth.json") == Exit.WRONG_ARGUMENTS


def other_key(raw: bytes) -> bytes:
    """The same promise, signed by somebody else under the same name."""
    said = json.loads(raw)
    text = said["acceptance"].partition("\n\n")[0] + "\n"
    name = said["acceptance"].partition("\n\n— ")[2].partition(" ")[0]
    return json.dumps({**said, "acceptance": Signer(name, bytes(32)).sign(text)}).encode()


def sub(pattern: bytes, by: bytes) -> Change:
    return lambda answer: re.sub(pattern, by, answer)


LIES: dict[str, tuple[str, Change, Exit]] = {
    "somebody else signed": (SEND, other_key, Exit.NO_PROMISE),
    "another salt": (SEND, sub(b'"salt":"....', b'"salt":"AAAA'), Exit.NO_PROMISE),
    "no salt": (SEND, sub(b'"salt":"[^"]*"', b'"salt":"*"'), Exit.NO_PROMISE),
    "another promise": (SEND, sub(b'publish_by\\\\":\\\\"20', b'publish_by\\\\":\\\\"21'), Exit.NO_PROMISE),
    "no promise": (SEND, lambda _: b'{"state": "accepted"}', Exit.NO_PROMISE),
    "no answer": (SEND, lambda _: b"<html>", Exit.REFUSED),
    "no key in the log": (
        "/api/v1/log",
        sub(b'"operator_entries":.[0-9,]*.', b'"operator_entries":[]'),
        Exit.NOT_IN_LOG,
    ),
    "a key of other bytes": ("/bytes", sub(b"acceptance_key", b"acceptance_kex"), Exit.NOT_IN_LOG),
}


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_cannot_be_checked_is_thrown_away(lie: str, between: Meddler, shop: Shop) -> None:
    where, change, status = LIES[lie]
    between.changes[where] = change
    assert send(between) == status
    assert not Path("review-slip.json").exists()
    if status is Exit.NOT_IN_LOG:
        assert stored() == NOTHING
    between.changes.clear()
    assert send(between) == Exit.DONE
    assert stored()[0] == 1
    assert shop


# The mailbox.


@pytest.fixture
def box(between: Meddler, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    def ask(codename: str, *words: str) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{codename.upper()}\n"))
        return main(["mailbox", *words, "--service", between.url])

    return ask


def test_a_mailbox_is_read_with_the_codename_alone(
    box: Callable[..., int], between: Meddler, shop: Shop, capsys: Printed
) -> None:
    written = make_waiting(shop.business)
    assert box(written.codename, "--slip", "again.json") == Exit.DONE
    out = capsys.readouterr().out
    assert "Where it stands: waiting" in out
    assert "It comes out by: 20" in out
    slip = json.loads(kept("again.json"))
    rules.open_acceptance(slip["acceptance"].encode(), [settings.ACCEPTANCE_PUBLIC_KEY or b""])
    assert written.codename not in out
    assert not [path for path, _ in between.seen if written.codename in path]


def test_acts_are_noted_for_the_release(box: Callable[..., int], shop: Shop, capsys: Printed) -> None:
    written = make_published(shop.business)
    Path("better.txt").write_text("They sent another pan, and it holds.")
    assert box(written.codename, "change", "--outcome", "problem-solved", "--text", "better.txt") == Exit.DONE
    assert "becomes public with the release of 20" in capsys.readouterr().out
    noted = Act.objects.get()
    assert (noted.outcome, noted.text) == ("problem-solved", "They sent another pan, and it holds.")
    assert box(written.codename, "take-back") == Exit.DONE
    assert not Act.objects.exists()
    for act in ("erase", "withdraw"):
        assert box(written.codename, act) == Exit.DONE
        assert Act.objects.get().kind == act
    Path("named.txt").write_text(NAMED)
    assert box(written.codename, "take-back") == Exit.DONE
    assert box(written.codename, "change", "--text", "named.txt") == Exit.MARKED
    assert box(written.codename, "change", "--text", "named.txt", "--insist") == Exit.DONE
    assert "Your change: held" in capsys.readouterr().out


def test_a_refusal_is_appealed_and_a_held_text_given_up(box: Callable[..., int], shop: Shop, capsys: Printed) -> None:
    refused, held = make_refused(shop.business), make_held(shop.business)
    assert box(refused.codename, "appeal") == Exit.DONE
    assert "Where it stands: appealed" in capsys.readouterr().out
    assert box(held.codename, "give-up") == Exit.DONE
    assert not Held.objects.filter(review=held.review).exists()
    assert box(held.codename) == Exit.UNKNOWN


def test_a_case_is_shown_and_answered(box: Callable[..., int], shop: Shop, capsys: Printed) -> None:
    met = make_noticed(shop.business)
    codename = met.written.codename
    assert box(codename) == Exit.DONE
    out = capsys.readouterr().out
    shown = (f"A case about it: {met.case}, conflict-of-interest", "Words it is about:", "You can: answer, more-time")
    for said in shown:
        assert said in out
    assert box(codename, "answer") == Exit.WRONG_ARGUMENTS
    assert box(codename, "answer", "--text", "text.txt") == Exit.DONE
    out = capsys.readouterr().out
    assert "It reaches the other side with the release of 20" in out
    assert "Waits for the next release: answer" in out
    assert waiting() == [("answer", TEXT)]
    Path("named.txt").write_text(NAMED)
    assert box(codename, "answer", "--text", "named.txt") == Exit.MARKED
    assert box(codename, "answer", "--text", "named.txt", "--insist", "--case", str(met.case)) == Exit.DONE
    assert box(codename, "agree") == Exit.NO_CASE
    assert box(codename, "more-time", "--case", str(UUID(int=7))) == Exit.NO_CASE
    assert codename not in capsys.readouterr().out


def test_what_opens_no_mailbox_is_told(box: Callable[..., int], between: Meddler, capsys: Printed) -> None:
    assert box(codenames.make()) == Exit.UNKNOWN
    assert box("no codename") == Exit.WRONG_ARGUMENTS
    between.changes["/mailbox"] = lambda _: None
    assert box(codenames.make()) == Exit.NOT_REACHED
    capsys.readouterr()


def test_a_service_that_is_none(shop: Shop, capsys: Printed) -> None:
    assert main(["mailbox", "--service", "ftp://x"]) == Exit.WRONG_ARGUMENTS
    given: Any = ["send", "--business", str(shop.business), "--text", "text.txt", *TOLD]
    assert main(given) == Exit.WRONG_ARGUMENTS
    with pytest.raises(SystemExit) as stopped:
        main(["send", "--help"])
    assert stopped.value.code == 0
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert [says for says in SAYS.values() if says not in shown] == []
