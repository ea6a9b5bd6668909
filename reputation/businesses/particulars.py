"""What a business says of itself, in its one way of writing."""

from collections.abc import Sequence

import rfc8785
from django.conf import settings

from reputation.businesses import errors
from reputation.businesses import numbers as kinds
from reputation.log import entries

LONGEST_NAME = 300
MOST_NAMES = 20
MOST_NUMBERS = 16
"""As many as an entry of the log has room for."""
Numbers = Sequence[tuple[str, str]]


def names(legal_name: str, trading_names: Sequence[str]) -> tuple[str, list[str]]:
    """The names in their one way of writing, the others sorted and each once.

    Raises:
        BadName
    """
    given = [" ".join(name.split()) for name in (legal_name, *trading_names)]
    if len(given) > MOST_NAMES or any(not name or len(name) > LONGEST_NAME or not name.isprintable() for name in given):
        raise errors.BadName
    return given[0], sorted(set(given[1:]) - {given[0]})


def numbers(given: Numbers) -> list[tuple[str, str]]:
    """Numbers in their one way of writing. Numbers of invented businesses exist in a demonstration only.

    Raises:
        BadNumber
    """
    found = []
    for scheme, value in given:
        normal = kinds.normal(scheme, value)
        if normal is None or (scheme == "example" and not settings.IS_DEMO):
            raise errors.BadNumber(scheme=scheme)
        found.append((scheme, normal))
    if len(set(found)) > MOST_NUMBERS:
        raise errors.BadNumber(most=MOST_NUMBERS)
    return sorted(set(found))


def commitment(salt: bytes, legal_name: str, trading_names: Sequence[str]) -> str:
    """Names never enter the log; this fixes them without telling them."""
    raw = rfc8785.dumps({"legal_name": legal_name, "trading_names": list(trading_names)})
    return entries.commitment("names", salt, raw)
