"""Who may open a signed-in page. A view says it in one line above itself.

`@signed_in`: anybody with an account. `@with_duty(Duty.MODERATOR)`: who has that duty and used a second factor since
signing in. `@fresh`: who showed within the last ten minutes who they are; `@fresh_on("name")` for what is posted from
the page of that name to an address of its own.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from reputation.accounts import errors, queries
from reputation.accounts.rules import Duty

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def user_of(request: HttpRequest) -> int:
    """The inner id of whoever asks, behind one of these guards."""
    assert request.user.pk is not None  # noqa: S101 - the guard saw to it
    return request.user.pk


def duties_of(request: HttpRequest) -> frozenset[Duty]:
    """What whoever asks does for the service; asked once a request."""
    known: frozenset[Duty] | None = getattr(request, "_duties", None)
    if known is None:
        known = queries.duties(user_of(request)) if request.user.is_authenticated else frozenset()
        request._duties = known  # type: ignore[attr-defined]  # noqa: SLF001 - ours, on this request alone
    return known


def has_second_factor(request: HttpRequest) -> bool:
    """Whether whoever asks has set up a second factor."""
    return bool(is_mfa_enabled(request.user, SECOND_FACTORS))


def used_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor, or a passkey, was shown since signing in."""
    if not request.user.is_authenticated:
        return False
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def signed_in(view: View[P]) -> View[P]:
    """For anybody with an account; who has not signed in does so first and comes back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _by_way_of(reverse("account_login"), request)
        return view(request, *args, **kwargs)

    return guarded


def with_duty(*duties: Duty) -> Callable[[View[P]], View[P]]:
    """For those with one of these duties, who have used a second factor in this session.

    Raises:
        WithoutDuty: in the view's stead.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not duties_of(request).intersection(duties):
                raise errors.WithoutDuty
            if not used_second_factor(request):
                return _show_second_factor(request)
            return view(request, *args, **kwargs)

        return signed_in(guarded)

    return guard


def fresh(view: View[P]) -> View[P]:
    """For whoever showed within the last ten minutes who they are. What was posted is not kept meanwhile."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_fresh(request):
            return HttpResponseRedirect(again(request, request.path))
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def fresh_on(page: str) -> Callable[[View[P]], View[P]]:
    """As `fresh`, for what is posted from a page with another address: that page comes next, and says why."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not is_fresh(request):
                messages.warning(request, gettext("Nothing was changed yet: do it once more, now that it is you."))
                return HttpResponseRedirect(again(request, reverse(page, args=args, kwargs=kwargs)))
            return view(request, *args, **kwargs)

        return signed_in(guarded)

    return guard


def is_fresh(request: HttpRequest) -> bool:
    """Whether whoever is signed in showed within the last ten minutes who they are."""
    return bool(did_recently_reauthenticate(request))


def again(request: HttpRequest, page: str) -> str:
    """Where whoever is signed in shows once more who they are, before they come to a page."""
    return _way(get_adapter().get_reauthentication_methods(request.user)[0]["url"], page)


def _show_second_factor(request: HttpRequest) -> HttpResponseBase:
    """Whoever has a second factor shows it; whoever has none sets one up."""
    if not has_second_factor(request):
        return HttpResponseRedirect(reverse("mfa_index"))
    has_app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    return _by_way_of(reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"), request)


def _by_way_of(address: str, request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(_way(address, request.path))


def _way(address: str, page: str) -> str:
    # By its path alone: what stood behind it is not written into another address.
    return f"{address}?{urlencode({'next': page})}"
