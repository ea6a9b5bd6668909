"""/members/desk/cases/{id}/panel and below: what the three of a panel write, each alone first, then together."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import case_panels, cases
from reputation.desk.cases import Sight
from reputation.desk.errors import CaseChanged, NotForYou
from reputation.desk.rules import Bar
from reputation.disputes.panels import Todo
from reputation.disputes.rules import Outcome
from reputation.web.members import asking
from reputation.web.members.desk import case_drafts, case_forms, case_pages
from reputation.web.members.guards import user_of, with_duty


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.PANEL)
def page(request: HttpRequest, case: UUID) -> HttpResponse:
    """An opinion, or a vote on the draft: whichever is due; what is posted is written."""
    now, user = clock.now(), user_of(request)
    found = _sight(request, case)
    assert found.table is not None  # noqa: S101 - the sight of a panel has one
    opinion = case_forms.Opinion(found, request.POST if request.POST.get("do") == "opine" else None)
    vote = case_forms.Vote(request.POST if request.POST.get("do") == "vote" else None, initial={"seen": found.seen})
    if opinion.is_valid():
        given = opinion.cleaned_data
        with opinion.refusals():
            outcome = Outcome(given["outcome"])
            case_panels.opine(user=user, case=case, seen=given["seen"], outcome=outcome, text=given["text"], now=now)
            return asking.done(
                request, _("Written. The others read it once all three have written."), "desk-case", case
            )
    if vote.is_valid():
        given = vote.cleaned_data
        with vote.refusals():
            decided = case_panels.vote(
                user=user, case=case, seen=given["seen"], agrees=given["agrees"], dissent=given["dissent"], now=now
            )
            if decided:
                return asking.done(request, _("Decided. Both sides are told, with the reasons."), "desk-cases")
            return asking.done(request, _("Your vote is kept."), "desk-case", case)
    form = vote if found.table.todo is Todo.VOTE else opinion
    context = case_pages.everything(found, now) | {"form": form}
    return asking.show(request, "web/members/desk/case_seat.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.PANEL)
def draft(request: HttpRequest, case: UUID, outcome: str) -> HttpResponse:
    """The form of a draft, as moderators have it; what is confirmed goes to the vote of the others."""
    now = clock.now()
    found = _sight(request, case)
    assert found.table is not None  # noqa: S101 - the sight of a panel has one
    wanted = next((one for one in found.table.outcomes if one == outcome), None)
    if wanted is None or found.table.todo is not Todo.DRAFT:
        raise CaseChanged
    return case_drafts.write(request, found, wanted, case_panels.draft, _("Drafted. The others vote on it."), now)


def _sight(request: HttpRequest, case: UUID) -> Sight:
    """The case for somebody on its panel.

    Raises:
        NoSuchCase, NotForYou
    """
    found = cases.sight(user=user_of(request), case=case, today=clock.now().date())
    if found.table is None:
        raise NotForYou(reason=str(Bar.DUTY))
    return found
