"""Command line of writers: sends a review, with a ticket or without, and opens its mailbox later.

`python -m reputation.clients.review send` keeps two files: the codename, which alone leads back to the review, and the
slip, with which anybody can show that the service left the review out. Neither is printed, nor is a token.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from enum import IntEnum
from pathlib import Path
from uuid import UUID

from reputation.clients import box, keeping, writing
from reputation.clients.asking import AddressError, Problem, Service, Unreachable
from reputation.clients.keeping import NotKept
from reputation.clients.public_log import NotInLog, plain
from reputation.clients.writing import Kept, NoPromise, Said
from reputation.receipts import tickets
from reputation.receipts.rules import ReceiptError
from reputation.reviews import codenames, rules
from reputation.reviews.codenames import CodenameError
from reputation.reviews.rules import Outcome
from reputation.rulebook import reviews as numbers

CODENAME_FILE, SLIP_FILE = "review-codename.txt", "review-slip.json"
LONGEST_READ = 100_000
INTERRUPTED = 130
CONFIRM = (
    "You bought there yourself, have no tie to the business or to a competitor of it, nobody gives you anything for "
    "this review, and it was delivered or done, or the day agreed for it has passed. Yes or no? "
)


class Exit(IntEnum):
    """Exit status."""

    DONE = 0
    WRONG_ARGUMENTS = 2
    NOT_REACHED = 3
    MARKED = 4
    USED = 5
    TOO_OLD = 6
    REFUSED = 7
    HELD = 8
    UNKNOWN = 9
    NOT_IN_LOG = 10
    NO_PROMISE = 13
    NO_CASE = 14


SAYS = {
    Exit.DONE: "it was done",
    Exit.WRONG_ARGUMENTS: "an argument does not fit, or a file cannot be read or written",
    Exit.NOT_REACHED: "the service does not answer; the same command goes on where it was",
    Exit.MARKED: "passages may name somebody; change them, or leave them with --insist",
    Exit.USED: "the ticket or the codename was used for another review",
    Exit.TOO_OLD: "the ticket counts no more",
    Exit.REFUSED: "the service refused for another reason",
    Exit.HELD: "a moderator reads it first",
    Exit.UNKNOWN: "the codename leads to no review",
    Exit.NOT_IN_LOG: "the log does not name the key that signs acceptances",
    Exit.NO_PROMISE: "what came back is no promise about this review; the same command asks again",
    Exit.NO_CASE: "there is no case in which this can be done, or more than one: name it with --case",
}
_OF_PROBLEMS = {
    "token-spent": Exit.USED,
    "codename-used": Exit.USED,
    "token-expired": Exit.TOO_OLD,
    "receipt-key-annulled": Exit.TOO_OLD,
    "passages-found": Exit.MARKED,
    "codename-not-valid": Exit.WRONG_ARGUMENTS,
    "no-such-codename": Exit.UNKNOWN,
    "mailbox-closed": Exit.UNKNOWN,
    "no-such-case": Exit.NO_CASE,
    "which-case": Exit.NO_CASE,
    "case-in-wrong-state": Exit.NO_CASE,
}


class Stopped(Exception):
    """It did not go through. `says`: what went wrong, in words that hold nothing secret."""

    def __init__(self, status: Exit, says: str = "") -> None:
        super().__init__(says or f"{SAYS[status][0].upper()}{SAYS[status][1:]}.")
        self.status = status


def tell(says: str) -> None:
    """Say how it goes."""
    print(says, flush=True)


def _read(path: Path) -> str:
    """A text from a file, or from the standard input for -.

    Raises:
        Stopped
    """
    try:
        if str(path) == "-":
            return sys.stdin.read(LONGEST_READ)
        with path.open(encoding="utf-8") as file:
            return file.read(LONGEST_READ)
    except (OSError, UnicodeDecodeError) as error:
        raise Stopped(Exit.WRONG_ARGUMENTS, f"{path} cannot be read as a text.") from error


def _asked(given: str | None, question: str) -> str:
    """What was given, or is typed now.

    Raises:
        Stopped: there is nobody to ask.
    """
    if given is not None:
        return given
    try:
        return input(question).strip()
    except EOFError as error:
        raise Stopped(Exit.WRONG_ARGUMENTS, f"Nobody answers: {question}") from error


def _text(path: Path) -> str:
    """The text of a review, as it is kept.

    Raises:
        Stopped
    """
    try:
        return rules.clean(_read(path), numbers.TEXT_LIMIT.value)
    except ValueError as error:
        says = f"A text has 1 to {numbers.TEXT_LIMIT.value} characters, and none that cannot be seen."
        raise Stopped(Exit.WRONG_ARGUMENTS, says) from error


def _said(given: argparse.Namespace) -> tuple[Said, str]:
    """The review, and the address of the service.

    Raises:
        Stopped
    """
    token, service, business = None, given.service, given.business
    if given.ticket is not None:
        try:
            ticket = tickets.parse(_read(given.ticket))
        except ReceiptError as error:
            raise Stopped(Exit.WRONG_ARGUMENTS, f"{given.ticket} is no ticket: {error}.") from error
        token, service, business = ticket.token, service or ticket.service, str(ticket.business)
        tell(f"The ticket is for a purchase from {plain(ticket.name or business)}.")
    if not service:
        raise Stopped(Exit.WRONG_ARGUMENTS, "Say which service, with --service.")
    stars = _asked(given.stars, "Stars, 1 to 5: ")
    outcome = _asked(given.outcome, f"What happened in the end ({', '.join(Outcome)}): ")
    language = _asked(given.language, "Language of the text, such as en: ")
    is_right = stars in ("1", "2", "3", "4", "5") and outcome in set(Outcome) and rules.LANGUAGE.fullmatch(language)
    if not is_right:
        raise Stopped(Exit.WRONG_ARGUMENTS, "Stars, outcome or language do not fit: see --help.")
    if not given.confirm and _asked(None, CONFIRM).lower() not in ("y", "yes"):
        raise Stopped(Exit.WRONG_ARGUMENTS, "Without that there is no review. Nothing was sent.")
    said = Said(business, int(stars), outcome, language, _text(given.text), given.no_receipt_given, token)
    return said, service


def _codename(path: Path) -> str:
    """The codename in a file, or a new one that is put there before anything is sent.

    Raises:
        Stopped, NotKept
    """
    if path.exists():
        try:
            return " ".join(codenames.parse(_read(path)))
        except CodenameError as error:
            raise Stopped(Exit.WRONG_ARGUMENTS, f"{path} holds no codename: name another file.") from error
    codename = codenames.make()
    keeping.require_free(path)
    keeping.write(path, f"{codename}\n")
    return codename


def _send(given: argparse.Namespace) -> Exit:
    keeping.require_free(given.slip)
    said, address = _said(given)
    service = Service(address, tell)
    marked, is_read_first = writing.look(service, said)
    for one in marked:
        tell(f"“{plain(one.words)}”: {plain(one.reason)} Instead: {plain(one.suggestion)}")
    if marked and not given.insist:
        return Exit.MARKED
    if is_read_first:
        tell("A moderator will read this text before it comes out.")
    log, keys = writing.promising(service, given.key, tell)
    codename = _codename(given.codename)
    found = writing.send(service, said, codename=codename, insists=given.insist, keys=keys, log=log, tell=tell)
    return _sent(given, found)


def _sent(given: argparse.Namespace, found: Kept | date) -> Exit:
    note = f"The codename in {given.codename} alone leads back to the review: note it on paper. It cannot be replaced."
    if isinstance(found, date):
        tell(f"A moderator reads it first, by {found}. Until then keep the ticket, if there is one.")
        tell(note)
        return Exit.HELD
    keeping.write(given.slip, found.document)
    tell(f"It is accepted, and comes out by {found.publish_by}. The signed promise is in {given.slip}.")
    tell(note)
    return Exit.DONE


def _acted(opened: box.Opened, given: argparse.Namespace) -> Iterator[str]:
    """Do what is asked for in an open mailbox; what is said of it.

    Raises:
        Stopped
    """
    if given.act == "change":
        text = None if given.text is None else _text(given.text)
        yield from opened.change(stars=given.stars, outcome=given.outcome, text=text, insists=given.insist)
    elif given.act in box.IN_CASES:
        yield from opened.act_in_case(given.act, case=given.case, text=_said_in_case(given), insists=given.insist)
    else:
        yield from opened.do(given.act)


def _mailbox(given: argparse.Namespace) -> Exit:
    service = Service(given.service, tell)
    try:
        codename = " ".join(codenames.parse(sys.stdin.read(codenames.LONGEST)))
    except CodenameError as error:
        raise Stopped(Exit.WRONG_ARGUMENTS, "Give the eight words of a codename on the standard input.") from error
    if given.slip is not None:
        keeping.require_free(given.slip)
    opened = box.open(service, codename)
    for line in _acted(opened, given):
        tell(line)
    if given.act == "give-up":
        return Exit.DONE
    found = opened.read()
    for line in box.lines(found):
        tell(line)
    for case in opened.cases():
        for line in box.lines_of_case(case):
            tell(line)
    if given.slip is not None:
        keeping.write(given.slip, box.slip(found))
        tell(f"The slip is in {given.slip}.")
    return Exit.DONE


def _said_in_case(given: argparse.Namespace) -> str | None:
    """The text for a case, None where none is needed.

    Raises:
        Stopped
    """
    _, needs_text = box.IN_CASES[given.act]
    if not needs_text:
        return None
    if given.text is None:
        raise Stopped(Exit.WRONG_ARGUMENTS, "Say what you want to say, with --text.")
    return _text(given.text)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m reputation.clients.review",
        description="Sends a review of a business, and opens its mailbox later. No account, no address.",
        epilog="Exit status: " + ", ".join(f"{status} {says}" for status, says in SAYS.items()) + ".",
        allow_abbrev=False,
    )
    parts = parser.add_subparsers(dest="part", required=True, metavar="send|mailbox")
    send = parts.add_parser("send", help="write and send a review", allow_abbrev=False)
    about = send.add_mutually_exclusive_group(required=True)
    about.add_argument("--ticket", type=Path, metavar="FILE", help="the ticket of a purchase")
    about.add_argument("--business", type=_id, metavar="ID", help="the business, where there is no ticket")
    send.add_argument("--no-receipt-given", action="store_true", help="the business gave no code for a review")
    send.add_argument("--service", default="", metavar="URL", help="such as https://reference.example; tickets name it")
    send.add_argument("--stars", metavar="1-5", help="asked if it is missing, as outcome and language are")
    send.add_argument("--outcome", metavar="OUTCOME", help=", ".join(Outcome))
    send.add_argument("--language", metavar="en", help="of the text, as two or three letters")
    send.add_argument("--text", type=Path, required=True, metavar="FILE", help="the text; - reads the standard input")
    send.add_argument("--insist", action="store_true", help="leave marked passages as they are")
    send.add_argument("--confirm", action="store_true", help=f"answers yes to: {CONFIRM}")
    send.add_argument("--key", default="", metavar="VKEY", help="the log's public key, as noted on an earlier day")
    send.add_argument(
        "--codename",
        default=Path(CODENAME_FILE),
        help=f"the codename's file ({CODENAME_FILE})",
        type=Path,
        metavar="FILE",
    )
    send.add_argument(
        "--slip", default=Path(SLIP_FILE), help=f"the slip's file ({SLIP_FILE})", type=Path, metavar="FILE"
    )
    mailbox = parts.add_parser(
        "mailbox", help="open a mailbox; the codename comes on the standard input", allow_abbrev=False
    )
    mailbox.add_argument(
        "act", nargs="?", default="look", choices=("look", "change", *box.ACTS, *box.IN_CASES), help="what to do there"
    )
    mailbox.add_argument("--service", required=True, metavar="URL", help="such as https://reference.example")
    mailbox.add_argument("--stars", type=int, choices=range(1, 6), help="for change")
    mailbox.add_argument("--outcome", choices=[str(one) for one in Outcome], help="for change")
    mailbox.add_argument("--text", type=Path, metavar="FILE", help="the file of what you say, or of the new text")
    mailbox.add_argument("--case", type=_id, metavar="ID", help="which case, where there is more than one")
    mailbox.add_argument("--insist", action="store_true", help="leave marked passages as they are")
    mailbox.add_argument("--slip", help="keep the slip in this file as well", type=Path, metavar="FILE")
    return parser.parse_args(words)


def _id(text: str) -> str:
    return str(UUID(text))


def run(given: argparse.Namespace) -> Exit:
    """Do what the arguments say.

    Raises:
        Stopped
    """
    try:
        return _send(given) if given.part == "send" else _mailbox(given)
    except AddressError as error:
        says = "Give the address of a service such as https://reference.example."
        raise Stopped(Exit.WRONG_ARGUMENTS, says) from error
    except NotKept as error:
        raise Stopped(Exit.WRONG_ARGUMENTS, str(error)) from error
    except Unreachable as error:
        raise Stopped(Exit.NOT_REACHED) from error
    except NotInLog as error:
        raise Stopped(Exit.NOT_IN_LOG, str(error)) from error
    except NoPromise as error:
        raise Stopped(Exit.NO_PROMISE) from error
    except Problem as error:
        if error.code in _OF_PROBLEMS:
            raise Stopped(_OF_PROBLEMS[error.code]) from error
        raise Stopped(Exit.REFUSED, f"The service refused: {plain(error.code)}.") from error


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; its exit status."""
    given = _arguments(words)
    try:
        return run(given)
    except Stopped as error:
        print(error, file=sys.stderr)
        return error.status
    except KeyboardInterrupt:
        print("Interrupted. The same command goes on where it was.", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
