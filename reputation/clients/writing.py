"""Sends a review as the pages do: looked over first, and kept only if the answer is a promise that can be checked."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import altcha

from reputation.clients import public_log
from reputation.clients.asking import Problem, Service
from reputation.clients.public_log import NotInLog, Tell
from reputation.log.entries import commitment
from reputation.receipts import tokens
from reputation.receipts.rules import KEY_ID, Acceptance, ReceiptError, open_acceptance
from reputation.reviews import rules
from reputation.reviews.rules import ReceiptClass
from reputation.tlog.notes import Verifier

TRIES = 3
SALT_BYTES = 32


class NoPromise(Exception):
    """What came back is no promise about this review that the log's key signed."""


class Marked(NamedTuple):
    """Words of a text that may name somebody."""

    words: str
    reason: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Said:
    """A review. `no_receipt_given`: of one without a receipt."""

    business: str
    stars: int
    outcome: str
    language: str
    text: str
    no_receipt_given: bool = False
    token: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the writer keeps of an accepted review."""

    acceptance: str
    salt: bytes
    publish_by: date

    @property
    def document(self) -> str:
        """The slip as a file, as the pages give it."""
        kept = {"acceptance": self.acceptance, "salt": base64.b64encode(self.salt).decode()}
        return json.dumps(kept, indent=2) + "\n"


def worked(service: Service, path: str) -> str:
    """The work that an attempt costs, done.

    Raises:
        Unreachable, Problem
    """
    try:
        challenge = altcha.Challenge.from_dict(service.send("POST", path, None))
        solution = altcha.solve_challenge(challenge)
    except (KeyError, TypeError, ValueError) as error:
        raise Problem("answer") from error
    if solution is None:
        raise Problem("work")
    return altcha.Payload(challenge, solution).to_base64()


def with_work(service: Service, path: str, work_path: str, document: dict[str, Any]) -> dict[str, Any]:
    """What is answered to this and the work it costs. Work goes with an answer that got lost: then it is done again.

    Raises:
        Unreachable, Problem
    """
    for _ in range(TRIES - 1):
        try:
            return service.send("POST", path, {**document, "work": worked(service, work_path)})
        except Problem as error:
            if error.code != "work-not-good":
                raise
    return service.send("POST", path, {**document, "work": worked(service, work_path)})


def look(service: Service, said: Said) -> tuple[list[Marked], bool]:
    """The marked passages of a text, and whether a moderator reads it first if it stays as it is.

    Raises:
        Unreachable, Problem
    """
    body = {"business": said.business, "language": said.language, "text": said.text}
    found = service.send("POST", "/api/v1/reviews/look", body)
    try:
        marked = [
            Marked(said.text[one["start"] : one["end"]], str(one["reason"]), str(one["suggestion"]))
            for one in found["findings"]
        ]
        return marked, found["verdict"] == "moderator"
    except (KeyError, TypeError) as error:
        raise Problem("answer") from error


def send(
    service: Service, said: Said, *, codename: str, insists: bool, keys: Sequence[bytes], log: Verifier, tell: Tell
) -> Kept | date:
    """Send a review; what the writer keeps, or the day by which a moderator has read it. Again it is the same.

    `keys`: those of acceptances that the log names, seen before anything is spent.

    Raises:
        Unreachable, Problem
        NoPromise: the answer promises nothing, or something else.
    """
    body: dict[str, Any] = {
        "stars": said.stars,
        "outcome": said.outcome,
        "language": said.language,
        "text": said.text,
        "codename": codename,
        "insists": insists,
        "is_own_purchase": True,
        "is_after_delivery": True,
    }
    if said.token is None:
        tell("Working for the permission to send …")
        body |= {"business": said.business, "no_receipt_given": said.no_receipt_given}
        found = with_work(service, "/api/v1/reviews", "/api/v1/reviews/work", body)
    else:
        found = service.send("POST", "/api/v1/reviews", body, tokens.authorization(said.token))
    try:
        if found["state"] == "held":
            return date.fromisoformat(found["decide_by"])
        acceptance, salt = str(found["acceptance"]), base64.b64decode(str(found["salt"]), validate=True)
        promise = open_acceptance(acceptance.encode(), keys)
    except (KeyError, TypeError, ValueError, binascii.Error, ReceiptError) as error:
        raise NoPromise from error
    if not _is_about(promise, said, salt, log):
        raise NoPromise
    return Kept(acceptance, salt, promise.publish_by)


def _is_about(promise: Acceptance, said: Said, salt: bytes, log: Verifier) -> bool:
    """Whether a promise is about this review, and nothing in it was changed on the way."""
    written = rules.canonical(stars=said.stars, outcome=said.outcome, language=said.language, text=said.text)
    key_id = None if said.token is None else said.token[KEY_ID].hex()
    return (
        promise.origin == log.name
        and promise.business == said.business
        and promise.key_id == key_id
        and (promise.receipt_class == ReceiptClass.NONE) is (said.token is None)
        and len(salt) == SALT_BYTES
        and promise.commitment == commitment("review", salt, written)
    )


def promising(service: Service, vkey: str, tell: Tell) -> tuple[Verifier, list[bytes]]:
    """The log's key, and the keys of acceptances that the signed log names.

    Raises:
        Unreachable, Problem, NotInLog
    """
    log = public_log.key(service, vkey, tell)
    tell("Checking in the public log who signs acceptances …")
    try:
        return log, public_log.acceptance_keys(service, log)
    except Problem as error:
        if error.code in ("no-such-entry", "not-yet-published"):
            raise NotInLog from error
        raise
