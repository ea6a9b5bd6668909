"""Publishing side files: words whose entry is numbered are written, words that are gone are removed from the folder.

Before the checkpoint that covers their entry, so that whatever a checkpoint covers can be read again after a loss. What
is written a second time, because it was lost or the key was changed, comes after it and some at a time: that may be
very much, and nobody's entry waits for it.
"""

from collections.abc import Sequence
from itertools import groupby

from django.db import connection

from reputation.log.files import Folder
from reputation.log.models import SideFile
from reputation.log.side_files import KINDS, Place, sign
from reputation.tlog.notes import NoteError, Signer, Verifier, open_note

AT_ONCE = 500
DUE = """
SELECT kind, subject, entry, document FROM log_side_file
WHERE NOT is_published AND entry NOT IN (SELECT sha256('\\x00'::bytea || raw) FROM log_waiting)
    AND (%(covered)s = 0 OR entry IN (SELECT leaf_hash FROM log_entry WHERE position >= %(covered)s))
ORDER BY kind, subject LIMIT %(limit)s
"""
# Only what was not changed meanwhile is done with.
DONE = """
WITH done AS (SELECT * FROM unnest(%s::text[], %s::uuid[], %s::bytea[]) AS d (kind, subject, entry)),
gone AS (
    DELETE FROM log_side_file s USING done d
    WHERE (s.kind, s.subject, s.entry) = (d.kind, d.subject, d.entry) AND s.document IS NULL
)
UPDATE log_side_file s SET is_published = true FROM done d
WHERE (s.kind, s.subject, s.entry) = (d.kind, d.subject, d.entry) AND s.document IS NOT NULL
"""
Row = tuple[Place, bytes, str | None]


def publish(folder: Folder, signer: Signer, *, covered: int) -> None:
    """Write and remove what entries beyond those that are covered made due, all of it.

    A change that was interrupted is done again, with the same bytes.
    """
    while rows := _due(covered):
        _write(folder, signer, rows)


def go_on(folder: Folder, signer: Signer) -> None:
    """Write and remove some of what is still due: words lost from the folder, or signed with the former key."""
    if rows := _due(0):
        _write(folder, signer, rows)


def _write(folder: Folder, signer: Signer, rows: Sequence[Row]) -> None:
    folder.remove(place.path for place, _, line in rows if line is None)
    folder.replace((place.path, sign(place, entry, line, signer)) for place, entry, line in rows if line is not None)
    _settle(rows)


def _due(covered: int) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"covered": covered, "limit": AT_ONCE})
        return [(Place(kind, subject), bytes(entry), line) for kind, subject, entry, line in cursor.fetchall()]


def _settle(rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor:
        kinds, subjects = [place.kind for place, _, _ in rows], [place.subject for place, _, _ in rows]
        cursor.execute(DONE, [kinds, subjects, [entry for _, entry, _ in rows]])


def repair(folder: Folder, key: Verifier) -> None:
    """Let what was lost from the folder be written again, and remove what the database does not know.

    Only for a folder that is seen not to be ahead of the database: else what is unknown is what was lost. After a
    change of the log's key all are signed anew.
    """
    _sign_anew_after_a_change(folder, key)
    for kind in KINDS:
        found = SideFile.objects.filter(kind=kind).order_by("subject").values_list("subject", flat=True)
        seen = set()
        for group, subjects in groupby(found.iterator(), lambda subject: str(subject)[:3]):
            seen.add(group)
            _compare(folder, kind, group, {str(subject) for subject in subjects})
        for group in set(folder.names(f"side/{kind}")) - seen:
            _compare(folder, kind, group, set())


def _compare(folder: Folder, kind: str, group: str, known: set[str]) -> None:
    there = set(folder.names(f"side/{kind}/{group}"))
    folder.remove(f"side/{kind}/{group}/{name}" for name in sorted(there - known))
    if lost := known - there:
        SideFile.objects.filter(kind=kind, subject__in=lost).update(is_published=False)


def _sign_anew_after_a_change(folder: Folder, key: Verifier) -> None:
    """One file tells of all: those that a former start did not come to are still due."""
    row = SideFile.objects.filter(is_published=True).order_by("-kind", "-subject").first()
    raw = None if row is None else folder.read(Place(row.kind, row.subject).path)
    if raw is None:
        return
    try:
        open_note(raw, [key])
    except NoteError:
        SideFile.objects.filter(is_published=True).update(is_published=False)
