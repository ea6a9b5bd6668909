"""What the script of the private check shows and verifies with: its answers as templates, in the page's language."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from reputation.log import queries as log
from reputation.lookup import guidance
from reputation.web import imitations, terms

FILES = "/check/v1/"
# A sentence about one and a sentence about more, each with a number that the script replaces.
FORMS = {"one": 1, "many": 2}


def words(help_titles: Mapping[str, terms.Words]) -> dict[str, Any]:
    """What the templates of the answers are rendered with."""
    return {
        "key": log.verifier_key(),
        "files": FILES,
        "business": reverse("business", kwargs=imitations.ANY_BUSINESS),
        "number": reverse("number", kwargs=imitations.ANY_BUSINESS),
        "imitation": imitations.blank(),
        "nothing": gettext("We found nothing for “%(asked)s”.") % {"asked": "{host}"},
        "address": {"asked": "domain"},
        "forms": FORMS.items(),
        "figures": [(form, {"well": {"mean": n}}) for form, n in FORMS.items()],
        "sure": terms.SURE.items(),
        "basis": terms.BASIS.items(),
        "alerts": terms.ALERTS.items(),
        "ip": terms.REFUSALS["ip-address"],
        "slip": terms.SLIPS["bad-address"],
        "guidance": guidance.for_country("", get_language() or "en"),
        "titles": help_titles,
    }
