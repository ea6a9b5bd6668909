import pytest

from reputation.screening.spelling import plain

DISGUISED = (
    ("J o h n S m i t h was rude", "John Smith was rude"),
    ("J.o.h.n was rude", "John was rude"),
    ("J-o-h-n Smith", "John Smith"),
    ("J.o.h.n S.m.i.t.h was rude", "John Smith was rude"),
    ("J_o_h_n S_m_i_t_h", "John Smith"),
    ("D E 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0", "DE89370400440532013000"),
    ("call 0171•2345·678", "call 0171 2345 678"),
    ("call 0171\n2345678", "call 0171 2345678"),
    ("j o h n  s m i t h was rude", "john smith was rude"),
    ("J0hn M1chael P€ter Sus@nne", "John Michael Peter Susanne"),
    ("A1ex and Ju1ia", "Alex and Julia"),
    ("J\u200bo\u200bh\u200dn", "John"),
    ("Jo\u00adhn", "John"),
    ("J̶o̶h̶n̶", "John"),
    ("J͓̽o͓̽h͓̽n͓̽", "John"),
    ("Ｊｏｈｎ 𝓙𝓸𝓱𝓷 ᴊᴏʜɴ 🅹🅾🅷🅽 Ⓙⓞⓗⓝ", "John John john JOHN John"),
    ("ᴶᵒʰⁿ", "John"),
    ("J\u043ehn \u0405mith", "John Smith"),
    ("\u0391nn\u03b1 was there", "Anna was there"),
    ("M\u043e\u0441\u043a\u0432a и \u0410nn\u0430", "Москва и Anna"),
    ("J😀o😀h😀n and Jo😀hn", "John and John"),
    ("017🔥612🔥345🔥67", "01761234567"),
    ("0️⃣1️⃣7️⃣6️⃣", "0176"),
    ("O176 l234 567", "0176 1234 567"),
    ("0170 one two three four five", "0170 12345"),
    ("null eins sieben sechs eins zwei drei", "0176123"),
    ("0 1 7 6 1 2 3", "0176123"),
    ("jordan (at) gmail [dot] com", "jordan@gmail.com"),
    ("jordan at gmail dot com", "jordan@gmail.com"),
    ("my e-mail: jordan at gmail.com", "my e-mail: jordan@gmail.com"),
    ("jordan.p at gmail.com", "jordan.p@gmail.com"),
    ("jordan @ kettle.example", "jordan@kettle.example"),
    ("see t dot me slash jordanp", "see t.me/jordanp"),
    ("jordan arroba hotmail punto com", "jordan@hotmail.com"),
    ("jordan Klammeraffe gmx Punkt de", "jordan@gmx.de"),
)
ORDINARY = (
    "I'd buy this again: 3 for 2, at 10 a.m., U.S.A. made, e.g. size M. A, B and C were fine; see amazon dot com.",
    "I looked at web.de, at gmail.com and at amazon dot com; dinner at 8. One or two days, three at most.",
    "The b&b's wi-fi (802.11ac) cost $5/day!! H2O, mp3, COVID19, 4pm, 5star, 3rd, 24/7 … ½ price, 50 m², 1st-class™",
    "Zum Beispiel z.B. u.s.w. i.d.R. war die Größe 38 zu groß; „schön“ – außer 2 Knöpfen. Er kam um 5, ich um 6.",
    "L’hôtel n° 5 était à 3 km, c.-à-d. près de l’église : un café à 2,50 €, deux ou trois œufs, et voilà !",
    "¿Qué tal? El niño comió 2 piñas en la 3ª planta, nº 5, por 10 €. ¡Volveré!",
    "Het was ’s avonds druk, d.w.z. één op de drie tafels vrij; reünie in café België.",
    "Perché no? È già così: 5ª volta, l’olio costa 7 €, un po’ caro.",
    "São Paulo é ótimo; não há pão às 3ª feiras, custa R$ 5,00 à unidade.",
    "В Москве было хорошо, но дорого: 500 рублей за 2 кофе. Ёлка, объект.",
    "Το φαγητό ήταν πολύ καλό, αλλά ακριβό: 5 ευρώ.",
    "这家店的服务很好，价格便宜，下次还会再来！",
    "الخدمة ممتازة والسعر مناسب، أنصح به.",
    "सेवा बहुत अच्छी थी, मैं फिर आऊँगा।",
    "บริการดีมาก ราคาไม่แพง",
    "می‌خواهم دوباره بیایم.",
    "Nhà hàng rất ngon, phục vụ nhiệt tình.",
    "Super 👍🏽 lecker 😋😋 gerne wieder ❤️ 👨‍👩‍👧 🇩🇪",
)


@pytest.mark.parametrize(("given", "meant"), DISGUISED)
def test_disguised_spellings_are_undone(given: str, meant: str) -> None:
    assert plain(given).text == meant


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_writing_stays(text: str) -> None:
    assert "".join(plain(text).text.split()).replace("️", "") == "".join(text.split()).replace("️", "")


def test_places_in_the_plain_text_are_told_in_the_given_one() -> None:
    given = "Yes: J\u200b0\u200bh\u200bn, one"
    undone = plain(given)
    start = undone.text.index("John")
    first, last = undone.span(start, start + 4)
    assert given[first:last] == "J\u200b0\u200bh\u200bn"


def test_the_place_of_nothing_is_within_the_text() -> None:
    assert plain("").span(0, 0) == (0, 0)
    assert plain("ab").span(2, 2) == (2, 2)
