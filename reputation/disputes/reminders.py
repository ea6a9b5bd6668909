"""Reminding challengers of their last days. Writers see theirs in the mailbox."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from reputation.core.rows import alone
from reputation.disputes import notice_rules, notices
from reputation.disputes.models import Appeal, Case, Decision, Reminder
from reputation.disputes.notices import Event, LastDay
from reputation.disputes.rules import Outcome, Party, Side, State
from reputation.proofs import queries as proofs


class Near(NamedTuple):
    """A last day that is near, and how many days before it this reminder is due."""

    case: Case
    last_day: LastDay
    until: date
    days_before: int


def remind(*, now: datetime) -> int:
    """Remind everybody whose day is near, once each; answers how many. What was missed for a day is made up for."""
    Reminder.objects.filter(until__lt=now.date()).delete()
    count = 0
    for near in list(_near(now.date())):
        with alone("disputes.remind"):
            count += _remind(near, now)
    return count


@transaction.atomic
def _remind(near: Near, now: datetime) -> bool:
    _, is_new = Reminder.objects.get_or_create(
        case=near.case, last_day=near.last_day, until=near.until, days_before=near.days_before
    )
    if is_new:
        event = Event.FILES_GO if near.last_day is LastDay.FILES else Event.DAY_NEAR
        notices.notify(case=near.case, event=event, now=now, last_day=near.last_day, until=near.until)
    return is_new


def _near(today: date) -> Iterator[Near]:
    for case, last_day, until in [*_replies(today), *_appeals(today), *_files(today)]:
        before = notice_rules.reminder(last_day, until, today)
        if before is not None:
            yield Near(case, last_day, until, before)


def _ahead(last_day: LastDay, today: date) -> tuple[date, date]:
    """The last days of which one might be reminded today."""
    return today, today + timedelta(days=max(notice_rules.REMINDERS[last_day]))


def _replies(today: date) -> Iterator[tuple[Case, LastDay, date]]:
    ahead = _ahead(LastDay.REPLY, today)
    for case in Case.objects.filter(state=State.ANSWERED, reply_until__range=ahead, paused_on__isnull=True):
        if case.reply_until is not None:
            yield case, LastDay.REPLY, case.reply_until


def _appeals(today: date) -> Iterator[tuple[Case, LastDay, date]]:
    for case in Case.objects.filter(state=State.DECIDED, appeal_until__range=_ahead(LastDay.APPEAL, today)):
        last = Decision.objects.filter(case=case).order_by("-id").values_list("id", "outcome").first()
        if last is None or case.appeal_until is None:
            continue
        has_appealed = Appeal.objects.filter(decision_id=last[0], party=Party.CHALLENGER).exists()
        if not has_appealed and notice_rules.may_want_to_appeal(Outcome(last[1])):
            yield case, LastDay.APPEAL, case.appeal_until


def _files(today: date) -> Iterator[tuple[Case, LastDay, date]]:
    """Cases of businesses whose proofs go soon. Whoever else challenged was forgotten when the case ended."""
    for public_id, until in proofs.going(_ahead(LastDay.FILES, today)[1]):
        case = Case.objects.filter(public_id=public_id, side=Side.BUSINESS).first()
        if case is not None:
            yield case, LastDay.FILES, until
