"""/members/desk: what waits, by deadline; and what was decided lately. No count per person, here or anywhere."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reputation.accounts.rules import Duty
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.desk import queries, queues
from reputation.desk.queues import Line, Waits, What
from reputation.desk.rules import OF_APPLICATIONS, Kind, State
from reputation.evidence import queries as evidence
from reputation.log import about
from reputation.log import queries as log
from reputation.web.members.desk import payments, words
from reputation.web.members.guards import duties_of, user_of, with_duty
from reputation.web.terms import Words

PAYMENTS_SHOWN = 20
ADDRESSES = {
    What.APPLICATION: "desk-application",
    What.APPEAL: "desk-application",
    What.PROPOSAL: "desk-proposal",
    What.EXCLUSION: "desk-exclusion",
    What.EXCLUSION_APPEAL: "desk-exclusion",
    What.ATTESTER: "desk-attester",
    What.PAYMENT: "desk-payment",
}
# What the list can be narrowed to.
FILTERS: dict[str, Words] = {
    "": _("Everything"),
    "you": _("Can be done now"),
    "second": _("Waits for a second person"),
    "doubt": _("Identities in doubt"),
}


@require_safe
@with_duty(*Duty)
def page(request: HttpRequest) -> HttpResponse:
    """The queue."""
    now = clock.now()
    chosen = request.GET.get("show", "")
    lines = [line for line in queues.queue(user_of(request), now) if _is_in(line, chosen)]
    context = {
        "section": "desk",
        "here": "queue",
        "lines": [
            {
                "line": line,
                "days": line.days_left(now.date()),
                "late": -line.days_left(now.date()),
                "link": reverse(ADDRESSES[line.what], args=[line.id]),
                "what": words.WHAT[line.what],
                "kind": words.KINDS[line.kind] if line.kind else "",
                "waits": words.WAITS[line.waits],
            }
            for line in lines
        ],
        "filters": FILTERS.items(),
        "chosen": chosen,
    }
    return render(request, "web/members/desk/queue.html", context)


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
    return queries.admitted(found.subject) if found.kind in OF_APPLICATIONS else found.subject
