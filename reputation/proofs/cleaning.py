"""Starts `reading.py` for a file, holds it to its time, and never lets a parser into a process that holds keys."""

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from reputation.proofs import errors, rules
from reputation.proofs.rules import Fault, Kind
from reputation.rulebook import proofs as numbers

logger = logging.getLogger(__name__)

READER = Path(__file__).with_name("reading.py")
_at_once = BoundedSemaphore(numbers.AT_ONCE.value)


@dataclass(frozen=True, slots=True)
class Clean:
    """What is kept of a file: pixels or words, and nothing that came along with them."""

    kind: Kind
    content: bytes
    pages: int


def clean(kind: Kind, content: bytes) -> Clean:
    """What is kept of a file of this kind. It takes seconds for a long PDF: never call it within a transaction.

    Raises:
        ProofNotReadable: the fact `rule` says why.
        ProofsBusy: as many files as may be are being read, and this one waited long enough.
    """
    if kind is Kind.TEXT:
        try:
            return Clean(kind, rules.text_of(content).encode(), 1)
        except ValueError as error:
            raise errors.ProofNotReadable(rule=str(Fault.TOO_LONG)) from error
    if not _at_once.acquire(timeout=numbers.WORK.value):
        raise errors.ProofsBusy
    try:
        return _read(kind, content)
    finally:
        _at_once.release()


def limits() -> dict[str, int]:
    """What a reader may use, and what it may answer."""
    return {
        "work": numbers.WORK.value,
        "memory": numbers.MEMORY.value,
        "pages_most": numbers.PAGES_MOST.value,
        "pixels_most": numbers.PIXELS_MOST.value,
        "pixels_kept": numbers.PIXELS_KEPT.value,
        "page_pixels": numbers.PAGE_PIXELS.value,
        "pages_pixels": numbers.PAGES_PIXELS.value,
        "kept_largest": numbers.KEPT_LARGEST.value,
    }


def _read(kind: Kind, content: bytes) -> Clean:
    try:
        ran = subprocess.run(
            [sys.executable, "-I", str(READER), json.dumps(limits()), kind],
            input=content,
            capture_output=True,
            timeout=numbers.WORK_ENDS.value,
            env={},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise errors.ProofNotReadable(rule=str(Fault.TOO_HEAVY)) from None  # the cause holds the file
    if ran.returncode:
        # Ended from outside it had too little time or memory; by itself it met what its libraries do not foresee.
        logger.warning("proof-reader-ended", extra={"kind": kind, "exit": ran.returncode})
        raise errors.ProofNotReadable(rule=str(Fault.TOO_HEAVY if ran.returncode < 0 else Fault.DAMAGED))
    head, _, kept = ran.stdout.partition(b"\n")
    answer = json.loads(head)
    if "fault" in answer:
        raise errors.ProofNotReadable(rule=str(Fault(answer["fault"])))
    return Clean(kind, kept, answer["pages"])
