"""What only the operator knows and the papers must say: a closed list of blanks, read from a file in TOML. Pure."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LANGUAGES = ("en", "de")
# The reviews of each paper are blanks too, named after it.
REVIEWED = "reviewed_"
LONGEST = 1_000
HINT = "TO FILL IN: "


class Kind(StrEnum):
    """What is written into a blank: one text, one in each language, or a day."""

    TEXT = "text"
    BOTH = "both"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Blank:
    """A gap that the operator fills; `says` is what to write there, to whoever fills it and in the gap itself."""

    name: str
    says: str
    kind: Kind = Kind.TEXT


class WrongPapers(ValueError):
    """The file is not TOML, has a name that is no blank, or a value of another kind than its blank's."""


# Each blank as it was filled: its text by language. A blank that is not there is not filled.
Filled = Mapping[str, Mapping[str, str]]

PAPERS = (
    "imprint",
    "privacy-notice",
    "terms",
    "charter-contract",
    "contact-points",
    "accessibility",
    "impact-assessment",
    "record-of-processing",
)

_WRITTEN = (
    Blank("operator_address", "postal address: street, number, postal code, town, country"),
    Blank("operator_register", "the register you are entered in, its court or authority, and your number there"),
    Blank("operator_tax_number", "your VAT identification number, or: none"),
    Blank("second_contact", "a second quick way to reach you beside e-mail, such as a telephone number"),
    Blank("representative_office", "the office that represents you, such as: the board; no name is needed", Kind.BOTH),
    Blank("trade_authority", "the authority that supervises your activity, or: none is needed", Kind.BOTH),
    Blank("data_protection_contact", "address at which your data protection officer is reached"),
    Blank("data_protection_authority", "the data protection authority in charge of you, with its address", Kind.BOTH),
    Blank("authorities_contact", "electronic contact point for authorities, DSA Art. 11"),
    Blank("recipients_contact", "electronic contact point for everybody else, DSA Art. 12; not only a machine"),
    Blank("contact_languages", "languages in which you can be written to, DSA Art. 11(3)", Kind.BOTH),
    Blank(
        "union_representative",
        "your legal representative in the Union with its address, DSA Art. 13, or: none is needed, and why",
        Kind.BOTH,
    ),
    Blank("services_coordinator", "the Digital Services Coordinator in charge of you, with its address", Kind.BOTH),
    Blank("out_of_court_bodies", "certified dispute settlement bodies that take such cases, DSA Art. 21", Kind.BOTH),
    Blank(
        "mediators",
        "mediators for disputes with businesses, Regulation (EU) 2019/1150 Art. 12, or: none is needed, and why",
        Kind.BOTH,
    ),
    Blank("accessibility_contact", "address for barriers that somebody met"),
    Blank("accessibility_authority", "the authority that enforces accessibility, with its address", Kind.BOTH),
    Blank("accessibility_tested_on", "day of the last test by people, as 2026-11-25", Kind.DAY),
    Blank("accessibility_gaps", "what that test found and is not yet put right, or: nothing", Kind.BOTH),
    Blank("hosting_provider", "who runs the machines, with address; yourselves, if so"),
    Blank("storage_place", "country and town where the data are", Kind.BOTH),
    Blank("backup_place", "country and town where the backups are, and who keeps them", Kind.BOTH),
    Blank("mail_provider", "who delivers your e-mail, with address; yourselves, if so"),
    Blank("governing_law", "the law of the contract with businesses, such as: the law of Austria", Kind.BOTH),
    Blank("court", "the court for disputes with businesses", Kind.BOTH),
)
BLANKS: Mapping[str, Blank] = {
    blank.name: blank
    for blank in (
        *_WRITTEN,
        *(
            Blank(f"{REVIEWED}{paper.replace('-', '_')}", f"day you last reviewed the paper {paper}", Kind.DAY)
            for paper in PAPERS
        ),
    )
}


def hint(blank: Blank) -> str:
    """What the example says in a blank; who leaves it has not filled it."""
    return f"{HINT}{blank.says}"


def read(text: str) -> Filled:
    """The blanks that a file fills; those left empty or with their hint are not among them.

    Raises:
        WrongPapers: as it says.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongPapers(f"it is no TOML: {error}") from error
    unknown = sorted(document.keys() - BLANKS.keys())
    if unknown:
        raise WrongPapers(f"there is no blank of the name {unknown[0]}; `manage.py papers` lists them")
    filled = {name: _texts(BLANKS[name], value) for name, value in document.items()}
    return {name: texts for name, texts in filled.items() if texts}


def _texts(blank: Blank, value: object) -> dict[str, str]:
    """A blank's text by language, empty when something of it is not filled."""
    if blank.kind is Kind.BOTH:
        if not isinstance(value, dict) or value.keys() != set(LANGUAGES):
            raise WrongPapers(f'{blank.name} needs a text in each language: {{ en = "…", de = "…" }}')
        texts = {language: _plain(blank, value[language]) for language in LANGUAGES}
    else:
        day = value.isoformat() if blank.kind is Kind.DAY and type(value) is date else value
        texts = dict.fromkeys(LANGUAGES, _plain(blank, day))
    if any(not text or text.startswith(HINT.strip()) for text in texts.values()):
        return {}
    if blank.kind is Kind.DAY:
        _require_day(blank, texts[LANGUAGES[0]])
    return texts


def _plain(blank: Blank, value: object) -> str:
    if not isinstance(value, str):
        raise WrongPapers(f"{blank.name} must be a text in quotation marks")
    text = value.strip()
    if len(text) > LONGEST or not text.isprintable():
        raise WrongPapers(f"{blank.name} must be one line of {LONGEST} characters at most")
    return text


def _require_day(blank: Blank, text: str) -> None:
    try:
        is_day = date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_day = False
    if not is_day:
        raise WrongPapers(f"{blank.name} must be a day, such as 2026-11-25")


def missing(filled: Filled) -> list[Blank]:
    """The blanks that are not filled."""
    return [blank for name, blank in BLANKS.items() if name not in filled]


def example() -> Iterator[str]:
    """Lines of a file to fill in."""
    yield "# What the legal papers say about you. Replace every text that begins with TO FILL IN."
    yield "# Set PAPERS_FILE to the path of this file. Texts are public: the papers show them."
    for blank in BLANKS.values():
        text = json.dumps(hint(blank), ensure_ascii=False)
        yield ""
        yield f"{blank.name} = {{ en = {text}, de = {text} }}" if blank.kind is Kind.BOTH else f"{blank.name} = {text}"
