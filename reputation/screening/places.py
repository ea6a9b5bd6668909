"""Finds where a person is or what they drive: postal addresses, places on the globe, number plates. Pure."""

import re
from collections.abc import Iterator

from reputation.screening.findings import Finding, Kind
from reputation.screening.passages import asked, is_near, sure

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŠŽČĆĐŁ]"
_NAME = rf"{_CAPITAL}[\w'’.-]*"
_NUMBER = r"\d{1,4}(?:\s?[a-zA-Z](?![\w'’]))?(?:\s?[-/]\s?\d{1,4}[a-z]?)?"
_NO_UNIT = (
    r"(?![\w€$£%°]|[.,:]\d|\s?(?:€|\$|£|%|eur|euros?|min|minut\w*|stunden|std|h|km|m|meter\w*|uhr|tage?n?|jahre?n?|wochen?|mal|sterne?|"
    r"uur|minuten|dagen|jaar|keer|weken|personen|people|heures?|mètres|metros|horas|ore|metri)\b)"
)

_STREETS_FIRST = re.compile(
    # Number, name, kind of street: English.
    rf"(?<![\w.,/-])\d{{1,5}}[a-zA-Z]?(?:\s?[-/]\s?\d{{1,4}})?,?\s(?:{_NAME}\s){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|"
    r"Close|Court|Ct|Crescent|Cres|Way|Place|Pl|Square|Sq|Terrace|Boulevard|Blvd|Highway|Hwy|Gardens|Grove|Row|Mews|Parkway|Pkwy)\b\.?"
    r"(?!['’]s)"
    # Number, kind of street, name: French.
    rf"|(?<![\w.,/-])\d{{1,4}}(?:\s?(?:bis|ter|quater)\b)?,?\s(?:rue|avenue|av\.|boulevard|bd|impasse|allée|chemin|place|quai|route|cours|"
    rf"square|passage|Rue|Avenue|Boulevard|Impasse|Allée|Chemin|Place|Quai|Route|Cours|Square|Passage)\s"
    rf"(?:(?:de|du|des|la|le|les|l['’]|d['’])\s?){{0,3}}{_NAME}(?:[ -]{_NAME}){{0,3}}"
)
_STREETS_LAST = re.compile(
    # Name and kind of street in one word, number: German, Dutch and their neighbours.
    rf"(?<!\w){_NAME}(?:stra(?:ß|ss)en?|str\.?|gasse|allee|damm|ufer|chaussee|stieg|straat|laan|gracht|kade|singel|dreef|steeg|dijk|"
    rf"gatan|vägen|gata|vej|veien|gade|katu|tie|utca)\s{_NUMBER}{_NO_UNIT}"
    rf"|(?<!\w)(?!Park|Sitz|Stell|Arbeits|Spiel|Zelt|Camping|Steh|Liege|Lager|Schlaf|Fenster|Tabellen|Lieblings|Start|Stand|Fuß|Fuss|"
    rf"Rad|Hin|Rück|Heim|Anfahrts|Um|Aus|Ohr|Ehe|Finger|Schlüssel|Vor|Trau|Schul|Arbeits|Ruhe|Tisch|Unter|Gang)"
    rf"{_CAPITAL}[\w.-]{{2,}}(?:weg|platz|ring|steig|plein|hof|pad)\s{_NUMBER}{_NO_UNIT}"
    # Kind of street apart: German, Dutch.
    rf"|(?<!\w){_NAME}\s(?:Stra(?:ß|ss)e|Str\.|Allee|Weg|Gasse|Platz|straat|laan)\s{_NUMBER}{_NO_UNIT}"
    # Kind of street, name, number: Spanish, Italian, Portuguese, Polish, Greek.
    rf"|(?<!\w)(?:[Cc]alle|[Cc]/|[Aa]venida|[Aa]vda\.?|[Aa]v\.|[Pp]laza|[Pp]za\.?|[Pp]aseo|[Cc]arrer|[Cc]amino|[Rr]onda|[Tt]ravesía|"
    rf"[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Ll]argo|[Vv]icolo|[Rr]ua|[Tt]ravessa|[Pp]raça|[Ee]strada|[Uu]l\.|[Λλ]εωφόρος|[Οο]δός)\s?"
    rf"(?:(?:de|del|della|delle|dei|di|da|do|dos|das|la|las|los|el|lo)\s){{0,3}}[^\W\d_a-zà-ÿ][\w'’.-]*(?:\s(?:de|del|di|da|la|y|e|do)?\s?"
    rf"[^\W\d_a-zà-ÿ][\w'’.-]*){{0,3}},?\s(?:n[º°o.]{{1,2}}\s?|número\s|num\.\s?)?\d{{1,4}}(?![\w€$£%]|[.,:]\d|\s?(?:€|euros?|%|min|horas?|"
    rf"ore|metros|km))"
)
_LOWER = re.compile(
    r"(?<![\w.,/-])\d{1,5}[a-z]?\s(?!(?:minut\w*|min|of|miles?|blocks?|lanes?|the|way|hours?|days?|star|km|metres?|meters?|from|on|in|a|"
    r"and|for|other|more|great|different|busy|main|times?|people|years?|down|up|off|at|to)\b)[a-z'’-]{3,}(?:\s(?!the\b|of\b|a\b|down\b|"
    r"on\b|from\b|up\b|away\b)[a-z'’-]{3,})?\s(?:street|road|avenue|lane|boulevard|blvd|ave|rd|drive)\b"
    rf"|(?<!\w)(?!(?:auf|der|die|in|und|diese[rn]?|einer|unserer|ganze|über)\s?stra)[a-zäöüß-]{{3,}}(?:stra(?:ß|ss)e|str\.|gasse|straat|laan|gracht)\s\d{{1,3}}\s?[a-z]?(?!\w){_NO_UNIT}"
    r"|(?<![\w.,/-])\d{1,4},?\s(?:rue|boulevard|impasse|chemin|quai)\s(?:de|du|des|d['’])\s?(?:la\s|l['’])?[a-zà-ÿ]{3,}"
    r"|(?<!\w)(?:calle|avenida|via|rua)\s(?:de\s|del\s|da\s|do\s|della\s)?[a-zà-ÿ]{4,}(?:\s[a-zà-ÿ]{4,})?,?\s(?:n[º°]\s?)?\d{1,3}(?!\w)"
    r"(?![.,:]\d|\s?(?:€|euros?|%|min|veces|horas?|volte|vezes|metros|km))"
)
_BOX = re.compile(
    r"(?<!\w)(?:P\.?\s?O\.?\s?Box|Postfach|Postbus|Apartado(?: de correos)?|Casella postale|Caixa postal|Boîte postale|B\.?P\.?|"
    r"PSC \d+,? Box|Unit \d+,? Box)\s(?:n[º°]\s?)?\d{2,6}(?!\w)|(?<!\w)(?:APO|FPO|DPO) A[AEP] \d{5}(?!\w)",
    re.IGNORECASE,
)
_HAN = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:路|街|巷|弄|大道)\d{1,5}号?(?:之\d+)?(?:\d{1,4}(?:室|楼|幢|栋|单元|号)){0,3}"
)
_BRITISH_CODE = re.compile(r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}(?![\w-])")
_DUTCH_CODE = re.compile(r"(?<![\w.,-])[1-9]\d{3}\s?[A-Z]{2}[ ,]{1,2}(?:huisnummer\s|nr\.?\s)?\d{1,4}\s?[a-z]?(?!\w)")
_LIVES = re.compile(
    r"\b(?:lives?|living|home address|address|resid\w+|wohn\w+|adresse|anschrift|habite\w*|domicili\w*|vive|dirección|domicilio|woont|woon|"
    r"adres|abita|indirizzo|mora|morada|endereço|postcode|zip|post code)\b",
    re.IGNORECASE,
)
_ON_GLOBE = re.compile(
    r"(?<![\w.])[+-]?\d{1,2}\.\d{4,10}\s?[,;/ ]\s?[+-]?\d{1,3}\.\d{4,10}(?![\w.])"
    r"|\d{1,2}°\s?\d{1,2}['′’]\s?(?:\d{1,2}(?:[.,]\d+)?[\"″”]\s?)?[NS],?\s?\d{1,3}°\s?\d{1,2}['′’]\s?(?:\d{1,2}(?:[.,]\d+)?[\"″”]\s?)?[EWO]"
    r"|(?<!\w)[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)|(?<![\w/:])///[^\W\d_]+(?:\.[^\W\d_]+){2}"
)

