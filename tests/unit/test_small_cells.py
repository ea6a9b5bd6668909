"""Small cells: none can be told, not even by somebody who knows the rule and tries every table it could come from."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reputation.reports import small_cells
from reputation.reports.small_cells import SMALLEST

Rows = tuple[tuple[int, ...], ...]
Published = tuple[tuple[int | None, ...], ...]


def published(rows: Rows) -> Published:
    """What is shown of a table whose totals are public."""
    totals = tuple(sum(column) for column in zip(*rows, strict=True))
    told = small_cells.shown(dict(enumerate(rows)), tuple(map(small_cells.many, totals)))
    return tuple(told[place] for place in range(len(rows)))


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All ways in which a total can be made up."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, parts - 1):
            yield first, *rest


def tables(totals: tuple[int, ...], rows: int) -> Iterator[Rows]:
    """All tables with these totals."""
    for columns in itertools.product(*(list(splits(total, rows)) for total in totals)):
        yield tuple(zip(*columns, strict=True))


def told(totals: tuple[int, ...], rows: int) -> list[tuple[Rows, int, int]]:
    """Hidden cells that the published table gives away: with the table, row and column."""
    sources: dict[Published, list[Rows]] = defaultdict(list)
    for table in tables(totals, rows):
        sources[published(table)].append(table)
    return [
        (found[0], row, column)
        for shown, found in sources.items()
        for row, column in itertools.product(range(rows), range(len(totals)))
        if shown[row][column] is None and len({table[row][column] for table in found}) == 1
    ]


@pytest.mark.parametrize("rows", [2, 3])
@pytest.mark.parametrize("total", range(SMALLEST, 21))
def test_no_hidden_cell_of_one_column_can_be_computed(total: int, rows: int) -> None:
    assert told((total,), rows) == []


@pytest.mark.parametrize("total", [5, 8, 16, 17])
def test_no_hidden_cell_of_four_rows_can_be_computed(total: int) -> None:
    assert told((total,), 4) == []


@pytest.mark.parametrize("totals", list(itertools.product((5, 9, 13), repeat=2)))
def test_no_hidden_cell_of_two_columns_can_be_computed(totals: tuple[int, int]) -> None:
    assert told(totals, 3) == []


TABLE = st.integers(2, 10).flatmap(
    lambda rows: st.integers(1, 3).flatmap(
        lambda columns: st.lists(
            st.tuples(*[st.one_of(st.integers(0, 9), st.integers(0, 400))] * columns), min_size=rows, max_size=rows
        )
    )
)


@settings(max_examples=300)
@given(TABLE)
def test_small_cells_are_hidden_and_never_one_alone(rows: list[tuple[int, ...]]) -> None:
    shown = published(tuple(rows))
    assert all(cell is None or cell == 0 or cell >= SMALLEST for row in shown for cell in row)
    for column in zip(*shown, strict=True):
        assert sum(cell is None for cell in column) != 1
    for row, told_row in zip(rows, shown, strict=True):
        assert all(cell in (None, count) for cell, count in zip(told_row, row, strict=True))


@settings(max_examples=300)
@given(TABLE, st.randoms())
def test_exchanging_hidden_rows_publishes_the_same(rows: list[tuple[int, ...]], random: Random) -> None:
    shown = published(tuple(rows))
    places = [place for place, row in enumerate(shown) if set(row) == {None}]
    mixed = list(places)
    random.shuffle(mixed)
    changed = list(rows)
    for place, other in zip(places, mixed, strict=True):
        changed[place] = rows[other]
    assert published(tuple(changed)) == shown


def test_what_needs_no_hiding_is_shown() -> None:
    assert published(((5, 7), (90, 40), (0, 0))) == ((5, 7), (90, 40), (0, 0))


def test_a_nought_is_hidden_beside_a_small_count() -> None:
    assert published(((0,), (3,), (8,))) == ((None,), (None,), (8,))


def test_one_small_row_takes_the_smallest_others_with_it() -> None:
    assert published(((3,), (12,), (9,), (40,))) == ((None,), (12,), (None,), (40,))
    assert published(((3,), (9,), (9,), (40,))) == ((None,), (None,), (None,), (40,))


def test_a_column_with_a_small_total_is_not_told() -> None:
    assert published(((30, 2), (40, 1))) == ((30, None), (40, None))
