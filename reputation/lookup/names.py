"""Finding names: exact, by beginning, by words with slips; a short list from indexes, ranked by likeness.

Cost does not grow with the number of names: each step reads at most a few hundred rows through an index. Words that
many names share are used only beside a rarer one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from rapidfuzz.distance import Indel

from reputation.businesses import names
from reputation.businesses.search_index import SHORTEST_SLIP, deletions

SHORT_LIST = 200
MOST_WORDS = 8
MOST_SPELLINGS = 6
RARE = 20_000
GOOD = 0.72
CLOSE = 0.12
CLOSE_ENOUGH = 0.9

Row = tuple[int | None, str | None, str]

SAME = "SELECT id, business_id, lei, folded FROM businesses_searchname WHERE folded = %s LIMIT %s"
BEGINS = """
SELECT id, business_id, lei, folded FROM businesses_searchname
WHERE folded LIKE %s ORDER BY folded USING ~<~ LIMIT %s
"""
SPELLINGS = """
SELECT word, token, uses FROM (
    SELECT w.word, t.token, t.uses FROM unnest(%(words)s::text[]) AS w (word)
    JOIN businesses_searchtoken t ON t.token = w.word
    UNION
    SELECT s.word, t.token, t.uses FROM unnest(%(owners)s::text[], %(slips)s::text[]) AS s (word, slip)
    JOIN businesses_searchdeletion d ON d.deletion = s.slip
    JOIN businesses_searchtoken t ON t.token = d.token
    UNION
    SELECT s.word, t.token, t.uses FROM unnest(%(owners)s::text[], %(slips)s::text[]) AS s (word, slip)
    JOIN businesses_searchtoken t ON t.token = s.slip
    UNION
    SELECT w.word, t.token, t.uses FROM unnest(%(words)s::text[]) AS w (word)
    JOIN businesses_searchdeletion d ON d.deletion = w.word
    JOIN businesses_searchtoken t ON t.token = d.token
) AS found
"""
ENDINGS = "SELECT token, uses FROM businesses_searchtoken WHERE token LIKE %s ORDER BY token USING ~<~ LIMIT %s"
HAVING_ALL = "SELECT id, business_id, lei, folded FROM businesses_searchname WHERE tokens @> %s::varchar[] LIMIT %s"
HAVING = "SELECT id, business_id, lei, folded FROM businesses_searchname WHERE {} LIMIT %s"


@dataclass(frozen=True, slots=True)
class Found:
    """A name that is like the one asked for; `score` from 0 to 1."""

    business_id: int | None
    lei: str | None
    folded: str
    score: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word asked for, and words of the index it can stand for: most alike first, with how many names have each."""

    text: str
    spellings: tuple[tuple[str, int], ...]

    @property
    def uses(self) -> int:
        return sum(uses for _, uses in self.spellings)


def search(name: str, limit: int = 10) -> list[Found]:
    """The names most like this one, best first; empty when none is alike enough.

    Most people type names as they are: spellings one slip away are looked for only when that finds nothing close.
    """
    folded, tokens = names.fold(name), names.tokens(name)[:MOST_WORDS]
    if not tokens:
        return []
    rows: dict[int, Row] = {}
    with connection.cursor() as cursor:

        def take(statement: str, values: list[Any]) -> None:
            cursor.execute(statement, values)
            rows.update((row[0], row[1:]) for row in cursor.fetchall())

        take(SAME, [folded, SHORT_LIST])
        if len(folded) > 1:
            take(BEGINS, [folded.replace("_", r"\_").replace("%", r"\%") + "%", SHORT_LIST])
        uses = _uses(cursor, tokens)
        if len(tokens) > 1 and len(uses) == len(set(tokens)):
            take(HAVING_ALL, [tokens, SHORT_LIST])
        found = _ranked(tokens, uses, rows)
        if found and found[0].score >= CLOSE_ENOUGH:
            return _best(found, limit)
        words = _spelled(cursor, tokens)
        for condition in _conditions(words, len(rows)):
            take(HAVING.format(" AND ".join("tokens && %s::varchar[]" for _ in condition)), [*condition, SHORT_LIST])
            found = _ranked(tokens, uses, rows)
            if (found and found[0].score >= CLOSE_ENOUGH) or len(rows) >= SHORT_LIST:
                break
    return _best(_ranked(tokens, uses, rows), limit)


