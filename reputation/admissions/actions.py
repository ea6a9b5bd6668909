"""Writing applications: filed, admitted at once or waiting, decided by two persons, appealed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from reputation.accounts import queries as users
from reputation.accounts.errors import NoSuchAccount
from reputation.admissions import errors, queries, rules
from reputation.admissions.models import Application, Number
from reputation.admissions.rules import State
from reputation.businesses import actions as businesses
from reputation.businesses import errors as business_errors
from reputation.businesses import particulars
from reputation.core.db import hold
from reputation.domains import actions as domains
from reputation.members import actions as members
from reputation.members import charters
from reputation.members import queries as members_queries
from reputation.members.deeds import page
from reputation.members.errors import TooMany
from reputation.notices import actions as notices
from reputation.notices.rules import Kind
from reputation.rulebook import admissions as numbers
from reputation.rulebook import charter as rulebook
from reputation.rulebook import members as member_numbers


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says of a business that is to join. `numbers`: kind, value; `answers`: by rule of the charter."""

    country: str
    legal_form: str
    legal_name: str
    trading_names: Sequence[str]
    place: str
    numbers: Sequence[tuple[str, str]]
    domains: Sequence[str]
    contact_email: str
    language: str
    accepted_by: str
    office: str
    answers: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a wish: a business that takes part, or an application that waits. One of the two is None."""

    business: UUID | None
    application: UUID | None


def apply(*, user: int, wish: Wish, now: datetime, key: int | None = None) -> Filed:
    """Let a legal person join, or let the wish wait when a person has to look. A refusal leaves nothing behind.

    `key`: of the account, if it applies by one.

    Raises:
        BadName, BadNumber, BadCountry, BadEmail, BadDomain, CharterNotAccepted, NumberTaken, TooMany
        NotALegalPerson: a natural person, or nothing shows that it is none.
        TooManyApplications: as many wait as may.
    """
    queries.require_country(wish.country)
    charter = rulebook.in_force(now.date())
    charters.require_kept(charter, wish.accepted_by, wish.office, wish.answers)
    contact = members.written(wish.contact_email)
    claimed = _claimable(wish.domains)
    if members_queries.founded(user, today=now.date()) >= member_numbers.JOINS_A_DAY.value:
        raise TooMany(most=member_numbers.JOINS_A_DAY.value)
    try:
        with transaction.atomic():
            joined = businesses.join(
                legal_name=wish.legal_name,
                trading_names=wish.trading_names,
                numbers=wish.numbers,
                country=wish.country,
                legal_form=wish.legal_form,
                place=wish.place,
                charter_version=charter.version,
                now=now,
            )
            said = (charter.version, wish.accepted_by, wish.office)
            _settle(joined.public_id, user, contact, wish.language, claimed, *said, now, key)
    except business_errors.LegalPersonInDoubt as doubt:
        return Filed(None, _wait(user, wish, contact, claimed, str(doubt.facts["reasons"]).split(), now))
    return Filed(joined.public_id, None)


def _claimable(given: Sequence[str]) -> list[str]:
    """The web addresses that are meant, each once."""
    found = list(dict.fromkeys(domains.claimable(text) for text in given))
    if len(found) > numbers.DOMAINS_MOST.value:
        raise TooMany(most=numbers.DOMAINS_MOST.value)
    return found


def _settle(
    business: UUID,
    user: int,
    contact: str,
    language: str,
    claimed: Sequence[str],
    charter: str,
    accepted_by: str,
    office: str,
    now: datetime,
    key: int | None = None,
) -> None:
    """What comes with joining: the first owner, who accepted the charter, and the web addresses to prove."""
    actor = members.found(business=business, user=user, email=contact, language=language, now=now, key=key)
    charters.write(actor=actor, charter=rulebook.VERSIONS[charter], name=accepted_by, office=office, now=now)
    for domain in claimed:
        domains.claim(actor=actor, domain=domain, now=now)


def _wait(user: int, wish: Wish, contact: str, claimed: Sequence[str], doubts: Sequence[str], now: datetime) -> UUID:
    legal_name, trading = particulars.names(wish.legal_name, wish.trading_names)
    found = particulars.numbers(wish.numbers)
    with transaction.atomic():
        hold(f"applications of {user}")
        if not users.address(user):
            raise NoSuchAccount
        waiting = Application.objects.filter(user_id=user, state=State.WAITING).count()
        if waiting >= numbers.OPEN_MOST.value:
            raise errors.TooManyApplications(most=numbers.OPEN_MOST.value)
        until = rules.decide_until(now.date(), is_appeal=False)
        row = Application.objects.create(
            public_id=uuid4(),
            user_id=user,
            country=wish.country,
            legal_form=wish.legal_form,
            legal_name=legal_name,
            trading_names=trading,
            place=wish.place,
            domains=list(claimed),
            contact_email=contact,
            language=wish.language,
            charter_version=rulebook.in_force(now.date()).version,
            accepted_by=" ".join(wish.accepted_by.split()),
            office=" ".join(wish.office.split()),
            doubts=list(doubts),
            filed_on=now.date(),
            decide_until=until,
        )
        Number.objects.bulk_create(Number(application=row, scheme=scheme, value=value) for scheme, value in found)
        _write(row, Kind.APPLICATION_WAITING, {"until": until.isoformat()}, now)
    return row.public_id


@transaction.atomic
def withdraw(*, user: int, application: UUID, now: datetime) -> None:
    """Take an application back. What was given with it is gone at once.

    Raises:
        NoSuchApplication, WrongApplicationState
    """
    row = _locked(application, State.WITHDRAWN, user=user)
    row.state, row.decided_on = State.WITHDRAWN, row.decided_on or now.date()
    row.save(update_fields=["state", "decided_on"])
    row.numbers.all().delete()


@transaction.atomic
def close_account(*, user: int, now: datetime) -> None:
    """Take back what somebody still applies for, and close their account: nobody else could go on with it.

    Numbers of refused applications go too: nobody is left who could appeal.

    Raises:
        LastOwner: of one of their businesses, which has not left, nobody else is an owner.
    """
    hold(f"applications of {user}")
    waiting = Application.objects.filter(user_id=user, state__in=list(rules.OPEN)).order_by("id")
    for application in waiting.values_list("public_id", flat=True):
        with suppress(errors.WrongApplicationState):  # decided in the same moment
            withdraw(user=user, application=application, now=now)
    Number.objects.filter(application__user_id=user).delete()
    members.close_account(user=user, now=now)


@transaction.atomic
def admit(*, application: UUID, reasons: str, now: datetime) -> UUID:
    """Let the business of an application take part, as two persons found. Answers the business.

    It joins under the charter that the applicant accepted. If another one binds by now, the business is asked for it.

    Raises:
        NoSuchApplication, WrongApplicationState, NumberTaken
        NotALegalPerson: what was given is a natural person's after all.
    """
    row = _locked(application, State.ADMITTED)
    joined = businesses.join_after_a_look(
        legal_name=row.legal_name,
        trading_names=row.trading_names,
        numbers=[(number.scheme, number.value) for number in row.numbers.all()],
        country=row.country,
        legal_form=row.legal_form,
        place=row.place,
        charter_version=row.charter_version,
        now=now,
    )
    said = (row.charter_version, row.accepted_by, row.office)
    _settle(joined.public_id, row.user_id, row.contact_email, row.language, row.domains, *said, now)
    was_appealed = row.state == State.APPEALED
    row.state, row.business_id = State.ADMITTED, joined.public_id
    if was_appealed:
        row.appeal_decided_on, row.appeal_reasons = now.date(), reasons
    else:
        row.decided_on, row.reasons = now.date(), reasons
    row.save()
    row.numbers.all().delete()
    _write(row, Kind.APPLICATION_ADMITTED, {"link": page(joined.public_id, row.language)}, now)
    return joined.public_id


@transaction.atomic
def refuse(*, application: UUID, reasons: str, is_natural_person: bool, now: datetime) -> None:
    """Refuse an application, or an appeal, as two persons found. A natural person's numbers are gone at once.

    Raises:
        NoSuchApplication, WrongApplicationState, Unexplained
    """
    require_explained(reasons)
    row = _locked(application, State.UPHELD, State.REFUSED)
    if row.state == State.APPEALED:
        row.state, row.appeal_decided_on, row.appeal_reasons = State.UPHELD, now.date(), reasons.strip()
    else:
        row.state, row.decided_on, row.reasons = State.REFUSED, now.date(), reasons.strip()
    row.appeal_until = until = row.appeal_until or rules.appeal_until(now.date())
    row.save()
    if is_natural_person or row.state == State.UPHELD:
        row.numbers.all().delete()
    if row.state == State.UPHELD:
        facts = {"outcome": "rejected", "reasons": row.appeal_reasons}
        _write(row, Kind.APPLICATION_APPEAL_DECIDED, facts, now)
    else:
        link = f"/members/{'' if row.language == 'en' else f'{row.language}/'}application/{row.public_id}"
        facts = {"reasons": row.reasons, "link": link, "until": until.isoformat()}
        _write(row, Kind.APPLICATION_REFUSED, facts, now)


@transaction.atomic
def appeal(*, user: int, application: UUID, said: str, given: Sequence[tuple[str, str]] = (), now: datetime) -> None:
    """Have a refusal looked at by others. Numbers that are gone are given again.

    Raises:
        NoSuchApplication, WrongApplicationState, Unexplained, BadNumber
    """
    require_explained(said)
    found = particulars.numbers(given)
    row = _locked(application, State.APPEALED, user=user)
    if row.appeal_until is None or now.date() > row.appeal_until:
        raise errors.WrongApplicationState
    row.state, row.appealed_on, row.appeal = State.APPEALED, now.date(), said.strip()
    row.decide_until = rules.decide_until(now.date(), is_appeal=True)
    row.save()
    Number.objects.bulk_create(
        (Number(application=row, scheme=scheme, value=value) for scheme, value in found), ignore_conflicts=True
    )


def require_explained(text: str) -> None:
    """See that reasons were given.

    Raises:
        Unexplained
    """
    if not rules.is_explained(text):
        raise errors.Unexplained


def forget_old(*, now: datetime) -> int:
    """Remove what has stood its time: numbers once no appeal can follow, decided applications a year later."""
    Number.objects.filter(application__state=State.REFUSED, application__appeal_until__lt=now.date()).delete()
    before = now.date() - timedelta(days=numbers.KEPT.value * 365 // 12)
    done = [State.ADMITTED, State.UPHELD, State.WITHDRAWN]
    old = Application.objects.filter(state__in=done, decided_on__lt=before, appeal_decided_on__isnull=True)
    old |= Application.objects.filter(state__in=done, appeal_decided_on__lt=before)
    old |= Application.objects.filter(state=State.REFUSED, appeal_until__lt=before)
    gone, _ = old.delete()
    return gone


def _locked(application: UUID, *to: State, user: int | None = None) -> Application:
    """The application, if it may go to one of these states."""
    rows = Application.objects.select_for_update().filter(public_id=application)
    row = (rows if user is None else rows.filter(user_id=user)).first()
    if row is None:
        raise errors.NoSuchApplication
    if not any(rules.may_go(State(row.state), state) for state in to):
        raise errors.WrongApplicationState(state=row.state)
    return row


def _write(row: Application, kind: Kind, facts: dict[str, str], now: datetime) -> None:
    """Tell whoever filed it; of a closed account there is nobody to tell."""
    to = users.address(row.user_id)
    if to:
        notices.mail(to=to, language=row.language, kind=kind, facts={"name": row.legal_name, **facts}, now=now)
