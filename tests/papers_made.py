"""The blanks of the papers, filled in as an operator would."""

from datetime import date

from reputation.papers.blanks import BLANKS, Filled, Kind, read

DAY = date(2026, 11, 25)


def make_papers(**changes: str) -> str:
    """A file for PAPERS_FILE; `changes` are values by blank, as TOML writes them, and an empty one leaves it out."""
    lines = []
    for blank in BLANKS.values():
        text = f'"filled {blank.name}"'
        written = {
            Kind.TEXT: text,
            Kind.BOTH: f'{{ en = {text}, de = "ausgefüllt {blank.name}" }}',
            Kind.DAY: DAY.isoformat(),
        }
        value = changes.get(blank.name, written[blank.kind])
        if value:
            lines.append(f"{blank.name} = {value}")
    return "\n".join(lines)


def filled() -> Filled:
    return read(make_papers())
