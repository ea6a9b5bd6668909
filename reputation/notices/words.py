"""The words for codes that mails tell. A code without words is shown as it is."""

from collections.abc import Mapping

from reputation.notices.rules import Fact, Language

WORDS: Mapping[Language, Mapping[Fact, Mapping[str, str]]] = {
    Language.EN: {
        Fact.ROLE: {"owner": "owner", "agent": "agent", "reader": "reader"},
        Fact.DUTY: {"moderator": "moderator", "panel": "member of the panel", "operator": "operator"},
        Fact.GROUND: {
            "charter-breach": "it broke the charter it had accepted",
            "false-reviews": "it wrote or bought reviews",
            "false-receipts": "it vouched for purchases that never took place",
            "pressure-on-reviewers": "it put pressure on people who had reviewed it",
            "unfounded-challenges": "it kept challenging reviews without any ground",
        },
        Fact.MEASURE: {
            "warning": "a warning about the business",
            "right-suspended": "its right to challenge reviews is suspended",
            "legal-threat": "a note that it threatened the writer of a review",
        },
        Fact.OUTCOME: {
            "rejected": "it is rejected",
            "upheld": "the decision stands",
            "reversed": "the decision is reversed",
        },
    },
    Language.DE: {
        Fact.ROLE: {"owner": "Eigner", "agent": "Bearbeiter", "reader": "Leser"},
        Fact.DUTY: {"moderator": "Moderation", "panel": "Mitglied des Gremiums", "operator": "Betrieb"},
        Fact.GROUND: {
            "charter-breach": "Es hat die Charta gebrochen, die es angenommen hatte",
            "false-reviews": "Es hat Bewertungen geschrieben oder gekauft",
            "false-receipts": "Es hat Käufe bestätigt, die nie stattgefunden haben",
            "pressure-on-reviewers": "Es hat Menschen unter Druck gesetzt, die es bewertet hatten",
            "unfounded-challenges": "Es hat immer wieder ohne jeden Grund Bewertungen angefochten",
        },
        Fact.MEASURE: {
            "warning": "eine Warnung zu dem Unternehmen",
            "right-suspended": "sein Recht, Bewertungen anzufechten, ruht",
            "legal-threat": "ein Vermerk, dass es jemandem wegen einer Bewertung gedroht hat",
        },
        Fact.OUTCOME: {
            "rejected": "Er wird zurückgewiesen",
            "upheld": "Die Entscheidung bleibt bestehen",
            "reversed": "Die Entscheidung wird aufgehoben",
        },
    },
}


def shown(language: Language, fact: Fact, code: str) -> str:
    """A code in words."""
    return WORDS[language].get(fact, {}).get(code, code)
