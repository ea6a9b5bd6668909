"""Asking witnesses to cosign: all at once, within a deadline; one that fails is left alone for a growing time."""

import http.client
import logging
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Thread

from reputation.log import signatures
from reputation.log.errors import WitnessAhead, WitnessDiffers
from reputation.log.queries import Tree, head
from reputation.log.signatures import CLOCKS_APART
from reputation.tlog import proofs
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.notes import NoteError
from reputation.tlog.policies import Witness
from reputation.tlog.witnessing import Address, Cosignature, Request, address, cosignatures, held_size

log = logging.getLogger("reputation.log")

DEADLINE_S = 2.0
"""So long a publication waits for its witnesses at most, a second request after a conflict included."""
FIRST_REST_S = 5.0
LONGEST_REST_S = 600.0
LARGEST_ANSWER = 65_536
"""More is not read of an answer; what is cut off like this is no cosignature."""
HEADERS = {"User-Agent": "open-reference", "Connection": "close"}


@dataclass(frozen=True, slots=True)
class Rest:
    """A witness that failed: how often in a row, and until when it is left alone."""

    failures: int
    until_s: float


_resting: dict[Witness, Rest] = {}


def rest_after(failures: int) -> float:
    """Seconds to leave a witness alone after so many failures in a row: doubling, with an upper end."""
    return min(FIRST_REST_S * float(2 ** min(failures - 1, 32)), LONGEST_REST_S)


def awake(witnesses: Iterable[Witness]) -> list[Witness]:
    """Those that are not left alone just now."""
    now_s = time.monotonic()
    return [one for one in witnesses if one not in _resting or _resting[one].until_s <= now_s]


def _failed(witness: Witness, code: str) -> None:
    failures = _resting[witness].failures + 1 if witness in _resting else 1
    wait_s = rest_after(failures)
    _resting[witness] = Rest(failures, time.monotonic() + wait_s)
    said = {"part": witness.key.key_id.hex(), "code": code, "count": failures, "wait_s": wait_s}
    log.warning("log-witness-failed", extra=said)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness answered, not looked at yet."""

    status: int
    kind: str
    raw: bytes


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading the machine's certificates takes its time."""
    return ssl.create_default_context()


def _connection(at: Address) -> http.client.HTTPConnection:
    if at.is_secure:
        return http.client.HTTPSConnection(at.host, at.port, timeout=DEADLINE_S, context=_tls())
    return http.client.HTTPConnection(at.host, at.port, timeout=DEADLINE_S)


