"""Command line of the audit. Exit status: 0 everything follows, 1 something does not, 2 it could not be read."""

import argparse
import json
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import IO

from tqdm import tqdm

from reputation.audit import ratings, reading
from reputation.audit.findings import Findings
from reputation.audit.source import Missing, Source, Unreadable, open_source
from reputation.audit.spool import Spool
from reputation.tlog.checkpoints import Checkpoint, open_checkpoint
from reputation.tlog.notes import LONGEST_NOTE, NoteError, Verifier, parse_vkey

PASSED, FAILED, UNREADABLE = 0, 1, 2
DEMONSTRATION = "demo.open-reference.example/log"


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m reputation.audit",
        description="Reads a service's whole public log, rebuilds its root, verifies the signature, recomputes every "
        "rating and compares what is published and shown. Trusts the key you give and nothing else.",
        epilog="Exit status: 0 passed, 1 failed, 2 could not be read.",
    )
    parser.add_argument(
        "where",
        metavar="WHERE",
        help="address of the service, such as https://reference.example, or a folder with a copy of its log",
    )
    parser.add_argument("--key", required=True, metavar="VKEY", help="the log's public key, as noted on an earlier day")
    parser.add_argument(
        "--since", type=Path, metavar="FILE", help="an older checkpoint: nothing before it may have changed"
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the checkpoint that was audited, for --since")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    return parser.parse_args(words)


def _older(path: Path, log: Verifier) -> Checkpoint:
    try:
        return open_checkpoint(path.read_bytes(), log)
    except OSError as error:
        raise Unreadable(f"The older checkpoint cannot be read: {error.strerror}.") from error
    except NoteError as error:
        raise Unreadable(f"The older checkpoint is none of this log: {error}.") from error


def _tokens(log: reading.Log, origin: str, findings: Findings) -> None:
    """Receipted reviews need tokens; the demonstration log alone may lack them."""
    present = reading.TOKEN_KINDS & log.kinds.keys()
    if present:
        findings.fault(f"the log holds {sorted(present)[0]} entries, which this version cannot verify: use a newer one")
    elif log.receipted and origin == DEMONSTRATION:
        findings.note("tokens", "not present (invented reviews of the demonstration log)")
    elif log.receipted:
        findings.fault(f"{log.receipted} reviews are said to have a receipt, and no token proves one")
    else:
        findings.note("tokens", "none needed: no review has a receipt")


def _consistent(older: Checkpoint, now: Checkpoint, log: reading.Log, findings: Findings) -> None:
    if log.root_before == older.root:
        findings.note("since", f"the first {older.size} entries are unchanged")
    elif older.size > now.size:
        findings.fault(f"the log has shrunk: it had {older.size} entries and now has {now.size}")
    else:
        findings.fault(f"the first {older.size} entries are not those of the older checkpoint")


def _published(source: Source, log: reading.Log, file: IO[bytes], findings: Findings) -> ratings.PublishedFile | None:
    """The newest ratings file, in `file`; of the older ones only that each is still what the log says."""
    if not log.ratings_files:
        findings.note("ratings file", "none published so far")
        return None
    for older in log.ratings_files[:-1]:
        ratings.fetch(source, older, findings)
    newest = log.ratings_files[-1]
    if not ratings.fetch(source, newest, findings, file):
        return None
    findings.note("ratings file", f"of {newest.month}, over the first {newest.log_size} entries")
    return ratings.PublishedFile(file, newest, findings)


def _recompute(source: Source, log: reading.Log, spool: Spool, findings: Findings, *, quiet: bool) -> None:
    """Every rating, against the ratings file and what the service shows."""
    with (
        tempfile.TemporaryFile(prefix="audit-") as file,
        tqdm(total=log.about_businesses, desc="ratings", unit="", disable=quiet) as bar,
    ):
        check = ratings.RatingsCheck(findings, _published(source, log, file, findings))
        check.run(spool, bar.update)
    findings.note("ratings", f"{check.businesses} recomputed, {check.compared} compared with the file")
    if not source.has_pages:
        findings.note("shown", "not compared: a folder shows no ratings")
        return
    shown = ratings.compare_pages(source, check.sample, log.edge.size, findings)
    findings.note("shown", f"{shown} of {len(check.sample.kept)} ratings drawn by lot compared with the API")


def _audit(source: Source, verifier: Verifier, older: Checkpoint | None, findings: Findings, *, quiet: bool) -> bytes:
    """Everything, in the order in which trust grows; answers the checkpoint's bytes."""
    note = source.read(f"{reading.LOG}checkpoint", LONGEST_NOTE)
    try:
        now = open_checkpoint(note, verifier)
    except NoteError as error:
        findings.fault(f"checkpoint: {error}")
        return note
    findings.note("log", f"{now.origin}, {now.size} entries")
    before = None if older is None else older.size
    with Spool(now.size) as spool:
        with tqdm(total=now.size, desc="entries", unit="", disable=quiet) as bar:
            log = reading.read(source, now.size, spool, findings, before=before, progress=bar.update)
        if older is not None:
            _consistent(older, now, log, findings)
        if not log.is_whole:
            return note
        if log.edge.root() == now.root:
            findings.note("root", f"{now.root.hex()}, signed by the key given")
        else:
            findings.fault("the entries do not add up to the signed root")
        _tokens(log, now.origin, findings)
        _recompute(source, log, spool, findings, quiet=quiet)
    return note


def audit(
    where: str, key: str, *, since: Path | None = None, save: Path | None = None, quiet: bool = False
) -> Findings:
    """Audit a service or a folder; when it passes, keep the audited checkpoint in `save`.

    Raises:
        Unreadable: it, its checkpoint or the older checkpoint cannot be read at all.
    """
    findings = Findings()
    try:
        verifier = parse_vkey(key)
    except NoteError as error:
        raise Unreadable(f"The key is none: {error}.") from error
    older = None if since is None else _older(since, verifier)
    with closing(open_source(where)) as source:
        note = _audit(source, verifier, older, findings, quiet=quiet)
    if save is not None and findings.is_clean:
        save.write_bytes(note)
    return findings


def main(words: list[str] | None = None) -> int:
    """Run the audit and print its report."""
    given = _arguments(words)
    try:
        findings = audit(given.where, given.key, since=given.since, save=given.save, quiet=given.quiet)
    except Missing as error:
        print(f"There is no log there: {error}", file=sys.stderr)
        return UNREADABLE
    except Unreadable as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    print(json.dumps(findings.report(), ensure_ascii=False) if given.json else findings.summary())
    return PASSED if findings.is_clean else FAILED


if __name__ == "__main__":
    sys.exit(main())
