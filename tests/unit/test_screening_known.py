import pytest

from reputation.screening import known
from reputation.screening.findings import Finding, Kind, Known, Tier

BUSINESS = Known(
    names=["Meier & Söhne GmbH", "Kettle and Moss Ltd", "Jordan Pikeley Ltd"],
    contacts=["moss@gmx.example", "+49 30 1234567", "Hauptstraße 12, 10115 Berlin", "DE89370400440532013000"],
    domains=["kettle-and-moss.example", "www.meier.example"],
)
OWN = (
    ("bei Meier war es gut", "Meier", Kind.PERSON),
    ("MEIER & SOEHNE war gut", "MEIER & SOEHNE", Kind.PERSON),
    ("at Meier's it was good", "Meier's", Kind.PERSON),
    ("Kettle & Moss is good", "Kettle & Moss", Kind.PERSON),
    ("I bought from Jordan Pikeley", "Jordan Pikeley", Kind.PERSON),
    ("to info@kettle-and-moss.example", "info@kettle-and-moss.example", Kind.EMAIL),
    ("to customer-service@shop.meier.example", "customer-service@shop.meier.example", Kind.EMAIL),
    ("to Moss@gmx.example", "Moss@gmx.example", Kind.EMAIL),
    ("call 030 1234567", "030 1234567", Kind.PHONE),
    ("in der Hauptstr. 12", "Hauptstr. 12", Kind.ADDRESS),
    ("see https://www.meier.example/x", "https://www.meier.example/x", Kind.HANDLE),
    ("see @kettleandmoss", "@kettleandmoss", Kind.HANDLE),
    ("see instagram.com/kettleandmoss", "instagram.com/kettleandmoss", Kind.HANDLE),
    ("to IBAN DE89 3704 0044 0532 0130 00", "IBAN DE89 3704 0044 0532 0130 00", Kind.ACCOUNT),
)
SOMEBODY = (
    ("Herr Meier war gut", "Meier", Kind.PERSON),
    ("Mr. Meier was good", "Meier", Kind.PERSON),
    ("Familie Meier war gut", "Meier", Kind.PERSON),
    ("Anna Meier war gut", "Anna Meier", Kind.PERSON),
    ("Jordan was good", "Jordan", Kind.PERSON),
    ("to jordan@kettle-and-moss.example", "jordan@kettle-and-moss.example", Kind.EMAIL),
    ("to info.jordan@meier.example", "info.jordan@meier.example", Kind.EMAIL),
    ("to info@other-meier.example", "info@other-meier.example", Kind.EMAIL),
    ("call 030 1234568", "030 1234568", Kind.PHONE),
    ("in der Hauptstr. 1", "Hauptstr. 1", Kind.ADDRESS),
    ("see @jordanp", "@jordanp", Kind.HANDLE),
    ("to DE91 1000 0000 0123 4567 89", "DE91 1000 0000 0123 4567 89", Kind.ACCOUNT),
    ("mit der Brille am Tresen", "Brille", Kind.ROLE),
)


def left(text: str, words: str, kind: Kind, business: Known = BUSINESS) -> list[Finding]:
    start = text.index(words)
    return known.leave([Finding(start, start + len(words), kind, Tier.PROPOSES, 1.0, "…")], text, business)


@pytest.mark.parametrize(("text", "words", "kind"), OWN)
def test_what_is_the_business_own_is_left_alone(text: str, words: str, kind: Kind) -> None:
    assert not left(text, words, kind)
    assert left(text, words, kind, Known())


@pytest.mark.parametrize(("text", "words", "kind"), SOMEBODY)
def test_people_of_the_business_are_still_found(text: str, words: str, kind: Kind) -> None:
    assert left(text, words, kind)
