"""Command line of the badge's verifier.

Exit status: 0 the signature holds, 2 it could not be read, 10 another key signed it, 11 it was changed.
"""

import argparse
import sys
from pathlib import Path

from reputation.badges import signing
from reputation.badges.rules import harmless
from reputation.tlog.notes import ED25519, NoteError, Verifier, parse_vkey

HOLDS, UNREADABLE, OTHER_KEY, CHANGED = 0, 2, 10, 11


def _key(text: str) -> Verifier:
    try:
        found = parse_vkey(text)
    except NoteError as error:
        raise argparse.ArgumentTypeError(f"this is no key: {error}") from error
    if found.kind != ED25519:
        raise argparse.ArgumentTypeError("this is the key of a witness; a badge has an Ed25519 key of its own")
    return found


def main(words: list[str] | None = None) -> int:
    """Say what a badge says and whether its signature holds."""
    parser = argparse.ArgumentParser(
        prog="python -m reputation.badges",
        description="Reads a badge and verifies its signature. Asks nobody, and trusts the key you give alone.",
        epilog=f"Exit status: {HOLDS} the signature holds, {UNREADABLE} it could not be read, {OTHER_KEY} another key "
        f"signed it, {CHANGED} it was changed.",
    )
    add = parser.add_argument
    add("file", metavar="FILE", type=Path, help="the badge, an SVG file")
    add("--key", metavar="VKEY", type=_key, required=True, help="the badge key, as noted from /api/v1/badge-key")
    given = parser.parse_args(words)
    try:
        badge = signing.opened(given.file.read_bytes())
    except OSError as error:
        return _end(f"The file cannot be read: {error.strerror}.", UNREADABLE)
    except signing.Unreadable as error:
        return _end(str(error), UNREADABLE)
    print(f"It says: {harmless(badge.title)}\n{harmless(badge.description)}")
    try:
        found = signing.verified(badge, given.key)
    except signing.OtherKey as error:
        return _end(f"NOT VERIFIED. {error}", OTHER_KEY)
    except signing.Changed as error:
        return _end(f"NOT VERIFIED, do not believe it. {error}", CHANGED)
    print(
        f"The signature of {given.key.name} holds.\nBusiness {found.business}, month {found.month}, log size "
        f"{found.log_size}, edition {found.edition}, language {found.language}, drawn on {found.day.isoformat()}."
    )
    return HOLDS


def _end(says: str, status: int) -> int:
    print(says, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
