"""/members/b/{id}/keys and /members/account/keys: keys of the API, each shown once."""

from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.core import clock
from reputation.members import api_keys
from reputation.members.rules import SCOPES, Act
from reputation.web.members import asking, words
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import fresh, user_of


class OwnKey(asking.Form):
    """A key that acts as the account itself."""

    name = django_forms.CharField(
        label=_("What is the key for?"),
        max_length=api_keys.LONGEST_NAME,
        help_text=_("A name by which you know it again, such as “shop system”."),
        widget=django_forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Key(OwnKey):
    """A key of a business."""

    scopes = django_forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=[(str(act), words.SCOPES[act]) for act in SCOPES],
        initial=[str(Act.READ)],
        widget=django_forms.CheckboxSelectMultiple,
        help_text=_("Members, keys, the charter and leaving are for people alone."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """Lists the keys of a business; makes one, or ends one."""
    actor = actor_of(request, business, Act.OWN)
    if "end" in request.POST:
        api_keys.end(actor=actor, key=asking.id_of(request.POST["end"]), now=clock.now())
        return asking.done(request, _("The key is ended. It opens nothing any more."), "members-keys", business)
    form = Key(request.POST if request.method == "POST" else None)
    secret = ""
    if form.is_valid():
        with form.refusals():
            scopes = [Act(scope) for scope in form.cleaned_data["scopes"]]
            secret = api_keys.make(actor=actor, name=form.cleaned_data["name"], scopes=scopes, now=clock.now())
    context = {
        **about(request, actor, "keys"),
        "form": Key() if secret else form,
        "secret": secret,
        "keys": [
            {"key": key, "scopes": [words.SCOPES[scope] for scope in key.scopes]}
            for key in api_keys.of_business(business)
        ],
    }
    return asking.show(request, "web/members/business/keys.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def own(request: HttpRequest) -> HttpResponse:
    """Lists the keys of the account; makes one, or ends one."""
    user = user_of(request)
    if "end" in request.POST:
        api_keys.end_own(user=user, key=asking.id_of(request.POST["end"]), now=clock.now())
        return asking.done(request, _("The key is ended. It opens nothing any more."), "members-own-keys")
    form = OwnKey(request.POST if request.method == "POST" else None)
    secret = ""
    if form.is_valid():
        with form.refusals():
            secret = api_keys.make_own(user=user, name=form.cleaned_data["name"], now=clock.now())
    keys = [{"key": key, "scopes": []} for key in api_keys.of_user(user)]
    context = {"section": "account", "form": OwnKey() if secret else form, "secret": secret, "keys": keys}
    return asking.show(request, "web/members/own_keys.html", context, form)
