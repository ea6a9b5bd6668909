"""Reads public registry files: which rows are legal entities, which are natural persons, which are no rows. Pure.

Two forms of file: the columns of the GLEIF golden copy, and a small one with lei, legal_name, country and
entity_category. Plain, gzip or zip.
"""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from stdnum import lei as lei_numbers
from stdnum.exceptions import ValidationError

from reputation.businesses import admission, errors, legal_forms, names

SOURCE = "GLEIF"
LONGEST_FIELD = 1 << 20
COLUMNS = {
    "lei": ("lei", "LEI"),
    "legal_name": ("legal_name", "Entity.LegalName"),
    "country": ("country", "Entity.LegalAddress.Country"),
    "place": ("place", "Entity.LegalAddress.City"),
    "category": ("entity_category", "Entity.EntityCategory"),
    "legal_form": ("legal_form", "Entity.LegalForm.EntityLegalFormCode"),
    "status": ("status", "Entity.EntityStatus"),
    "as_of": ("as_of", "Registration.LastUpdateDate"),
}
NEEDED = ("lei", "legal_name", "country", "category")
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, csv.Error, UnicodeDecodeError)


class BadRow(ValueError):
    """A row that is none; the message is a code and never holds what stands in the row."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A legal entity as it is stored, with its name folded for the search."""

    lei: str
    legal_name: str
    country: str
    place: str
    category: str
    legal_form: str
    status: str
    as_of: date
    folded: str
    tokens: list[str]


class Person:
    """A row of a natural person: nothing of it was read beyond its category or legal form."""


@contextmanager
def _text(path: Path) -> Iterator[tuple[IO[str], IO[bytes]]]:
    """The file's text, and the raw file whose position tells the progress."""
    with path.open("rb") as raw:
        head = raw.read(4)
        raw.seek(0)
        if head.startswith(b"\x1f\x8b"):
            with gzip.open(raw, "rt", encoding="utf-8-sig", newline="") as text:
                yield text, raw
        elif head.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(raw) as archive:
                inside = [name for name in archive.namelist() if name.lower().endswith(".csv")]
                if len(inside) != 1:
                    raise errors.BadImport(reason="the zip file must hold exactly one csv file")
                with archive.open(inside[0]) as member, io.TextIOWrapper(member, "utf-8-sig", newline="") as text:
                    yield text, raw
        else:
            with io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
                yield text, raw


@contextmanager
def opened(path: Path) -> Iterator[tuple[Iterator[list[str]], dict[str, int], IO[bytes]]]:
    """The rows of a file, where each column stands in them, and the raw file.

    Raises:
        BadImport: the file cannot be opened, is damaged, or has not the columns it needs.
    """
    csv.field_size_limit(LONGEST_FIELD)
    try:
        with _text(path) as (text, raw):
            reader = csv.reader(text, strict=True)
            header = next(reader, [])
            places = {
                column: header.index(name) for column, known in COLUMNS.items() for name in known if name in header
            }
            missing = [column for column in NEEDED if column not in places]
            if missing:
                raise errors.BadImport(reason=f"there is no column for {missing[0]}")
            yield reader, places, raw
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile):
            raise errors.BadImport(reason="the file is damaged") from error
        raise errors.BadImport(reason=f"the file cannot be read: {error.strerror}") from error
    except DAMAGE as error:
        raise errors.BadImport(reason="the file is damaged or ends early") from error


def read_row(row: list[str], places: dict[str, int], today: date) -> Entity | Person:
    """The entity of a row. A natural person's category and form are looked at before anything else of it.

    Raises:
        BadRow: bad-columns, bad-lei, bad-name, bad-country.
    """
    if len(row) <= max(places.values()):
        raise BadRow("bad-columns")

    def field(column: str) -> str:
        return row[places[column]].strip() if column in places else ""

    category, form = field("category").upper(), field("legal_form").upper()
    if category == admission.SOLE_PROPRIETOR or form in legal_forms.of_one_person():
        return Person()
    try:
        lei = str(lei_numbers.validate(field("lei")))
    except ValidationError as error:
        raise BadRow("bad-lei") from error
    name = " ".join(field("legal_name").split())
    if not name or len(name) > 500 or not name.isprintable():
        raise BadRow("bad-name")
    country = field("country").upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise BadRow("bad-country")
    try:
        as_of = date.fromisoformat(field("as_of")[:10])
    except ValueError:
        as_of = today
    return Entity(
        lei=lei,
        legal_name=name,
        country=country,
        place=field("place")[:200],
        category=category[:40],
        legal_form=form[:4],
        status=field("status")[:20],
        as_of=as_of,
        folded=names.fold(name),
        tokens=names.tokens(name),
    )
