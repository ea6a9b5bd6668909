"""/members/desk/cases/{id}/proof/{proof}: a proof, opened by a press of a button; that it was is on record first."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import case_acts
from reputation.proofs.rules import MEDIA, Kind
from reputation.web.members.desk.payments import ALONE
from reputation.web.members.guards import user_of, with_duty

NAMES = {Kind.TEXT: "proof.txt", Kind.PDF: "proof.pdf", Kind.PNG: "proof.png", Kind.JPEG: "proof.jpg"}


@require_POST
@with_duty(Duty.MODERATOR, Duty.PANEL)
def page(request: HttpRequest, case: UUID, proof: UUID) -> HttpResponse:
    """What was shown: a document of its own that may load nothing, run nothing and reach nothing."""
    kind, content = case_acts.open_proof(user=user_of(request), case=case, proof=proof, now=clock.now())
    shown = "attachment" if kind is Kind.PDF else "inline"
    headers = {
        "Content-Disposition": f'{shown}; filename="{NAMES[kind]}"',
        "Content-Security-Policy": ALONE,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(content, MEDIA[kind], headers=headers)
