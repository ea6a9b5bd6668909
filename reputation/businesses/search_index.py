"""Keeps the search tables: a name's folded form, its words, and each word with one letter left out."""

from collections.abc import Iterable

from django.db import connection

from reputation.businesses import names
from reputation.businesses.models import SearchName

SHORTEST_SLIP = 4
COUNT = """
INSERT INTO businesses_searchtoken (token, uses)
SELECT token, 1 FROM unnest(%s::text[]) AS t (token) ORDER BY token
ON CONFLICT (token) DO UPDATE SET uses = businesses_searchtoken.uses + 1
"""
SLIPS = """
INSERT INTO businesses_searchdeletion (deletion, token)
SELECT * FROM unnest(%s::text[], %s::text[]) AS d (deletion, token) ORDER BY 1, 2
ON CONFLICT DO NOTHING
"""


def deletions(token: str) -> set[str]:
    """The word with each one of its letters left out; short words and numbers have none: a slip makes another word."""
    if len(token) < SHORTEST_SLIP or token.isdigit():
        return set()
    return {token[:place] + token[place + 1 :] for place in range(len(token))}


def put(business_id: int, given: Iterable[str]) -> None:
    """Make a business found by these names and no others."""
    SearchName.objects.filter(business_id=business_id).delete()
    rows = {names.fold(name): names.tokens(name) for name in given}
    SearchName.objects.bulk_create(
        SearchName(business_id=business_id, folded=folded, tokens=tokens) for folded, tokens in rows.items()
    )
    words = sorted({token for tokens in rows.values() for token in tokens})
    slips = [(slip, word) for word in words for slip in deletions(word)]
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [words])
        cursor.execute(SLIPS, [[slip for slip, _ in slips], [word for _, word in slips]])
