"""Command line of buyers: turns the code of a receipt into a ticket, as the page /r does in a browser.

It trusts the key of the log that it is given, and nothing else. Neither the code nor the token is ever printed.
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from uuid import UUID

from reputation.clients import keeping, public_log
from reputation.clients.asking import AddressError, Problem, Service, Unreachable, parsed
from reputation.clients.keeping import NotKept
from reputation.clients.public_log import NotInLog, Tell, plain
from reputation.core import months
from reputation.receipts import codes, directory, tokens
from reputation.receipts.blind_rsa import Blinded
from reputation.receipts.challenge import challenge
from reputation.receipts.codes import CodeError
from reputation.receipts.rules import IssuerKey, ReceiptClass, ReceiptError, parse_epoch
from reputation.receipts.tickets import Ticket
from reputation.receipts.tokens import Asked
from reputation.tlog.notes import Verifier

DEFAULT_FILE = "review-ticket.txt"
LONGEST_ASKED = 10_000
INTERRUPTED = 130
_KEY_ID = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Exit(IntEnum):
    """Exit status."""

    WRITTEN = 0
    WRONG_ARGUMENTS = 2
    NOT_REACHED = 3
    UNKNOWN = 4
    USED = 5
    TOO_OLD = 6
    REFUSED = 7
    NOT_IN_LOG = 10
    OTHER_KEY = 11
    NO_SIGNATURE = 12


SAYS = {
    Exit.WRITTEN: "the ticket was written",
    Exit.WRONG_ARGUMENTS: "an argument or the code is mistyped, or a file cannot be written",
    Exit.NOT_REACHED: "the service does not answer; the same command goes on where it was",
    Exit.UNKNOWN: "nobody registered the code",
    Exit.USED: "the code was used already",
    Exit.TOO_OLD: "the time in which the code could be used is over",
    Exit.REFUSED: "the service refused for another reason",
    Exit.NOT_IN_LOG: "the key is not in the public log as it should be",
    Exit.OTHER_KEY: "the issuer offers another key than the one in the log",
    Exit.NO_SIGNATURE: "what came back is no signature of that key",
}
_OF_PROBLEMS = {
    "unknown-voucher": Exit.UNKNOWN,
    "voucher-claimed": Exit.USED,
    "key-ended": Exit.TOO_OLD,
    "no-such-receipt-key": Exit.NOT_IN_LOG,
    "no-such-entry": Exit.NOT_IN_LOG,
}


class Stopped(Exception):
    """There is no ticket. `says`: what went wrong, in words that hold nothing secret."""

    def __init__(self, status: Exit, says: str = "") -> None:
        super().__init__(says or f"{SAYS[status][0].upper()}{SAYS[status][1:]}.")
        self.status = status


class Looked(NamedTuple):
    """What a code is for, as the issuer says; the log must say the same."""

    business: str
    receipt_class: str
    epoch: str
    key_id: str
    directory: str


@dataclass(frozen=True, slots=True)
class Files:
    """Where the ticket goes, and where lies what was asked until it is there: an answer may get lost."""

    ticket: Path

    @property
    def asked(self) -> Path:
        return self.ticket.with_name(f"{self.ticket.name}.asked")

    def require_free(self) -> None:
        """See that no other ticket is overwritten, before a code is spent.

        Raises:
            Stopped: there is a file, or no folder to write to.
        """
        try:
            keeping.require_free(self.ticket)
        except NotKept as error:
            raise Stopped(Exit.WRONG_ARGUMENTS, str(error)) from error

    def remembered(self, code: str, key: IssuerKey) -> Asked | None:
        """What was asked before for this code and key.

        Raises:
            Stopped: something was asked for another code, and its answer never came.
        """
        if not self.asked.exists():
            return None
        try:
            said = json.loads(self.asked.read_text()[:LONGEST_ASKED])
            about = (said["code"], said["key"])
            signed, message, inverse = (bytes.fromhex(said[name]) for name in ("signed", "message", "inverse"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Stopped(Exit.WRONG_ARGUMENTS, f"{self.asked} is damaged: name another file with --to.") from error
        if about != (_hash(code), key.key_id.hex()):
            says = f"{self.asked} belongs to another code, whose ticket never came: name another file with --to."
            raise Stopped(Exit.WRONG_ARGUMENTS, says)
        return Asked(key, signed, Blinded(message, int.from_bytes(inverse)))

    def remember(self, code: str, asked: Asked) -> None:
        """Keep what is about to be asked."""
        said = {
            "code": _hash(code),
            "key": asked.key.key_id.hex(),
            "signed": asked.signed.hex(),
            "message": asked.blinded.message.hex(),
            "inverse": asked.blinded.inverse.to_bytes(len(asked.blinded.message)).hex(),
        }
        keeping.write(self.asked, json.dumps(said))

    def keep(self, ticket: Ticket) -> None:
        """Write the ticket, and let go of what was asked for it."""
        keeping.write(self.ticket, ticket.encode())
        self.asked.unlink(missing_ok=True)


def _hash(code: str) -> str:
    """What may be kept of a code: not the hash that is registered, which would show that it was used here."""
    return sha256(f"ticket {code}".encode()).hexdigest()


def claim(service: Service, code: str, files: Files, *, vkey: str, tell: Tell) -> Ticket:
    """The ticket of a canonical code, once everything about it was verified.

    Raises:
        Stopped: there is none; the code was spent only where it says so.
    """
    try:
        return _claim(service, code, files, vkey=vkey, tell=tell)
    except Unreachable as error:
        raise Stopped(Exit.NOT_REACHED) from error
    except NotInLog as error:
        raise Stopped(Exit.NOT_IN_LOG, str(error)) from error
    except NotKept as error:
        raise Stopped(Exit.WRONG_ARGUMENTS, str(error)) from error
    except Problem as error:
        if error.code in _OF_PROBLEMS:
            raise Stopped(_OF_PROBLEMS[error.code]) from error
        raise Stopped(Exit.REFUSED, f"The service refused: {plain(error.code)}.") from error


def _claim(service: Service, code: str, files: Files, *, vkey: str, tell: Tell) -> Ticket:
    headers = {"Authorization": codes.authorization(code)}
    tell("Asking which business the code belongs to …")
    found = _looked(parsed(service.post("/issuer/look", headers)))
    facts = parsed(service.get(f"/api/v1/receipt-keys/{found.key_id}"))
    tell(f"It is for a purchase from {plain(str(facts.get('name', '')))}, {found.epoch}.")

    if facts.get("state") == "annulled":
        raise Stopped(Exit.REFUSED, "The key was annulled: its receipts count no more. Nothing was spent.")

    tell("Checking the key against the public log …")
    log = public_log.key(service, vkey, tell)
    key = _key_in_log(service, found, facts.get("entry"), log)

    tell("Comparing the issuer's key with the one in the log …")
    address = _address(service, key, found.directory)

    asked = files.remembered(code, key)
    if asked is None:
        tell("Sealing a random number in an envelope …")
        asked = tokens.ask(key, challenge(log.name.partition("/")[0]).encode())
        files.remember(code, asked)
    tell("Having the envelope stamped, unopened …")
    answer = service.post(address, headers | {"Content-Type": tokens.REQUEST_MEDIA_TYPE}, asked.request)
    tell("Opening it and checking the stamp …")
    try:
        token = asked.finish(answer)
        ticket = Ticket(
            service=service.url,
            business=UUID(found.business),
            name=str(facts.get("name", "")),
            receipt_class=ReceiptClass(found.receipt_class),
            epoch=parse_epoch(found.epoch),
            redeem_until=_last_day(str(facts["redeemed_until"])),
            token=token,
        )
    except ReceiptError as error:
        raise Stopped(Exit.NO_SIGNATURE) from error
    except (ValueError, KeyError) as error:
        raise Stopped(Exit.REFUSED, "The service says nothing that can be understood about the key.") from error
    files.keep(ticket)
    return ticket


def _looked(said: dict[str, Any]) -> Looked:
    names = ("business", "class", "epoch", "key_id", "directory")
    found = Looked(*(str(said.get(name, "")) for name in names))
    if not _KEY_ID.fullmatch(found.key_id):
        raise Problem("answer")
    return found


def _last_day(month: str) -> date:
    return months.first_day(months.parse(month) + 1) - timedelta(days=1)


def _key_in_log(service: Service, found: Looked, entry: object, log: Verifier) -> IssuerKey:
    """The key that an entry of the signed log names for this business, class and quarter.

    Raises:
        NotInLog: there is no such entry, or no proof that it is in the log.
        Stopped: it names another key.
    """
    logged = public_log.entry(service, entry, log)
    body = {"kind": logged.kind, **logged.body}
    wanted = ("receipt-key", found.business, found.receipt_class, found.epoch, found.key_id)
    named = tuple(body.get(name) for name in ("kind", "business", "class", "epoch", "key_id"))
    try:
        key = IssuerKey.parse(tokens.from_base64(str(body.get("key")).translate(str.maketrans("+/", "-_"))))
    except ReceiptError as error:
        raise Stopped(Exit.NOT_IN_LOG) from error
    if named != wanted or key.key_id.hex() != found.key_id:
        raise Stopped(Exit.NOT_IN_LOG)
    return key


def _address(service: Service, key: IssuerKey, path: str) -> str:
    """Where tokens of this key are asked for, as the issuer's directory says.

    Raises:
        Stopped: the directory does not list the key, or leads elsewhere.
    """
    try:
        where = service.path(path)
        listed = directory.parse(service.get(where))
        if all(one.key.key_id != key.key_id for one in listed.keys):
            raise Stopped(Exit.OTHER_KEY)
        return service.path(listed.request_uri, where)
    except (AddressError, ReceiptError) as error:
        raise Stopped(Exit.OTHER_KEY, "The issuer's directory is none, or leads to another service.") from error


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m reputation.clients.receipt",
        description="Turns the code of a receipt into a review ticket: a file that proves a purchase and does not say "
        "which. The key that signs is checked against the public log, and the service never sees what it signs.",
        epilog="Exit status: " + ", ".join(f"{status} {says}" for status, says in SAYS.items()) + ".",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add(
        "code",
        nargs="+",
        metavar="CODE",
        help="the code, or the link that it came in; - reads it from the standard input, where no list of processes "
        "and no history of commands shows it",
    )
    add("--service", default="", metavar="URL", help="the service, such as https://reference.example; a link names it")
    add("--key", default="", metavar="VKEY", help="the log's public key, as noted on an earlier day")
    add("--to", type=Path, default=Path(DEFAULT_FILE), metavar="FILE", help=f"the ticket's file ({DEFAULT_FILE})")
    return parser.parse_args(words)


def _given(words: list[str], service: str) -> tuple[str, str]:
    """The canonical code and the address of the service.

    Raises:
        Stopped: one of them is missing or mistyped.
    """
    text = sys.stdin.read(LONGEST_ASKED).strip() if words == ["-"] else " ".join(words)
    if "#" in text and "://" in text:
        link, _, text = text.partition("#")
        text = unquote(text)
        try:
            parts = urlsplit(link)
        except ValueError as error:
            raise Stopped(Exit.WRONG_ARGUMENTS, "The link is none.") from error
        service = service or f"{parts.scheme}://{parts.netloc}"
    if not service:
        raise Stopped(Exit.WRONG_ARGUMENTS, "Say which service, with --service, or give the whole link of the code.")
    try:
        return codes.parse(text), service
    except CodeError as error:
        raise Stopped(Exit.WRONG_ARGUMENTS, f"The code is mistyped: {error}.") from error


def run(given: argparse.Namespace) -> Exit:
    """Claim a code as the arguments say, and tell how it goes."""

    def tell(says: str) -> None:
        print(says, flush=True)

    try:
        code, address = _given(given.code, given.service)
        files = Files(given.to)
        files.require_free()
        ticket = claim(Service(address, tell), code, files, vkey=given.key, tell=tell)
    except AddressError:
        print("Give the address of a service such as https://reference.example.", file=sys.stderr)
        return Exit.WRONG_ARGUMENTS
    except Stopped as error:
        print(error, file=sys.stderr)
        return error.status
    tell(f"The ticket is in {given.to}, good until {ticket.redeem_until}. Wait a day before you write a review:")
    tell("whoever claims and writes within minutes can be matched by the clock. Nobody but you needs the ticket.")
    return Exit.WRITTEN


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; its exit status."""
    given = _arguments(words)
    try:
        return run(given)
    except KeyboardInterrupt:
        print("Interrupted. The same command goes on where it was.", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
