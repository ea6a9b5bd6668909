"""What all pages share on which something is proposed: who may see the thing, and where a proposal leads."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from reputation.core import clock
from reputation.desk import actions, errors, queries
from reputation.desk.rules import NONE, Bar, Kind, Particulars
from reputation.web.members import asking
from reputation.web.members.guards import user_of


def require_sight(request: HttpRequest, kind: Kind, subject: UUID | None, today: date) -> None:
    """See that whoever asks may read about a thing: it is their duty and they have no tie.

    Raises:
        NotForYou
    """
    if not queries.sees(user=user_of(request), kind=kind, subject=subject, today=today):
        is_tied = queries.is_tied(user_of(request), kind, subject, today)
        raise errors.NotForYou(reason=str(Bar.TIE if is_tied else Bar.DUTY))


def bar_of(request: HttpRequest, kind: Kind, subject: UUID | None) -> Bar | None:
    """What keeps whoever asks from proposing this."""
    return queries.barred(user=user_of(request), kind=kind, subject=subject, today=clock.now().date())


def propose(
    request: HttpRequest,
    form: asking.Form,
    kind: Kind,
    subject: UUID | None = None,
    particulars: Particulars = NONE,
) -> HttpResponse | None:
    """Propose what a form says, and lead to the proposal; None when it was refused, and the form says why."""
    with form.refusals():
        made = actions.propose(
            user=user_of(request),
            kind=kind,
            subject=subject,
            reasons=form.cleaned_data["reasons"],
            particulars=particulars,
            now=clock.now(),
        )
    if form.errors:
        return None
    return asking.done(request, _("Proposed. A second person confirms or declines it."), "desk-proposal", made)
