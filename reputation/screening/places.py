"""Finds where a person is: postal addresses, boxes, places on the globe. Pure."""

import re
from collections.abc import Iterator

from reputation.screening.findings import Finding, Kind
from reputation.screening.passages import asked, is_near, sure
from reputation.screening.words import telling

_LIVES = telling("lives")
_CAPITAL = "[A-ZÀ-ÖØ-ÞŠŽČĆĐŁΆ-ΏΑ-Ω]"
_NAME = rf"{_CAPITAL}[\w'’.-]{{0,40}}"
_BEFORE = r"(?<![\w.,/-])"
_NUMBER = r"\d{1,4}(?:\s?[a-zA-Z](?![\w'’]))?(?:\s?[-/]\s?\d{1,4}[a-z]?)?"
_NO_UNIT = (
    r"(?![\w€$£%°]|[.,:]\d|\s?(?:€|\$|£|%|(?:eur|euros?|min|minut\w*|stunden|std|h|km|m|meter\w*|uhr|tage?n?|jahre?n?|wochen?|mal|"
    r"sterne?|uur|dagen|jaar|keer|weken|personen|people|heures?|mètres|metros|horas|ore|metri|veces|volte|vezes)\b))"
)
_ARTICLES = r"(?:(?:de|des?l|della|delle|dello|dei|di|da|do|dos|das|la|las|los|el|lo|il|le)\s){0,3}"
_ENGLISH = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|Cres|Way|Place|Pl|Square|Sq|Terrace|Boulevard|Blvd|"
    "Highway|Hwy|Gardens|Grove|Row|Mews|Parkway|Pkwy"
)
_FRENCH = "rue|avenue|av\\.|boulevard|bd|impasse|allée|chemin|place|quai|route|cours|square|passage"
_SOUTHERN = (
    "[Cc]alle|[Cc]/|[Aa]venida|[Aa]vda\\.?|[Aa]v\\.|[Pp]laza|[Pp]za\\.?|[Pp]aseo|[Cc]arrer|[Cc]amino|[Rr]onda|[Tt]ravesía|Via|[Vv]iale|"
    "[Pp]iazza|[Cc]orso|Largo|[Vv]icolo|[Rr]ua|[Tt]ravessa|[Pp]raça|[Ee]strada|[Uu]l\\.|[Λλ]εωφόρος|[Οο]δός"
)
_NO_STREETS = (
    "Park|Sitz|Stell|Arbeits|Spiel|Zelt|Camping|Steh|Liege|Lager|Schlaf|Fenster|Tabellen|Lieblings|Start|Stand|Fuß|Fuss|Rad|Hin|Rück|"
    "Heim|Anfahrts|Um|Aus|Ohr|Ehe|Finger|Schlüssel|Vor|Trau|Schul|Ruhe|Tisch|Unter|Gang"
)
"""With these before it a German "place", "way" or "ring" is no street."""

