"""Command line of whoever checks addresses privately, with signed files that are the same for everybody.

The address never leaves this machine. It trusts the key of the log that it is given, and nothing else.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

from tqdm import tqdm

from reputation.businesses.hosts import NotADomain
from reputation.clients import checking, public_log
from reputation.clients.asking import AddressError, Problem, Service, Unreachable
from reputation.clients.checking import Answer, Lists, Refused
from reputation.clients.public_log import NotInLog, Tell, plain
from reputation.tlog.notes import NoteError, Verifier, parse_vkey

FILES = "/check/v1"
LARGEST_FILE = 1 << 30
INTERRUPTED = 130


class Exit(IntEnum):
    """Exit status."""

    CHECKED = 0
    IMITATES = 1
    WRONG_ARGUMENTS = 2
    NOT_REACHED = 3
    NO_ADDRESS = 4
    NOT_IN_LOG = 10
    OLDER = 11
    OTHER_TABLES = 12


SAYS = {
    Exit.CHECKED: "everything was checked, and nothing is surely an imitation",
    Exit.IMITATES: "an address is not the verified site that it looks like",
    Exit.WRONG_ARGUMENTS: "an argument is mistyped, or a file cannot be read",
    Exit.NOT_REACHED: "the files do not arrive",
    Exit.NO_ADDRESS: "of what was asked something is no web address; the rest was checked",
    Exit.NOT_IN_LOG: "a file is not what the log signed; it was not used",
    Exit.OLDER: "what arrived is older than what was seen before; it was not used",
    Exit.OTHER_TABLES: "this program and the files do not fit together: update the program",
}
_OF_REFUSALS = {"not-reached": Exit.NOT_REACHED, "older": Exit.OLDER, "tables": Exit.OTHER_TABLES}
NO_ADDRESS = {
    "ip": "This is a bare network address.",
    "public-suffix": "Others register their addresses below this one.",
    "bad-idn": "This is no complete web address.",
    "bad-host": "This is no complete web address.",
}


class Stopped(Exception):
    """Nothing more is checked. The message says why."""

    def __init__(self, status: Exit, says: str) -> None:
        super().__init__(says)
        self.status = status


@dataclass(frozen=True, slots=True)
class Served:
    """Files of a service."""

    service: Service

    def read(self, path: str) -> bytes:
        try:
            return self.service.get(f"{FILES}/{path}", longest=LARGEST_FILE)
        except (Unreachable, Problem) as error:
            raise Refused("not-reached") from error


@dataclass(frozen=True, slots=True)
class Folder:
    """Files of a mirror: of a copy of what is public, or of the folder of the manifest alone."""

    path: Path

    def read(self, path: str) -> bytes:
        try:
            return (self._root / path).read_bytes()
        except OSError as error:
            raise Refused("not-reached") from error

    @property
    def _root(self) -> Path:
        whole = self.path / FILES.strip("/")
        return whole if whole.is_dir() else self.path


@dataclass(frozen=True, slots=True)
class Memory:
    """The newest epoch seen, in a file, so that no older one is taken again. No check leaves a trace in it."""

    path: Path | None

    def epoch(self) -> int:
        """The epoch, 0 for none.

        Raises:
            Stopped: the file holds something else.
        """
        if self.path is None or not self.path.exists():
            return 0
        try:
            return int(self.path.read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise Stopped(Exit.WRONG_ARGUMENTS, f"{self.path} holds no epoch: name another file.") from error

    def keep(self, epoch: int) -> None:
        """Note an epoch, in one step."""
        if self.path is None:
            return
        beside = self.path.with_name(f"{self.path.name}.new")
        try:
            beside.write_text(f"{epoch}\n", encoding="ascii")
            beside.replace(self.path)
        except OSError as error:
            raise Stopped(Exit.WRONG_ARGUMENTS, f"{self.path} cannot be written: {error.strerror}.") from error


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m reputation.clients.check",
        description="Checks web addresses privately: whether they belong to a business that takes part, or imitate "
        "one that does. The address stays on this machine. Up to ten thousand entries nothing is asked for but one "
        "list, the same for everybody; beyond, one batch of answers a check, which hides it among many sites.",
        epilog="Exit status: " + ", ".join(f"{status} {says}" for status, says in SAYS.items()) + ".",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("where", metavar="URL_OR_FOLDER", help="the service, such as https://reference.example, or a copy of its files")
    add("addresses", nargs="*", metavar="ADDRESS", help="a web address; only its host counts")
    add("--key", default="", metavar="VKEY", help="the log's public key, as noted on an earlier day; a folder needs it")
    add("--snapshot", type=Path, metavar="FILE", help="a saved snapshot, or the answers: of the manifest in the folder")
    add("--batch", metavar="FILE", help="more addresses, one a line; - reads them from the standard input")
    add("--whole", action="store_true", help="fetch all answers, however many: then nothing is asked for")
    add("--seen", type=Path, metavar="FILE", help="remembers the newest epoch there, and refuses an older one")
    add("--json", action="store_true", help="answers as JSON, one a line")
    return parser.parse_args(words)


def _source(where: str, vkey: str, tell: Tell) -> tuple[Served | Folder, Verifier]:
    """Where the files are, and the key that verifies them.

    Raises:
        Stopped
    """
    if "://" not in where:
        if not Path(where).is_dir():
            raise Stopped(
                Exit.WRONG_ARGUMENTS, f"{where} is no folder, nor an address such as https://reference.example."
            )
        if not vkey:
            raise Stopped(Exit.WRONG_ARGUMENTS, "Give the log's key with --key: a folder cannot vouch for itself.")
        try:
            return Folder(Path(where)), parse_vkey(vkey)
        except NoteError as error:
            raise Stopped(Exit.WRONG_ARGUMENTS, "The log's key is none.") from error
    try:
        service = Service(where, tell)
        return Served(service), public_log.key(service, vkey, tell)
    except AddressError as error:
        raise Stopped(
            Exit.WRONG_ARGUMENTS, "Give the address of a service such as https://reference.example."
        ) from error
    except NotInLog as error:
        raise Stopped(Exit.WRONG_ARGUMENTS, str(error)) from error
    except (Unreachable, Problem) as error:
        raise Stopped(Exit.NOT_REACHED, "The service does not answer.") from error


def _lists(given: argparse.Namespace, tell: Tell, *, many: bool) -> Lists:
    """The lists that answers come from, verified. For many checks they are whole, so that nothing is asked for."""
    source, log = _source(given.where, given.key, tell)
    memory = Memory(given.seen)
    # A copy is as old as it is; what a service shows today has to be of these days.
    today = datetime.now(UTC).date() if isinstance(source, Served) else None
    manifest = checking.open_manifest(source.read("manifest"), log, seen=memory.epoch(), today=today)
    memory.keep(manifest.epoch)
    if given.snapshot is None:
        return checking.open_lists(source, manifest, whole=given.whole or many)
    try:
        return checking.read_whole(given.snapshot.read_bytes(), manifest)
    except OSError as error:
        raise Stopped(Exit.WRONG_ARGUMENTS, f"{given.snapshot} cannot be read: {error.strerror}.") from error


def _asked(given: argparse.Namespace) -> list[str]:
    """What is to be checked.

    Raises:
        Stopped: nothing is, or the file of a batch cannot be read.
    """
    lines: Iterable[str] = ()
    if given.batch:
        try:
            text = sys.stdin.read() if given.batch == "-" else Path(given.batch).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Stopped(Exit.WRONG_ARGUMENTS, f"{given.batch} cannot be read as text.") from error
        lines = (line.strip() for line in text.splitlines())
    asked = [*given.addresses, *filter(None, lines)]
    if not asked:
        raise Stopped(Exit.WRONG_ARGUMENTS, "Give an address to check, or a file of them with --batch.")
    return asked


def run(given: argparse.Namespace) -> Exit:
    """Check what the arguments say, and print the answers."""

    def tell(says: str) -> None:
        print(says, file=sys.stderr, flush=True)

    asked = _asked(given)
    lists = _lists(given, tell, many=len(asked) > 1)
    worst = Exit.CHECKED
    for text in tqdm(asked, unit=" addresses", disable=None if given.batch else True):
        try:
            answer = checking.ask(text, lists)
        except NotADomain as error:
            worst = worst or Exit.NO_ADDRESS
            _print(_refusal(text, error.code, as_json=given.json))
            continue
        if answer.imitation is not None and answer.imitation.tier == "strong":
            worst = Exit.IMITATES
        said = checking.as_json(text, answer, lists.manifest)
        _print([json.dumps(said, ensure_ascii=False)] if given.json else _lines(text, answer, lists))
    return worst


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        tqdm.write(line)


def _refusal(text: str, code: str, *, as_json: bool) -> list[str]:
    if as_json:
        return [json.dumps({"asked": text, "refused": code}, ensure_ascii=False)]
    return [f"{plain(text)}: {NO_ADDRESS[code]}"]


def _lines(text: str, answer: Answer, lists: Lists) -> Iterator[str]:
    yield f"{plain(text)}: {_said(answer)}"
    if answer.kind == "participant" and answer.record is not None:
        yield from (f"  {line}" for line in _rating(answer.record["r"]))
    manifest = lists.manifest
    how = "nothing was asked for" if answer.asked is None else f"hides among about {manifest.sites} possible sites"
    yield f"  Checked privately, {how}. The list is of {manifest.on}."


def _said(answer: Answer) -> str:
    record = answer.record
    if record is None:
        return "nothing is known about it. That is neither good nor bad: most businesses do not take part."
    name, domain = plain(record["n"]), plain(record["w"])
    if answer.kind == "participant":
        return f"belongs to {name}, which takes part since {record['j']}."
    if answer.kind == "left":
        return f"belongs to {name}, which left on {record['l']}."
    if answer.imitation is not None and answer.imitation.tier == "strong":
        return f"this is NOT the verified site of {name}. That is {domain}. (rule: {answer.imitation.rule})"
    return f"resembles {domain}, the site of {name}; nothing is known about this one."


def _rating(said: dict[str, Any] | None) -> Iterator[str]:
    if said is None:
        yield "It joined moments ago; its reviews are being counted."
        return
    if said["well"] is None:
        yield "Too few recent reviews to show a figure. This says nothing for or against the business."
    else:
        low, high = said["ends"]
        yield f"Of 100 recent buyers who reviewed, about {said['well']} say it ended well, likely {low} to {high}."
    if said["alerts"] or said["warned"]:
        yield "There is a notice about it: look at its page."


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; its exit status."""
    given = _arguments(words)
    try:
        return run(given)
    except Refused as error:
        print(f"{checking.SAYS[error.code]} (code: {error.code})", file=sys.stderr)
        return _OF_REFUSALS.get(error.code, Exit.NOT_IN_LOG)
    except Stopped as error:
        print(error, file=sys.stderr)
        return error.status
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
