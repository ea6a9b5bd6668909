"""Publication, basis, alerts and order, each at its edge."""

import pytest
import rfc8785

from reputation.ratings import rules, workings
from reputation.ratings.alerts import Alert, Bad, is_money_lost, is_no_receipt_given, is_surge, is_worse
from tests.rating_tables import MONTH, good, lost, make_counts, unsolved
from tests.unit import rating_vectors as vectors

Months = vectors.Months


def test_rating_is_published_with_enough() -> None:
    rating = rules.rate({MONTH: make_counts(good(3)), MONTH - 1: make_counts(good(2))}, MONTH)
    assert rating.figure is not None
    assert rating.too_few is None
    assert rating.order == rating.figure["harm"].high


@pytest.mark.parametrize(
    ("months", "receipted", "alive", "weight"),
    [
        ({}, 0, 0, 0),
        ({MONTH: make_counts(good(2)), MONTH - 1: make_counts(good(2))}, 4, 2, 326),
        ({MONTH: make_counts(good(5))}, 5, 1, 333),
        ({MONTH: make_counts(good(5)), MONTH - 1: make_counts(good(9, "none"))}, 5, 1, 378),
        ({MONTH - 24: make_counts(good(5)), MONTH: make_counts(good(4))}, 4, 1, 285),
        ({MONTH + 1: make_counts(good(5)), MONTH: make_counts(good(4))}, 4, 1, 285),
        ({MONTH - 20: make_counts(good(5)), MONTH - 21: make_counts(good(5))}, 10, 2, 97),
    ],
    ids=["nothing", "four", "one month", "second month without receipt", "too old", "from the future", "faded"],
)
def test_rating_is_not_published_with_too_few(months: Months, receipted: int, alive: int, weight: int) -> None:
    rating = rules.rate(months, MONTH)
    assert rating.figure is None
    assert rating.too_few == (receipted, 5, alive, 2, weight, 300)
    assert rating.order == rules.LAST_PLACE


def both(*reviews: tuple[str, int, str, int]) -> Months:
    return {MONTH: make_counts(*reviews), MONTH - 1: make_counts(*reviews)}


@pytest.mark.parametrize(
    ("months", "basis"),
    [
        ({}, None),
        (both(good(9, "none")), None),
        (both(good(9)), "own-receipts-only"),
        (both(good(9), good(1, "independent")), "few-independent"),
        (both(good(9), good(10, "independent")), "few-independent"),  # (24 + 23) / 24 * 5 = 9.8 reviews
        (both(good(9), good(11, "independent")), "mostly-independent"),  # (24 + 23) / 24 * 110 / 21 = 10.3
    ],
)
def test_rating_basis(months: Months, basis: str | None) -> None:
    assert rules.rate(months, MONTH).basis == basis


@pytest.mark.parametrize(
    ("recent", "before", "found"),
    [
        (Bad(3, 3), Bad(0, 50), True),
        (Bad(2, 2), Bad(0, 50), False),  # three at least
        (Bad(3, 30), Bad(9, 90), False),  # the same share
        (Bad(3, 3), Bad(3, 3), False),  # d > 0, but chance
        (Bad(0, 0), Bad(0, 0), False),
        (Bad(7, 33), Bad(1, 58), False),
        (Bad(9, 33), Bad(1, 58), True),
    ],
)
def test_rating_alert_worse(recent: Bad, before: Bad, *, found: bool) -> None:
    assert is_worse(recent, before) is found


def test_rating_alert_worse_is_a_chi_square_above_12() -> None:
    for b in range(3, 12):
        for n in range(b, 60):
            b0, n0 = 2, 51
            p = (b + b0) / (n + n0)
            chi = (b / n - b0 / n0) ** 2 / (p * (1 - p) * (1 / n + 1 / n0)) if p < 1 else 0
            assert is_worse(Bad(b, n), Bad(1, 41)) is (chi > 12 and b / n > b0 / n0)


@pytest.mark.parametrize(
    ("recent", "before", "found"), [(5, 1, True), (4, 0, False), (5, 2, False), (9, 5, True), (9, 6, False)]
)
def test_rating_alert_surge(recent: int, before: int, *, found: bool) -> None:
    assert is_surge(Bad(recent, 10_000), Bad(before, 10_000)) is found


@pytest.mark.parametrize(
    ("lost_year", "all_year", "found"),
    [(5, 5, True), (4, 4, False), (5, 30, True), (5, 100, False), (10, 100, True), (9, 100, False)],
)
def test_rating_alert_money_lost(lost_year: int, all_year: int, *, found: bool) -> None:
    # 100 reviews: 20 s - 100 must pass sqrt(7600) = 87.2, so s = 10 does (100) and s = 9 does not (80).
    assert is_money_lost(Bad(lost_year, all_year)) is found


@pytest.mark.parametrize(("without", "with_receipt", "found"), [(5, 4, True), (5, 5, False), (4, 0, False)])
def test_rating_alert_no_receipt_given(without: int, with_receipt: int, *, found: bool) -> None:
    assert is_no_receipt_given(without, with_receipt) is found


