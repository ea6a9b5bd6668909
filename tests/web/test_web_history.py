"""What was true on a day: the signed states of the log, the figure of a business then, and an edition's own entry."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.html import escape

from reputation.core import clock, months
from reputation.log import actions as log_actions
from reputation.log import models, publisher, queries, signatures
from reputation.ratings import queries as ratings
from reputation.rulebook.editions import EDITIONS
from reputation.tlog.notes import Cosigner, split
from tests.pages_made import FEW, get, make_shop, now_in, settle

SIZE = r"<summary>(\d+) entries, published on "
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def publish(on: datetime) -> int:
    """Publish what is numbered, as on a day long ago; answers how long the log was."""
    while log_actions.sequence():
        pass
    found = publisher.publish(now=on)
    assert found is not None
    return found.size


def test_the_state_at_the_end_of_a_day_comes_first_with_its_note() -> None:
    first = publish(now_in(3))
    make_shop(sent=FEW)
    newest = queries.latest_checkpoint()
    assert newest is not None
    assert newest.size > first
    day = now_in(3).date()
    page = get(f"/checkpoints?on={day.isoformat()}")
    assert re.findall(SIZE, page.html) == [str(first)]
    assert escape(queries.checkpoint_of(day).note).strip() in page.html
    both = get("/checkpoints")
    assert re.findall(SIZE, both.html) == [str(newest.size), str(first)]


def test_the_list_goes_on_where_it_stopped() -> None:
    for ago in range(29, 4, -1):
        log_actions.append(kind="operator", body=queries.entry(0).body)
        publish(now_in(ago))
    sizes: list[str] = []
    path = "/checkpoints"
    while path:
        page = get(path)
        sizes += re.findall(SIZE, page.html)
        more = re.search(r'href="(\?after=\d+)"', page.html)
        path = f"/checkpoints{more[1]}" if more else ""
    assert sizes == [str(size) for size in models.Checkpoint.objects.order_by("-size").values_list("size", flat=True)]
    assert len(sizes) > 20


def test_without_any_signed_state_the_page_says_so() -> None:
    assert "Nothing was signed so far." in get("/checkpoints").says


def test_a_figure_is_shown_as_it_was_on_a_day() -> None:
    shop = make_shop(sent=FEW)
    settle()
    size = queries.head().size
    today = clock.now().date()
    page = get(f"{shop.path}/number?on={today.isoformat()}")
    assert page.status == 200
    assert f"from the first {ratings.version(shop.id).log_size} entries" in page.says
    assert "computed again from the log" in page.says
    same = get(f"{shop.path}/number?month={months.show(months.of(today))}&log_size={size}")
    assert page.html.partition("<main")[2] == same.html.partition("<main")[2]


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("on=2026-02-30", 422, "This is no day that has been."),
        ("on=2026-8-1", 422, "This is no day that has been."),
        ("on=20260801", 422, "This is no day that has been."),
        ("on=nonsense", 422, "This is no day that has been."),
        ("on=2126-01-01", 422, "This is no day that has been."),
        ("on=1999-12-31", 404, "Nothing was signed by that day."),
        ("after=0x10", 422, "The log has not been that long."),
        ("after=-1", 422, "The log has not been that long."),
        ("after=99999999999999999999", 422, "The log has not been that long."),
    ],
)
def test_an_odd_day_or_place_is_a_clear_error(query: str, status: int, says: str) -> None:
    publish(now_in(3))
    page = get(f"/checkpoints?{query}")
    assert page.status == status
    assert says in page.says
    assert "nonsense" not in page.html
    if query.startswith("on="):
        assert get(f"{make_shop().path}/number?{query}").status == status


def test_tomorrow_is_no_day_that_has_been() -> None:
    publish(now_in(3))
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    assert get(f"/checkpoints?on={tomorrow.isoformat()}").status == 422


def test_the_page_of_the_formula_leads_to_the_entry_that_announced_it() -> None:
    position = queries.announcing(1)
    assert position is not None
    assert queries.entry(position).body["spec_sha256"] == EDITIONS[1].spec_sha256
    assert queries.announcing(2) is None
    page = get("/about/rating")
    assert f'href="/entry/{position}"' in page.html
    assert f'href="/receipt/{position}"' in page.html


def test_entries_lead_to_their_neighbours() -> None:
    size = publish(now_in(3))
    assert 'rel="prev"' not in get("/entry/0").html
    assert 'href="/entry/1" rel="next"' in get("/entry/0").html
    last = get(f"/entry/{size - 1}").html
    assert f'href="/entry/{size - 2}" rel="prev"' in last
    assert 'rel="next"' not in last


def test_a_cosignature_that_came_later_is_shown_with_the_same_checkpoint() -> None:
    publish(now_in(3))
    newest = queries.latest_checkpoint()
    assert newest is not None
    pages = ("/checkpoints", "/entry/0")
    cosigner = Cosigner("witness.example/late", b"\x01" * 32)
    assert not [path for path in pages if cosigner.name in get(path).html]
    text = newest.note.partition("\n\n")[0] + "\n"
    lines = split(f"{text}\n{cosigner.line(text, 1)}".encode())[1]
    signatures.keep(newest.size, signatures.verified(text, lines, [cosigner.verifier()], now=clock.now()))
    assert [path for path in pages if cosigner.name in get(path).html] == list(pages)
