"""/members/b/{id}/cases/{case} of a case about an address that looks like one of the business: it may answer, once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from reputation.core import clock
from reputation.disputes import business_cases, queries
from reputation.disputes.rules import Speaker
from reputation.members.rules import Act, Actor
from reputation.web.contest.forms import Text
from reputation.web.members import asking
from reputation.web.members.business import about
from reputation.web.writing import choices
from reputation.web.writing.choices import Choices

ANSWERED = _("Your answer is in the case, for everybody to read.")


class Answer(Text):
    """What the business says about the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What do you say to it?")
        self.fields["text"].help_text = _(
            "Up to 2,000 characters, which everybody reads on the page of the case: whether you know this address, and "
            "whether it does harm to you or to buyers. Name no person."
        )


def page(request: HttpRequest, actor: Actor, case: UUID) -> HttpResponse:
    """What is contested and why; the form for an answer; what is posted is said."""
    found, now = queries.case(case), clock.now()
    may_answer = actor.may(Act.ANSWER) and business_cases.may_answer(case)
    form = Answer(request.POST if request.method == "POST" and may_answer else None)
    drafted: Choices | None = None
    if form.is_valid():
        drafted = choices.made(request.POST, form.cleaned_data["text"], business=actor.business, language="en")
        form.show(drafted.text)
        if drafted.is_settled and (answer := _answered(request, actor, case, form, drafted, now)):
            return answer
    context = {
        **about(request, actor, "cases"),
        **({} if drafted is None else drafted.context),
        "case": found,
        "own": next((one for one in found.words if one.party == Speaker.BUSINESS), None),
        "may_answer": may_answer,
        "form": form,
    }
    return asking.show(request, "web/members/business/warned.html", context, form)


def _answered(
    request: HttpRequest, actor: Actor, case: UUID, form: Answer, drafted: Choices, now: datetime
) -> HttpResponse | None:
    with form.refusals():
        business_cases.answer(actor=actor, case=case, text=drafted.text, insists=True, now=now)
        return asking.done(request, ANSWERED, "members-case", actor.business, case)
    return None
