"""POST /members/work: what an attempt costs a browser, before it makes it."""

from allauth.account.internal.stagekit import unstash_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from reputation.accounts import attempts, rules
from reputation.core import clock


@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """A piece of work for a name: the one that is posted, or whoever is signed in, or on the way in.

    It is as much for a name that nobody has.
    """
    return JsonResponse(attempts.work(_name(request), now=clock.now()))


def _name(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return request.user.email
    if posted := request.POST.get("name", ""):
        return rules.written(posted)[: rules.EMAIL_LIMIT]
    login = unstash_login(request, peek=True)
    return login.user.email if login is not None and login.user is not None else ""
