"""What the script of the private check shows and verifies with: its answers as templates, in the page's language."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from reputation.log import queries as log
from reputation.lookup import guidance
from reputation.web import terms

FILES = "/check/v1/"
# The script puts the business's own in their place.
ANY = {"business": UUID(int=0), "slug": "slug"}


def words(help_titles: Mapping[str, terms.Words]) -> dict[str, Any]:
    """What the templates of the answers are rendered with. A number stands for those that the script fills in."""
    return {
        "key": log.verifier_key(),
        "files": FILES,
        "business": reverse("business", kwargs=ANY),
        "number": reverse("number", kwargs=ANY),
        "one": {"well": {"mean": 1}},
        "many": {"well": {"mean": 2}},
        "sure": terms.SURE.items(),
        "alerts": terms.ALERTS.items(),
        "ip": terms.REFUSALS["ip-address"],
        "slip": terms.SLIPS["bad-address"],
        "guidance": guidance.for_country("", get_language() or "en"),
        "titles": help_titles,
    }