_STREETS = tuple(
    re.compile(form)
    for form in (
        # 12 Mill Lane
        rf"{_BEFORE}\d{{1,5}}[a-zA-Z]?(?:\s?[-/]\s?\d{{1,4}})?,?\s(?:{_NAME}\s){{1,3}}(?:{_ENGLISH})\b\.?(?!['’]s)",
        # 12, rue de la Paix
        (
            rf"{_BEFORE}\d{{1,4}}(?:\s?(?:bis|ter|quater)\b)?,?\s(?i:{_FRENCH})\s"
            rf"(?:(?:(?:de|du|des|la|le|les)\s)|[ld]['’]\s?){{0,3}}{_NAME}(?:[ -]{_NAME}){{0,3}}"
        ),
        # Hauptstraße 12, Kerkstraat 12
        (
            rf"(?<!\w){_NAME}(?:stra(?:ß|ss)en?|str\.?|gasse|allee|damm|ufer|chaussee|stieg|straat|laan|gracht|kade|singel|dreef|steeg|"
            rf"dijk|gatan|vägen|gata|vej|veien|gade|katu|utca)\s{_NUMBER}{_NO_UNIT}"
        ),
        # Lindenweg 12
        rf"(?<!\w)(?!{_NO_STREETS}){_CAPITAL}[\w.-]{{2,40}}(?:weg|platz|ring|steig|plein|hof|pad)\s{_NUMBER}{_NO_UNIT}",
        # Lange Straße 12, Berliner Platz 12
        rf"(?<!\w){_NAME}\s(?:Stra(?:ß|ss)e|Str\.|Allee|Gasse|straat|laan)\s{_NUMBER}{_NO_UNIT}",
        rf"(?<!\w){_CAPITAL}\w+(?:er|en)\s(?:Weg|Platz)\s{_NUMBER}{_NO_UNIT}",
        # Calle de la Luna 12, Via Roma 12, Rua Augusta, nº 12
        (
            rf"(?<!\w)(?:{_SOUTHERN})\s?{_ARTICLES}{_NAME}(?:\s(?:(?:de|del|di|da|la|y|e|do)\s)?{_NAME}){{0,3}},?\s"
            rf"(?:n[º°o.]{{1,2}}\s?|número\s|num\.\s?)?\d{{1,4}}{_NO_UNIT}"
        ),
        # 中山路12号
        r"(?:(?![在于住我他她你去到是])[\u4e00-\u9fff]){2,6}(?:路|街|巷|弄|大道)\d{1,5}号?(?:之\d+)?(?:\d{1,4}(?:室|楼|幢|栋|单元|号)){0,3}",
        # 1234 AB 12
        r"(?<![\w.,-])[1-9]\d{3}\s?[A-Z]{2}[ ,]{1,2}(?:huisnummer\s|nr\.?\s)?\d{1,4}\s?[a-z]?(?!\w)",
    )
)
_BOX = re.compile(
    r"(?<!\w)(?:P\.?\s?O\.?\s?Box|Postfach|Postbus|Apartado(?: de correos)?|Casella postale|Caixa postal|Boîte postale|"
    r"B\.?P\.?|"
    r"PSC \d+,? Box|Unit \d+,? Box)\s(?:n[º°]\s?)?\d{2,6}(?!\w)|(?<!\w)(?:APO|FPO|DPO) A[AEP] \d{5}(?!\w)",
    re.IGNORECASE,
)
_NOT_ENGLISH_STREETS = (
    r"minut\w*|min|of|miles?|blocks?|lanes?|the|way|hours?|days?|star|km|metres?|meters?|from|on|in|a|and|for|other|more|great|"
    r"different|busy|main|times?|people|years?|down|up|off|at|to|away"
)
_SOUTHERN_NAME = rf"\s{_ARTICLES}[a-zà-ÿ]{{4,}}(?:\s[a-zà-ÿ]{{4,}})?,?\s(?:n[º°]\s?)?\d{{1,3}}{_NO_UNIT}"
_LOWER = {
    language: re.compile(form)
    for language, form in {
        "en": rf"{_BEFORE}\d{{1,5}}[a-z]?\s(?:(?!(?:{_NOT_ENGLISH_STREETS})\b)[a-z'’-]{{3,}}\s){{1,2}}"
        r"(?:street|road|avenue|lane|boulevard|blvd|ave|rd|drive)\b",
        "de": r"(?<!\w)[a-zäöüß-]{3,40}(?:stra(?:ß|ss)e|str\.|gasse)\s\d{1,3}\s?[a-z]?(?!\w)" + _NO_UNIT,
        "nl": r"(?<!\w)[a-z-]{3,40}(?:straat|laan|gracht|weg)\s\d{1,3}\s?[a-z]?(?!\w)" + _NO_UNIT,
        "fr": rf"{_BEFORE}\d{{1,4}},?\s(?:rue|boulevard|impasse|chemin|quai)\s(?:de|du|des|d['’])\s?"
        r"(?:la\s|l['’])?[a-zà-ÿ]{3,}",
        "es": rf"(?<!\w)(?:calle|avenida){_SOUTHERN_NAME}",
        "it": rf"(?<!\w)(?:via|viale|piazza){_SOUTHERN_NAME}",
        "pt": rf"(?<!\w)(?:rua|avenida){_SOUTHERN_NAME}",
    }.items()
}
"""Streets in small letters: other things are written like them."""
_BRITISH_CODE = re.compile(r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}(?![\w-])")
"""A British postcode stands for some fifteen houses."""
_ON_GLOBE = re.compile(
    r"(?<![\w.])[+-]?\d{1,2}\.\d{4,10}\s?[,;/ ]\s?[+-]?\d{1,3}\.\d{4,10}(?![\w.])"
    r"|\d{1,2}°\s?\d{1,2}['′’]\s?(?:\d{1,2}(?:[.,]\d+)?[\"″”]\s?)?[NS],?\s?"
    r"\d{1,3}°\s?\d{1,2}['′’]\s?(?:\d{1,2}(?:[.,]\d+)?[\"″”]\s?)?[EWO]"
    r"|(?<!\w)[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)|(?<![\w/:])///[^\W\d_]+(?:\.[^\W\d_]+){2}"
)


def find(plain_text: str, language: str) -> Iterator[Finding]:
    """Addresses and places, in no order; passages may overlap."""
    for pattern in (*_STREETS, _BOX, _ON_GLOBE):
        for found in pattern.finditer(plain_text):
            yield sure(plain_text, found.span(), Kind.ADDRESS, language)
    lower = [pattern for own, pattern in _LOWER.items() if own == language]
    for pattern in (*lower, _BRITISH_CODE):
        for found in pattern.finditer(plain_text):
            mark = sure if is_near(plain_text, found.start(), _LIVES) else asked
            yield mark(plain_text, found.span(), Kind.ADDRESS, language)
