"""/members/desk/inspect: tables as they are, for operators to look at. Nothing can be changed or searched here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reputation.accounts.rules import Duty
from reputation.desk import inspection
from reputation.web.members.guards import with_duty


@require_safe
@with_duty(Duty.OPERATOR)
def index(request: HttpRequest) -> HttpResponse:
    """The tables there are."""
    context = {"section": "desk", "here": "inspect", "tables": sorted(inspection.TABLES.items())}
    return render(request, "web/members/desk/tables.html", context)


@require_safe
@with_duty(Duty.OPERATOR)
def table(request: HttpRequest, table: str, below: int | None = None) -> HttpResponse:
    """The rows of one, newest first."""
    context = {"section": "desk", "here": "inspect", "found": inspection.look(table, below=below)}
    return render(request, "web/members/desk/table.html", context)