class Call(Thread):
    """One request, in a thread of its own: a server that hangs holds up this thread and nobody else."""

    def __init__(self, witness: Witness, request: Request, answers: "SimpleQueue[Call]") -> None:
        super().__init__(name="witness", daemon=True)
        self.witness = witness
        self.old = request.old
        self.answer: Answer | None = None
        self._body = request.encode()
        self._answers = answers
        self._address = address(witness.url or "")
        self._socket: socket.socket | None = None
        self._connection = _connection(self._address)

    def run(self) -> None:
        """Send, read so much at most, and report; no redirect is followed and no proxy asked."""
        with suppress(OSError, http.client.HTTPException, ValueError), closing(self._connection):
            self._connection.connect()
            self._socket = self._connection.sock
            self._connection.request("POST", self._address.path, self._body, HEADERS)
            with self._connection.getresponse() as answer:
                kind = answer.headers.get("Content-Type", "")
                self.answer = Answer(answer.status, kind, answer.read(LARGEST_ANSWER))
        self._answers.put(self)

    def end(self) -> None:
        """Wake the thread out of an answer that never ends."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def cosigned(
    checkpoint: Checkpoint, note: str, tree: Tree, wanted: Iterable[Witness], *, now: datetime
) -> list[Cosignature]:
    """The cosignatures of those witnesses that give them within the deadline.

    Raises:
        WitnessAhead: a witness holds more entries than the database.
        WitnessDiffers: a witness holds another tree.
    """
    held = {witness: signatures.cosigned_size(witness.key) for witness in awake(wanted)}
    return _collect(checkpoint, note, tree, held, now)


def confirm(
    checkpoint: Checkpoint, note: str, tree: Tree, known: Iterable[Witness], *, now: datetime
) -> list[Cosignature]:
    """See that no witness knows more of this log than the database, or another tree of this checkpoint's size.

    Answers the cosignatures that come of it.

    Raises:
        WitnessAhead, WitnessDiffers: one does.
    """
    return _collect(checkpoint, note, tree, dict.fromkeys(awake(known), checkpoint.size), now)


def _collect(
    checkpoint: Checkpoint, note: str, tree: Tree, held: Mapping[Witness, int], now: datetime
) -> list[Cosignature]:
    """Ask those in `held`, which says the size each is thought to hold; one that holds another is asked once more.

    Proofs are made here and not in the threads: those have no database.
    """
    until_s, latest = time.monotonic() + DEADLINE_S, int((now + CLOCKS_APART).timestamp())
    read = proofs.from_tiles(checkpoint.size, tree.hashes)
    answers: SimpleQueue[Call] = SimpleQueue()

    def ask(witness: Witness, old: int) -> Call:
        call = Call(witness, Request(old, tuple(proofs.consistency(old, checkpoint.size, read)), note), answers)
        call.start()
        return call

    found: list[Cosignature] = []
    asked_again: set[Witness] = set()
    calls = {witness: ask(witness, old) for witness, old in held.items()}
    try:
        while calls:
            call = answers.get(timeout=max(until_s - time.monotonic(), 0.0))
            witness = calls.pop(call.witness).witness
            size = _conflict(call)
            if size is None:
                found += _taken(call, checkpoint, latest)
            elif size <= checkpoint.size and witness not in asked_again:
                asked_again.add(witness)
                calls[witness] = ask(witness, size)
            elif size <= checkpoint.size:
                _failed(witness, "conflict")
    except Empty:
        for witness in calls:
            _failed(witness, "late")
    finally:
        for call in calls.values():
            call.end()
    return found


def _conflict(call: Call) -> int | None:
    """The size a witness says it holds instead of the one we thought; None when it says no such thing.

    It is compared with the database as it is by now: another publisher may have gone on meanwhile.
    """
    if call.answer is None or call.answer.status != HTTPStatus.CONFLICT:
        return None
    try:
        size = held_size(call.answer.kind, call.answer.raw)
    except NoteError:
        return None
    most = head().size
    if size > most:
        raise WitnessAhead(
            f"The witness {call.witness.key.name} holds a checkpoint of this log with {size} entries, the database "
            f"holds {most}. An old backup was restored, it seems. Publishing now would tell two histories, so nothing "
            "is published. Bring back the missing entries first: `manage.py replay`, with `--from` a copy of the "
            "published folder if ours is lost. If the witness errs, take it off LOG_WITNESSES."
        )
    return size


def _taken(call: Call, checkpoint: Checkpoint, latest: int) -> list[Cosignature]:
    """The cosignature in an answer, if there is one."""
    witness, answer = call.witness, call.answer
    if answer is None:
        _failed(witness, "no-answer")
    elif answer.status == HTTPStatus.UNPROCESSABLE_ENTITY and call.old:
        raise WitnessDiffers(
            f"The witness {witness.key.name} holds {call.old} entries of this log, and the checkpoint of "
            f"{checkpoint.size} does not follow from them: it holds another tree. Nothing is published: the database "
            "was changed, or is not the one this log was published from. If the witness errs, take it off "
            "LOG_WITNESSES."
        )
    elif answer.status != HTTPStatus.OK:
        _failed(witness, f"status-{answer.status}")
    else:
        try:
            found = cosignatures(checkpoint.text, answer.raw, [witness.key], latest=latest)
        except NoteError:
            _failed(witness, "no-cosignature")
        else:
            _resting.pop(witness, None)
            return found
    return []
