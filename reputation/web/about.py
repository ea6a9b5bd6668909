"""GET /about/…: who runs this, how the figure is made and what it withstands, what we hold, what we cannot say."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reputation.businesses import queries as businesses
from reputation.checks import formats, leak, publisher
from reputation.core import clock
from reputation.log import cosignatures
from reputation.log import errors as log_errors
from reputation.log import queries as log
from reputation.receipts import queries as receipts
from reputation.reviews import masks, rates
from reputation.rulebook import cases, charter, editions, redress, reviews
from reputation.web import checking, course_picture, errors, measured, measured_warnings, pages, preview, terms
from reputation.web.review_filters import language_name

# In the order of the list of these pages.
TOPICS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "rating": (_("How a figure is made"), _("The formula, what it withstands, and what no formula can do.")),
    "checking": (
        _("What a check protects from, and what not"),
        _("How a private check hides what you ask, how warnings are made, and where both end."),
    ),
    "limits": (_("What we cannot know"), _("The limits of these figures, said plainly.")),
    "log": (_("The public log"), _("Every line that moves a figure, signed, and how to verify all of it.")),
    "contest": (_("Contest something"), _("The grounds on which a review can be challenged, and how a case goes.")),
    "screening": (
        _("How texts are looked at"),
        _("What is marked before a text goes out, who looks, how often that was late or wrong."),
    ),
    "privacy": (_("Privacy: what we hold"), _("What is kept when you check, and what a thief would find.")),
    "no-reverse-look-up": (
        _("Why you cannot look up a person"),
        _("No phone number, e-mail address, handle or personal number."),
    ),
    "operator": (_("Who runs this and who pays"), _("The operator, the money, the rules in force.")),
    "joining": (_("How joining works"), _("For businesses: what you promise, what you get, how you leave.")),
    "attesters": (_("Who vouches for purchases"), _("Payment providers, marketplaces, the shops themselves, and we.")),
    "plain-language": (_("Plain language, for everybody"), _("The words we use, and how these pages can be read.")),
}
TOTALS_SHOWN = 200
ENOUGH_FOR_A_FIGURE = 20
"""From so many looks on their errors are shown as so many of a hundred; before, as counts."""
# What of the facts of a page changes without an entry in the log.
COUNTED = {
    "checking": ("manifest",),
    "attesters": ("attesters", "shops"),
    "screening": ("looks", "words", "by_language"),
}
SECTIONS = {"rating": "rating", "log": "log"}
Facts = Mapping[str, Any]


def _rating() -> Facts:
    return {
        "formula": editions.CURRENT,
        "announced_at": log.announcing(editions.CURRENT.number),
        "measured": measured.ROWS,
        "measures": measured.COLUMNS,
    }


def _key() -> str:
    """The log's public key; nothing while there is none."""
    try:
        return log.verifier_key()
    except log_errors.KeyMissing:
        return ""


def _log() -> Facts:
    return {
        "origin": settings.LOG_ORIGIN,
        "key": _key(),
        "checkpoint": log.latest_checkpoint(),
        "witnessing": cosignatures.witnessing(),
    }


def _checking() -> Facts:
    manifest = publisher.shown()
    bits = manifest.bits if manifest and not manifest.snapshot else formats.bits_for(0)
    return {
        "manifest": manifest,
        "picture": checking.picture(bits),
        "leaks": leak.leaks(),
        "rules": checking.RULES,
        "imitated": checking.EXAMPLE,
        "measured": measured_warnings.ROWS,
        "key": _key(),
    }


def _contest() -> Facts:
    return {
        "grounds": tuple(cases.GROUNDS.values()),
        "rulebook": cases,
        "course": course_picture.course(),
        "appeal": course_picture.appeal(),
        "redress": redress,
    }


def _joining() -> Facts:
    return {
        "charter": charter.in_force(clock.now().date()),
        "tombstone_months": charter.TOMBSTONE.value,
        "first_months": preview.first_months(),
    }


def _plain() -> Facts:
    return {"sure": tuple(terms.SURE.values()), "results": tuple(terms.RESULTS.values())}


def _attesters() -> Facts:
    found = receipts.admitted()
    said = receipts.said_lately((row.public_id for row in found), most=TOTALS_SHOWN)
    return {
        "attesters": [(row, [one for one in said if one.attester == row.public_id]) for row in found],
        "names": businesses.briefs({one.business for one in said}),
        "shops": receipts.businesses_that_vouch(),
        "kinds": terms.ATTESTERS,
    }


def _screening() -> Facts:
    now = clock.now()
    languages = rates.by_language(now)
    return {
        "looks": rates.looks(now),
        "words": masks.counts(),
        "all": rates.together(languages),
        "by_language": [(row.language and language_name(row.language), row) for row in languages],
        "numbers": reviews,
        "enough": ENOUGH_FOR_A_FIGURE,
    }


FACTS: Mapping[str, Callable[[], Facts]] = {
    "rating": _rating,
    "checking": _checking,
    "log": _log,
    "contest": _contest,
    "joining": _joining,
    "attesters": _attesters,
    "screening": _screening,
    "plain-language": _plain,
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """GET /about"""

    def render() -> str:
        topics = [(slug, *says) for slug, says in TOPICS.items()]
        return pages.to_text("web/about/index.html", {"topics": topics, "section": "about"}, path=request.path)

    return pages.kept(request, ("about", ""), render)


@require_safe
def page(request: HttpRequest, topic: str) -> HttpResponse:
    """GET /about/<topic>"""
    if topic not in TOPICS:
        raise errors.NoSuchPage
    title, summary = TOPICS[topic]
    facts = FACTS[topic]() if topic in FACTS else {}

    def render() -> str:
        context = {"title": title, "summary": summary, "section": SECTIONS.get(topic, "about"), **facts}
        return pages.to_text(f"web/about/{topic}.html", context, path=request.path)

    checkpoint, promised = facts.get("checkpoint"), facts.get("charter")
    counted = repr([facts[name] for name in COUNTED.get(topic, ())])
    version = (
        checkpoint.note if checkpoint else None,
        facts.get("announced_at"),
        promised and promised.version,
        counted,
    )
    return pages.kept(request, ("about", topic, *version), render)
