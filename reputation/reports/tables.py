"""A zip of tables, each as JSON and as CSV, written line by line: only a page of rows is in memory.

The same rows make the same bytes.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Row = tuple[Any, ...]
IN_MEMORY = 1 << 20
# What a spreadsheet takes for the beginning of a formula, in narrow and in wide letters.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a name. What a column holds is a text, a number, a day, an id, or a list or object of these."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterable[Row]]


def plain(value: object) -> Any:
    """A value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (UUID, str)):
        return str(value)
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value


def cell(value: object) -> str:
    """A value as a spreadsheet has it. A text that would be run as a formula begins with an apostrophe."""
    found = plain(value)
    if found is None:
        return ""
    if isinstance(found, str):
        return f"'{found}" if found.lstrip().startswith(FORMULA) else found
    return json.dumps(found, ensure_ascii=False)


def line(cells: Iterable[str]) -> bytes:
    """A line of CSV. Source: RFC 4180."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def lines(document: object) -> bytes:
    """A document as JSON that people can read."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


class Zip:
    """A zip as it grows. Its files have the day of the export, so that nothing but their content tells two apart."""

    def __init__(self, on: date) -> None:
        self._raw = io.BytesIO()
        self._zip = ZipFile(self._raw, "w", ZIP_DEFLATED)
        self._day = (on.year, on.month, on.day, 0, 0, 0)

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name, self._day)
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        return info

    def file(self, name: str, content: bytes) -> None:
        """Put a file in."""
        self._zip.writestr(self._info(name), content)

    def table(self, table: Table) -> None:
        """Put a table in, as JSON and as CSV, in one pass over its rows."""
        with SpooledTemporaryFile(IN_MEMORY) as spool:
            spool.write(line(table.columns))
            with self._zip.open(self._info(f"{table.name}.json"), "w", force_zip64=True) as target:
                for part in _json(table, spool):
                    target.write(part)
            spool.seek(0)
            with self._zip.open(self._info(f"{table.name}.csv"), "w", force_zip64=True) as target:
                while part := spool.read(IN_MEMORY):
                    target.write(part)

    def close(self) -> bytes:
        """The bytes of the whole."""
        self._zip.close()
        return self._raw.getvalue()


def _json(table: Table, spool: Any) -> Iterator[bytes]:
    """The parts of the JSON file; each row goes to the CSV on its way."""
    before = b"[\n"
    for row in table.rows():
        spool.write(line(map(cell, row)))
        found = dict(zip(table.columns, map(plain, row), strict=True))
        yield before + json.dumps(found, ensure_ascii=False).encode()
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"
