"""Puts words to a review: sentences are drawn like cards, so that a page does not say the same thing twice."""

from random import Random

from reputation.reviews.rules import Outcome
from reputation.simulation.cast import Member
from reputation.simulation.shapes import Draft
from reputation.simulation.words.corpus import Corpus, Lines, Pools
from reputation.simulation.words.de import DE
from reputation.simulation.words.en import EN
from reputation.simulation.words.es import ES
from reputation.simulation.words.fr import FR

CORPORA: dict[str, Corpus] = {"en": EN, "de": DE, "fr": FR, "es": ES}
SERVICES = frozenset({"travel", "repair", "courses", "tickets"})
CONSUMED = frozenset({"coffee", "food", "flowers", "books", "garden"})
# How many sentences follow the first, of twenty reviews.
LENGTHS = (0,) * 5 + (1,) * 9 + (2,) * 5 + (3,)


class Deck:
    """Lines in a random order; what came lately does not come first again."""

    def __init__(self, cards: Lines, random: Random) -> None:
        self._random = random
        self._rest = list(cards)
        self._seen: list[str] = []
        random.shuffle(self._rest)

    def draw(self) -> str:
        if not self._rest:
            half = len(self._seen) // 2
            early, late = self._seen[:half], self._seen[half:]
            self._random.shuffle(early)
            self._random.shuffle(late)
            self._rest, self._seen = late + early, []
        card = self._rest.pop()
        self._seen.append(card)
        return card


class Teller:
    """All who write about one business, in its languages."""

    def __init__(self, member: Member, random: Random) -> None:
        self._member = member
        self._random = random
        self._decks: dict[tuple[str, str], Deck] = {}

    def review(self, draft: Draft) -> tuple[str, str]:
        """The language and the text of a review."""
        language = self._random.choice(self._member.languages)
        corpus = CORPORA[language]
        if draft.style != "buyer":
            lines = corpus.praise if draft.style == "praise" else corpus.smear
            said = [self._draw(language, draft.style, lines)]
            if self._random.random() < 0.3:
                said.append(self._draw(language, draft.style, lines))
        else:
            said = self._bought(language, corpus, draft.outcome)
        if draft.no_receipt_given:
            said.append(self._draw(language, "no-receipt", corpus.no_receipt))
        return language, " ".join(said)

    def reply(self, language: str) -> str:
        """What the business says to it."""
        return self._draw(language, "reply", CORPORA[language].replies)

    def update(self, language: str) -> str:
        """What a writer adds whose problem was solved after all."""
        return self._draw(language, "update", CORPORA[language].updates)

    def _bought(self, language: str, corpus: Corpus, outcome: Outcome) -> list[str]:
        service = self._member.trade in SERVICES
        first, more = _told(corpus.service if service else corpus.goods, outcome)
        item = self._draw(language, "item", corpus.items[self._member.trade])
        opening = _filled(self._draw(language, f"{outcome}", first), item)
        count = min(self._random.choice(LENGTHS), 2 if outcome is not Outcome.AS_AGREED else 3)
        return [opening, *(self._draw(language, f"{outcome}+", more) for _ in range(count))]

    def _draw(self, language: str, kind: str, lines: Lines) -> str:
        key = (language, kind)
        if key not in self._decks:
            lasts = self._member.trade not in CONSUMED
            fit = tuple(line.removeprefix("~ ") for line in lines if lasts or not line.startswith("~"))
            self._decks[key] = Deck(fit, self._random)
        return self._decks[key].draw()


def _filled(line: str, item: str) -> str:
    """The sentence with its item, which is capitalised where a sentence begins."""
    before, slot, after = line.partition("{item}")
    if slot and (not before or before.endswith((". ", "? ", "! "))):
        item = item[0].upper() + item[1:]
    return before + (item if slot else "") + after


def _told(pools: Pools, outcome: Outcome) -> tuple[Lines, Lines]:
    return {
        Outcome.AS_AGREED: (pools.well, pools.well_more),
        Outcome.PROBLEM_SOLVED: (pools.solved, pools.solved_more),
        Outcome.PROBLEM_UNSOLVED: (pools.unsolved, pools.unsolved_more),
        Outcome.NEVER_DELIVERED: (pools.never, pools.never_more),
        Outcome.CHARGED_WRONGLY: (pools.charged, pools.charged_more),
    }[outcome]
