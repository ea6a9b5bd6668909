"""Audits that go on from an older checkpoint: only what is new is read, and what that cannot show is said."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reputation.audit.findings import Findings, Kind
from reputation.audit.run import Options, audit
from reputation.core.months import show
from reputation.log.entries import decode
from reputation.tlog.tiles import Tile
from tests.published_log import HASH, Service, audited, make_service, served
from tests.rich_log import THIS, Case, RichService, day, make_rich_service

BUNDLE = 256


@pytest.fixture
def older(tmp_path: Path) -> Path:
    return tmp_path / "older"


def size_of(checkpoint: Path) -> int:
    """How many entries a checkpoint is about."""
    return int(checkpoint.read_bytes().split(b"\n")[1])


def grown(older: Path, *, reviews: int = 700) -> RichService:
    """A log whose older checkpoint lies within its second bundle."""
    service = make_rich_service()
    assert BUNDLE < len(service.entries) < 2 * BUNDLE
    older.write_bytes(service.files["/log/checkpoint"])
    shop = service.body(service.position("business-joined"))["business"]
    fresh = service.join(THIS)
    for number in range(reviews):
        service.review(fresh if number % 2 else shop, THIS)
    service.append_ratings_file(show(THIS))
    service.publish()
    return service


def test_only_new_entries_are_read_and_the_rest_is_said(older: Path) -> None:
    service = grown(older)
    service.asked.clear()
    found = audited(service, since=older)
    assert found.is_clean, found.summary()
    bundles = sorted(path for path in service.asked if "/entries/" in path)
    width = len(service.entries) - 4 * BUNDLE
    assert 0 < width < BUNDLE
    assert bundles == [
        "/log/tile/entries/001",
        "/log/tile/entries/002",
        "/log/tile/entries/003",
        f"/log/tile/entries/004.p/{width}",
    ]
    assert found.checked["since"] == f"the first {size_of(older)} entries are unchanged"
    assert found.checked["not checked"] == (
        "what rests on the entries before: ratings, pages, 350 entries about businesses that joined earlier, "
        "keys named earlier; 1 businesses are new"
    )
    assert "ratings" not in found.checked


@pytest.mark.parametrize(
    "steps",
    [
        (Case.challenge,),
        (Case.challenge, lambda one: one.step("noticed", 3, until=day(THIS, 18))),
        (Case.open, lambda one: one.step("paused", 7)),
        (Case.open, lambda one: one.decide("removed")),
    ],
    ids=["filed", "noticed", "paused", "decided"],
)
def test_new_entries_that_name_no_day_of_the_service_leave_nothing_overdue(
    older: Path, steps: tuple[Callable[[Case], object], ...]
) -> None:
    service = make_rich_service()
    older.write_bytes(service.files["/log/checkpoint"])
    fresh = service.join(THIS)
    service.review(fresh, THIS)
    case = Case(service, fresh, service.body(service.position("review", -1))["review"], THIS)
    for step in steps:
        step(case)
    service.publish()
    found = audited(service, since=older)
    assert found.is_clean, found.summary()


def test_with_full_everything_is_read(older: Path) -> None:
    found = audited(grown(older), since=older, full=True)
    assert found.is_clean, found.summary()
    assert found.checked["since"] == f"the first {size_of(older)} entries are unchanged"
    assert found.checked["ratings"] == "5 recomputed, 5 compared with the file"


def change(service: Service, position: int) -> None:
    """Another star, in bundles, tiles and checkpoint: a second history under the log's own key."""
    body = dict(decode(service.entries[position]).body)
    service.entries[position] = service.entries[position].replace(
        b'"stars":%d' % body["stars"], b'"stars":%d' % (1 + body["stars"] % 5)
    )
    service.publish()


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("position", [60, 260])
def test_a_rewritten_past_is_found(older: Path, position: int, full: bool) -> None:  # noqa: FBT001 - a parameter
    service = grown(older)
    change(service, position)
    found = audited(service, since=older, full=full)
    assert found.status == Kind.HISTORY.status == 12
    said = f"the first {size_of(older)} entries are not those of the older checkpoint"
    assert said in [fault.text for fault in found.faults]


