"""What an audit found wrong, and what it looked at."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

MOST_SHOWN = 20


class Kind(StrEnum):
    """What a fault is about, the gravest first. The exit status of an audit is that of the gravest kind it found."""

    SIGNATURE = "signature"
    """The checkpoint is malformed, of another log, or not signed by the key."""
    QUORUM = "quorum"
    """Too few witnesses signed the checkpoint, or one whose signature is false."""
    HISTORY = "history"
    """The log has shrunk, or is another one than an older checkpoint says."""
    TREE = "tree"
    """A bundle or tile is missing or not what the entries give, or the entries do not add up to the signed root."""
    ENTRY = "entry"
    """An entry is not one of the schema, or not written in the one way."""
    COURSE = "course"
    """An entry cannot follow those before it, or breaks a promise that can be read off the log."""
    TOKENS = "tokens"
    """A key, a token or a total is not good, or there are more reviews than tokens."""
    RATINGS = "ratings"
    """A ratings file is missing, or does not follow from the log."""
    SHOWN = "shown"
    """The service shows another rating than follows from the log."""
    OMISSION = "omission"
    """A review that was accepted is not in the log in time."""
    REPORT = "report"
    """A transparency report is missing, or does not follow from the log."""
    CHECKS = "checks"
    """A manifest of the private check is not in the log, or a file is not the one that it names."""

    @property
    def status(self) -> int:
        """The exit status for it."""
        return FIRST_STATUS + list(Kind).index(self)


PASSED = 0
UNREADABLE = 2
FIRST_STATUS = 10


class Fault(NamedTuple):
    """Something wrong, in words that name the entry, file, key or business."""

    kind: Kind
    text: str


@dataclass(slots=True)
class Findings:
    """Faults in the order they were met, and figures about what was checked."""

    faults: list[Fault] = field(default_factory=list)
    counts: Counter[Kind] = field(default_factory=Counter)
    checked: dict[str, str] = field(default_factory=dict)
    unreadable: str | None = None
    """Why the audit could not go on to its end, in words."""

    @property
    def is_clean(self) -> bool:
        return not self.counts and self.unreadable is None

    @property
    def status(self) -> int:
        """The exit status: of the gravest kind found. What could not be read hides no fault."""
        return min((kind.status for kind in self.counts), default=PASSED if self.unreadable is None else UNREADABLE)

    def fault(self, kind: Kind, text: str) -> None:
        """Something is wrong. Only the first of each kind are kept: one bad entry can make many ratings differ."""
        self.counts[kind] += 1
        if self.counts[kind] <= MOST_SHOWN:
            self.faults.append(Fault(kind, text))

    def take(self, faults: list[Fault]) -> None:
        """Faults that were found elsewhere."""
        for fault in faults:
            self.fault(*fault)

    def note(self, what: str, result: str) -> None:
        """Something was checked, or could not be; a line of the summary."""
        self.checked[what] = result

    @property
    def more(self) -> int:
        """How many faults beyond those kept."""
        return self.counts.total() - len(self.faults)

    def report(self) -> dict[str, object]:
        """The report, for programs. `counts`: how many faults of each kind; `more`: how many beyond those listed."""
        return {
            "passed": self.is_clean,
            "status": self.status,
            "checked": self.checked,
            "faults": [{"kind": str(fault.kind), "text": fault.text} for fault in self.faults],
            "counts": {str(kind): self.counts[kind] for kind in Kind if self.counts[kind]},
            "more": self.more,
            "unreadable": self.unreadable,
        }

    def summary(self) -> str:
        """The report, for people."""
        width = max(map(len, self.checked), default=0)
        lines = [f"{what.ljust(width)}  {result}" for what, result in self.checked.items()]
        lines += [""] if lines else []
        if self.is_clean:
            return "\n".join([*lines, "The audit passed: what was checked follows from the signed log."])
        lines += [f"- {fault.kind}: {fault.text}" for fault in self.faults]
        if self.more:
            lines.append(f"- and {self.more} more")
        if self.unreadable is not None:
            lines.append(f"- not read to the end: {self.unreadable}")
        return "\n".join([*lines, "", "THE AUDIT FAILED." if self.counts else "THE AUDIT COULD NOT BE FINISHED."])
