"""The command line of buyers, against the service as it is, and against somebody who meddles with what it says."""

import io
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from reputation.clients import asking
from reputation.clients.receipt import SAYS, Exit, main
from reputation.core import clock
from reputation.issuing.models import Claim, IssuingKey
from reputation.issuing.rules import KeyState
from reputation.log import queries as log
from reputation.receipts import codes, keys, tickets
from reputation.receipts import queries as receipts
from reputation.receipts.rules import IssuerKey, ReceiptClass
from reputation.receipts.tickets import Ticket
from reputation.receipts.tokens import to_base64
from reputation.tlog.notes import Signer
from tests import pages_made
from tests.meddler import Change, Meddler
from tests.vouchers_made import Issued, make_codes

LOOK, TOKEN, DIRECTORY = "/issuer/look", "/issuer/token-request", "/private-token-issuer-directory"
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def issued(between: Meddler) -> Issued:
    return make_codes(pages_made.make_shop(sent=()).id, 2)


def verified(issued: Issued, file: str = "review-ticket.txt") -> Ticket:
    """The ticket in a file that nobody else can read."""
    assert stat.S_IMODE(Path(file).stat().st_mode) == 0o600
    ticket = tickets.parse(Path(file).read_text())
    IssuerKey.parse(receipts.key(issued.key_id).public_key).verify(ticket.token)
    return ticket


def test_a_link_becomes_a_ticket(between: Meddler, issued: Issued, capsys: Printed) -> None:
    code = issued.codes[0]
    assert main([f"{between.url}/r#{codes.show(code)}"]) == Exit.WRITTEN
    ticket = verified(issued)
    facts = receipts.key(issued.key_id)
    assert (ticket.business, ticket.receipt_class, ticket.epoch) == (facts.business, ReceiptClass.SELLER, facts.epoch)
    assert (ticket.service, ticket.name) == (between.url, "Kettle & Moss Ltd")
    assert ticket.redeem_until == tickets.good_until(facts.last_epoch)
    assert [file.name for file in Path.cwd().iterdir()] == ["review-ticket.txt"]
    out, err = capsys.readouterr()
    assert "It is for a purchase from Kettle & Moss Ltd" in out
    assert f"The log's key is the one that the service names: {log.verifier_key()}" in out
    assert err == ""
    for secret in (code, codes.show(code), to_base64(ticket.token)):
        assert secret not in out
        assert not [path for path, _ in between.seen if secret in path]


