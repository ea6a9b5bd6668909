"""/members/desk/cases and below: what waits in cases; a case on one screen; the steps that take no text."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import case_acts, case_queue, cases
from reputation.desk.case_queue import Line, Waits
from reputation.proofs.rules import Seen
from reputation.web.members import asking
from reputation.web.members.desk import case_forms, case_pages
from reputation.web.members.guards import user_of, with_duty
from reputation.web.terms import Words

LINES_SHOWN = 100
FILTERS: Mapping[str, Words] = {
    "": _("Everything"),
    "you": _("Can be done now"),
    "second": _("Waits for a second person"),
    "sides": _("Waits for a side"),
    "urgent": _("Urgent only"),
    "late": _("Late"),
}


@require_safe
@with_duty(Duty.MODERATOR, Duty.PANEL)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits in cases."""
    now, chosen = clock.now(), request.GET.get("show", "")
    found = [line for line in case_queue.lines(user_of(request), now) if is_in(line, chosen, now)]
    page = max(asking.whole(request.GET.get("page", "")), 1)
    context = {
        "section": "desk",
        "here": "cases",
        "rows": [case_pages.row(line, now) for line in found[(page - 1) * LINES_SHOWN : page * LINES_SHOWN]],
        "more": max(len(found) - page * LINES_SHOWN, 0),
        "more_at": "?" + urlencode({"show": chosen, "page": str(page + 1)}),
        "filters": FILTERS.items(),
        "chosen": chosen,
    }
    return render(request, "web/members/desk/case_queue.html", context)


def is_in(line: Line, chosen: str, now: datetime) -> bool:
    """Whether a line is among what the list is narrowed to. Of doubts in an identity there are none in cases."""
    match chosen:
        case "you":
            return line.waits is Waits.YOU
        case "second":
            return line.waits is Waits.SECOND or line.next in (case_queue.Next.SECOND, case_queue.Next.CONFIRM)
        case "sides":
            return line.waits in (Waits.WRITER, Waits.CHALLENGER)
        case "urgent":
            return line.is_urgent
        case "doubt":
            return False
        case "late":
            return line.is_late(now)
        case _:
            return True


Step = Callable[..., object]
# The steps that take no text: what is done, and what is said of it afterwards.
STEPS: Mapping[str, tuple[Step, Words]] = {
    "admit": (case_acts.admit, _("Admitted. The writer is told, and may answer.")),
    "approve": (case_acts.approve, _("Decided. Both sides are told, with the reasons.")),
    "confirm": (case_acts.confirm_interim, _("Confirmed: the review is not shown until the case is decided.")),
    "end": (case_acts.end_interim, _("Ended: the review is shown again.")),
    "pause": (case_acts.pause, _("The time stands still. Everybody can see that.")),
    "resume": (case_acts.resume, _("The time runs on.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR, Duty.PANEL)
def page(request: HttpRequest, case: UUID) -> HttpResponse:
    """A case, for whoever says that nothing ties them; what is posted takes a step."""
    now, user = clock.now(), user_of(request)
    do = request.POST.get("do", "")
    if do == "declare":
        cases.declare(user=user, case=case, now=now)
        return asking.done(request, _("It is on record that you read this case."), "desk-case", case)
    if do == "decline":
        cases.decline(user=user, case=case, now=now)
        return asking.done(request, _("Somebody else does it. Nobody asks why."), "desk-cases")
    if do in STEPS:
        step, says = STEPS[do]
        step(user=user, case=case, seen=request.POST.get("seen", ""), now=now)
        return asking.done(request, says, "desk-case", case)
    if do == "seen":
        _say_what_it_is(request, case, now)
        return asking.done(request, _("Noted. The other side reads that, and nothing else of it."), "desk-case", case)
    found = cases.door(user=user, case=case, today=now.date())
    if not found.is_declared:
        return render(request, "web/members/desk/case_door.html", case_pages.frame(found, now))
    form = case_forms.Words(request.POST if do == "give-back" else None)
    if form.is_valid():
        given = form.cleaned_data
        with form.refusals():
            case_acts.give_back(user=user, case=case, seen=given["seen"], words=given["words"], now=now)
            return asking.done(request, _("Given back. Somebody drafts anew."), "desk-case", case)
    context = case_pages.everything(found, now) | {"form": form}
    return asking.show(request, "web/members/desk/case.html", context, form)


def _say_what_it_is(request: HttpRequest, case: UUID, now: datetime) -> None:
    proof, seen = asking.id_of(request.POST.get("proof", "")), request.POST.get("kind", "")
    if seen in tuple(Seen):
        case_acts.say_what_it_is(user=user_of(request), case=case, proof=proof, seen=Seen(seen), now=now)
