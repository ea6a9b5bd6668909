"""/members/desk: what waits, by deadline; and what was decided lately. No count per person, here or anywhere."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reputation.accounts.rules import Duty
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.desk import case_queue, queries, queues
from reputation.desk.queues import Line, Waits, What
from reputation.desk.rules import OF_APPLICATIONS, OF_CASES, OF_TEXTS, Kind, State
from reputation.evidence import queries as evidence
from reputation.log import about
from reputation.log import queries as log
from reputation.web.members.desk import case_pages, cases, payments, text_words, words
from reputation.web.members.guards import duties_of, user_of, with_duty
from reputation.web.terms import Words

PAYMENTS_SHOWN = 20
LINES_SHOWN = 50
"""Of each part of the queue: who has decided about so many sees the next ones."""
ADDRESSES = {
    What.APPLICATION: "desk-application",
    What.APPEAL: "desk-application",
    What.PROPOSAL: "desk-proposal",
    What.EXCLUSION: "desk-exclusion",
    What.EXCLUSION_APPEAL: "desk-exclusion",
    What.MEASURE_APPEAL: "desk-measure",
    What.UNFOUNDED: "desk-business",
    What.ATTESTER: "desk-attester",
    What.PAYMENT: "desk-payment",
    What.WORDS: "desk-words",
    **dict.fromkeys(text_words.TITLES, "desk-text"),
}
# What the list can be narrowed to.
FILTERS: dict[str, Words] = {
    "": _("Everything"),
    "you": _("Can be done now"),
    "second": _("Waits for a second person"),
    "doubt": _("Identities in doubt"),
}


class Section(NamedTuple):
    """A part of the queue: where its lines come from, and who has it in theirs. Cases come before all of them."""

    title: Words
    says: Words
    lines: Callable[[int, datetime], list[Line]]
    duties: frozenset[Duty]


# What is due soonest comes first.
SECTIONS = (
    Section(
        _("Words that somebody asked to mask"),
        _("They are masked at once. Within 24 hours somebody says whether they stay masked; late ones are counted."),
        queues.asked,
        OF_TEXTS,
    ),
    Section(_("Texts to look at before they go out"), "", queues.held, OF_TEXTS),
    Section(
        _("Texts that seemed clean"),
        _("Drawn by chance. They have gone their way; you look for what the screening misses."),
        queues.audited,
        OF_TEXTS,
    ),
    Section(_("Applications, proposals, appeals, payments"), "", queues.queue, frozenset(Duty)),
)


@require_safe
@with_duty(*Duty)
def page(request: HttpRequest) -> HttpResponse:
    """The queue."""
    now, user = clock.now(), user_of(request)
    chosen = request.GET.get("show", "")
    is_of_cases = bool(OF_CASES & duties_of(request))
    waiting = [line for line in case_queue.lines(user, now) if cases.is_in(line, chosen, now)] if is_of_cases else []
    sections = []
    for section in SECTIONS:
        if section.duties & duties_of(request):
            lines = [line for line in section.lines(user, now) if _is_in(line, chosen)]
            sections.append(
                {
                    "title": section.title,
                    "says": section.says,
                    "rows": [_row(line, now) for line in lines[:LINES_SHOWN]],
                    "more": max(len(lines) - LINES_SHOWN, 0),
                }
            )
    context = {
        "section": "desk",
        "here": "queue",
        "is_of_cases": is_of_cases,
        "cases": [case_pages.row(line, now) for line in waiting[:LINES_SHOWN]],
        "more_cases": max(len(waiting) - LINES_SHOWN, 0),
        "more_cases_at": f"{reverse('desk-cases')}?{urlencode({'show': chosen})}",
        "sections": sections,
        "filters": FILTERS.items(),
        "chosen": chosen,
    }
    return render(request, "web/members/desk/queue.html", context)


def _row(line: Line, now: datetime) -> dict[str, Any]:
    days, hours = line.days_left(now.date()), line.hours_left(now)
    return {
        "line": line,
        "days": days,
        "late": -days,
        "hours": hours,
        "late_hours": -hours if hours is not None else None,
        "used": line.used(now),
        "link": reverse(ADDRESSES[line.what], args=[line.id]),
        "what": words.WHAT[line.what],
        "kind": words.KINDS[line.kind] if line.kind else "",
        "waits": words.WAITS[line.waits],
    }


def _is_in(line: Line, chosen: str) -> bool:
    match chosen:
        case "you":
            return line.waits is Waits.YOU
        case "second":
            return line.waits is Waits.SECOND or line.kind is not None
        case "doubt":
            return any(doubt.endswith("-in-doubt") for doubt in line.doubts)
        case _:
            return True


@require_safe
@with_duty(*Duty)
def done(request: HttpRequest) -> HttpResponse:
    """What was decided lately, by how many, and where it stands in the log."""
    today = clock.now().date()
    user = user_of(request)
    shown = [
        found
        for found in queries.done(duties_of(request))
        if queries.sees(user=user, kind=found.kind, subject=found.subject, today=today)
    ]
    is_moderator = Duty.MODERATOR in duties_of(request)
    context = {
        "section": "desk",
        "here": "done",
        "payments": [
            {
                "found": found,
                "name": businesses.legal_name(found.business),
                "state": payments.STATES[found.state],
                "reason": payments.REASONS[found.reason] if found.reason else "",
            }
            for found in (evidence.decisions(PAYMENTS_SHOWN) if is_moderator else [])
        ],
        "rows": [
            {
                "found": found,
                "kind": words.KINDS[found.kind],
                "state": words.STATES[found.state],
                "name": queues.name_of(found),
                "entry": entry_of(found),
            }
            for found in shown
        ],
    }
    return render(request, "web/members/desk/done.html", context)


LOGGED = {
    Kind.ADMIT: "business-joined",
    Kind.NUMBERS: "business-changed",
    Kind.TERMINATE: "termination",
    Kind.ANNUL_KEY: "receipt-key-annulled",
    Kind.WARN: "warning",
    Kind.SUSPEND_RIGHT: "right-suspended",
    Kind.NOTE_THREAT: "case-conduct",
    Kind.END_WARNING: "warning-ended",
}


def entry_of(found: queries.Shown) -> int | None:
    """The position of the entry that a confirmed proposal led to, None if there is none, or none yet."""
    if found.decided_at is None or found.decided_by is None or found.state is not State.CONFIRMED:
        return None
    if found.kind is Kind.EDITION and found.particulars.edition:
        return log.announcing(found.particulars.edition)
    if found.kind is Kind.OPERATOR:
        return next((row for row in reversed(about.operator_entries()) if _is_since(row, found)), None)
    business = _business_of(found)
    if business is None or found.kind not in LOGGED:
        return None
    rows = (row.position for row in log.of_business(business) if row.kind == LOGGED[found.kind])
    return next((row for row in rows if _is_since(row, found)), None)


def _is_since(position: int, found: queries.Shown) -> bool:
    day = log.entry(position).body.get("date", "")
    return found.decided_at is not None and str(day) >= found.decided_at.date().isoformat()


def _business_of(found: queries.Shown) -> UUID | None:
    if found.subject is None:
        return None
    if found.kind in OF_APPLICATIONS:
        return queries.admitted(found.subject)
    return queries.business_of(found.kind, found.subject)
