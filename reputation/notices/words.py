"""The words for codes that mails tell. A code without words is shown as it is."""

from collections.abc import Mapping

from reputation.notices.rules import Fact, Language

WORDS: Mapping[Language, Mapping[Fact, Mapping[str, str]]] = {
    Language.EN: {
        Fact.ROLE: {"owner": "owner", "agent": "agent", "reader": "reader"},
        Fact.DUTY: {"moderator": "moderator", "panel": "member of the panel", "operator": "operator"},
        Fact.OUTCOME: {"rejected": "it is rejected"},
    },
    Language.DE: {
        Fact.ROLE: {"owner": "Eigner", "agent": "Bearbeiter", "reader": "Leser"},
        Fact.DUTY: {"moderator": "Moderation", "panel": "Mitglied des Gremiums", "operator": "Betrieb"},
        Fact.OUTCOME: {"rejected": "Er wird zurückgewiesen"},
    },
}


def shown(language: Language, fact: Fact, code: str) -> str:
    """A code in words."""
    return WORDS[language].get(fact, {}).get(code, code)