def test_rating_alerts_look_at_the_right_months() -> None:
    def codes(months: Months) -> list[str]:
        return [raised.alert.value for raised in rules.rate(months, MONTH).alerts]

    six = make_counts(lost(6))
    assert codes({MONTH - 2: six}) == ["worse", "surge", "money-lost"]
    assert codes({MONTH - 3: six}) == ["money-lost"]
    assert codes({MONTH - 11: six}) == ["money-lost"]
    assert codes({MONTH - 12: six}) == []
    assert codes({MONTH + 1: six}) == []
    assert "surge" in codes({MONTH: six, MONTH - 2: make_counts(lost(1)), MONTH - 15: six})
    assert "surge" not in codes({MONTH: six, MONTH - 14: six})
    quiet = make_counts(lost(6, "none"), no_receipt=True)
    assert codes({MONTH - 2: quiet}) == ["no-receipt-given"]
    assert codes({MONTH - 3: quiet}) == []
    assert codes({MONTH: make_counts(lost(6, "none"))}) == []


def turned_bad() -> Months:
    months = {MONTH - age: make_counts(good(10)) for age in range(3, 24)}
    return months | {MONTH - age: make_counts(good(2), lost(4)) for age in range(3)}


def test_rating_shows_the_worse_figure_while_an_alert_stands() -> None:
    rating = rules.rate(turned_bad(), MONTH)
    quiet = rules.rate(turned_bad(), MONTH, frozenset({"worse", "surge"}))
    assert rating.figure is not None
    assert rating.recent is not None
    assert quiet.figure is not None
    assert quiet.recent is None
    assert [raised.alert for raised in rating.alerts] == [raised.alert for raised in quiet.alerts]
    assert rating.figure["lost"].mean == rating.recent["lost"].mean > quiet.figure["lost"].mean
    assert rating.figure["lost"].low == quiet.figure["lost"].low
    assert rating.figure["lost"].high == max(rating.recent["lost"].high, quiet.figure["lost"].high)
    assert rating.figure["well"].mean == rating.recent["well"].mean < quiet.figure["well"].mean
    # Alerts do not sort.
    assert rating.order == quiet.order == quiet.figure["harm"].high < rating.figure["harm"].high


def test_rating_one_suspended_alert_leaves_the_other() -> None:
    assert rules.rate(turned_bad(), MONTH, frozenset({"surge"})).recent is not None
    assert rules.rate(turned_bad(), MONTH, frozenset({"money-lost"})).recent is not None


def test_rating_alerts_stand_without_a_figure() -> None:
    rating = rules.rate({MONTH: make_counts(lost(6))}, MONTH)
    assert rating.figure is rating.recent is None
    assert [raised.alert for raised in rating.alerts] == [Alert.WORSE, Alert.SURGE, Alert.MONEY_LOST]


def test_rating_document_says_what_it_counts() -> None:
    months = turned_bad() | {MONTH: make_counts(good(2), lost(4), unsolved(1, "none"), no_receipt=True)}
    document = rules.figures(rules.rate(months, MONTH, frozenset({"worse"})), frozenset({"worse"}))
    assert document["counts"] == {"independent": 0, "seller": 228, "none": 1, "no_receipt_given": 1}
    assert document["recent_outcomes"] == {
        "independent": {"well": 0, "unsolved": 0, "lost": 0},
        "seller": {"well": 6, "unsolved": 0, "lost": 12},
        "none": {"well": 0, "unsolved": 1, "lost": 0},
    }
    assert document["alerts"] == [
        {"alert": "worse", "recent": {"bad": 12, "all": 18}, "before": {"bad": 0, "all": 120}, "suspended": True},
        {"alert": "surge", "recent": {"bad": 12, "all": 18}, "before": {"bad": 0, "all": 120}, "suspended": False},
        {"alert": "money-lost", "recent": {"bad": 12, "all": 108}, "before": None, "suspended": False},
    ]


def test_rating_bytes_are_canonical_json() -> None:
    for months, suspended in vectors.tables(50):
        document = rules.figures(rules.rate(months, vectors.MONTH, suspended), suspended)
        assert rules.render(document) == rfc8785.dumps(document)  # type: ignore[arg-type]


def test_rating_workings_add_up_to_the_answer() -> None:
    for months, suspended in vectors.tables(200):
        rating = rules.rate(months, vectors.MONTH, suspended)
        shown = workings.explain(months, vectors.MONTH, suspended)
        rows = shown["rows"]
        window = shown["window"]
        assert isinstance(rows, list)
        assert isinstance(window, dict)
        assert len(rows) == 24
        assert window["si"] == [sum(row["weight"] * row["i"][k] for row in rows) for k in range(8)]
        assert window["sr"] == [sum(row["weight"] * row["r"][k] for row in rows) for k in range(8)]
        if rating.figure is not None and rating.recent is None:
            for part in window["shown"]:
                assert (part["mean"], part["low"], part["high"]) == rating.figure[part["quantity"]]
        assert (shown["recent"] is None) == (rating.recent is None)


def test_rating_example_of_the_docs() -> None:
    """The numbers that docs/rating.md shows."""
    months = {MONTH: make_counts(good(10)), MONTH - 1: make_counts(good(4), lost(1), good(2, "independent"))}
    rating = rules.rate(months, MONTH)
    assert rating.figure == {
        "stars": (415, 345, 485),
        "well": (861, 671, 1000),
        "unsolved": (42, 0, 153),
        "lost": (97, 0, 259),
        "harm": (118, 0, 286),
    }
    assert (rating.basis, rating.order, rating.alerts) == ("few-independent", 286, ())
