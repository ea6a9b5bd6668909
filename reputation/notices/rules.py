"""What we write to people about, which facts each mail needs, and when it is tried again. Pure."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import idna

GIVEN_UP_AFTER = timedelta(days=3)
# After the first try, the second and so on; the last one again and again.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 60, 120, 240, 480))
# Of a mail that went, or never will, we keep this long that it did.
KEPT = timedelta(days=30)
LONGEST_LINE = 300
# Somebody else chose it: it is named, and has no room to say anything.
LONGEST_NAME = 80
LONGEST_TEXT = 10_000
LONGEST_ADDRESS = 254
"""Characters of an e-mail address. Source: RFC 5321, 4.5.3.1.3, less the angle brackets."""
_PART = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
ADDRESS = re.compile(rf"{_PART}(\.{_PART})*@({_LABEL}\.)+(?!\d+\Z){_LABEL}")
"""Words with dots between, at a domain. Of what RFC 5321, 4.1.2, allows besides, nothing is in use."""


class Language(StrEnum):
    """What we write in."""

    EN = "en"
    DE = "de"


class State(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Why(StrEnum):
    """Why a mail did not go."""

    REFUSED = "refused"
    """The address or the mail, for good."""
    NOT_NOW = "not-now"
    """This mail, for the time being."""
    SERVER = "mail-server-failed"
    """It would be the same with every other mail."""
    DIED = "interrupted"
    """Whoever sent it never said what became of it."""


class Kind(StrEnum):
    """What a mail is about."""

    MEMBER_INVITED = "member-invited"
    MEMBER_REMOVED = "member-removed"
    MEMBER_ROLE_CHANGED = "member-role-changed"
    APPLICATION_WAITING = "application-waiting"
    APPLICATION_ADMITTED = "application-admitted"
    APPLICATION_REFUSED = "application-refused"
    APPLICATION_APPEAL_DECIDED = "application-appeal-decided"
    DOMAIN_PROVED = "domain-proved"
    DOMAIN_PROOF_FAILING = "domain-proof-failing"
    DOMAIN_LOST = "domain-lost"
    CHARTER_ANNOUNCED = "charter-announced"
    CHARTER_NOT_ACCEPTED = "charter-not-accepted"
    LEAVING_NOTICED = "leaving-noticed"
    LEAVING_CANCELLED = "leaving-cancelled"
    LEFT = "left"
    RETURNED = "returned"
    TERMINATION_ANNOUNCED = "termination-announced"
    TERMINATION_APPEAL_DECIDED = "termination-appeal-decided"
    TERMINATED = "terminated"
    MEASURE_TAKEN = "measure-taken"
    MEASURE_APPEAL_DECIDED = "measure-appeal-decided"
    WARNING_ENDED = "warning-ended"
    API_KEY_MADE = "api-key-made"
    OWN_KEY_MADE = "own-key-made"
    WEBHOOK_FAILING = "webhook-failing"
    WEBHOOK_STOPPED = "webhook-stopped"
    CONTACT_CHANGED = "contact-changed"
    DUTY_GIVEN = "duty-given"
    DUTY_ENDED = "duty-ended"
    ATTESTER_ADMITTED = "attester-admitted"
    ATTESTER_REFUSED = "attester-refused"
    ATTESTER_ENDED = "attester-ended"
    TOTALS_WAIT = "totals-wait"
    RECEIPT_KEY_ANNULLED = "receipt-key-annulled"
    CASE_RECEIVED = "case-received"
    CASE_OF_OTHERS = "case-of-others"
    CASE_ADMITTED = "case-admitted"
    CASE_ANSWERED = "case-answered"
    CASE_ADDED = "case-added"
    CASE_EXTENDED = "case-extended"
    CASE_PAUSED = "case-paused"
    CASE_RESUMED = "case-resumed"
    CASE_SETTLED = "case-settled"
    CASE_WITHDRAWN = "case-withdrawn"
    CASE_REOPENED = "case-reopened"
    CASE_HIDDEN = "case-hidden"
    CASE_HIDDEN_STILL = "case-hidden-still"
    CASE_SHOWN_AGAIN = "case-shown-again"
    REVIEW_DECIDED = "review-decided"
    ALERT_DECIDED = "alert-decided"
    ADDRESS_CONTESTED = "address-contested"
    ADDRESS_RECEIVED = "address-received"
    ADDRESS_ANSWERED = "address-answered"
    ADDRESS_DECIDED = "address-decided"
    CASE_APPEALED = "case-appealed"
    CASE_LOT = "case-lot"
    CASE_FINAL = "case-final"
    CASE_OVERDUE = "case-overdue"
    CASE_CLOSED = "case-closed"
    CASE_GONE = "case-gone"
    CASE_DAY_NEAR = "case-day-near"
    CASE_FILES_GO = "case-files-go"
    PANEL_SEATED = "panel-seated"
    DESK_WANTED = "desk-wanted"
    DESK_DIGEST = "desk-digest"


class Fact(StrEnum):
    """Something a mail tells, which differs from mail to mail."""

    BUSINESS = "business"
    INVITER = "inviter"
    NAME = "name"
    ROLE = "role"
    DUTY = "duty"
    DOMAIN = "domain"
    HOST = "host"
    VERSION = "version"
    MEASURE = "measure"
    GROUND = "ground"
    OUTCOME = "outcome"
    REASONS = "reasons"
    UNTIL = "until"
    EFFECTIVE = "effective"
    LEAVES_ON = "leaves_on"
    ABOUT = "about"
    DECIDED = "decided"
    DUE = "due"
    TASK = "task"
    COUNT = "count"
    LINK = "link"


class Shape(StrEnum):
    """How a fact is given."""

    LINE = "line"
    NAME = "name"
    TEXT = "text"
    CODE = "code"
    DAY = "day"
    PATH = "path"


# Whatever is not here is a line. A code is shown in words of the mail's language, a day as 2026-11-25 in full, and a
# path of this service, which begins with "/", as a link.
SHAPES: Mapping[Fact, Shape] = {
    Fact.BUSINESS: Shape.NAME,
    Fact.NAME: Shape.NAME,
    Fact.ROLE: Shape.CODE,
    Fact.DUTY: Shape.CODE,
    Fact.MEASURE: Shape.CODE,
    Fact.GROUND: Shape.CODE,
    Fact.OUTCOME: Shape.CODE,
    Fact.ABOUT: Shape.CODE,
    Fact.DECIDED: Shape.CODE,
    Fact.DUE: Shape.CODE,
    Fact.TASK: Shape.CODE,
    Fact.REASONS: Shape.TEXT,
    Fact.UNTIL: Shape.DAY,
    Fact.EFFECTIVE: Shape.DAY,
    Fact.LEAVES_ON: Shape.DAY,
    Fact.LINK: Shape.PATH,
}


def _facts(names: str) -> frozenset[Fact]:
    return frozenset(map(Fact, names.split()))


NEEDS: Mapping[Kind, frozenset[Fact]] = {
    Kind.MEMBER_INVITED: _facts("business inviter link until"),
    Kind.MEMBER_REMOVED: _facts("business"),
    Kind.MEMBER_ROLE_CHANGED: _facts("business role"),
    Kind.APPLICATION_WAITING: _facts("name until"),
    Kind.APPLICATION_ADMITTED: _facts("name link"),
    Kind.APPLICATION_REFUSED: _facts("name reasons link until"),
    Kind.APPLICATION_APPEAL_DECIDED: _facts("name outcome reasons"),
    Kind.DOMAIN_PROVED: _facts("business domain"),
    Kind.DOMAIN_PROOF_FAILING: _facts("business domain until link"),
    Kind.DOMAIN_LOST: _facts("business domain link"),
    Kind.CHARTER_ANNOUNCED: _facts("business version effective link"),
    Kind.CHARTER_NOT_ACCEPTED: _facts("business version leaves_on link"),
    Kind.LEAVING_NOTICED: _facts("business leaves_on link"),
    Kind.LEAVING_CANCELLED: _facts("business"),
    Kind.LEFT: _facts("business"),
    Kind.RETURNED: _facts("business"),
    Kind.TERMINATION_ANNOUNCED: _facts("business ground reasons effective link"),
    Kind.TERMINATION_APPEAL_DECIDED: _facts("business outcome reasons"),
    Kind.TERMINATED: _facts("business until"),
    Kind.MEASURE_TAKEN: _facts("business measure ground reasons until link"),
    Kind.MEASURE_APPEAL_DECIDED: _facts("business measure outcome reasons"),
    Kind.WARNING_ENDED: _facts("business reasons"),
    Kind.API_KEY_MADE: _facts("business name"),
    Kind.OWN_KEY_MADE: _facts("name link"),
    Kind.WEBHOOK_FAILING: _facts("business host link"),
    Kind.WEBHOOK_STOPPED: _facts("business host link"),
    Kind.CONTACT_CHANGED: _facts("business"),
    Kind.DUTY_GIVEN: _facts("duty link"),
    Kind.DUTY_ENDED: _facts("duty"),
    Kind.ATTESTER_ADMITTED: _facts("name link"),
    Kind.ATTESTER_REFUSED: _facts("name reasons"),
    Kind.ATTESTER_ENDED: _facts("name reasons"),
    Kind.TOTALS_WAIT: _facts("name until link"),
    Kind.RECEIPT_KEY_ANNULLED: _facts("business reasons link"),
    Kind.CASE_RECEIVED: _facts("about business until link"),
    Kind.CASE_OF_OTHERS: _facts("business link"),
    Kind.CASE_ADMITTED: _facts("business until link"),
    Kind.CASE_ANSWERED: _facts("business until link"),
    Kind.CASE_ADDED: _facts("business link"),
    Kind.CASE_EXTENDED: _facts("business until link"),
    Kind.CASE_PAUSED: _facts("about business link"),
    Kind.CASE_RESUMED: _facts("about business until link"),
    Kind.CASE_SETTLED: _facts("business link"),
    Kind.CASE_WITHDRAWN: _facts("about business link"),
    Kind.CASE_REOPENED: _facts("business until link"),
    Kind.CASE_HIDDEN: _facts("business until link"),
    Kind.CASE_HIDDEN_STILL: _facts("business until link"),
    Kind.CASE_SHOWN_AGAIN: _facts("business link"),
    Kind.REVIEW_DECIDED: _facts("business decided until link"),
    Kind.ALERT_DECIDED: _facts("business decided until link"),
    Kind.ADDRESS_CONTESTED: _facts("business until link"),
    Kind.ADDRESS_RECEIVED: _facts("business until link"),
    Kind.ADDRESS_ANSWERED: _facts("business until link"),
    Kind.ADDRESS_DECIDED: _facts("business decided until link"),
    Kind.CASE_APPEALED: _facts("about business until link"),
    Kind.CASE_LOT: _facts("about business link"),
    Kind.CASE_FINAL: _facts("about business decided link"),
    Kind.CASE_OVERDUE: _facts("about business link"),
    Kind.CASE_CLOSED: _facts("about business link"),
    Kind.CASE_GONE: _facts("business link"),
    Kind.CASE_DAY_NEAR: _facts("about business due until link"),
    Kind.CASE_FILES_GO: _facts("business until link"),
    Kind.PANEL_SEATED: _facts("until link"),
    Kind.DESK_WANTED: _facts("task link"),
    Kind.DESK_DIGEST: _facts("count until link"),
}


def wrong_facts(kind: Kind, given: Mapping[str, str]) -> str | None:
    """What is wrong with the facts for a kind of mail, in words for whoever calls; None if nothing is."""
    needed = {str(fact) for fact in NEEDS[kind]}
    if missing := needed - given.keys():
        return f"{kind} lacks {', '.join(sorted(missing))}"
    if extra := given.keys() - needed:
        return f"{kind} has no place for {', '.join(sorted(extra))}"
    if empty := [name for name in sorted(given) if not given[name].strip()]:
        return f"{kind} has an empty {', '.join(empty)}"
    return None


def written(address: str) -> str | None:
    """An e-mail address in the one way it is stored and written to; None for one to which nothing can be sent.

    The domain is as the domain name system has it: a@müller.example becomes a@xn--mller-kva.example.
    """
    name, _, domain = address.strip().rpartition("@")
    try:
        ours = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return None
    # Small letters after the pattern would be too late: some letters that are not ASCII have ASCII ones as their small.
    found = f"{name}@{ours}"
    if not found.isascii() or len(found) > LONGEST_ADDRESS:
        return None
    found = found.lower()
    return found if ADDRESS.fullmatch(found) else None


def _without_controls(line: str) -> str:
    return "".join(letter for letter in " ".join(line.split()) if letter.isprintable())


def one_line(text: str) -> str:
    """A text as one line of printable characters: nothing in it can end a header or begin a paragraph of its own."""
    return _without_controls(text)[:LONGEST_LINE]


def name(text: str) -> str:
    """A name somebody chose, as one line, with an ellipsis in place of what is too long."""
    line = one_line(text)
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1].rstrip()}…"


def lines(text: str) -> str:
    """A text of several lines, each of printable characters; blank lines at its ends are gone."""
    return "\n".join(map(_without_controls, text.splitlines())).strip()[:LONGEST_TEXT]


def next_try(*, tries: int, now: datetime) -> datetime:
    """When a mail that did not go at its nth try is tried again."""
    return now + WAITS[min(tries, len(WAITS)) - 1]