@pytest.mark.parametrize("how", ["words", "input", "input-link"])
def test_a_code_is_given_as_people_have_it(
    how: str, between: Meddler, issued: Issued, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    typed = codes.show(issued.codes[0]).lower().replace("-", " ").replace("0", "o")
    link = f"{between.url}/de/r#{codes.show(issued.codes[0])}"
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{link if how == 'input-link' else typed}\n"))
    words = typed.split() if how == "words" else ["-"]
    given = [*words, "--service", f"{between.url}/", "--key", log.verifier_key(), "--to", "mine.txt"]
    assert main(given) == Exit.WRITTEN
    verified(issued, "mine.txt")
    assert "Compare it" not in capsys.readouterr().out


def test_nothing_is_overwritten_and_no_code_spent_for_it(between: Meddler, issued: Issued, capsys: Printed) -> None:
    Path("review-ticket.txt").write_text("the only ticket")
    assert main([f"{between.url}/r#{codes.show(issued.codes[0])}"]) == Exit.WRONG_ARGUMENTS
    assert "review-ticket.txt is there already" in capsys.readouterr().err
    given = [f"{between.url}/r#{codes.show(issued.codes[0])}", "--to", "nowhere/mine.txt"]
    assert main(given) == Exit.WRONG_ARGUMENTS
    assert Path("review-ticket.txt").read_text() == "the only ticket"
    assert between.seen == []


def losing(times: int) -> Change:
    left = [None] * times
    return lambda answer: left.pop() if left else answer


def test_a_lost_answer_is_asked_for_again_with_the_same_words(between: Meddler, issued: Issued) -> None:
    between.changes[TOKEN] = losing(3)
    assert main([f"{between.url}/r#{codes.show(issued.codes[0])}"]) == Exit.WRITTEN
    verified(issued)
    assert len(between.bodies(TOKEN)) == 4
    assert len(set(between.bodies(TOKEN))) == 1
    assert not Claim.objects.get().is_contested


def test_the_same_command_goes_on_where_it_was(between: Meddler, issued: Issued, capsys: Printed) -> None:
    between.changes[TOKEN] = losing(4)
    code = issued.codes[0]
    assert main([f"{between.url}/r#{codes.show(code)}"]) == Exit.NOT_REACHED
    assert "the same command goes on" in capsys.readouterr().err
    asked = Path("review-ticket.txt.asked")
    assert stat.S_IMODE(asked.stat().st_mode) == 0o600
    assert not [one for one in (code, codes.registered(code).hex()) if one in asked.read_text()]
    assert main([f"{between.url}/r#{codes.show(issued.codes[1])}"]) == Exit.WRONG_ARGUMENTS
    assert "belongs to another code" in capsys.readouterr().err
    assert main([f"{between.url}/r#{codes.show(code)}"]) == Exit.WRITTEN
    verified(issued)
    assert not asked.exists()
    assert len(set(between.bodies(TOKEN))) == 1
    assert not Claim.objects.get().is_contested


def test_what_was_kept_and_is_damaged_is_told(between: Meddler, issued: Issued, capsys: Printed) -> None:
    Path("review-ticket.txt.asked").write_text('{"code": 1}')
    assert main([f"{between.url}/r#{codes.show(issued.codes[0])}"]) == Exit.WRONG_ARGUMENTS
    assert "review-ticket.txt.asked is damaged" in capsys.readouterr().err
    assert not Claim.objects.exists()


def other_log(raw: bytes) -> bytes:
    """The same proof under the same checkpoint, signed by somebody else who calls himself alike."""
    head, _, note = raw.decode().partition("\n\n")
    signed = note.rpartition("\n\n")[0] + "\n"
    return f"{head}\n\n{Signer(signed.partition(chr(10))[0], bytes(32)).sign(signed)}".encode()


def sub(pattern: bytes, by: bytes) -> Change:
    return lambda answer: re.sub(pattern, by, answer)


LIES: dict[str, tuple[str, Change, Exit]] = {
    "another key in the directory": (DIRECTORY, sub(b'(key": "[^"]{200}).', rb"\1_"), Exit.OTHER_KEY),
    "a directory that leads elsewhere": (DIRECTORY, sub(b'"/issuer/token', b'"http://a.example/'), Exit.OTHER_KEY),
    "no directory": (DIRECTORY, lambda _: b"[]", Exit.OTHER_KEY),
    "an entry of other bytes": ("/bytes", sub(b"seller", b"independent"), Exit.NOT_IN_LOG),
    "a log that somebody else signed": ("/receipt", other_log, Exit.NOT_IN_LOG),
    "a proof for another place": ("/receipt", sub(b"\nindex ", b"\nindex 1"), Exit.NOT_IN_LOG),
    "a code of another quarter": (LOOK, sub(b'"epoch": "20', b'"epoch": "21'), Exit.NOT_IN_LOG),
    "a code of another class": (LOOK, sub(b'"class": "seller', b'"class": "independent'), Exit.NOT_IN_LOG),
    "a key that nobody logged": (LOOK, sub(b'"key_id": "....', b'"key_id": "0000'), Exit.NOT_IN_LOG),
    "no key": (LOOK, sub(b'"key_id": "....', b'"key_id": "../.'), Exit.REFUSED),
    "no answer at all": (LOOK, lambda _: b"<html>", Exit.REFUSED),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_key_that_could_mark_somebody_is_refused_and_costs_no_code(
    lie: str, between: Meddler, issued: Issued, capsys: Printed
) -> None:
    where, change, status = LIES[lie]
    between.changes[where] = change
    given = [f"{between.url}/r#{codes.show(issued.codes[0])}"]
    assert main(given) == status
    assert not Claim.objects.exists()
    assert list(Path.cwd().iterdir()) == []
    out, err = capsys.readouterr()
    assert issued.codes[0] not in (out + err).replace("-", "")
    between.changes.clear()
    assert main(given) == Exit.WRITTEN


def test_a_log_under_another_key_than_the_one_given_is_refused(between: Meddler, issued: Issued) -> None:
    name = log.verifier_key().partition("+")[0]
    other = Signer(name, bytes(32)).verifier().vkey
    assert main([f"{between.url}/r#{codes.show(issued.codes[0])}", "--key", other]) == Exit.NOT_IN_LOG
    assert main([f"{between.url}/r#{codes.show(issued.codes[0])}", "--key", "no key"]) == Exit.NOT_IN_LOG
    assert not Claim.objects.exists()


def test_another_answer_than_a_signature_is_thrown_away(between: Meddler, issued: Issued, capsys: Printed) -> None:
    given = [f"{between.url}/r#{codes.show(issued.codes[0])}"]
    between.changes[TOKEN] = lambda answer: answer[:-1] + bytes([answer[-1] ^ 1])
    assert main(given) == Exit.NO_SIGNATURE
    assert "no signature" in capsys.readouterr().err
    assert not Path("review-ticket.txt").exists()
    between.changes.clear()
    assert main(given) == Exit.WRITTEN
    assert len(set(between.bodies(TOKEN))) == 1


def end_key(_: Issued) -> None:
    IssuingKey.objects.update(state=KeyState.ENDED, sealed=None)


@pytest.mark.parametrize(
    ("status", "code", "before"),
    [
        (Exit.UNKNOWN, "unknown", None),
        (Exit.USED, "used", None),
        (Exit.TOO_OLD, "mine", end_key),
    ],
)
def test_why_a_code_makes_no_ticket_is_told_by_the_exit_status(
    status: Exit, code: str, before: Callable[[Issued], None] | None, between: Meddler, issued: Issued, capsys: Printed
) -> None:
    wanted = codes.make() if code == "unknown" else issued.codes[0]
    if code == "used":
        assert main([f"{between.url}/r#{codes.show(wanted)}", "--to", "first.txt"]) == Exit.WRITTEN
    if before is not None:
        before(issued)
    assert main([f"{between.url}/r#{codes.show(wanted)}"]) == status
    said = capsys.readouterr().err
    assert said.lower() == f"{SAYS[status]}.\n"
    assert [claim.is_contested for claim in Claim.objects.all()] == ([True] if code == "used" else [])


@pytest.mark.parametrize(
    "given",
    [
        ["7K2M-Q4XW-PT9H-Z3VR-D5NC-J", "--service", "https://reference.example"],
        ["https://reference.example/r#7K2MQ4XW"],
        ["7K2M-Q4XW-PT9H-Z3VR-D5NCJ"],
        ["0000-0000-0000-0000-00000", "--service", "ftp://reference.example"],
        ["0000-0000-0000-0000-00000", "--service", "https://me:secret@reference.example"],
        ["0000-0000-0000-0000-00000", "--service", "https://reference.example/somewhere?x=1"],
        ["http://[/r#0000-0000-0000-0000-00000"],
    ],
)
def test_what_is_mistyped_is_told_and_not_repeated(
    given: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(given) == Exit.WRONG_ARGUMENTS
    out, err = capsys.readouterr()
    assert err
    assert not [secret for secret in ("7K2M", "0000", "secret") if secret in out + err]


def test_a_service_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(asking, "WAITS_S", (0.0,))
    assert main(["0000-0000-0000-0000-00000", "--service", "http://127.0.0.1:9"]) == Exit.NOT_REACHED
    assert "does not answer" in capsys.readouterr().err


def test_an_annulled_key_is_told_before_a_code_is_spent(between: Meddler, issued: Issued, capsys: Printed) -> None:
    keys.annul(key_id=issued.key_id, reason="leaked", persons=2, now=clock.now())
    assert main([f"{between.url}/r#{codes.show(issued.codes[0])}"]) == Exit.REFUSED
    assert "The key was annulled" in capsys.readouterr().err
    assert not Claim.objects.exists()


def test_help_names_every_exit_status(capsys: Printed) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert [status for status in Exit if f"{status.value} {SAYS[status]}" not in said] == []
