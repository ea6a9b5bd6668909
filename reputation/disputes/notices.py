"""Telling everybody what happened in a case, in the transaction of what happened.

`notify` is what every step calls. Who is told what is in `notice_rules.notices_for`; here the facts are looked up and
the mails and webhooks let wait. The writer's line needs nothing: the mailbox reads the case itself.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime

from reputation.accounts import queries as accounts
from reputation.accounts.queries import Person
from reputation.accounts.rules import Duty
from reputation.businesses import queries as businesses
from reputation.disputes.models import Appeal, Case, Claim, Decision, Filer, Interim, Seat, Taking
from reputation.disputes.notice_rules import Audience, Event, Facts, LastDay, Notice, notices_for
from reputation.disputes.rules import Outcome, Part, Party, Side, State, Subject
from reputation.members import deeds
from reputation.notices import actions as outbox
from reputation.notices.errors import BadMailAddress
from reputation.notices.rules import NEEDS, Fact, Kind
from reputation.webhooks import actions as webhooks
from reputation.webhooks.rules import EventKind

__all__ = ["Event", "LastDay", "notify"]

# Whoever did this in a case need not be told that somebody else is wanted, and whoever declined is not asked again.
NOT_AGAIN = (Part.DECLINED, Part.INTERIM, Part.DRAFTED)


def notify(
    *,
    case: Case,
    event: Event,
    now: datetime,
    by: Party | None = None,
    last_day: LastDay | None = None,
    until: date | None = None,
    seats: Collection[int] | None = None,
) -> None:
    """Let everything wait that is told because of an event, as the case stands after it.

    `by`: the side that adds something. `last_day`, `until`: the one that is near. `seats`: the accounts of those who
    are newly seated; all of a panel when it is None.
    """
    facts = _facts(case, event, by=by, last_day=last_day, until=until)
    for notice in notices_for(event, facts):
        _tell(case, notice, now, seats)


def _facts(case: Case, event: Event, *, by: Party | None, last_day: LastDay | None, until: date | None) -> Facts:
    outcome = Decision.objects.filter(case=case).order_by("-id").values_list("outcome", flat=True).first()
    keeping = Appeal.objects.filter(case=case, nonce_commitment__isnull=False, nonce__isnull=True)
    return Facts(
        case=case.public_id,
        subject=case.subject,
        side=Side(case.side),
        # Noted before the case goes there: the database asks for that step.
        state=State.READY if event is Event.READY else State(case.state),
        ground=Claim.objects.values_list("ground", flat=True).get(case=case),
        review=case.review_id,
        is_urgent=case.is_urgent,
        outcome=None if outcome is None else Outcome(outcome),
        until=until if event not in UNTIL else UNTIL[event](case),
        by=by,
        nonces=frozenset(map(Party, keeping.values_list("party", flat=True))),
        last_day=last_day,
    )


def _first_look(case: Case) -> date:
    """About an alert nobody has to be heard; about an address the business may answer until then."""
    match case.subject:
        case Subject.REVIEW:
            return case.admit_until
        case Subject.ALERT:
            return case.decide_until
        case Subject.DOMAIN:
            return case.answer_until


def _lapses(case: Case) -> date:
    return Interim.objects.get(case=case).lapses_at.date()


def _hidden_until(case: Case) -> date:
    return Interim.objects.get(case=case).until


def _panel_until(case: Case) -> date | None:
    return Appeal.objects.filter(case=case).order_by("-decide_until").values_list("decide_until", flat=True).first()


# The day that goes with an event.
UNTIL: Mapping[Event, Callable[[Case], date | None]] = {
    Event.FILED: _first_look,
    Event.ADMITTED: lambda case: case.answer_until,
    Event.EXTENDED: lambda case: case.answer_until,
    Event.ANSWERED: lambda case: case.reply_until,
    Event.REOPENED: lambda case: case.reply_until,
    Event.RESUMED: lambda case: case.decide_until,
    Event.INTERIM_TAKEN: _lapses,
    Event.INTERIM_CONFIRMED: _hidden_until,
    Event.DECIDED: lambda case: case.appeal_until,
    Event.APPEALED: _panel_until,
    Event.SEATED: _panel_until,
}


def _tell(case: Case, notice: Notice, now: datetime, seats: Collection[int] | None) -> None:
    if isinstance(notice.kind, EventKind):
        webhooks.announce(business=case.business_id, kind=notice.kind, facts=notice.facts, now=now)
    elif isinstance(notice.kind, Kind):
        match notice.audience:
            case Audience.CHALLENGER if case.side == Side.PUBLIC:
                _tell_filer(case, notice.kind, notice.facts, now)
            case Audience.CHALLENGER | Audience.CONCERNED:
                _tell_business(case, notice.kind, notice.facts, now)
            case Audience.MODERATORS:
                _tell_people(_free(case, Duty.MODERATOR), notice.kind, notice.facts, now)
            case Audience.OPERATORS:
                _tell_people(accounts.with_duty(Duty.OPERATOR), notice.kind, notice.facts, now)
            case Audience.PANEL:
                _tell_people(_seated(case, seats), notice.kind, notice.facts, now)


def _tell_business(case: Case, kind: Kind, facts: Mapping[str, str], now: datetime) -> None:
    deeds.tell(business=case.business_id, kind=kind, facts=facts, now=now, below=f"/cases/{case.public_id}")


def _tell_filer(case: Case, kind: Kind, facts: Mapping[str, str], now: datetime) -> None:
    """By mail, where one is wanted. The link leads to the page of the case, which asks nobody to sign in."""
    row = Filer.objects.filter(case=case).exclude(email="").only("email", "language").first()
    if row is None:
        return
    link = f"{'' if row.language == 'en' else f'/{row.language}'}/case/{case.public_id}"
    name = businesses.legal_name(case.business_id)
    with suppress(BadMailAddress):
        outbox.mail(
            to=row.email, language=row.language, kind=kind, facts={**facts, **_given(kind, name, link)}, now=now
        )


def _tell_people(people: Iterable[Person], kind: Kind, facts: Mapping[str, str], now: datetime) -> None:
    """Those who work for the service: what the case is about stands at the desk alone."""
    for person in people:
        link = f"/members/{'' if person.language == 'en' else f'{person.language}/'}desk"
        with suppress(BadMailAddress):
            outbox.mail(
                to=person.email,
                language=person.language,
                kind=kind,
                facts={**facts, **_given(kind, "", link)},
                now=now,
            )


def _given(kind: Kind, name: str, link: str) -> dict[str, str]:
    return {str(fact): value for fact, value in {Fact.BUSINESS: name, Fact.LINK: link}.items() if fact in NEEDS[kind]}


def _free(case: Case, duty: Duty) -> list[Person]:
    """Whoever has a duty and did nothing in the case that somebody else has to follow."""
    done = set(Taking.objects.filter(case=case, part__in=NOT_AGAIN).values_list("user_id", flat=True))
    return [person for person in accounts.with_duty(duty) if person.id not in done]


def _seated(case: Case, seats: Collection[int] | None) -> list[Person]:
    if seats is None:
        rows = Seat.objects.filter(panel__case=case, panel__ended_on__isnull=True, left_on__isnull=True)
        seats = list(rows.order_by("number").values_list("user_id", flat=True))
    found = accounts.by_ids(list(seats))
    return [found[user] for user in seats if user in found]
