import pytest

from reputation.screening.findings import Kind
from reputation.screening.suggestions import suggest

LANGUAGES = ("en", "fr", "es", "de", "nl", "it", "pt", "zh")


@pytest.mark.parametrize("language", [*LANGUAGES, "fi", ""])
@pytest.mark.parametrize("kind", list(Kind))
def test_there_is_always_something_to_write(language: str, kind: Kind) -> None:
    assert suggest(kind, language, "4711").strip()


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.EMAIL, Kind.PHONE, Kind.ADDRESS, Kind.PLATE, Kind.HANDLE])
def test_each_language_has_its_own_words(kind: Kind) -> None:
    words = {suggest(kind, language, "x") for language in LANGUAGES}
    assert len(words) == len(LANGUAGES)
    assert "[…]" not in words


def test_an_unknown_language_gets_a_gap() -> None:
    assert suggest(Kind.PERSON, "fi", "Matti") == "[…]"


@pytest.mark.parametrize(
    ("kind", "words", "instead"),
    [
        (Kind.IDENTITY, "order number: 4711", "order number"),
        (Kind.IDENTITY, "order #4711", "order"),
        (Kind.IDENTITY, "4711", "[…]"),
        (Kind.ACCOUNT, "card 4111 1111 1111 1111", "card"),
        (Kind.ACCOUNT, "DE89 3704", "an account number"),
        (Kind.ROLE, "the young waiter from the bar", "the waiter"),
        (Kind.ROLE, "A young owner", "An owner"),
        (Kind.ROLE, "The young man", "Somebody from the shop"),
        (Kind.EMAIL, "Jordan@gmx.example", "their e-mail"),
    ],
)
def test_what_names_nobody_stays(kind: Kind, words: str, instead: str) -> None:
    assert suggest(kind, "en", words) == instead