_PLATED = re.compile(
    r"\b(?:(?:number|licen[cs]e|vehicle|registration) plate|plate(?: number)?|licen[cs]e plate|reg(?:istration)?(?: number| no)?|"
    r"(?:auto)?kennzeichen|nummernschild|amtliches|kfz|immatricul\w+|plaque(?: d.immatriculation)?|matrícula|matricula|placas?|"
    r"patente|kenteken(?:plaat)?|nummerplaat|nummerbord|targa|targata)\b|车牌",
    re.IGNORECASE,
)
_CAR = re.compile(
    r"\b(?:car|van|truck|taxi|cab|driver|parked|vehicle|auto|wagen|fahrer|fahrzeug|lkw|transporter|geparkt|parkte|voiture|camion|"
    r"conducteur|coche|furgoneta|conductor|chauffeur|bestelbus|macchina|furgone|carro|motorista|bmw|audi|mercedes|vw|golf|passat|"
    r"opel|ford|toyota|fiat|renault|peugeot|sprinter|skoda|seat)\b",
    re.IGNORECASE,
)
_PLATES = tuple(
    re.compile(rf"(?<![\w-])(?:{form})(?![\w-])")
    for form in (
        r"[A-ZÄÖÜ]{1,3}[- ·][A-Z]{1,2}[- ]?[1-9]\d{0,3}[EH]?",
        r"[A-HJ-NP-TV-Z]{2}[- ]\d{3}[- ][A-HJ-NP-TV-Z]{2}",
        r"[A-HJ-NP-Y][A-HJ-PR-Y]\d{2}\s?[A-HJ-PR-Z]{3}",
        r"\d{4}[ -]?[BCDFGHJ-NPR-TV-Z]{3}",
        r"(?:[A-Z]{2}|\d{2})-(?:[A-Z]{2}|\d{2})-(?:[A-Z]{2}|\d{2})|[A-Z\d]{1,3}-(?:[A-Z]{2,3}|\d{2,3})-[A-Z\d]{1,2}",
        r"[A-HJ-NPR-TV-Z]{2}\s?\d{3}\s?[A-HJ-NPR-TV-Z]{2}",
        r"[A-Z]{1,2}[- ]\d{2,5} ?[A-Z]{1,3}|[A-Z]{2} ?\d{4,6}|\d-[A-Z]{3}-\d{3}|[A-Z]{3}[- ]?\d[A-Z\d]\d{2}",
    )
)
"""German; French and Italian with gaps; British; Spanish; Dutch and Portuguese; Italian; Austrian, Swiss, Belgian, Brazilian."""
_ON_THEIR_OWN = (
    re.compile(r"(?<![\w-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w-])"),
    re.compile(r"(?<![\w-])(?!USB|PS|HD|LED|LCD|PC|TV|XL|XS)[A-ZÄÖÜ]{1,3}-[A-Z]{2} ?[1-9]\d{2,3}[EH]?(?![\w-])"),
)
"""Forms that little else has: French, German. Asked about where no word tells of a car."""
_ANY_PLATE = re.compile(
    r"(?<![\w-])(?=[A-Z -]{0,5}\d)(?=\d{0,4}[- ]?[A-Z])[A-Z\d]{2,4}(?:[- ]?[A-Z\d]{1,4}){1,2}(?![\w-])"
)
_CHASSIS = re.compile(
    r"\b(?:vin|fahrgestellnummer|fin|chassis(?:nummer)?|bastidor|telaio)\b\W{0,12}(?P<number>[A-HJ-NPR-Z\d]{17})\b",
    re.IGNORECASE,
)


