"""What each kind of proposal needs before it is made, and what happens when a second person confirms it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from reputation.accounts import actions as accounts
from reputation.accounts import queries as users
from reputation.accounts.rules import Duty
from reputation.admissions import actions as admissions
from reputation.admissions import rules as admission_rules
from reputation.businesses import actions as businesses
from reputation.businesses import errors as business_errors
from reputation.businesses import particulars as written
from reputation.businesses import queries as profiles
from reputation.businesses.rules import State as Business
from reputation.desk import errors, measures, queries, rules, terminations
from reputation.desk.acting import Act, Decided
from reputation.desk.rules import Kind, Particulars
from reputation.disputes.measure_rules import Verdict
from reputation.log import about, codes
from reputation.log import actions as log
from reputation.members import deeds
from reputation.notices import actions as notices
from reputation.notices.rules import Kind as Notice
from reputation.receipts import attesters, keys
from reputation.receipts import queries as receipts
from reputation.receipts.rules import INDEPENDENT, AttesterState, KeyState
from reputation.rulebook import cases

KEY_ID = re.compile(r"[0-9a-f]{64}", re.ASCII)
PERSONS = cases.DECIDERS.value


def _application(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
    del now
    if subject is None or queries.application_state(subject) not in admission_rules.OPEN:
        raise errors.NotProposable
    return given


def _admit(decided: Decided, now: datetime) -> None:
    admissions.admit(application=decided.about, reasons=decided.reasons, now=now)


def _refuse(decided: Decided, now: datetime) -> None:
    admissions.refuse(
        application=decided.about,
        reasons=decided.reasons,
        is_natural_person=bool(decided.particulars.is_natural_person),
        now=now,
    )


def _edition(_: UUID | None, given: Particulars, now: datetime) -> Particulars:
    del now
    if given.edition != about.next_edition():
        raise errors.NotProposable
    return given


def _announce(decided: Decided, now: datetime) -> None:
    log.announce_edition(edition=decided.particulars.edition or 0, persons=PERSONS, now=now)


def _operator(_: UUID | None, given: Particulars, now: datetime) -> Particulars:
    del now
    operator = about.operator()
    if operator.state is not about.Said.CHANGED or operator.sha256 != given.sha256:
        raise errors.NotProposable
    return given


def _confirm_operator(decided: Decided, now: datetime) -> None:
    log.confirm_operator(sha256=decided.particulars.sha256, now=now)


def _exclusion(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
    if given.until is None or not rules.is_exclusion(given.ground, given.until, announced_on=now.date()):
        raise errors.BadExclusion
    _require_participant(subject)
    if subject in {ahead.business for ahead in queries.exclusions_ahead()}:
        raise errors.NotProposable
    return given


def _terminate(decided: Decided, now: datetime) -> None:
    terminations.announce(
        proposal=decided.proposal,
        business=decided.about,
        ground=decided.particulars.ground,
        until=decided.particulars.until,
        reasons=decided.reasons,
        now=now,
    )


def _numbers(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
    """Numbers in their one way of writing. Those of a natural person are refused before anything is kept of them."""
    del now
    if subject is None:
        raise errors.NotProposable
    profile = profiles.profile(subject)
    found = tuple(written.numbers(given.numbers or ()))
    reasons = profiles.against(subject, found, takes_part=profile.state is Business.PARTICIPANT)
    if reasons:
        raise business_errors.NotALegalPerson(reasons=" ".join(reasons))
    taken = {brief.public_id for brief in profiles.by_number(found)} - {subject}
    if taken:
        raise business_errors.NumberTaken
    if found == profile.numbers:
        raise errors.NotProposable
    return Particulars(numbers=found)


def _change_numbers(decided: Decided, now: datetime) -> None:
    businesses.change_numbers(business=decided.about, numbers=decided.particulars.numbers or (), now=now)


def _duty(*, is_given: bool) -> Callable[[UUID | None, Particulars, datetime], Particulars]:
    """Whoever is to have a duty does not have it yet; whoever is to lose it has it."""

    def check(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
        del now
        person = None if subject is None else users.by_public_id(subject)
        if person is None or not person.is_active or (given.duty in users.duties(person.id)) is is_given:
            raise errors.NotProposable
        return given

    return check


def _give_duty(decided: Decided, now: datetime) -> None:
    person, duty = _person(decided)
    accounts.give_duty(user_id=person.id, duty=duty, now=now)
    link = f"/members/{'' if person.language == 'en' else f'{person.language}/'}desk"
    _tell(person, Notice.DUTY_GIVEN, {"duty": str(duty), "link": link}, now)


def _end_duty(decided: Decided, now: datetime) -> None:
    person, duty = _person(decided)
    accounts.end_duty(user_id=person.id, duty=duty, now=now)
    _tell(person, Notice.DUTY_ENDED, {"duty": str(duty)}, now)


def _person(decided: Decided) -> tuple[users.Person, Duty]:
    person, duty = users.by_public_id(decided.about), decided.particulars.duty
    if person is None or not person.is_active or duty is None:
        raise errors.NotProposable
    return person, duty


def _tell(person: users.Person, kind: Notice, facts: dict[str, str], now: datetime) -> None:
    notices.mail(to=person.email or "", language=person.language, kind=kind, facts=facts, now=now)


def _appeal(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
    del now
    if subject is None or not queries.exclusion(subject).is_appeal_open:
        raise errors.NotProposable
    return given


def _uphold(decided: Decided, now: datetime) -> None:
    terminations.decide_appeal(termination=decided.about, outcome=Verdict.UPHELD, reasons=decided.reasons, now=now)


def _reverse(decided: Decided, now: datetime) -> None:
    terminations.decide_appeal(termination=decided.about, outcome=Verdict.REVERSED, reasons=decided.reasons, now=now)


def _attester(state: AttesterState) -> Callable[[UUID | None, Particulars, datetime], Particulars]:
    """It is one of those who apply, and stands where it can be decided about."""

    def check(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
        del now
        found = None if subject is None else receipts.attester(subject)
        if found is None or found.kind not in INDEPENDENT or found.state is not state:
            raise errors.NotProposable
        return given

    return check


def _admit_attester(decided: Decided, now: datetime) -> None:
    attesters.admit(attester=decided.about, now=now)


def _refuse_attester(decided: Decided, now: datetime) -> None:
    attesters.refuse(attester=decided.about, reasons=decided.reasons, now=now)


def _end_attester(decided: Decided, now: datetime) -> None:
    attesters.end(attester=decided.about, reasons=decided.reasons, now=now)


def _annulment(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
    del now
    if given.ground not in codes.KEY_ANNULMENTS or not KEY_ID.fullmatch(given.sha256):
        raise errors.NotProposable
    found = receipts.key(bytes.fromhex(given.sha256))
    if found.business != subject or found.state is KeyState.ANNULLED:
        raise errors.NotProposable
    return given


def _annul(decided: Decided, now: datetime) -> None:
    key_id, ground = bytes.fromhex(decided.particulars.sha256), decided.particulars.ground
    keys.annul(key_id=key_id, reason=ground, persons=PERSONS, now=now)
    facts = {"reasons": decided.reasons}
    deeds.tell(business=decided.about, kind=Notice.RECEIPT_KEY_ANNULLED, facts=facts, now=now)


def _require_participant(subject: UUID | None) -> None:
    if subject is None or profiles.profile(subject).state is not Business.PARTICIPANT:
        raise errors.NotProposable


ACTS: Mapping[Kind, Act] = {
    Kind.ADMIT: Act(_application, _admit),
    Kind.REFUSE: Act(_application, _refuse),
    Kind.EDITION: Act(_edition, _announce),
    Kind.OPERATOR: Act(_operator, _confirm_operator),
    Kind.TERMINATE: Act(_exclusion, _terminate),
    Kind.NUMBERS: Act(_numbers, _change_numbers),
    Kind.GIVE_DUTY: Act(_duty(is_given=True), _give_duty),
    Kind.END_DUTY: Act(_duty(is_given=False), _end_duty),
    Kind.UPHOLD: Act(_appeal, _uphold),
    Kind.REVERSE: Act(_appeal, _reverse),
    Kind.ADMIT_ATTESTER: Act(_attester(AttesterState.APPLIED), _admit_attester),
    Kind.REFUSE_ATTESTER: Act(_attester(AttesterState.APPLIED), _refuse_attester),
    Kind.END_ATTESTER: Act(_attester(AttesterState.ADMITTED), _end_attester),
    Kind.ANNUL_KEY: Act(_annulment, _annul),
    **measures.ACTS,
}
