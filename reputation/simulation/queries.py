"""What the demonstration has to show."""

from dataclasses import dataclass

from reputation.simulation.cast import CAST, STRANGERS, Shows

SAYS = {
    Shows.INDEPENDENT: "many receipts from payment providers and marketplaces",
    Shows.OWN_RECEIPTS: "only the shop's own receipts",
    Shows.SEASONAL: "a seasonal trade",
    Shows.GROWING: "grows fast: an alert with an innocent cause",
    Shows.TOO_FEW: "too few recent reviews for a figure",
    Shows.OWN_PRAISE: "much praise that only the shop itself vouches for",
    Shows.SMEARED: "a wave of bad reviews without a receipt",
    Shows.SURGE: "alert: many people report losing money lately",
    Shows.MONEY_LOST: "alert: more than one in twenty reports losing money",
    Shows.WORSE: "alert: worse than before",
    Shows.NO_RECEIPT_GIVEN: "alert: people lost money and were given no receipt",
    Shows.SUSPENDED: "an alert that two persons suspended, with reasons",
    Shows.LEFT: "left; the dated note stays for a year",
    Shows.RETURNED: "left and came back; its history goes on",
    Shows.CASES: "reviews challenged, removed, restored, masked",
    Shows.OTHER_SCRIPT: "a legal name in another script",
    Shows.NOT_PARTICIPATING: "does not take part",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """An example to try. `shows` are codes, for translating; `says` is English. Who never joined has no domain."""

    name: str
    domain: str
    shows: tuple[str, ...]
    says: str


def tour() -> list[Stop]:
    """The examples of the demonstration, most telling first. Ordinary businesses are left out."""
    order = {shows: place for place, shows in enumerate(Shows)}
    found = [
        Stop(member.name, member.domains[0], tuple(map(str, member.shows)), "; ".join(SAYS[s] for s in member.shows))
        for member in sorted(CAST, key=lambda member: (member.number > 4, order[member.shows[0]], member.number))
        if member.shows != (Shows.ORDINARY,)
    ]
    absent = Shows.NOT_PARTICIPATING
    return found + [Stop(entity.name, "", (str(absent),), SAYS[absent]) for entity in STRANGERS[:1]]
