"""/members/join: from a country to a business that takes part, in four steps. Nothing is kept before the last one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from reputation.admissions import actions, queries
from reputation.admissions.actions import Wish
from reputation.businesses import legal_forms
from reputation.businesses.admission import Outcome
from reputation.businesses.queries import Judged
from reputation.core import clock
from reputation.rulebook import charter
from reputation.web.errors import Words
from reputation.web.members import asking, words
from reputation.web.members.guards import signed_in, user_of
from reputation.web.members.join_forms import Country, Identity, Names, Promise
from reputation.web.terms import JOIN_STEPS

COUNTRY, IDENTITY, NAMES, PROMISE = range(4)


def _form(step: int, data: Any, initial: dict[str, Any] | None = None) -> asking.Form:
    given = {} if initial is None else {"initial": initial}
    if step == IDENTITY:
        return Identity(data, code=str((initial or data or {}).get("country", "")), **given)
    plain: dict[int, type[asking.Form]] = {COUNTRY: Country, NAMES: Names, PROMISE: Promise}
    return plain[step](data, **given)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Asks step by step; each answer carries those before it, and only the last one writes."""
    if request.method != "POST":
        return _show(request, COUNTRY, Country())
    step = _step(request.POST.get("step", ""))
    if "back" in request.POST:
        return _show(request, max(step - 1, COUNTRY), _form(max(step - 1, COUNTRY), None, _typed(request)))
    shown: dict[int, asking.Form] = {}
    for number in range(step + 1):
        form = shown[number] = _form(number, request.POST)
        if not form.is_valid():
            return _show(request, number, form)
    judged = None
    if step >= IDENTITY:
        identity = shown[IDENTITY]
        assert isinstance(identity, Identity)  # noqa: S101 - for the type checker
        code, legal_form = shown[COUNTRY].cleaned_data["country"], identity.cleaned_data["legal_form"]
        with identity.refusals():
            judged = queries.look(code, legal_form, identity.given())
        if judged is None or judged.verdict.outcome is Outcome.REFUSED:
            return _show(request, IDENTITY, identity, judged)
    if step < PROMISE:
        return _show(request, step + 1, _form(step + 1, None, _prefilled(request, judged)), judged)
    return _send(request, shown)


def _step(text: str) -> int:
    return int(text) if text in {"0", "1", "2", "3"} else COUNTRY


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST.get(name, "") for name in request.POST}


def _prefilled(request: HttpRequest, judged: Judged | None) -> dict[str, Any]:
    """What was typed before, or what the registry says where nothing was."""
    entity = None if judged is None else judged.entity
    known = {} if entity is None else {"legal_name": entity.legal_name, "place": entity.place}
    typed = {name: value for name, value in _typed(request).items() if value}
    return {"language": get_language(), "contact_email": request.user.get_username(), **known, **typed}


def _show(request: HttpRequest, step: int, form: asking.Form, judged: Judged | None = None) -> HttpResponse:
    carried = [
        (name, value)
        for name, value in _typed(request).items()
        if name not in form.fields and name not in ("csrfmiddlewaretoken", "step", "back")
    ]
    context = {
        "section": "businesses",
        "form": form,
        "step": step,
        "steps": JOIN_STEPS,
        "carried": carried,
        "judged": judged,
        "reasons": [] if judged is None else [words.REASONS[reason] for reason in judged.verdict.reasons],
        "nearest": [] if judged is None else _nearest(judged.forms),
        "charter": charter.in_force(clock.now().date()),
    }
    is_refused = judged is not None and judged.verdict.outcome is Outcome.REFUSED
    answer = asking.show(request, "web/members/join/page.html", context, form)
    answer.status_code = asking.UNPROCESSABLE if is_refused else answer.status_code
    return answer


def _nearest(codes: tuple[str, ...]) -> list[Words]:
    return [f"{form.name} ({form.code})" for code in codes for _, form in legal_forms.search("", code)]


def _send(request: HttpRequest, shown: dict[int, asking.Form]) -> HttpResponse:
    identity, promise = shown[IDENTITY], shown[PROMISE]
    assert isinstance(identity, Identity)  # noqa: S101 - for the type checker
    assert isinstance(promise, Promise)  # noqa: S101 - for the type checker
    names, given = shown[NAMES].cleaned_data, promise.cleaned_data
    wish = Wish(
        country=shown[COUNTRY].cleaned_data["country"],
        legal_form=identity.cleaned_data["legal_form"],
        legal_name=names["legal_name"],
        trading_names=asking.lines(names["trading_names"]),
        place=names["place"],
        numbers=identity.given(),
        domains=asking.lines(names["domains"]),
        contact_email=given["contact_email"],
        language=given["language"],
        accepted_by=given["accepted_by"],
        office=given["office"],
        answers=promise.answers(),
    )
    filed = None
    with promise.refusals():
        filed = actions.apply(user=user_of(request), wish=wish, now=clock.now())
    if filed is None:
        return _show(request, PROMISE, promise)
    if filed.business is not None:
        return HttpResponseRedirect(reverse("members-business", args=[filed.business]))
    return HttpResponseRedirect(reverse("members-application", args=[filed.application]))
