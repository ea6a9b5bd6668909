"""Texts with invented people and valid numbers of nobody, where no labelled set exists. The same every time.

Reviews of one to three sentences of our own, with names off the lists of other countries too. They are easier than what
people write, and they are ours: they show what is broken, not how good it is.
"""

import random
from importlib import import_module
from importlib.resources import files
from string import ascii_uppercase, digits

from reputation.screening.evaluate.texts import Span, Text

PEOPLE, NUMBERS = "invented people", "invented numbers"
LANGUAGES = ("en", "fr", "es", "de", "nl", "it", "pt")
"""All but the one whose texts are read by people."""
WITH_PERSON, WITHOUT, EACH_NUMBER = 80, 40, 20
AT_HOME = 0.6
"""The share of names that are at home where the language is; the others come from elsewhere."""
ABROAD = ("eastern", "turkic", "south-asian", "african", "east-asian")
DRAWN = {"#": digits, "@": ascii_uppercase}


def names() -> dict[str, list[tuple[str, str]]]:
    """Given names and surnames, by where they are at home."""
    found: dict[str, list[tuple[str, str]]] = {}
    for home, given, surname in _rows("invented.tsv"):
        found.setdefault(home, []).append((given, surname))
    return found


def reviews(language: str) -> list[Text]:
    """Texts with one person each, and texts with none."""
    dice, people = random.Random(language), names()  # noqa: S311 - no secret
    sentences = [sentence for of, sentence in _rows("sentences.tsv") if of == language]
    naming = [sentence for sentence in sentences if "{" in sentence]
    silent = [sentence for sentence in sentences if "{" not in sentence]
    found = []
    for _ in range(WITH_PERSON):
        home = language if dice.random() < AT_HOME else dice.choice(ABROAD)
        given, surname = dice.choice(people[home])[0], dice.choice(people[home])[1]
        before = "".join(f"{sentence} " for sentence in dice.sample(silent, dice.randrange(2)))
        head, _, rest = dice.choice(naming).partition("{")
        slot, _, tail = rest.partition("}")
        name = {"full": f"{given} {surname}", "given": given, "surname": surname}[slot]
        found.append(_marked(PEOPLE, language, before + head, name, tail, "PERSON", home))
    none = (Text(PEOPLE, language, " ".join(dice.sample(silent, dice.randint(1, 3)))) for _ in range(WITHOUT))
    return [*found, *none]


def numbers() -> list[Text]:
    """Texts with one number each whose check digits are right."""
    dice = random.Random(NUMBERS)  # noqa: S311 - no secret
    found = []
    for label, language, sentence, form, check in _rows("numbers.tsv"):
        head, _, tail = sentence.partition("{}")
        is_valid = import_module(f"stdnum.{check}").is_valid
        for _ in range(EACH_NUMBER):
            number = ""
            while not is_valid(number.replace(" ", "")):
                number = "".join(dice.choice(DRAWN.get(sign, sign)) for sign in form)
            found.append(_marked(NUMBERS, language, head, number, tail, label, ""))
    return found


def _marked(of: str, language: str, head: str, words: str, tail: str, label: str, home: str) -> Text:
    span = Span(len(head), len(head + words), label, home)
    return Text(of, language, head + words + tail, (span,))


def _rows(file: str) -> list[list[str]]:
    raw = (files("reputation.screening.evaluate") / file).read_text(encoding="utf-8")
    return [line.split("\t") for line in raw.splitlines()]
