"""/members/invitation: becoming a member by the code in a link. The code stands behind #, so no server log has it."""

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.core import clock
from reputation.members import actions
from reputation.web.members import asking
from reputation.web.members.guards import signed_in, user_of


class Code(asking.Form):
    """The code of an invitation."""

    code = django_forms.CharField(
        label=_("Code of the invitation"),
        max_length=100,
        help_text=_(
            "What stands behind # in the link that you got by mail. It is filled in by itself where that works."
        ),
        widget=django_forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponseBase:
    """Says first that an account is needed, with the very address that was invited; then takes the code."""
    if not request.user.is_authenticated:
        return asking.show(request, "web/members/invitation.html", {"section": "sign-in", "form": None})
    return _taken(request)


@signed_in
def _taken(request: HttpRequest) -> HttpResponse:
    form = Code(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.refusals():
            code = form.cleaned_data["code"].rpartition("#")[2].strip()
            business = actions.accept_invitation(code=code, user=user_of(request), now=clock.now())
        if not form.errors:
            return asking.done(request, _("You belong to this business now."), "members-business", business)
    return asking.show(request, "web/members/invitation.html", {"section": "businesses", "form": form}, form)
