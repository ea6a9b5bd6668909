import pytest

from reputation.screening import roles, special
from reputation.screening.findings import DOUBT, Tier

POINTING = (
    (
        "en",
        "the older lady from the shop offered ten percent",
        "the older lady from the shop",
        "somebody from the shop",
    ),
    ("en", "The red-haired waitress laughed", "The red-haired waitress", "The waitress"),
    ("en", "an older waiter came", "an older waiter", "a waiter"),
    ("en", "the waiter with the thick glasses", "the waiter with the thick glasses", "the waiter"),
    ("en", "then the owner's wife shouted", "the owner's wife", "somebody from the shop"),
    ("de", "Der junge Verkäufer mit der Brille lachte", "Der junge Verkäufer mit der Brille", "Der Verkäufer"),
    ("de", "Das ärgerte die alte Dame", "die alte Dame", "jemand vom Geschäft"),
    ("de", "da schrie die Frau vom Chef", "die Frau vom Chef", "jemand vom Geschäft"),
    ("fr", "La vendeuse blonde a ri", "La vendeuse blonde", "La vendeuse"),
    ("fr", "l'homme âgé à la caisse a ri", "l'homme âgé à la caisse", "quelqu’un du magasin"),
    ("es", "la camarera rubia se rio", "la camarera rubia", "la camarera"),
    ("nl", "De ober met de bril lachte", "De ober met de bril", "De ober"),
    ("it", "La commessa bionda rideva", "La commessa bionda", "La commessa"),
    ("pt", "A empregada loira riu", "A empregada loira", "A empregada"),
)
NOT_POINTING = (
    (
        "en",
        "The waiter was rude, the manager too, and the old manager left. My old man liked it. A young wine.",
    ),
    ("de", "Die Verkäuferin war nett, der Chef auch. Mein alter Mann mag den jungen Wein und das kleine Geschäft."),
    ("fr", "La serveuse était gentille, le patron aussi. Un petit magasin, une grande table, la jeune équipe."),
    ("es", "El camarero fue amable, la dueña también. Una mesa alta, un vino joven."),
    ("nl", "De ober was aardig, de eigenaar ook. Een kleine winkel, een lange rij."),
    ("it", "Il cameriere era gentile, il titolare anche. Un vino giovane, un tavolo alto."),
    ("pt", "O empregado foi simpático, o gerente também. Uma mesa alta, um vinho jovem."),
    ("fi", "the older lady from the shop"),
)
SAID = (
    ("en", "I heard the waiter is gay", "gay"),
    ("en", "She has got cancer", "cancer"),
    ("en", "the owner is a convicted thief", "a convicted thief"),
    ("en", "The Turkish waitress was nice", "The Turkish waitress"),
    ("en", "he was arrested last year", "was arrested"),
    ("en", "His depression shows", "His depression"),
    ("de", "Der Kellner ist offenbar schwul", "schwul"),
    ("de", "weil sie depressiv ist", "depressiv"),
    ("de", "Sie hat Krebs", "Krebs"),
    ("de", "Die türkische Verkäuferin war nett", "Die türkische Verkäuferin"),
    ("de", "Er hat mein Handy geklaut", "hat mein Handy geklaut"),
    ("fr", "La patronne est enceinte", "enceinte"),
    ("fr", "Elle a un cancer", "un cancer"),
    ("fr", "Le vendeur arabe a ri", "Le vendeur arabe"),
    ("es", "El camarero es gay", "gay"),
    ("es", "el dueño es un ladrón", "un ladrón"),
    ("nl", "omdat hij depressief is", "depressief"),
    ("nl", "de Marokkaanse medewerker lachte", "de Marokkaanse medewerker"),
    ("it", "Lei ha un tumore", "un tumore"),
    ("pt", "Ele tem câncer", "câncer"),
)
NOT_SAID = (
    ("en", "I am diabetic and they helped. My son is autistic, my wife has cancer and they were kind. I am gay, too."),
    (
        "en",
        "The pharmacy, the Chinese restaurant, the Turkish bakery, the church in the heart of the city.",
    ),
    (
        "en",
        "Sick of waiting. Vegan food. They are thieves. He was dressed in black. He is deaf to us. It stole the show.",
    ),
    (
        "de",
        "Ich bin Diabetiker. Mein Mann hat Krebs und man half. Das türkische Restaurant, die vegane Küche.",
    ),
    (
        "de",
        "Die Ware ist schwarz, der Döner türkisch. Sie hat immer Zeit. Krank vor Warten. Die Kirche ist katholisch.",
    ),
    (
        "fr",
        "Je suis diabétique. Mon mari est malade. Le restaurant chinois, le café : il est noir. L'église.",
    ),
    ("es", "Soy celíaco. Mi hijo es autista. El restaurante chino, el café negro, la farmacia, la iglesia."),
    (
        "nl",
        "Ik ben diabeet. Mijn zoon heeft autisme. De Turkse bakkerij, het Chinese restaurant, de kerk, de apotheek.",
    ),
    ("it", "Sono celiaco. Il ristorante cinese, il vino nero, la chiesa, la farmacia."),
    ("pt", "Sou diabético. O restaurante chinês, o café preto, a igreja, a farmácia."),
)


@pytest.mark.parametrize(("language", "text", "words", "instead"), POINTING)
def test_a_role_with_what_tells_one_person_from_others_is_asked_about(
    language: str, text: str, words: str, instead: str
) -> None:
    (one,) = roles.find(text, language)
    assert (text[one.start : one.end], one.suggestion) == (words, instead)
    assert one.tier is Tier.ASKS
    assert one.score < DOUBT


@pytest.mark.parametrize(("language", "text"), NOT_POINTING)
def test_a_bare_role_is_fine(language: str, text: str) -> None:
    assert not roles.find(text, language)


@pytest.mark.parametrize(("language", "text", "words"), SAID)
def test_what_the_law_protects_most_is_asked_about_when_said_of_a_person(language: str, text: str, words: str) -> None:
    (one,) = special.find(text, language)
    assert text[one.start : one.end] == words
    assert one.tier is Tier.ASKS


@pytest.mark.parametrize(("language", "text"), NOT_SAID)
def test_the_writer_their_people_and_the_business_may_be_spoken_of(language: str, text: str) -> None:
    assert [text[one.start : one.end] for one in special.find(text, language)] == []
