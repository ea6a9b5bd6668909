"""What a business has to do, each with its last day: the nearest first, and last what has none."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from reputation.businesses import queries as businesses
from reputation.businesses.rules import State
from reputation.desk import queries as desk
from reputation.desk.rules import Stage
from reputation.disputes import conduct, rooms
from reputation.disputes.challenger_rules import Who
from reputation.disputes.rooms import Which
from reputation.domains import queries as domains
from reputation.members import queries as members
from reputation.reports import receipts
from reputation.rulebook import charter


class Kind(StrEnum):
    """What is to be done."""

    ACCEPT_CHARTER = "accept-charter"
    STAY_OR_LEAVE = "stay-or-leave"
    DOMAIN_PUBLISH = "domain-publish"
    DOMAIN_SEND_MAIL = "domain-send-mail"
    DOMAIN_RESTORE = "domain-restore"
    CLAIM_DOMAIN = "claim-domain"
    ANSWER_EXCLUSION = "answer-exclusion"
    ANSWER_MEASURE = "answer-measure"
    MAKE_VOUCHERS = "make-vouchers"
    REPLY_IN_CASE = "reply-in-case"


DOMAIN_KINDS = {
    "publish": Kind.DOMAIN_PUBLISH,
    "send-mail": Kind.DOMAIN_SEND_MAIL,
    "restore": Kind.DOMAIN_RESTORE,
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, until a day or whenever it suits. `detail`: a domain or a version of the charter."""

    kind: Kind
    until: date | None
    detail: str = ""


def of_business(business: UUID, *, now: datetime) -> list[Task]:
    """What a business has to do. Of one that left there is nothing but what was decided about it and it can appeal."""
    profile = businesses.profile(business)
    appeals = [*_of_exclusions(business, now.date()), *_of_measures(business, now.date())]
    if profile.state is not State.PARTICIPANT:
        return appeals
    found = [*appeals, *_of_charter(business, profile.charter_version, now), *_of_cases(business, now)]
    leaving = members.leaving(business)
    if leaving is not None and leaving.why == "asked":
        found.append(Task(Kind.STAY_OR_LEAVE, leaving.leaves_on))
    due = domains.due(business, now)
    found += [Task(DOMAIN_KINDS[row.kind], row.until.date(), row.domain) for row in due]
    if not due and not profile.domains:
        found.append(Task(Kind.CLAIM_DOMAIN, None))
    if not receipts.has_any(business):  # the charter asks for one with every order
        found.append(Task(Kind.MAKE_VOUCHERS, None))
    return sorted(found, key=lambda task: (task.until is None, task.until or date.max, task.kind, task.detail))


def _of_exclusions(business: UUID, today: date) -> list[Task]:
    """Exclusions that were announced or stand, as long as they can be appealed and were not."""
    standing = (Stage.ANNOUNCED, Stage.EFFECTIVE)
    return [
        Task(Kind.ANSWER_EXCLUSION, row.effective_on if row.stage is Stage.ANNOUNCED else row.appeal_until)
        for row in desk.exclusions(business)
        if row.stage in standing and row.appealed_on is None and today <= row.appeal_until
    ]


def _of_measures(business: UUID, today: date) -> list[Task]:
    """Measures that stand, as long as they can be appealed and were not."""
    return [
        Task(Kind.ANSWER_MEASURE, row.appeal_until)
        for row in conduct.standing(business, today)
        if row.may_be_appealed(today)
    ]


def _of_cases(business: UUID, now: datetime) -> list[Task]:
    """The cases that wait for a reply of the business to what the writer answered."""
    lines = rooms.of_business(business, which=Which.YOURS, now=now)
    return [Task(Kind.REPLY_IN_CASE, line.turn.until) for line in lines if line.turn.who is Who.CHALLENGER]


def _of_charter(business: UUID, version: str, now: datetime) -> list[Task]:
    """The charter that has to be accepted: when the business leaves without, or when a coming one begins to bind."""
    today = now.date()
    mine = charter.VERSIONS.get(version)
    begun = date.min if mine is None else mine.effective
    leaving = members.leaving(business)
    if leaving is not None and leaving.why == "charter":
        return [Task(Kind.ACCEPT_CHARTER, leaving.leaves_on, charter.in_force(today).version)]
    coming = charter.announced(today)
    if coming is not None and begun < coming.effective:
        return [Task(Kind.ACCEPT_CHARTER, coming.effective, coming.version)]
    return []
