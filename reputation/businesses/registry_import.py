"""Brings a registry file into the tables: batches aside first, everything visible at once at the end.

Broken off, it goes on where it stopped when it is started again with the same file. A damaged file leaves nothing.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from django.db import connection, transaction

from reputation.businesses import errors, registry
from reputation.businesses.models import RegistryImport, StagedEntity
from reputation.businesses.search_index import SHORTEST_SLIP

BATCH = 20_000
MOST_LINES = 10
STAGED = "lei, legal_name, country, place, category, legal_form, status, as_of, folded, tokens"
FACTS = "lei, legal_name, country, place, category, legal_form, status, as_of"
SHOW = (
    f"""
    INSERT INTO businesses_registryentity ({FACTS}, source) SELECT {FACTS}, %(source)s FROM businesses_stagedentity
    ON CONFLICT (lei) DO UPDATE SET legal_name = excluded.legal_name, country = excluded.country,
        place = excluded.place, category = excluded.category, legal_form = excluded.legal_form,
        status = excluded.status, as_of = excluded.as_of, source = excluded.source
    """,  # noqa: S608 - constants of this module
    "DELETE FROM businesses_searchname WHERE lei IN (SELECT lei FROM businesses_stagedentity)",
    """
    INSERT INTO businesses_searchname (lei, folded, tokens)
    SELECT lei, folded, tokens FROM businesses_stagedentity ORDER BY folded
    """,
    "DELETE FROM businesses_searchtoken",
    """
    INSERT INTO businesses_searchtoken (token, uses)
    SELECT token, count(*) FROM businesses_searchname, unnest(tokens) AS token GROUP BY token ORDER BY token
    """,
    """
    INSERT INTO businesses_searchdeletion (deletion, token)
    SELECT DISTINCT left(token, place - 1) || substr(token, place + 1), token
    FROM businesses_searchtoken, generate_series(1, length(token)) AS place
    WHERE length(token) >= %(shortest)s AND token !~ '^[0-9]+$' ORDER BY 1, 2
    ON CONFLICT DO NOTHING
    """,
    "DELETE FROM businesses_stagedentity",
    "DELETE FROM businesses_registryimport",
)


@dataclass(slots=True)
class Report:
    """What an import came to. `bad` counts rows by what is wrong, `lines` has the first of their line numbers."""

    rows: int = 0
    stored: int = 0
    persons: int = 0
    resumed_at: int = 0
    bad: Counter[str] = field(default_factory=Counter)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def fault(self, code: str, line: int) -> None:
        """Count a bad row."""
        self.bad[code] += 1
        if self.bad[code] <= MOST_LINES:
            self.lines.setdefault(code, []).append(line)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise errors.BadImport(reason=f"the file cannot be read: {error.strerror}") from error


def _begin(digest: str) -> int:
    """Where to go on: rows of this very file that are aside already. Those of another file go."""
    with transaction.atomic():
        RegistryImport.objects.exclude(sha256=digest).delete()
        known, made = RegistryImport.objects.get_or_create(sha256=digest)
        if made:
            StagedEntity.objects.all().delete()
        return known.rows


def forget() -> None:
    """Let go of everything that is aside."""
    with transaction.atomic():
        StagedEntity.objects.all().delete()
        RegistryImport.objects.all().delete()


def _stage(entities: list[registry.Entity], digest: str, rows: int) -> None:
    """Put a batch aside, and remember how far the file was read, in one transaction. A LEI's last row counts."""
    last = {entity.lei: entity for entity in entities}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM businesses_stagedentity WHERE lei = ANY(%s)", [list(last)])
        with cursor.copy(f"COPY businesses_stagedentity ({STAGED}) FROM STDIN") as copy:
            for row in last.values():
                copy.write_row(
                    (
                        row.lei,
                        row.legal_name,
                        row.country,
                        row.place,
                        row.category,
                        row.legal_form,
                        row.status,
                        row.as_of,
                        row.folded,
                        row.tokens,
                    )
                )
        RegistryImport.objects.filter(sha256=digest).update(rows=rows)


def import_file(path: Path, *, today: date, progress: Callable[[int], object] = lambda _: None) -> Report:
    """Import a registry file. `progress` hears how many bytes of it were read.

    Raises:
        BadImport: it is damaged, ends early or has not the columns it needs; nothing of it is kept.
    """
    report = Report()
    digest = _digest(path)
    report.resumed_at = _begin(digest)
    try:
        with registry.opened(path) as (rows, places, raw):
            report.rows = sum(1 for _ in islice(rows, report.resumed_at))
            while batch := list(islice(rows, BATCH)):
                entities = _read(batch, places, today, report)
                _stage(entities, digest, report.rows)
                progress(raw.tell())
    except errors.BadImport:
        forget()
        raise
    _show(report)
    return report


def _read(batch: list[list[str]], places: dict[str, int], today: date, report: Report) -> list[registry.Entity]:
    entities = []
    for row in batch:
        report.rows += 1
        try:
            found = registry.read_row(row, places, today)
        except registry.BadRow as error:
            report.fault(str(error), report.rows + 1)
            continue
        if isinstance(found, registry.Person):
            report.persons += 1
        else:
            entities.append(found)
    return entities


def _show(report: Report) -> None:
    """Make everything that is aside visible at once."""
    with transaction.atomic():
        report.stored = StagedEntity.objects.count()
        with connection.cursor() as cursor:
            for statement in SHOW:
                cursor.execute(statement, {"source": registry.SOURCE, "shortest": SHORTEST_SLIP})
    with connection.cursor() as cursor:
        for table in ("registryentity", "searchname", "searchtoken", "searchdeletion"):
            cursor.execute(f"ANALYZE businesses_{table}")
