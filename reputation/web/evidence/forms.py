"""What the forms of evidence ask, and what an attempt costs: work with a script, waiting without one."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reputation.accounts import attempts
from reputation.accounts.errors import TooSoon
from reputation.core import clock
from reputation.evidence import rules
from reputation.rulebook import evidence as numbers
from reputation.web.members import asking
from reputation.web.members.forms import too_soon

ANSWERS = (("yes", _("Yes")), ("no", _("No")))


class Paced(asking.Form):
    """A form for one business, each sending of which costs work, or without a script waiting."""

    business = forms.UUIDField(widget=forms.HiddenInput)
    work = forms.CharField(required=False, widget=forms.HiddenInput)
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, business: UUID, **kwargs: Any) -> None:
        given = {"business": business, "ticket": attempts.ticket(now=clock.now())}
        super().__init__(*args, **{"initial": given, **kwargs})
        self._business = business

    def pay(self) -> bool:
        """Take what the attempt costs, and leave a new ticket for the next one. What it lacks is said in the form."""
        now = clock.now()
        solved, waited = self.data.get("work", ""), self.data.get("ticket", "")
        self.data = {**{key: self.data.get(key) for key in self.data}, "work": "", "ticket": attempts.ticket(now=now)}
        with self.refusals():
            try:
                attempts.pay(rules.attempt(self._business), solved=solved, waited=waited, now=now)
            except TooSoon as error:
                self.add_error(None, too_soon(error))
        return not self.errors

    @property
    def got_one(self) -> bool:
        """Whether a voucher was given as well."""
        return bool(self.cleaned_data["had_voucher"] == "yes")


class Mail(Paced):
    """The headers of an order mail."""

    headers = forms.CharField(
        label=_("These lines are sent"),
        max_length=numbers.HEADERS_LARGEST.value,
        strip=False,
        help_text=_("The lines that the shop’s mail server signed, and its signature (DKIM-Signature). Nothing else."),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocapitalize": "none", "class": "mono"}),
    )
    had_voucher = forms.ChoiceField(
        label=_("Did the shop give you a voucher code for a review?"),
        help_text=_("We count this for each shop and show it: it changes nothing for you."),
        choices=ANSWERS,
        widget=forms.RadioSelect,
    )


class Proof(Paced):
    """A file that shows a payment."""

    file = forms.FileField(
        label=_("One file that shows the payment"),
        help_text=_("PDF, PNG, JPEG or WebP, 5 MiB at most. Black out what we need not see: address, account, card."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp"}),
    )
    had_voucher = forms.ChoiceField(
        label=_("Did the shop give you a voucher code for a review?"),
        help_text=_("Say yes as well if your code was already used. We count this for each shop and show it."),
        choices=ANSWERS,
        widget=forms.RadioSelect,
    )


class Collect(asking.Form):
    """The code with which somebody comes back."""

    collect = forms.CharField(
        label=_("Collecting code"),
        max_length=60,
        help_text=_("It begins with PP."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "mono"}
        ),
    )
