"""Finds what is said of a person that the law protects most: health, faith, origin, politics, crimes. Pure.

Source: Regulation (EU) 2016/679, Articles 9 and 10. Only of a person who is spoken of: not of the business ("vegan",
"the Chinese restaurant"), nor of the writer, who may say so ("I am diabetic and they helped"), nor of the writer's own
people ("my son is autistic").
"""

import re
from collections.abc import Iterator

from reputation.screening.findings import Finding, Kind, Tier
from reputation.screening.passages import apart
from reputation.screening.suggestions import suggest
from reputation.screening.words import either, person, read

SCORE = 0.45
_FEW = r"(?:[\w'’-]+,? ){0,3}?"
_TURNS = "wearing|dressed|in|at|on|for|with|by|from|für|mit|im|bei|von|vom|avec|pour|en|con|para|por|met|voor|per|com"
_SHADES = rf"(?:(?!(?:{_TURNS})\b)[\w'’-]+,? ){{0,2}}?"
"""Words that weaken or strengthen what somebody is, and turn to nothing else."""
_PREDICATE_LAST = frozenset({"de", "nl"})
"""Languages that may put the verb at the end of a clause."""
_ADJECTIVE_LAST = frozenset({"fr", "es", "it", "pt"})
_WORDS = read("special")


def _patterns(language: str) -> Iterator[re.Pattern[str]]:
    """Ways to say such a thing in a language; the group `said` is the passage, or all of it is."""
    links, having, being, of_people, states, deeds = (
        either(_WORDS[language][kind]) for kind in ("links", "having", "being", "of_people", "states", "deeds")
    )
    article, they, theirs = (person(language, kind) for kind in ("articles", "they", "theirs"))
    noun = person(language, "jobs", "people")
    somebody = rf"(?<![\w'’-])(?:{they}|{article} ?(?:[\w'’-]+ ){{0,2}}?{noun})(?:,? (?:who|der|die|qui|que|che))?"
    flags = re.IGNORECASE
    yield re.compile(
        rf"{somebody} {_FEW}(?:{links} {_SHADES}(?P<said>{being})|{having} {_FEW}(?P<had>{states}))(?![\w-])", flags
    )
    yield re.compile(rf"{somebody} (?:[\w'’-]+ ){{0,2}}?(?P<said>{deeds})(?![\w-])", flags)
    yield re.compile(rf"(?<![\w'’-])(?P<said>{theirs} (?:[\w'’-]+ )?{states})(?![\w-])", flags)
    if language in _ADJECTIVE_LAST:
        yield re.compile(rf"(?<![\w'’-])(?P<person>{article} ?(?:[\w-]+ )?{noun} {of_people})(?![\w-])", flags)
    else:
        yield re.compile(
            rf"(?<![\w'’-])(?P<person>{article} (?:[\w-]+,? )?{of_people} (?:[\w-]+ )?{noun})(?![\w-])", flags
        )
    if language in _PREDICATE_LAST:
        end = rf"(?:{links}|{having})"
        yield re.compile(rf"{somebody} {_FEW}(?P<said>{being}|{states}) {end}(?![\w-])", flags)


_PATTERNS = {language: tuple(_patterns(language)) for language in _WORDS}


def find(plain_text: str, language: str) -> list[Finding]:
    """What should not be said of a person, by place. Rules cannot tell what is meant: each is asked about."""
    return apart(
        _asked(found, language) for pattern in _PATTERNS.get(language, ()) for found in pattern.finditer(plain_text)
    )


def _asked(found: re.Match[str], language: str) -> Finding:
    """What is said of somebody is left out; a person told by it becomes somebody."""
    group = next(name for name, words in found.groupdict().items() if words is not None)
    wording = suggest(Kind.ROLE if group == "person" else Kind.SPECIAL, language, found.group(group))
    return Finding(*found.span(group), Kind.SPECIAL, Tier.ASKS, SCORE, wording)
