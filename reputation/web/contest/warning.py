"""/contest/warning: contesting the warning that an address looks like one of a business, for anybody, in three steps.

The address is sent in a form and stands in no other address, in no history and in no log, until the case is filed: then
it is public, and the page says so before. Nothing is kept before the last step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.core import clock
from reputation.core.errors import DomainError
from reputation.disputes import contested, deadlines, filers, rooms
from reputation.disputes.errors import AlreadyOpen, BadClaim, NoSuchFiler
from reputation.lookalikes.keys import Keys
from reputation.lookalikes.queries import Imitation
from reputation.reviews import codenames
from reputation.reviews.errors import CodenameUsed
from reputation.rulebook import cases as numbers
from reputation.web import pages
from reputation.web.contest import public, words
from reputation.web.contest.forms import Preview
from reputation.web.contest.forms import Text as Said
from reputation.web.errors import WORDS
from reputation.web.members import asking
from reputation.web.members.asking import UNPROCESSABLE
from reputation.web.writing import choices
from reputation.web.writing import forms as writing
from reputation.web.writing.choices import Choices

LONGEST = 500
# What one step hands on to the next, as it was typed.
CARRIED = ("address", "business", "text", "kept", "good_faith", "email", "codename", "made")


class Step(IntEnum):
    """The steps in their order."""

    ADDRESS = 0
    SAID = 1
    CODENAME = 2


class Address(asking.Form):
    """The address that is warned of, of which every check tells whom it looks like."""

    address = forms.CharField(
        label=_("The address"),
        max_length=LONGEST,
        help_text=_("As it stands in the line of the browser, such as kettle-and-moss.example."),
        error_messages={"max_length": str(words.CLAIM_FAULTS["address"])},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        ),
    )

    def clean_address(self) -> tuple[Keys, list[Imitation]]:
        """The address, and whom it looks like."""
        try:
            found, imitated = contested.warned_of(self.cleaned_data["address"])
        except BadClaim as error:
            raise ValidationError(str(words.CLAIM_FAULTS["address"])) from error
        if not imitated:
            raise ValidationError(_("No check warns of this address, so there is nothing to contest."))
        return found, imitated


class Reasons(Said, Preview):
    """Which business, why the address imitates nothing, and that it is meant so."""

    business = forms.ChoiceField(
        label=_("Which warning do you contest?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )

    field_order = ("business", "text", "email", "good_faith")

    def __init__(self, *args: Any, imitated: list[Imitation], **kwargs: Any) -> None:
        super().__init__(*args, asks_email=True, **kwargs)
        shown = [(str(one.business), f"{one.legal_name}: {one.domain}") for one in imitated]
        self.fields["business"].choices = shown  # type: ignore[attr-defined]
        self.fields["business"].initial = shown[0][0]
        self.fields["text"].label = _("Why does the address imitate nothing?")
        self.fields["text"].help_text = _(
            "Up to 2,000 characters, which everybody reads on the page of the case: since when the name is used, for "
            "what, and what shows it. Name no person."
        )


@dataclass(frozen=True, slots=True)
class Warned:
    """An address and the warning about it that somebody contests, as far as it is written."""

    keys: Keys
    imitation: Imitation
    form: Reasons
    drafted: Choices
    typed: dict[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """A step, or the next one."""
    typed = {name: str(request.POST[name]) for name in request.POST}
    if "address" not in typed:
        return _show(Step.ADDRESS, typed, Address())
    sent = Step(int(typed["step"])) if typed.get("step") in {"0", "1", "2"} else Step.ADDRESS
    address = Address(typed)
    if not address.is_valid() or ("back" in typed and sent is Step.SAID):
        return _show(Step.ADDRESS, typed, address)
    found, imitated = address.cleaned_data["address"]
    if sent is Step.ADDRESS:
        return _said(found, imitated, typed, Reasons(initial=typed, imitated=imitated))
    form = Reasons(typed, imitated=imitated)
    if not form.is_valid():
        return _said(found, imitated, typed, form)
    drafted = choices.made(
        typed, form.cleaned_data["text"], business=UUID(form.cleaned_data["business"]), language=_language()
    )
    form.show(drafted.text)
    if not drafted.is_settled or "back" in typed:
        return _said(found, imitated, typed, form, drafted)
    one = next(one for one in imitated if str(one.business) == form.cleaned_data["business"])
    kept = drafted.context["kept"] if drafted.kept else ""
    return _finish(Warned(found, one, form, drafted, {**typed, "text": drafted.text, "kept": kept}), sent)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _said(
    found: Keys,
    imitated: list[Imitation],
    typed: Mapping[str, str],
    form: Reasons,
    drafted: Choices | None = None,
    error: DomainError | None = None,
) -> HttpResponse:
    """Why it imitates nothing, with what has to be known before."""
    more: dict[str, Any] = {} if drafted is None else dict(drafted.context)
    if error is not None:
        more["wrong"], more["advice"] = WORDS.get(error.code, (error.title, ""))
    return _show(
        Step.SAID,
        typed,
        form,
        status=200 if error is None else error.status,
        is_asking=drafted is not None and not drafted.is_settled,
        address=found.host,
        registrable=found.registrable,
        imitated=imitated,
        rule=numbers.DOMAIN_GROUND,
        days=deadlines.limits_of(clock.now().date()),
        codename=codenames.make(),
        **more,
    )


def _finish(warned: Warned, sent: Step) -> HttpResponse:
    """Ask for two words of the codename; then file."""
    typed = public.named(warned.typed)
    if sent is not Step.CODENAME:
        form = writing.Codename.new(typed["codename"], has_receipt=False, attempt=public.ATTEMPT)
        return _codename(warned, typed, form)
    form = writing.Codename(typed, has_receipt=False, attempt=public.ATTEMPT)
    if not form.is_valid() or not form.pay():
        return _codename(warned, typed, form)
    codename, now = form.cleaned_data["codename"], clock.now()
    try:
        contested.contest_warning(
            address=warned.keys.host,
            business=warned.imitation.business,
            said=warned.drafted.text,
            codename=codename,
            email=warned.form.cleaned_data["email"],
            language=_language(),
            insists=True,
            now=now,
        )
    except DomainError as error:
        is_again = isinstance(error, CodenameUsed | AlreadyOpen) and _is_filed(codename, warned.keys.registrable)
        if not is_again:
            fresh = {**warned.typed, "codename": "", "made": ""}
            return _said(warned.keys, [warned.imitation], fresh, warned.form, error=error)
    handle = filers.open_room(codename=codename, now=now)
    context = {
        "name": warned.imitation.legal_name,
        "address": warned.keys.registrable,
        "handle": handle,
        "case": filers.inside(handle=handle, now=now),
        "days": deadlines.limits_of(now.date()),
    }
    return pages.unkept("web/contest/warning_filed.html", context, path=reverse("contest-warning"))


def _is_filed(codename: str, address: str) -> bool:
    """Whether this very warning was contested already: the same sent twice is filed once."""
    now = clock.now()
    try:
        case = filers.inside(handle=filers.open_room(codename=codename, now=now), now=now)
    except NoSuchFiler:
        return False
    return rooms.room(case, now=now).domain == address


def _codename(warned: Warned, typed: dict[str, str], form: writing.Codename) -> HttpResponse:
    more = public.codename_of(typed, form) | {"name": warned.imitation.legal_name, "address": warned.keys.host}
    return _show(Step.CODENAME, typed, form, **more)


def _show(
    step: Step,
    typed: Mapping[str, str],
    form: asking.Form,
    *,
    status: int = 200,
    is_asking: bool = False,
    **more: Any,
) -> HttpResponse:
    """A step with its form; all that is not asked in it is carried."""
    asked_here = set(form.fields)
    path = reverse("contest-warning")
    context = {
        "base": public.BASE,
        "face": {"address": path},
        "step": int(step),
        "steps": words.ADDRESS_STEPS,
        "form": form,
        "carried": [(name, typed[name]) for name in CARRIED if typed.get(name) and name not in asked_here],
        **more,
    }
    is_wrong = is_asking or (form.is_bound and bool(form.errors))
    template = "web/contest/codename.html" if step is Step.CODENAME else f"web/contest/warning_{step.name.lower()}.html"
    return pages.unkept(template, context, path=path, status=UNPROCESSABLE if is_wrong and status == 200 else status)
