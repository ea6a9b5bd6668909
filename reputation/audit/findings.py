"""What an audit found wrong, and what it looked at."""

from dataclasses import dataclass, field

MOST_SHOWN = 20


@dataclass(slots=True)
class Findings:
    """Faults in the order they were met, and figures about what was checked."""

    faults: list[str] = field(default_factory=list)
    more: int = 0
    checked: dict[str, str] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not self.faults

    def fault(self, text: str) -> None:
        """Something is wrong. Only the first faults are kept: one bad entry can make thousands of ratings differ."""
        if len(self.faults) < MOST_SHOWN:
            self.faults.append(text)
        else:
            self.more += 1

    def note(self, what: str, result: str) -> None:
        """Something was checked, or could not be; a line of the summary."""
        self.checked[what] = result

    def report(self) -> dict[str, object]:
        """The report, for programs. `more`: how many faults beyond those listed."""
        return {"passed": self.is_clean, "checked": self.checked, "faults": self.faults, "more": self.more}

    def summary(self) -> str:
        """The report, for people."""
        width = max(map(len, self.checked), default=0)
        lines = [f"{what.ljust(width)}  {result}" for what, result in self.checked.items()]
        lines += [""] if lines else []
        if self.is_clean:
            return "\n".join(
                [*lines, "The audit passed: nothing published was changed, and every rating follows from the log."]
            )
        lines += [f"- {fault}" for fault in self.faults]
        if self.more:
            lines.append(f"- and {self.more} more")
        return "\n".join([*lines, "", "THE AUDIT FAILED."])
