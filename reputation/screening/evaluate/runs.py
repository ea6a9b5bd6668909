"""What is measured: each function walks some texts and counts. Pure but for the model."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from reputation.screening.evaluate import invented
from reputation.screening.evaluate.disguises import DISGUISES, disguised, some
from reputation.screening.evaluate.figures import PEOPLE, Figures, Share, percentile, seconds, touches
from reputation.screening.evaluate.texts import CASES, Text, cased
from reputation.screening.findings import Findings
from reputation.screening.gazetteer import Gazetteer

Find = Callable[[str, str], Findings]
Walk = Callable[[Iterable[Text]], Iterable[Text]]
"""Goes through texts, and may show how far it is."""
MOST_DISGUISED, MOST_TIMED = 100, 100
SEVERAL, NOWHERE = "several", "on no list"


def labelled(texts: list[Text], lists: Gazetteer, find: Find, walk: Walk) -> dict[str, Any]:
    """Figures by set and language in each case; as given also persons by origin, and identifiers by kind."""
    by_set: dict[str, dict[str, Figures]] = defaultdict(lambda: {case: Figures() for case in CASES})
    by_origin: dict[str, Share] = defaultdict(Share)
    by_kind: dict[str, Share] = defaultdict(Share)
    for text in walk(texts):
        for case in CASES:
            given = cased(text, case)
            items = find(given.text, given.language).items
            by_set[f"{text.set}, {text.language}"][case].count(given, items)
            if case != CASES[0]:
                continue
            for span in text.persons:
                home = span.origin or home_of(text.text[span.start : span.end], lists)
                by_origin[home].count(hit=any(one.kind in PEOPLE and touches(one, span) for one in items))
            for span in text.others:
                by_kind[span.label].count(hit=any(one.kind not in PEOPLE and touches(one, span) for one in items))
    parts: dict[str, dict[str, Any]] = {"sets": by_set, "origins": by_origin, "identifiers": by_kind}
    return {name: dict(sorted(part.items())) for name, part in parts.items() if part}


def home_of(name: str, lists: Gazetteer) -> str:
    """Where a name is at home: its script if that is not Latin, else what the lists say of its rarest part."""
    if not any(sign < "\u0250" for sign in name if sign.isalpha()):
        return "another script"
    homes = {lists.look(part).origin for part in name.split()} - {""}
    homes = homes - {SEVERAL} or homes
    return homes.pop() if len(homes) == 1 else SEVERAL if homes else NOWHERE


def spellings(texts: list[Text], find: Find, walk: Walk) -> dict[str, Share]:
    """Labelled passages found when they are written so that a machine misses them."""
    marked = [text for text in texts if text.spans and text.language in invented.LANGUAGES]
    found: dict[str, Share] = defaultdict(Share)
    for text in walk(some(marked, MOST_DISGUISED)):
        for name, change in DISGUISES.items():
            given = disguised(text, change)
            findings = find(given.text, given.language).items
            for span in given.spans:
                found[name].count(hit=any(touches(one, span) for one in findings))
    return dict(found)


def speed(texts: list[Text], find: Find) -> dict[str, float]:
    """Milliseconds of processor for 1,000 characters."""
    taken = [1000 * each for each in seconds(find, texts)[:MOST_TIMED]]
    return {"median": percentile(taken, 0.5), "p95": percentile(taken, 0.95), "texts": len(taken)}


def as_json(found: Mapping[str, Any]) -> Any:
    """Figures as JSON."""
    if isinstance(found, Mapping):
        return {name: as_json(each) for name, each in found.items()}
    return found.as_json() if isinstance(found, Figures | Share) else found
