"""What sending a form costs where nobody signs in: work with a script, waiting without one. No turn is shared.

Names of attempts say what for, never who: a wrong attempt is counted nowhere, so nobody can shut others out.
"""

from typing import Any

from django import forms

from reputation.accounts import attempts
from reputation.accounts.errors import TooSoon
from reputation.core import clock
from reputation.web.members import asking
from reputation.web.members.forms import too_soon


class Paced(asking.Form):
    """A form each sending of which costs work for `attempt`, or without a script waiting."""

    work = forms.CharField(required=False, widget=forms.HiddenInput)
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, attempt: str, **kwargs: Any) -> None:
        initial = {"ticket": attempts.ticket(now=clock.now()), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self._attempt = attempt

    def pay(self) -> bool:
        """Take what the attempt costs, and leave a new ticket for the next one. What it lacks is said in the form."""
        now = clock.now()
        solved, waited = self.data.get("work", ""), self.data.get("ticket", "")
        self.data = {**{key: self.data.get(key) for key in self.data}, "work": "", "ticket": attempts.ticket(now=now)}
        # Those who wait have a turn of their own, named after their form: nobody waits for anybody else.
        name = self._attempt if solved else f"{self._attempt} {waited}"
        with self.refusals():
            try:
                attempts.pay(name, solved=solved, waited=waited, now=now)
            except TooSoon as error:
                self.add_error(None, too_soon(error))
        return not self.errors
