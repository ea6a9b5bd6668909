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
        Fact.ABOUT: {"review": "a review", "alert": "an alert", "domain": "a warning of an imitation"},
        Fact.DECIDED: {
            "rejected": "it stays as it is",
            "removed": "it is no longer shown and no longer counts",
            "masked": "some words of it are masked, everything else stays",
            "restored": "it is shown and counts again",
            "inadmissible": "this ground cannot be raised against it",
            "admitted": "the ground can be raised after all, and the case begins",
            "suspended": "it has an innocent cause, and is shown as suspended",
            "exempt": "the address imitates nothing, and nobody is warned of it any more",
            "stands": "the appeal is rejected, and what was decided stays",
        },
        Fact.DUE: {"reply": "reply to the answer of the writer", "appeal": "appeal against the decision"},
        Fact.TASK: {
            "urgent": "An urgent case waits for somebody to look within 24 hours",
            "second": "A drafted decision waits for a second person",
            "interim": "A review that one person hid waits for a second one within 48 hours",
            "late": "A deadline of a case was missed; it is counted in public",
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
        Fact.ABOUT: {
            "review": "eine Bewertung",
            "alert": "einen Hinweis",
            "domain": "eine Warnung vor einer Nachahmung",
        },
        Fact.DECIDED: {
            "rejected": "Es bleibt, wie es ist",
            "removed": "Sie wird nicht mehr gezeigt und zählt nicht mehr",
            "masked": "Einige ihrer Worte werden verdeckt, alles andere bleibt",
            "restored": "Sie wird wieder gezeigt und zählt wieder",
            "inadmissible": "Auf diesen Grund kann man sich hier nicht berufen",
            "admitted": "Auf den Grund kann man sich doch berufen, und der Fall beginnt",
            "suspended": "Er hat eine harmlose Ursache und wird als ausgesetzt gezeigt",
            "exempt": "Die Adresse ahmt nichts nach, und niemand wird mehr vor ihr gewarnt",
            "stands": "Der Einspruch wird zurückgewiesen, und es bleibt bei der Entscheidung",
        },
        Fact.DUE: {"reply": "auf die Antwort erwidern", "appeal": "gegen die Entscheidung Einspruch einlegen"},
        Fact.TASK: {
            "urgent": "Ein dringender Fall muss binnen 24 Stunden angesehen werden",
            "second": "Eine entworfene Entscheidung wartet auf eine zweite Person",
            "interim": "Eine Bewertung, die eine Person verborgen hat, wartet binnen 48 Stunden auf eine zweite",
            "late": "Eine Frist in einem Fall wurde versäumt; es wird öffentlich gezählt",
        },
    },
}


def shown(language: Language, fact: Fact, code: str) -> str:
    """A code in words."""
    return WORDS[language].get(fact, {}).get(code, code)
