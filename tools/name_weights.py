"""Learns the weights of reputation/screening/evidence.py: `python -m tools.name_weights FOLDER` prints them.

FOLDER holds labelled sets as the evaluation reads them, in Latin script. A logistic regression over the words of every
text, as given and in capitals and small letters; a name counts for more than another word, and real reviews for more
than other texts. Before the weights it prints how they fare on each set when they are learnt from the others alone.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from reputation.screening import evidence, gazetteer, names
from reputation.screening.evaluate.texts import CASES, Text, cased, read
from reputation.screening.persons import ASKS

NAMES_COUNT, REVIEWS_COUNT = 1.5, 3.0
REVIEWS = "reviews"
RIDGE, ROUNDS = 1.0, 30
Row = tuple[Text, list[evidence.Word], Any, Any]


def rows(texts: list[Text]) -> dict[str, list[Row]]:
    """By set: of each text in each case its words, the evidence on them, and whether they are names."""
    lists = gazetteer.Gazetteer(gazetteer.entries())
    found: dict[str, list[Row]] = {}
    for text in tqdm(texts):
        # The model reads without regard to case.
        pieces = names.READER.read(text.text)
        for case in CASES:
            given = cased(text, case)
            words = evidence.words(given.text, pieces, lists)
            table = np.array(evidence.evidence(given.text, words, text.language)).reshape(
                len(words), len(evidence.WEIGHTS)
            )
            is_name = np.array(
                [any(w.start < s.end and s.start < w.end for s in text.persons) for w in words], dtype=float
            )
            found.setdefault(text.set, []).append((given, words, table, is_name))
    return found


def learnt(sets: dict[str, list[Row]]) -> Any:
    """Weights by Newton's method, kept small but for the first."""
    tables, answers, counts = [], [], []
    for name, of_set in sets.items():
        for _, _, table, is_name in of_set:
            tables.append(table)
            answers.append(is_name)
            counts.append((REVIEWS_COUNT if REVIEWS in name else 1.0) * np.where(is_name > 0, NAMES_COUNT, 1.0))
    table, answer, count = np.vstack(tables), np.concatenate(answers), np.concatenate(counts)
    weights, ridge = np.zeros(table.shape[1]), RIDGE * np.eye(table.shape[1])
    ridge[0, 0] = 0
    for _ in range(ROUNDS):
        share = 1 / (1 + np.exp(-table @ weights))
        curve = (table * (count * share * (1 - share))[:, None]).T @ table + ridge
        weights += np.linalg.solve(curve, table.T @ (count * (answer - share)) - ridge @ weights)
    return weights


def fares(of_set: list[Row], weights: Any) -> str:
    """Persons found and texts without one flagged, at the score from which words are asked about."""
    found, flagged = [], []
    for text, words, table, _ in of_set:
        asked = 1 / (1 + np.exp(-table @ weights)) >= ASKS
        places = [word for word, is_asked in zip(words, asked, strict=True) if is_asked]
        found += [any(word.start < span.end and span.start < word.end for word in places) for span in text.persons]
        flagged += [bool(places)] * (not text.persons)
    return f"found {np.mean(found):.3f} of {len(found)}, flagged {np.mean(flagged):.3f} of {len(flagged)}, all cases"


def main() -> int:
    """Print how the weights fare, and the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    sets = rows([text for text in read(parser.parse_args().folder) if text.language != "zh"])
    for name in sets:
        others = {other: of_other for other, of_other in sets.items() if other != name}
        sys.stdout.write(f"{name}, learnt from the others: {fares(sets[name], learnt(others))}\n")
    for name, weight in zip(evidence.WEIGHTS, learnt(sets), strict=True):
        sys.stdout.write(f'    "{name}": {weight:.2f},\n')
    return 0


if __name__ == "__main__":
    sys.exit(main())
