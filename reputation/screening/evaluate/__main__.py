"""`python -m reputation.screening.evaluate FOLDER`: recall, false flags, identifiers, disguises, pace.

FOLDER holds sets as `<set>/public.jsonl`; invented texts are measured beside them, with a gazetteer that does not know
the invented names. docs/screening.md says how to read the figures.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tqdm import tqdm

from reputation.screening import engine, gazetteer, identifiers, special
from reputation.screening.evaluate import invented, runs
from reputation.screening.evaluate.figures import Figures, Share
from reputation.screening.evaluate.texts import Text, read
from reputation.screening.findings import Findings, Known
from reputation.screening.gazetteer import Gazetteer
from reputation.screening.persons import Persons

NOBODY = Known()
REVIEWS = "en_ewt_reviews_docs"


def measure(folder: Path, *, is_quiet: bool = False) -> dict[str, Any]:
    """Everything, by part."""
    texts = read(folder)
    strangers = [text for language in invented.LANGUAGES for text in invented.reviews(language)]
    lists = gazetteer.shipped()
    names = {name for pairs in invented.names().values() for pair in pairs for name in pair}
    unknowing = (identifiers, special, Persons(Gazetteer(gazetteer.entries(), without=names)))

    def find(text: str, language: str) -> Findings:
        return engine.find(text, language, NOBODY)

    def find_strangers(text: str, language: str) -> Findings:
        return engine.find(text, language, NOBODY, unknowing)

    def walk(of: str) -> runs.Walk:
        def shown(some: Iterable[Text]) -> Iterable[Text]:
            return tqdm(some, desc=of, leave=False, disable=is_quiet, file=sys.stderr)

        return shown

    reviews = [text for text in texts if text.set == REVIEWS] or texts
    numbers = invented.numbers()
    return {
        "labelled": runs.labelled(texts, lists, find, walk("labelled")),
        "invented, names on no list": runs.labelled(strangers, lists, find_strangers, walk("invented people")),
        "invented, as they come": runs.labelled(strangers, lists, find, walk("invented people")),
        "invented numbers": runs.labelled(numbers, lists, find, walk("invented numbers")),
        "spellings": {
            "persons of reviews": runs.spellings(reviews, find, walk("spellings")),
            "invented people": runs.spellings(strangers, find, walk("spellings")),
            "invented numbers": runs.spellings(numbers, find, walk("spellings")),
        },
        "milliseconds for 1,000 characters": runs.speed(reviews, find),
    }


def lines(found: dict[str, Any], depth: int = 0) -> Iterable[str]:
    """The figures as text."""
    for name, each in found.items():
        indent = "  " * depth
        if isinstance(each, Figures):
            yield f"{indent}{name:9} found {each.found}; tier A {each.sure}; whole {each.whole}; flagged {each.flagged}"
        elif isinstance(each, Share):
            yield f"{indent}{name:24} {each}"
        elif isinstance(each, dict):
            yield f"{indent}{name}"
            yield from lines(each, depth + 1)
        else:
            yield f"{indent}{name:24} {each:.0f}"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m reputation.screening.evaluate", description=__doc__)
    parser.add_argument("folder", type=Path, help="holds <set>/public.jsonl")
    parser.add_argument("--json", action="store_true", help="as JSON")
    options = parser.parse_args()
    found = measure(options.folder)
    sys.stdout.write(json.dumps(runs.as_json(found), indent=2) if options.json else "\n".join(lines(found)))
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
