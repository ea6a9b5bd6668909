"""Command line of the audit.

Exit status: 0 passed, 2 could not be read, 10 and more: what was found, 130 and 143: it was ended from outside.
"""

import argparse
import json
import signal
import sys
from pathlib import Path
from typing import NoReturn

from reputation.audit.findings import Findings, Kind
from reputation.audit.run import Options, audit
from reputation.audit.source import Missing, Unreadable

MOST_CONNECTIONS = 64
INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM


def _connections(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_CONNECTIONS:
        raise argparse.ArgumentTypeError(f"give a number from 1 to {MOST_CONNECTIONS}")
    return int(text)


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m reputation.audit",
        description="Reads a service's whole public log, rebuilds its root, verifies signatures and tokens, recomputes "
        "every rating and compares what is published and shown. Trusts the keys you give and nothing else.",
        epilog="Exit status: 0 passed, 2 could not be read, else the gravest kind of fault: "
        + ", ".join(f"{kind.status} {kind}" for kind in Kind)
        + ".",
    )
    add = parser.add_argument
    add(
        "where",
        metavar="WHERE",
        help="address of the service, such as https://reference.example, or a folder with a copy of its log",
    )
    add(
        "--key",
        action="append",
        default=[],
        metavar="VKEY",
        help="the log's public key, as noted on an earlier day; more than one: any of them",
    )
    add(
        "--policy",
        type=Path,
        metavar="FILE",
        help="logs and witnesses you trust, and their quorum (c2sp.org/tlog-policy)",
    )
    add(
        "--since",
        type=Path,
        metavar="FILE",
        help="an older checkpoint: read only what came after it, and see that the log only grew",
    )
    add("--full", action="store_true", help="with --since: read everything nevertheless")
    add(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="keep what is read there, and fetch only what is not there yet; the "
        "checkpoint kept there is an older one to compare with",
    )
    add("--log-only", action="store_true", help="WHERE serves the files of the log and no ratings: compare none shown")
    add("--save", type=Path, metavar="FILE", help="keep the checkpoint that was audited, for --since")
    add(
        "--acceptance",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a signed acceptance of a review: see that the review came into the log in time",
    )
    add("--connections", type=_connections, default=8, metavar="N", help="how many files are fetched at once (8)")
    add("--json", action="store_true", help="print the report as one JSON object")
    add("--quiet", action="store_true", help="no progress bars")
    given = parser.parse_args(words)
    if given.acceptance and given.since and not given.full:
        parser.error("--acceptance needs the whole log: add --full to --since")
    if given.keep and given.since and not given.full:
        parser.error("--keep reads the whole log once, and then only what is new: leave out --since, or add --full")
    return given


def main(words: list[str] | None = None) -> int:
    """Run the audit and print its report."""
    given = _arguments(words)
    options = Options(
        where=given.where,
        keys=tuple(given.key),
        policy=given.policy,
        since=given.since,
        full=given.full,
        log_only=given.log_only,
        keep=given.keep,
        save=given.save,
        acceptances=tuple(given.acceptance),
        connections=given.connections,
        quiet=given.quiet,
    )
    try:
        findings = audit(options)
    except Unreadable as error:
        said = f"There is no log there: {error}" if isinstance(error, Missing) else str(error)
        print(said, file=sys.stderr)
        findings = Findings(unreadable=said)
        if not given.json:
            return findings.status
    except KeyboardInterrupt:
        kept = "with the same --keep it goes on where it was" if given.keep else "with --keep it could go on later"
        print(f"The audit was interrupted, and says nothing; {kept}.", file=sys.stderr)
        return INTERRUPTED
    print(json.dumps(findings.report(), ensure_ascii=False) if given.json else findings.summary())
    return findings.status


def _end(_number: int, _frame: object) -> NoReturn:
    """End as asked, once what lies in temporary files is cleared away."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(TERMINATED)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main())
