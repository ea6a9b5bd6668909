"""The words for codes that mails tell. A code without words is shown as it is."""

from collections.abc import Mapping

from reputation.notices.rules import Fact, Language

WORDS: Mapping[Language, Mapping[Fact, Mapping[str, str]]] = {
    Language.EN: {Fact.DUTY: {"moderator": "moderator", "panel": "member of the panel", "operator": "operator"}},
    Language.DE: {Fact.DUTY: {"moderator": "Moderation", "panel": "Mitglied des Gremiums", "operator": "Betrieb"}},
}


def shown(language: Language, fact: Fact, code: str) -> str:
    """A code in words."""
    return WORDS[language].get(fact, {}).get(code, code)
