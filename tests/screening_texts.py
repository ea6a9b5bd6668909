"""Sentences as people write them in reviews: some name or reach somebody, others have nothing of the kind."""

import random
from collections.abc import Iterator

from reputation.screening.findings import Kind

IDENTIFYING: tuple[tuple[str, str, str, Kind], ...] = (
    ("en", "Write to jordan@kettle-and-moss.example please", "jordan@kettle-and-moss.example", Kind.EMAIL),
    ("en", "jordan (at) kettle [dot] example answered", "jordan (at) kettle [dot] example", Kind.EMAIL),
    ("en", "jordan AT gmail DOT com answered", "jordan AT gmail DOT com", Kind.EMAIL),
    ("de", "schreibt an jordan Klammeraffe gmx Punkt de bitte", "jordan Klammeraffe gmx Punkt de", Kind.EMAIL),
    ("en", "Call him on 07700 900123 at night", "07700 900123", Kind.PHONE),
    ("en", "his mobile +44 7700 900123 is off", "+44 7700 900123", Kind.PHONE),
    ("en", "call (212) 555-2368 now", "(212) 555-2368", Kind.PHONE),
    ("en", "call 07700 nine zero zero one two three", "07700 nine zero zero one two three", Kind.PHONE),
    ("en", "call O77OO 9OO123 then", "O77OO 9OO123", Kind.PHONE),
    ("de", "Rufen Sie 0171 1234567 an", "0171 1234567", Kind.PHONE),
    ("de", "Tel. 030/12345678, fragt dort", "030/12345678", Kind.PHONE),
    ("de", "0 1 7 1 1 2 3 4 5 6 7 ist er", "0 1 7 1 1 2 3 4 5 6 7", Kind.PHONE),
    ("de", "0171🔥123🔥4567 ist er", "0171🔥123🔥4567", Kind.PHONE),
    ("fr", "Appelez le 06 12 34 56 78 pour rire", "06 12 34 56 78", Kind.PHONE),
    ("es", "Llamad al 612 345 678 y veréis", "612 345 678", Kind.PHONE),
    ("nl", "Bel 06-12345678 maar", "06-12345678", Kind.PHONE),
    ("it", "Chiamate il 347 123 4567 se volete", "347 123 4567", Kind.PHONE),
    ("pt", "Liguem para 912 345 678", "912 345 678", Kind.PHONE),
    ("zh", "请打电话 138 1234 5678 找他", "138 1234 5678", Kind.PHONE),
    ("en", "see t.me/jordanp for more", "t.me/jordanp", Kind.HANDLE),
    (
        "en",
        "his page https://www.linkedin.com/in/jordan-pikeley-1a2",
        "https://www.linkedin.com/in/jordan-pikeley-1a2",
        Kind.HANDLE,
    ),
    ("en", "find @jordan_p there", "@jordan_p", Kind.HANDLE),
    ("de", "Auf Insta: jordanp.de_92 postet er", "jordanp.de_92", Kind.HANDLE),
    ("en", "it came from 86.121.97.248 in the night", "86.121.97.248", Kind.IDENTITY),
    ("en", "born on 3 May 1981, it said", "3 May 1981", Kind.IDENTITY),
    ("de", "geboren am 03.05.1981, stand dort", "03.05.1981", Kind.IDENTITY),
    ("fr", "né le 3 mai 1981, disait-il", "3 mai 1981", Kind.IDENTITY),
    ("de", "Reisepass Nr. C01X00T47 war weg", "Reisepass Nr. C01X00T47", Kind.IDENTITY),
    ("en", "passport number 925665416 got lost", "passport number 925665416", Kind.IDENTITY),
    ("en", "on file as AB 12 34 56 C there", "AB 12 34 56 C", Kind.IDENTITY),
    ("de", "Rentenversicherung 65 170839 J 003 gemeldet", "65 170839 J 003", Kind.IDENTITY),
    ("de", "auf der Karte stand A123456780 gedruckt", "A123456780", Kind.IDENTITY),
    ("en", "my order number 4711-0815 never came", "order number 4711-0815", Kind.IDENTITY),
    ("en", "order #302-1234567 never came", "order #302-1234567", Kind.IDENTITY),
    ("en", "my booking reference is XK7Q2P and", "XK7Q2P", Kind.IDENTITY),
    ("de", "meine Bestellnummer 20231234 und", "Bestellnummer 20231234", Kind.IDENTITY),
    ("de", "Kundennummer: 5544332 half nicht", "Kundennummer: 5544332", Kind.IDENTITY),
    ("fr", "ma commande n° 5544332 est perdue", "commande n° 5544332", Kind.IDENTITY),
    ("es", "mi pedido número 5544332 no llegó", "pedido número 5544332", Kind.IDENTITY),
    ("nl", "mijn bestelnummer 5544332 kwam niet", "bestelnummer 5544332", Kind.IDENTITY),
    ("de", "Kontonummer 1234567 bei der Bank", "1234567", Kind.ACCOUNT),
    ("en", "sent to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa then", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", Kind.ACCOUNT),
    (
        "en",
        "sent to 0x52908400098527886E0F7030069857D2E4169EE7 ok",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        Kind.ACCOUNT,
    ),
    ("de", "mit dem Kennzeichen B-KM 1234 vor der Tür", "B-KM 1234", Kind.PLATE),
    ("fr", "une voiture AB-123-CD garée là", "AB-123-CD", Kind.PLATE),
    ("en", "a van, AB12 CDE, on the lawn", "AB12 CDE", Kind.PLATE),
    ("es", "matrícula 1234 BCD en la puerta", "1234 BCD", Kind.PLATE),
    ("nl", "kenteken 12-ABC-3 stond er", "12-ABC-3", Kind.PLATE),
    ("it", "targa AB 123 CD davanti", "AB 123 CD", Kind.PLATE),
    ("en", "He lives at 12 Mill Lane behind the shop", "12 Mill Lane", Kind.ADDRESS),
    ("en", "he lives at 12 mill lane", "12 mill lane", Kind.ADDRESS),
    ("en", "at P.O. Box 149 in town", "P.O. Box 149", Kind.ADDRESS),
    ("de", "Er wohnt in der Lindenstraße 12 a", "Lindenstraße 12 a", Kind.ADDRESS),
    ("de", "Er wohnt Am Lindenweg 3", "Lindenweg 3", Kind.ADDRESS),
    ("de", "Berliner Platz 3, zweiter Stock", "Berliner Platz 3", Kind.ADDRESS),
    ("fr", "Il habite 12, rue de la Paix à Lyon", "12, rue de la Paix", Kind.ADDRESS),
    ("es", "Vive en la calle de la Luna 12, arriba", "calle de la Luna 12", Kind.ADDRESS),
    ("nl", "Hij woont Kerkstraat 12 boven", "Kerkstraat 12", Kind.ADDRESS),
    ("it", "Abita in Via Roma 12, sopra", "Via Roma 12", Kind.ADDRESS),
    ("pt", "Mora na Rua Augusta, nº 12, em cima", "Rua Augusta, nº 12", Kind.ADDRESS),
    ("zh", "他住在中山路12号", "中山路12号", Kind.ADDRESS),
    ("en", "meet at 52.52000, 13.40500 tonight", "52.52000, 13.40500", Kind.ADDRESS),
)

_DATES = (
    "12/05/2023",
    "3.4.2024",
    "2024-03-07",
    "March 5th, 2023",
    "5 March 2023",
    "05.12.23",
    "12-05-2023",
    "2023/24",
    "1999",
)
_TIMES = (
    "18:30",
    "6pm",
    "6.30 pm",
    "08:00-18:00",
    "9-5",
    "10:00 – 22:00 Uhr",
    "24/7",
    "Mo-Fr 8-18 Uhr",
    "7h30",
    "14 h 30",
)
_PRICES = (
    "€12.50",
    "129,95 €",
    "$1,299.00",
    "£45",
    "1.299,00 EUR",
    "CHF 1'250.-",
    "12500 euros",
    "1 250 000 Ft",
    "45 000 kr",
)
_SIZES = ("40x60x120 cm", "180 x 200", "100% cotton", "EU 42", "27.5 inch", "205/55 R16", "5,5 kg", "1080p", "3840x2160", "220-240 V", "0.75 l", "2,5 Stunden", "W32 L34", "36-38", "90-60-90", "128 GB", "1.000.000", "12 345 km", "120 000 km", "168.000")
_GOODS = (
    ("iPhone 13", "RTX 4090", "WH-1000XM4", "B08N5WRWNW", "DCP-L2530DW", "i7-12700K", "USB-C 3.2", "HP 305XL", "GSR 12V-15", "PS5", "OLED55C17LB", "Windows 11", "MX-5", "BMW X5", "Golf 7", "ISO 9001", "EN 14683:2019", "EAN 4006381333931", "RAL 7016", "ISBN 978-3-16-148410-0", "ISBN 3446193138", "Art.-Nr. 12345678", "model 1234567", "SKU 100200300", "v2.10.3", "IP68", "Airbus A320", "LH 1234", "ICE 577", "WD-40", "AA 1.5V", "M3x12", "A-B 12", "UHD-TV 55")
)
_STARS = (
    "10%",
    "99.9 %",
    "50 Prozent",
    "4.5/5",
    "4,5 von 5 Sternen",
    "5 stars",
    "10/10",
    "8 out of 10",
    "3,5 étoiles",
    "1-2",
)
_COUNTS = (
    ("table 12", "room 305", "platform 9", "gate B12", "seat 14A", "Zimmer 214", "Tisch 5", "Parkplatz 12", "chambre 112", "mesa 4", "2 adults and 3 kids", "20 minutes down the road", "2 minutes from the main street", "10 years", "100 metres", "1 of 5", "zwei bis drei Wochen", "Platz 3", "Rückweg 2 Stunden", "Größe 38", "via Amazon 3", "order of 3 pizzas", "order from 2023", "Bestellung 2023", "invoice 2023", "commande 2 pizzas", "customer for 15 years", "ticket 45 euros", "Rechnung 120,50", "Kunden seit 1999", "Section 3.2.1.4", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10", "5 10 15 20 25 30 35", "24 hour service")
)
_SENTENCES = {
    "en": (
        "I paid {} for it",
        "It came on {} instead of {}",
        "The {} broke after {}",
        "We bought a {} for {} and it is {}",
    ),
    "de": ("Ich habe {} bezahlt", "Geliefert am {} statt {}", "Das {} war nach {} kaputt", "Insgesamt {} und noch {}"),
    "fr": ("J'ai payé {}", "Livré le {} au lieu du {}", "Le {} est tombé en panne après {}", "Acheté {} pour {}"),
    "es": ("Pagué {}", "Entregado el {} en vez del {}", "El {} se rompió en {}", "Compré {} por {}"),
    "nl": ("Ik betaalde {}", "Geleverd op {} in plaats van {}", "De {} was na {} stuk", "Gekocht voor {} maat {}"),
    "it": ("Ho pagato {}", "Consegnato il {} invece del {}", "Il {} si è rotto dopo {}"),
    "pt": ("Paguei {}", "Entregue em {} em vez de {}", "O {} avariou depois de {}"),
}


def fine(source: random.Random, each: int) -> Iterator[tuple[str, str]]:
    """Language and sentence, with prices, dates, sizes, goods, hours and stars, and nobody in it."""
    kinds = (_DATES, _TIMES, _PRICES, _SIZES, _GOODS, _STARS, _COUNTS)
    for language, sentences in _SENTENCES.items():
        for _ in range(each):
            sentence = source.choice(sentences)
            while "{}" in sentence:
                sentence = sentence.replace("{}", source.choice(source.choice(kinds)), 1)
            yield language, sentence + source.choice((". Never again!", ".", " - top"))