def find(plain_text: str, language: str) -> Iterator[Finding]:
    """Addresses, places and plates, in no order; passages may overlap."""
    for pattern in (_STREETS_FIRST, _STREETS_LAST, _BOX, _HAN, _DUTCH_CODE, _ON_GLOBE):
        for found in pattern.finditer(plain_text):
            yield sure(plain_text, found.span(), Kind.ADDRESS, language)
    for pattern in (_LOWER, _BRITISH_CODE):
        for found in pattern.finditer(plain_text):
            if is_near(plain_text, found.start(), _LIVES):
                yield sure(plain_text, found.span(), Kind.ADDRESS, language)
            else:
                yield asked(plain_text, found.span(), Kind.ADDRESS, language)
    yield from _plates(plain_text, language)


def _plates(text: str, language: str) -> Iterator[Finding]:
    for form in _PLATES:
        for found in form.finditer(text):
            if is_near(text, found.start(), _PLATED, 32):
                yield sure(text, found.span(), Kind.PLATE, language, 1.0)
            elif is_near(text, found.start(), _CAR, 24) and sum(one.isdigit() for one in found.group()) > 1:
                yield asked(text, found.span(), Kind.PLATE, language, 0.6)
    for form in _ON_THEIR_OWN:
        for found in form.finditer(text):
            yield asked(text, found.span(), Kind.PLATE, language)
    for found in _ANY_PLATE.finditer(text):
        if is_near(text, found.start(), _PLATED, 14):
            yield sure(text, found.span(), Kind.PLATE, language)
    for found in _CHASSIS.finditer(text):
        yield sure(text, found.span("number"), Kind.PLATE, language)
