"""Count tables for tests of the rating, written the way one would say them."""

from reputation.ratings.counts import SIZE, Counts, counts_of, places

MONTH = 2026 * 12 + 10


def make_counts(*reviews: tuple[str, int, str, int], no_receipt: bool = False) -> Counts:
    """Counts of (class, stars, outcome, how many); with `no_receipt`, those of class none say that none was given."""
    cells = [0] * SIZE
    for receipt_class, stars, outcome, many in reviews:
        given = no_receipt and receipt_class == "none"
        for place in places(receipt_class=receipt_class, stars=stars, outcome=outcome, no_receipt_given=given):
            cells[place] += many
    return counts_of(cells)


def good(many: int, receipt_class: str = "seller") -> tuple[str, int, str, int]:
    return (receipt_class, 5, "as-agreed", many)


def lost(many: int, receipt_class: str = "seller") -> tuple[str, int, str, int]:
    return (receipt_class, 1, "never-delivered", many)


def unsolved(many: int, receipt_class: str = "seller") -> tuple[str, int, str, int]:
    return (receipt_class, 2, "problem-unsolved", many)
