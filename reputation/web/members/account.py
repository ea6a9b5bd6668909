"""/members/account and below: what somebody may change about their own account."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.accounts import actions, errors, queries
from reputation.accounts.rules import LANGUAGES, Duty
from reputation.admissions import actions as admissions
from reputation.core import clock
from reputation.notices.texts import link
from reputation.web import terms
from reputation.web.members import adapters, forms, guards
from reputation.web.members.guards import fresh, signed_in, user_of

DUTIES: dict[Duty, terms.Words] = {
    Duty.MODERATOR: _("moderator"),
    Duty.PANEL: _("member of the panel"),
    Duty.OPERATOR: _("operator"),
}
NAMES = {"en": "English", "de": "Deutsch"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Shows what is held; what is posted is the language of letters."""
    if request.method == "POST":
        if (language := request.POST.get("language", "")) in LANGUAGES:
            actions.choose_language(user_id=user_of(request), language=language)
        return HttpResponseRedirect(reverse("members-account"))
    context = {
        "section": "account",
        "person": queries.by_id(user_of(request)),
        "has_second_factor": guards.has_second_factor(request),
        "duty_names": [DUTIES[duty] for duty in Duty if duty in guards.duties_of(request)],
        "written_in": [(code, NAMES[code]) for code in LANGUAGES],
    }
    return render(request, "web/members/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def email(request: HttpRequest) -> HttpResponse:
    """Asks for a new address and writes to it and to the old one, which stays until the link there was followed."""
    form = forms.NewAddress(request.POST if request.method == "POST" else None)
    is_sent = form.is_valid()
    if is_sent:
        new = form.cleaned_data["email"]
        token = actions.offer_email(user_id=user_of(request), email=new)
        address = link(reverse("members-new-email", args=[token]))
        mails = adapters.Accounts()
        mails.send_mail("account/email/new_email", new, {"link": address})
        mails.send_mail("account/email/email_change_asked", queries.address(user_of(request)), {"new": new})
    context = {"section": "account", "form": form, "is_sent": is_sent, "person": queries.by_id(user_of(request))}
    return render(request, "account/email_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link in the mail leads, on any device: it shows the address, and takes it when that is confirmed."""
    context: dict[str, object] = {}
    try:
        context["address"] = actions.offered_email(token=token, now=clock.now())
        if request.method == "POST":
            old, new = actions.take_email(token=token, now=clock.now())
            adapters.Accounts().send_mail("account/email/email_changed", old, {"new": new})
            context["is_done"] = True
    except errors.OfferOver:
        context["address"] = ""
    return render(request, "web/members/new_email.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def close(request: HttpRequest) -> HttpResponse:
    """The last question before an account is closed for good."""
    if request.method != "POST":
        return render(request, "web/members/close.html", {"section": "account"})
    admissions.close_account(user=user_of(request), now=clock.now())
    logout(request)
    return HttpResponseRedirect(reverse("account_inactive"))
