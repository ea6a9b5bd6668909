"""The script and the command line answer the same from the same files, and refuse the same false ones."""

import gzip
import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reputation.businesses.hosts import NotADomain
from reputation.checks import formats
from reputation.clients import checking
from reputation.clients.check import Folder
from reputation.clients.checking import Refused
from reputation.lookalikes import keys
from reputation.tlog.notes import Signer, parse_vkey
from tests.checks_files import LOG, SITES, publish
from tests.unit.check_cases import CASES, NO_ADDRESS, RECORDS

STATIC = Path(__file__).parents[2] / "reputation/web/static/web"
PARTS = ("check-ask", "check-core", "check-files", "check-rules", "punycode", "receipt", "sha256")
DRIVER = Path(__file__).with_name("check_vectors.mjs")
LOG_KEY = LOG.verifier()
# A manifest of today is not asked for again.
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
OTHER = Signer(LOG.name, b"\x08" * 32)

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
both_kinds = pytest.mark.parametrize("kind", ["snapshot", "filter"])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same records with a snapshot and with a filter."""
    folders = {kind: tmp_path_factory.mktemp(kind) for kind in ("snapshot", "filter")}
    for kind, folder in folders.items():
        publish(folder, RECORDS, is_large=kind == "filter", bits=10)
    return folders


def by_script(at: Path, *rounds: dict[str, Any]) -> list[dict[str, Any]]:
    """What the script says in each round, which has a cache of its own."""
    at.mkdir(exist_ok=True)
    for name in (*(f"{part}.js" for part in PARTS), "check-tables.txt"):
        shutil.copy(STATIC / name, at)
    shutil.copy(DRIVER, at)
    (at / "package.json").write_text('{"type": "module"}')
    given = "\n".join(json.dumps({"key": LOG_KEY.vkey} | one) for one in rounds)
    done = subprocess.run(["node", DRIVER.name], cwd=at, input=given, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_program(folder: Path, addresses: list[str], *, seen: int = 0, key: str = LOG_KEY.vkey) -> list[dict[str, Any]]:
    """What the command line says, without what it prints."""
    source = Folder(folder)
    try:
        manifest = checking.open_manifest(source.read("manifest"), parse_vkey(key), seen=seen)
        lists = checking.open_lists(source, manifest)
    except Refused as error:
        return [{"refused": error.code} for _ in addresses]
    found: list[dict[str, Any]] = []
    for address in addresses:
        try:
            answer = checking.ask(address, lists)
        except (Refused, NotADomain) as error:
            found.append({"refused": error.code})
            continue
        imitation = answer.imitation
        found.append(
            {
                "kind": answer.kind,
                "domain": None if answer.record is None else answer.record["w"],
                "rule": imitation.rule if imitation else None,
                "tier": imitation.tier if imitation else None,
                "range": answer.asked,
            }
        )
    return found


def parts(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said.get(name) for name in ("kind", "domain", "rule", "tier")}


def test_the_scripts_of_the_check_stay_small() -> None:
    sizes = [len(gzip.compress((STATIC / f"{part}.js").read_bytes(), 9)) for part in ("check", *PARTS)]
    assert sum(sizes) <= 30_000


@both_kinds
def test_the_command_line_answers_every_case(published: dict[str, Path], kind: str) -> None:
    found = by_program(published[kind], [case.address for case in CASES])
    assert {case.address: parts(one) for case, one in zip(CASES, found, strict=True)} == {
        case.address: case.said(is_filtered=kind == "filter") for case in CASES
    }


@needs_node
@both_kinds
def test_the_script_answers_every_case(published: dict[str, Path], kind: str, tmp_path: Path) -> None:
    round_ = {"folders": [str(published[kind])], "addresses": [case.address for case in CASES]}
    [said] = by_script(tmp_path / "run", round_)
    assert {case.address: parts(one) for case, one in zip(CASES, said["found"], strict=True)} == {
        case.address: case.said(is_filtered=kind == "filter") for case in CASES
    }


@needs_node
@both_kinds
def test_no_file_but_one_range_is_asked_for_a_check(published: dict[str, Path], kind: str, tmp_path: Path) -> None:
    """And it is asked for whether or not anything is found: a hit looks like a miss."""
    folder = published[kind]
    [said] = by_script(tmp_path / "run", {"folders": [str(folder)], "addresses": [case.address for case in CASES]})
    first, *others = [one["files"] for one in said["found"]]
    lists = {"7/filter", "7/ranges"} if kind == "filter" else {"7/snapshot"}
    assert set(first) - {f"7/{prefix(CASES[0].address)}"} == {"manifest", *lists}
    ranges = [[name for name in files if name != "manifest"] for files in others]
    assert [len(files) for files in ranges] == [1 if kind == "filter" else 0] * len(others)
    if kind == "snapshot":
        assert {one["range"] for one in said["found"]} == {None}
        return
    for case, one in zip(CASES, said["found"], strict=True):
        # Of the one it looks like, even where no rule holds for that; or its own.
        about = {one["domain"]} if one["domain"] else {case.address, *(record["w"] for record in RECORDS)}
        assert one["range"]["prefix"] in map(prefix, about)
        assert one["range"]["among"] == SITES
        assert one["files"][-1] == f"7/{one['range']['prefix']}"
    assert by_program(folder, [CASES[0].address])[0]["range"] == prefix(CASES[0].address)


def prefix(address: str, bits: int = 10) -> str:
    """Of the range of what an address looks like."""
    return formats.prefix_of(keys.of(address).skeleton_key, bits)


@needs_node
@both_kinds
def test_nothing_is_kept_that_tells_what_was_checked(published: dict[str, Path], kind: str, tmp_path: Path) -> None:
    [said] = by_script(
        tmp_path / "run", {"folders": [str(published[kind])], "addresses": [case.address for case in CASES[:12]]}
    )
    assert said["kept"] == (["7/filter", "7/ranges", "manifest"] if kind == "filter" else ["7/records", "manifest"])


@needs_node
def test_what_is_no_address_is_refused_by_both_and_nothing_asked(published: dict[str, Path], tmp_path: Path) -> None:
    addresses = list(NO_ADDRESS)
    [said] = by_script(tmp_path / "run", {"folders": [str(published["snapshot"])], "addresses": addresses})
    assert dict(zip(addresses, (one.get("refused") for one in said["found"]), strict=True)) == NO_ADDRESS
    assert [one["files"] for one in said["found"]] == [[]] * len(addresses)
    found = by_program(published["snapshot"], addresses)
    assert dict(zip(addresses, (one.get("refused") for one in found), strict=True)) == NO_ADDRESS


Change = Callable[[Path], None]


def flipped(name: str, at: int = -1) -> Change:
    def change(folder: Path) -> None:
        raw = bytearray((folder / name).read_bytes())
        raw[at] ^= 1
        (folder / name).write_bytes(raw)

    return change


def cut(name: str) -> Change:
    def change(folder: Path) -> None:
        (folder / name).write_bytes((folder / name).read_bytes()[:-100])

    return change


def swapped(name: str, by: str) -> Change:
    def change(folder: Path) -> None:
        (folder / name).write_bytes((folder / by).read_bytes())

    return change


def gone(name: str) -> Change:
    return lambda folder: (folder / name).unlink()


def signed_by_another(folder: Path) -> None:
    shutil.rmtree(folder)
    publish(folder, RECORDS, is_large=True, log=OTHER)


def with_other_tables(folder: Path) -> None:
    shutil.rmtree(folder)
    publish(folder, RECORDS, is_large=True, suffixes="0" * 64)


def a_checkpoint_instead(folder: Path) -> None:
    (folder / "manifest").write_text(LOG.sign(f"{LOG.name}\n7\n{'A' * 43}=\n"))


ASKED = "kettle-and-moss.example"
RANGE = f"7/{prefix(ASKED, 8)}"
# What is done to the files, whether it is those with a filter, and the code with which both refuse.
FALSE_ONES: dict[str, tuple[Change, bool, str]] = {
    "a changed manifest": (flipped("manifest", 40), False, "manifest"),
    "a manifest whose signature was changed": (flipped("manifest", -9), False, "manifest"),
    "a manifest cut off": (cut("manifest"), False, "manifest"),
    "a manifest of another key": (signed_by_another, True, "manifest"),
    "another note of this log": (a_checkpoint_instead, False, "manifest"),
    "a manifest of other tables": (with_other_tables, True, "tables"),
    "no manifest": (gone("manifest"), False, "not-reached"),
    "a changed snapshot": (flipped("7/snapshot", 300), False, "snapshot"),
    "a snapshot cut off": (cut("7/snapshot"), False, "snapshot"),
    "no snapshot": (gone("7/snapshot"), False, "not-reached"),
    "a snapshot of another epoch": (swapped("7/snapshot", "6/snapshot"), False, "snapshot"),
    "a changed filter": (flipped("7/filter", 60), True, "filter"),
    "a filter cut off": (cut("7/filter"), True, "filter"),
    "a filter of another epoch": (swapped("7/filter", "6/filter"), True, "filter"),
    "a changed list of ranges": (flipped("7/ranges", 60), True, "ranges"),
    "a list of ranges cut off": (cut("7/ranges"), True, "ranges"),
    "a changed range": (flipped(RANGE), True, "range"),
    "a range cut off": (cut(RANGE), True, "range"),
    "another range": (swapped(RANGE, f"7/{prefix('brightharbour.example', 8)}"), True, "range"),
    "a range of another epoch": (swapped(RANGE, RANGE.replace("7/", "6/")), True, "range"),
    "no range": (gone(RANGE), True, "not-reached"),
}


def falsified(folder: Path, change: Change, *, is_large: bool) -> Path:
    """Two epochs, alike in nothing, with something done to them."""
    publish(folder, [one | {"c": "IE"} for one in RECORDS[:-1]], epoch=6, is_large=is_large)
    publish(folder, RECORDS, is_large=is_large)
    change(folder)
    return folder


@pytest.fixture(scope="module")
def false_ones(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("false")
    return {
        name: falsified(root / str(number), change, is_large=is_large)
        for number, (name, (change, is_large, _)) in enumerate(FALSE_ONES.items())
    }


def test_the_command_line_refuses_each_false_file_by_name(false_ones: dict[str, Path]) -> None:
    found = {name: by_program(folder, [ASKED])[0].get("refused") for name, folder in false_ones.items()}
    assert found == {name: code for name, (_, _, code) in FALSE_ONES.items()}


@needs_node
def test_the_script_refuses_each_false_file_by_name(false_ones: dict[str, Path], tmp_path: Path) -> None:
    rounds = [{"folders": [str(folder)], "addresses": [ASKED]} for folder in false_ones.values()]
    said = by_script(tmp_path / "run", *rounds)
    found = {name: one["found"][0].get("refused") for name, one in zip(false_ones, said, strict=True)}
    assert found == {name: code for name, (_, _, code) in FALSE_ONES.items()}


@needs_node
def test_an_epoch_older_than_one_seen_before_is_refused(tmp_path: Path) -> None:
    for epoch in (6, 7):
        publish(tmp_path / str(epoch), RECORDS, epoch=epoch, on=YESTERDAY)
    folders = [str(tmp_path / name) for name in ("7", "6", "7")]
    [said] = by_script(tmp_path / "run", {"folders": folders, "addresses": [ASKED]})
    assert [one.get("refused", one.get("kind")) for one in said["found"]] == ["participant", "older", "participant"]
    assert by_program(tmp_path / "6", [ASKED], seen=7) == [{"refused": "older"}]
    assert by_program(tmp_path / "6", [ASKED], seen=6)[0]["kind"] == "participant"


@needs_node
def test_a_manifest_that_is_days_old_is_refused_and_used_in_a_copy_that_somebody_saved(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    for days in (2, 5):
        publish(tmp_path / str(days), RECORDS, on=today - timedelta(days=days))
    rounds = [{"folders": [str(tmp_path / name)], "addresses": [ASKED]} for name in ("2", "5")]
    said = [one["found"][0] for one in by_script(tmp_path / "run", *rounds)]
    assert [one.get("refused", one.get("kind")) for one in said] == ["participant", "older"]
    raw = (tmp_path / "5" / "manifest").read_bytes()
    with pytest.raises(Refused, match="older"):
        checking.open_manifest(raw, LOG_KEY, today=today)
    assert by_program(tmp_path / "5", [ASKED])[0]["kind"] == "participant"


@needs_node
def test_only_the_files_of_the_newest_epoch_are_kept(tmp_path: Path) -> None:
    for epoch in (6, 7):
        publish(tmp_path / str(epoch), RECORDS, epoch=epoch, on=YESTERDAY)
    [said] = by_script(tmp_path / "run", {"folders": [str(tmp_path / "6"), str(tmp_path / "7")], "addresses": [ASKED]})
    assert said["kept"] == ["7/records", "manifest"]
