"""/members/b/{id}/reviews: what buyers wrote, and the one reply to each, which can be put better later."""

from datetime import date
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from reputation.core import clock
from reputation.members.rules import Act, Actor
from reputation.reviews import business_replies, listing, queries, rules
from reputation.reviews.business_replies import Unsettled
from reputation.reviews.errors import NoSuchReview
from reputation.reviews.queries import PublicReview
from reputation.reviews.rules import HeldState, State
from reputation.rulebook import reviews as numbers
from reputation.web.mailbox.words import REFUSALS
from reputation.web.members import asking
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import signed_in
from reputation.web.review_filters import Asked
from reputation.web.templatetags.web import day
from reputation.web.terms import Words
from reputation.web.writing import choices
from reputation.web.writing.choices import Choices

ON_ITS_WAY = _("Your reply is on its way: within seconds it stands below the review.")
LATE = _("Nobody looked at your last reply in time. That is our fault; please send it once more.")
TAKES_A_REPLY = (State.PUBLISHED, State.ERASED)


class Reply(asking.Form):
    """What the business says to a review."""

    text = forms.CharField(
        label=_("Your reply"),
        help_text=_("Everybody reads it below the review. Name no person, and say nothing that shows who bought."),
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": numbers.REPLY_LIMIT.value, "dir": "auto"}),
    )

    def clean_text(self) -> str:
        """As it is kept."""
        try:
            return rules.clean(self.cleaned_data["text"], numbers.REPLY_LIMIT.value)
        except ValueError as error:
            words = _("A reply has 1 to 2,000 characters, and none that cannot be seen or that turn others around.")
            raise ValidationError(words) from error


@require_safe
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """The reviews of the business, all or some, and where its replies stand."""
    actor = actor_of(request, business)
    asked, after = Asked.parse(request.GET), request.GET.get("after") or None
    found = queries.public(business=business, after=after, filters=asked.filters(clock.now().date()))
    replies = business_replies.unsettled([review.public_id for review in found.items])
    context = {
        **about(request, actor, "reviews"),
        "rows": [(review, _may_reply(review), _says(replies.get(review.public_id))) for review in found.items],
        "older": None if found.next is None else asked.address(found.next),
        "asked": asked,
        "choices": asked.choices(listing.counts(business)),
        "is_first": after is None,
    }
    return render(request, "web/members/business/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reply(request: HttpRequest, business: UUID, review: UUID) -> HttpResponse:
    """One review and the reply to it; what is posted is looked over and goes its way."""
    actor = actor_of(request, business, Act.ANSWER)
    found = queries.one(review)
    if found.business != business:
        raise NoSuchReview
    given = {"text": found.reply.text} if found.reply else None
    form = Reply(request.POST if request.method == "POST" else None, initial=given)
    drafted: Choices | None = None
    if form.is_valid():
        drafted = choices.made(request.POST, form.cleaned_data["text"], business=business, language=found.language)
        form.data = {"text": drafted.text}
        if drafted.is_settled:
            with form.refusals():
                return _sent(request, actor, review, drafted.text)
    context = {
        **about(request, actor, "reviews"),
        "review": found,
        "may_reply": _may_reply(found),
        "standing": _says(business_replies.unsettled([review]).get(review)),
        "form": form,
        **({} if drafted is None else drafted.context),
    }
    return asking.show(request, "web/members/business/reply.html", context, form)


def _sent(request: HttpRequest, actor: Actor, review: UUID, text: str) -> HttpResponse:
    decide_by = business_replies.reply(actor=actor, review=review, text=text, insists=True, now=clock.now())
    says = ON_ITS_WAY if decide_by is None else _held(decide_by)
    return asking.done(request, says, "members-reviews", actor.business)


def _held(decide_by: date) -> str:
    return gettext("A moderator reads your reply first, by %(day)s.") % {"day": day(decide_by)}


def _says(found: Unsettled | None) -> Words:
    """Where a reply stands that is not out; empty when there is none."""
    if found is None:
        return ""
    if found.decide_by is None:
        return ON_ITS_WAY
    if found.reason is not None:
        return " ".join([gettext("A moderator refused your last reply."), *map(str, REFUSALS[found.reason])])
    return LATE if found.state is HeldState.OVERDUE else _held(found.decide_by)


def _may_reply(review: PublicReview) -> bool:
    return State(review.state) in TAKES_A_REPLY