@pytest.mark.parametrize("full", [False, True])
def test_a_log_that_went_back_is_found(older: Path, full: bool) -> None:  # noqa: FBT001 - a parameter
    service = grown(older)
    older.write_bytes(service.files["/log/checkpoint"])
    back = make_rich_service()
    found = audited(back, since=older, full=full)
    assert found.status == Kind.HISTORY.status
    said = f"the log has shrunk: it had {len(service.entries)} entries and now has {len(back.entries)}"
    assert [fault.text for fault in found.faults] == [said]


def test_old_entries_in_the_first_bundle_must_be_the_old_ones(older: Path) -> None:
    """The tiles lead to the older root, and the bundle holds something else."""
    service = grown(older)
    path = f"/log/{Tile(None, 1).path}"
    stars = re.search(rb'"stars":[1-5]', service.files[path])
    assert stars is not None
    star = stars[0][-1:]
    service.files[path] = service.files[path].replace(
        b'"stars":' + star, b'"stars":' + (b"1" if star != b"1" else b"2"), 1
    )
    found = audited(service, since=older)
    assert found.status == Kind.TREE.status
    said = f"its first {size_of(older) - BUNDLE} entries are not those of the older checkpoint"
    assert any(said in fault.text for fault in found.faults)


def test_new_entries_are_held_to_everything_that_needs_no_older_ones(older: Path) -> None:
    def found(service: RichService) -> Findings:
        service.publish()
        return audited(service, since=older)

    service = grown(older)
    service.append("ratings-file", sha256=HASH, log_size=7, month=show(THIS), date=day(THIS))
    assert found(service).status == Kind.RATINGS.status
    service = grown(older)
    fresh = service.body(service.position("business-joined", -1))["business"]
    service.append("domain-lost", business=fresh, domain="shop.example", date=day(THIS))
    assert "the domain was not proved" in found(service).faults[0].text
    service = grown(older)
    service.entries[-1] = service.entries[-1].replace(b'"v":1', b'"v":2')
    assert found(service).status == Kind.ENTRY.status
    service = grown(older)
    key = service.key_of(fresh, "seller", THIS, 5)
    service.batch(fresh, THIS, key, 2)
    service.review(fresh, THIS, key)
    assert "review 3 of 2 tokens spent so far" in found(service).faults[0].text


def test_keys_named_earlier_are_counted_and_no_fault(older: Path) -> None:
    service = grown(older)
    key = service.body(service.position("receipt-key", 1))
    about = {name: key[name] for name in ("business", "class", "epoch", "key_id")}
    service.append("receipt-key-ended", **about, reason="lost", date=day(THIS))
    service.publish()
    found = audited(service, since=older)
    assert found.is_clean, found.summary()
    assert found.checked["tokens"] == "0 verified; 1 entries name a key that was logged before"


def test_the_same_size_is_no_news(older: Path) -> None:
    service = make_rich_service()
    older.write_bytes(service.files["/log/checkpoint"])
    assert audited(service, since=older).is_clean


def test_an_older_checkpoint_may_fall_on_the_edge_of_a_bundle(older: Path) -> None:
    service = make_service(reviews=249)
    assert len(service.entries) == 255
    service.append("operator", commitment=HASH, funder="nobody", policy="2", date="2026-11-01")
    service.publish()
    older.write_bytes(service.files["/log/checkpoint"])
    service.append("operator", commitment=HASH, funder="nobody", policy="3", date="2026-11-02")
    service.publish()
    for full in (False, True):
        assert audited(service, since=older, full=full).is_clean


def test_any_of_several_keys_may_have_signed(older: Path) -> None:
    service, other = make_rich_service(), make_service()
    older.write_bytes(service.files["/log/checkpoint"])
    with served(service) as url:
        assert audit(Options(url, (other.key, service.key), since=older, quiet=True)).is_clean
        assert audit(Options(url, (other.key,), quiet=True)).status == Kind.SIGNATURE.status == 10
