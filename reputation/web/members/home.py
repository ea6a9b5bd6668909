"""GET /members/: the businesses somebody belongs to, and the applications that wait."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reputation.admissions import queries as admissions
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.members import queries
from reputation.web.members import tasks, words
from reputation.web.members.guards import signed_in, user_of


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """What needs somebody comes first, in each business."""
    user, now = user_of(request), clock.now()
    belongings = queries.belongings(user)
    briefs = businesses.briefs(row.business for row in belongings)
    context = {
        "section": "businesses",
        "belongings": [
            {
                "business": briefs[row.business],
                "role": words.ROLES[row.role],
                "tasks": len(tasks.of_business(row.business, now=now)),
            }
            for row in belongings
        ],
        "applications": [{"found": row, "state": words.STATES[row.state]} for row in admissions.of_user(user)],
    }
    return render(request, "web/members/home.html", context)
