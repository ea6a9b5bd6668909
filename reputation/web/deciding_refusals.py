"""What refusals mean to those who decide cases, by their stable codes: what is wrong, and what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reputation.web.terms import Words

OF_DECIDING: Mapping[str, tuple[Words, Words]] = {
    "case-not-for-you": (
        _("Somebody else has to do this in this case."),
        _("Your duty is another one, you have a tie, or you declined the case."),
    ),
    "case-not-for-you drafter": (
        _("Whoever drafted this may not decide in this case any more."),
        _("Their duty ended, or they came to have a tie. Give the draft back: somebody drafts anew."),
    ),
    "case-not-urgent": (
        _("On this ground a review is not hidden for the time being."),
        _("That is for grounds on which a day more may do harm. Decide it soon instead."),
    ),
    "interim-taken": (
        _("There was an interim measure in this case already."),
        _("There is one for each case at most. Decide it soon instead."),
    ),
    "no-interim": (_("No interim measure stands in this case."), _("It ended or lapsed. Load the page again.")),
    "case-paused-long-enough": (
        _("The time of this case stood still as long as it may."),
        _("That is 30 days in all. Decide it with what is there."),
    ),
    "summary-hard-to-read": (
        _("Parts of it are hard to read."),
        _("Write them plainer, or say that they have to stay so."),
    ),
    "decision-unreasoned": (
        _("A part of the reasons is missing, too long, or not filled in."),
        _("Words, facts, what both sides said, why, and a summary: all of them, within their limits."),
    ),
    "decision-by-one-person": (
        _("This takes a second person."),
        _("Whoever did what comes before it does not confirm it."),
    ),
    "decision-too-early": (
        _("It is too early for that."),
        _("The other side may still answer; the case says until when. Silence is weighed after that, and not before."),
    ),
    "not-on-panel": (
        _("The panel of this case is others."),
        _("You have no seat on it, or had to leave it."),
    ),
    "opinion-not-valid": (
        _("A part of this is missing, too long, or cannot be decided here."),
        _("Choose an outcome, and say why in 2,000 characters at most."),
    ),
    "written-before": (_("You have written this already."), _("It stays as it is.")),
    "opinions-missing": (
        _("All three write their opinion before anybody drafts or votes."),
        _("Come again when the others have written."),
    ),
    "not-your-turn": (
        _("Another member of the panel does this now."),
        _("Load the page again to see whose turn it is."),
    ),
}