def _uses(cursor: CursorWrapper, tokens: Sequence[str]) -> dict[str, int]:
    """How many names have each word; words that none has are left out."""
    cursor.execute("SELECT token, uses FROM businesses_searchtoken WHERE token = ANY(%s)", [list(tokens)])
    return dict(cursor.fetchall())


def _ranked(tokens: Sequence[str], uses: dict[str, int], rows: dict[int, Row]) -> list[Found]:
    """The good ones of the short list, best first; among equals businesses before registry entities."""
    weights = {token: 1 / log(3 + uses.get(token, 0)) for token in tokens}
    found = [Found(business, lei, text, _score(tokens, text, weights)) for business, lei, text in rows.values()]
    return sorted(
        (row for row in found if row.score >= GOOD),
        key=lambda row: (-round(row.score, 2), row.business_id is None, len(row.folded), row.folded),
    )


def _best(good: list[Found], limit: int) -> list[Found]:
    """One line for each business or entity; what is far behind the best is left out."""
    kept: list[Found] = []
    seen: set[int | str | None] = set()
    for found in good:
        key = found.business_id or found.lei
        if key not in seen and found.score >= good[0].score - 2 * CLOSE:
            seen.add(key)
            kept.append(found)
    return kept[:limit]


def _spelled(cursor: CursorWrapper, tokens: Sequence[str]) -> list[Word]:
    """Each word with the spellings that the index knows; the last word may be only the beginning of one."""
    owners, slips = [], []
    for token in set(tokens):
        for slip in deletions(token):
            owners.append(token)
            slips.append(slip)
    cursor.execute(SPELLINGS, {"words": list(set(tokens)), "owners": owners, "slips": slips})
    known: dict[str, dict[str, int]] = {token: {} for token in tokens}
    for word, token, uses in cursor.fetchall():
        known[word][token] = uses
    last = tokens[-1]
    if len(last) >= SHORTEST_SLIP and last not in known[last]:
        cursor.execute(ENDINGS, [last + "%", MOST_SPELLINGS])
        known[last] |= dict(cursor.fetchall())
    return [
        Word(
            token,
            tuple(sorted(known[token].items(), key=lambda item: (-_alike(token, item[0]), -item[1]))[:MOST_SPELLINGS]),
        )
        for token in dict.fromkeys(tokens)
    ]


def _conditions(words: Sequence[Word], found: int) -> list[list[list[str]]]:
    """Which words a name must have, strictest first; a word that many names share never stands alone."""
    usable = sorted((word for word in words if word.spellings), key=lambda word: word.uses)
    if not usable:
        return []
    every = [[spelling for spelling, _ in word.spellings] for word in usable]
    steps = [every]
    if len(every) > 2:
        steps.append(every[:2])
    for place, word in enumerate(usable[:3]):
        if word.uses <= RARE and len(every) > 1:
            steps.append([every[place]])
    if len(usable) == 1 and usable[0].uses > RARE and found:
        return []  # the beginning has answered already, and so common a word tells nothing more
    return steps


def _alike(one: str, other: str) -> float:
    """How alike two words are, 0 to 1; the first letter counts a little more, an unfinished word a little less."""
    if one == other:
        return 1.0
    if len(one) >= SHORTEST_SLIP and other.startswith(one):
        return 0.8 + 0.2 * len(one) / len(other)
    if one.isdigit() or other.isdigit():
        return 0.0
    ratio = Indel.normalized_similarity(one, other)
    return ratio if one[:1] == other[:1] else 0.92 * ratio


def _score(tokens: Sequence[str], folded: str, weights: dict[str, float]) -> float:
    """How well a name answers: each word asked for against its best match, rare words weighing more.

    Words that the name has beyond those asked for cost a little; spaces set differently cost next to nothing.
    """
    theirs = folded.split()
    if tokens == theirs:
        return 1.0
    joined, their_joined = "".join(tokens), "".join(theirs)
    if joined == their_joined:
        return 0.98
    left = list(theirs)
    total = gained = 0.0
    for token in tokens:
        weight = weights.get(token, 1.0)
        total += weight
        best = max(left, key=lambda other: _alike(token, other), default=None)
        if best is None:
            continue
        likeness = _alike(token, best)
        if likeness >= GOOD:
            left.remove(best)
            gained += weight * likeness
    words = gained / total
    extra = len(left) / (len(theirs) + 1)
    whole = Indel.normalized_similarity(joined, their_joined) if len(joined) > SHORTEST_SLIP else 0.0
    return max(words * (1 - 0.25 * extra), 0.97 * whole)
