"""/review/<id>/words: somebody named in a review marks the words that name them. No account, nothing about who asks."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from reputation.accounts import attempts
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.reviews import masks, queries
from reputation.reviews.masks import Asked
from reputation.reviews.rules import MaskedAs
from reputation.rulebook import reviews as numbers
from reputation.web import pacing, pages
from reputation.web.members.asking import UNPROCESSABLE

KINDS = (
    (MaskedAs.PERSON, _("A name, or words that only fit one person")),
    (MaskedAs.CONTACT, _("A phone number, an e-mail address or a name on a network")),
    (MaskedAs.ADDRESS, _("A private address, or a number plate")),
    (MaskedAs.OTHER, _("Something else that shows who somebody is")),
)


class Words(pacing.Paced):
    """The words that name somebody, and what they are."""

    words = forms.CharField(
        label=_("The words that name you"),
        max_length=numbers.MASK_LONGEST.value,
        help_text=_("Exactly as they stand in the text above. With JavaScript, select them there."),
        widget=forms.Textarea(attrs={"rows": 2, "autocapitalize": "none", "spellcheck": "false", "dir": "auto"}),
    )
    kind = forms.ChoiceField(label=_("What are they?"), choices=KINDS, widget=forms.RadioSelect)

    def clean_words(self) -> str:
        """Line ends as texts are kept with."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")


def attempt(review: UUID) -> str:
    """What marking words of a review is called where attempts are paid for."""
    return f"words of {review}"


@require_POST
def work(request: HttpRequest, review: UUID) -> HttpResponse:
    """POST /review/<id>/words/work: what marking words costs a browser, before it does."""
    del request
    return JsonResponse(attempts.work(attempt(queries.one(review).public_id), now=clock.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, review: UUID) -> HttpResponse:
    """GET shows the text and asks for the words, POST has them masked."""
    found = queries.one(review)
    form = Words(request.POST if request.method == "POST" else None, attempt=attempt(review))
    context = {"review": found, "profile": businesses.profile(found.business), "form": form}
    if form.is_valid() and form.pay() and (asked := _asked(form, review)):
        context |= {"is_again": asked.is_again, "decide_by": asked.decide_by}
        return pages.unkept("web/words/done.html", context, path=request.path)
    context["hours"] = numbers.MASK_DECIDED.value
    status = UNPROCESSABLE if form.errors else 200
    return pages.unkept("web/words/page.html", context, path=request.path, status=status)


def _asked(form: Words, review: UUID) -> Asked | None:
    """The request for the words of a form; None when it was refused, and the form says why."""
    given: dict[str, Any] = form.cleaned_data
    with form.refusals():
        return masks.ask(review=review, words=given["words"], kind_of_words=MaskedAs(given["kind"]), now=clock.now())
    return None
