"""The mailbox of a review as the command line opens it: what stands there, and what can be wanted."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from reputation.clients import writing
from reputation.clients.asking import Problem, Service
from reputation.clients.public_log import plain

# What can be done without particulars: by its word, the method and the address.
ACTS: Mapping[str, tuple[str, str]] = {
    "take-back": ("DELETE", "/api/v1/mailbox/wish"),
    "withdraw": ("POST", "/api/v1/mailbox/withdrawal"),
    "erase": ("POST", "/api/v1/mailbox/erasure"),
    "appeal": ("POST", "/api/v1/mailbox/appeal"),
    "give-up": ("POST", "/api/v1/mailbox/giving-up"),
}
# What can be done in a case about the review: by its word, what the service calls it, and whether it needs a text.
IN_CASES: Mapping[str, tuple[str, bool]] = {
    "answer": ("answer", True),
    "more-time": ("more-time", False),
    "add": ("more", True),
    "agree": ("agree", False),
    "appeal-decision": ("appeal", True),
}
# What is said about a case, by the names of the answer.
OF_CASES = {
    "state": "Where it stands",
    "quote": "Words it is about",
    "said": "What is said",
    "offer": "What the other side offers",
    "due": "You can do something until",
    "decide_until": "Decided by",
}
# What is said about a review, by the names of the answer, where it says something.
SAYS = {
    "stage": "Where it stands",
    "published_by": "It comes out by",
    "decide_by": "A moderator decides by",
    "reason": "Refused for",
    "answer_by": "It can be appealed against until",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """An open mailbox."""

    service: Service
    handle: str

    @property
    def _authorization(self) -> str:
        return f"Mailbox {self.handle}"

    def read(self) -> dict[str, Any]:
        """What is in it. Raises as `Service.get` does, here and below."""
        return self.service.send("GET", "/api/v1/mailbox", None, self._authorization)

    def do(self, act: str) -> Iterator[str]:
        """Do one of the acts; what is said of it."""
        if act in ACTS:
            method, path = ACTS[act]
            yield from _noted(self.service.send(method, path, None, self._authorization))

    def cases(self) -> list[dict[str, Any]]:
        """The cases about the review."""
        found = self.service.send("GET", "/api/v1/mailbox/cases", None, self._authorization).get("items")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def act_in_case(self, act: str, *, case: str | None, text: str | None, insists: bool) -> Iterator[str]:
        """Do something in a case; where none is named, in the only one in which it can be done.

        Raises:
            Problem: there is none, or more than one.
        """
        kind, _ = IN_CASES[act]
        open_ones = [one for one in self.cases() if kind in one.get("may", ()) and case in (None, one.get("case"))]
        if len(open_ones) != 1:
            raise Problem("no-such-case" if not open_ones else "which-case")
        body = {"kind": kind, **({} if text is None else {"text": text, "insists": insists})}
        path = f"/api/v1/mailbox/cases/{UUID(str(open_ones[0].get('case')))}/acts"
        said = self.service.send("POST", path, body, self._authorization)
        yield f"It reaches the other side with the release of {plain(str(said.get('released_on')))}."

    def change(self, *, stars: int | None, outcome: str | None, text: str | None, insists: bool) -> Iterator[str]:
        """Have something changed; what is said of it."""
        wanted = {"stars": stars, "outcome": outcome, "text": text}
        body = {name: value for name, value in wanted.items() if value is not None}
        yield from _noted(
            self.service.send("PATCH", "/api/v1/mailbox", {**body, "insists": insists}, self._authorization)
        )


def open(service: Service, codename: str) -> Opened:  # noqa: A001 - what one does with a mailbox
    """Open the mailbox that a codename leads to."""
    found = writing.with_work(service, "/api/v1/mailbox", "/api/v1/mailbox/work", {"codename": codename})
    handle = str(found.get("handle", ""))
    if not handle.isascii() or not handle.isprintable():
        raise Problem("answer")
    return Opened(service, handle)


def _noted(said: Mapping[str, Any]) -> Iterator[str]:
    if said.get("released_on"):
        yield f"It becomes public with the release of {plain(str(said['released_on']))}."
    if said.get("decide_by"):
        yield f"A moderator reads it first, by {plain(str(said['decide_by']))}."
    if not any(said.values()):
        yield "It is noted."


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """What stands in a mailbox, in lines."""
    yield f"Review of {plain(str(found.get('name')))}"
    yield from (f"{says}: {plain(str(found[name]))}" for name, says in SAYS.items() if found.get(name))
    own = found.get("own")
    if isinstance(own, dict):
        yield f"Stars and outcome: {plain(str(own.get('stars')))}, {plain(str(own.get('outcome')))}"
    wish = found.get("wish")
    if isinstance(wish, dict):
        yield f"What you want of it: {plain(str(wish.get('kind')))}, with the release of {plain(str(_day(wish)))}"
    held = found.get("held_change")
    if isinstance(held, dict):
        yield f"Your change: {plain(str(held.get('stage')))}, decided by {plain(str(held.get('decide_by')))}"
    public = found.get("public")
    if isinstance(public, dict) and isinstance(public.get("reply"), dict):
        yield f"The business answered: {plain(str(public['reply'].get('text')))}"


def lines_of_case(found: Mapping[str, Any]) -> Iterator[str]:
    """What stands in a case about the review, in lines."""
    yield f"A case about it: {_of(found, 'case', 'ground')}"
    yield from (f"  {says}: {plain(str(found[name]))}" for name, says in OF_CASES.items() if found.get(name))
    for one in found.get("words") or ():
        text = one.get("text") or "(a moderator reads it first)"
        yield f"  {_of(one, 'party', 'kind', 'date')}: {plain(str(text))}"
    for one in found.get("waiting") or ():
        yield f"  Waits for the next release: {_of(one, 'kind', 'released_on')}"
    for one in found.get("statements") or ():
        yield f"  Decided: {_of(one, 'outcome', 'decided_on')}: {plain(str(one.get('summary')))}"
    words = [word for word, (kind, _) in IN_CASES.items() if kind in (found.get("may") or ())]
    if words:
        yield f"  You can: {', '.join(words)}"


def _of(found: Mapping[str, Any], *names: str) -> str:
    return ", ".join(plain(str(found.get(name))) for name in names)


def _day(wish: Mapping[str, Any]) -> object:
    return wish.get("released_on") or "its own publication"


def slip(found: Mapping[str, Any]) -> str:
    """The slip as a file.

    Raises:
        Problem: there is none yet.
    """
    if not isinstance(found.get("slip"), dict):
        raise Problem("no-slip")
    return json.dumps(found["slip"], indent=2) + "\n"
