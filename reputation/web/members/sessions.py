"""GET and POST /members/account/sessions: where somebody is signed in, and how to end that."""

import contextlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reputation.accounts import actions, queries
from reputation.core import clock
from reputation.web.members.guards import signed_in, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Lists the sessions. What is posted names one of them, `others` or `all`."""
    user_id = user_of(request)
    key = request.session.session_key
    if request.method != "POST":
        listed = queries.sessions_of(user_id, key=key, now=clock.now())
        return render(request, "web/members/sessions.html", {"section": "account", "sessions": listed})
    which = request.POST.get("end", "")
    if which == "all":
        actions.end_other_sessions(user_id=user_id, key=None)
    elif which == "others":
        actions.end_other_sessions(user_id=user_id, key=key)
    else:
        with contextlib.suppress(ValueError):
            actions.end_session(user_id=user_id, public_id=UUID(which))
    return HttpResponseRedirect(reverse("members-sessions"))
