"""Each way of cheating, one at a time, over one rich and honest log: all found, each named for what it is."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from reputation.audit.findings import Findings, Kind
from reputation.audit.run import Options, audit
from tests.faults.tampering import checks, deep, entries, files, published, receipts, reports, reviews
from tests.faults.tampering.tampering import Tampering, copy_of, honest
from tests.published_log import served
from tests.rich_log import RichService

CASES = (*files.CASES, *entries.CASES, *reviews.CASES, *receipts.CASES, *published.CASES, *reports.CASES, *checks.CASES)
OTHERWISE_OVER_HTTP = ("taken away", "without end", "more than a full tile")
"""What a file that is gone or too long looks like depends on how it is read."""


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process, and no wait for a service that shows an older rating."""
    monkeypatch.setattr("reputation.audit.pages.FOLLOWER_PATIENCE_S", 0)
    monkeypatch.setattr("reputation.audit.run.IN_PARALLEL_FROM", deep.SIZE + 1)


def told(log: RichService, how: Tampering | None, folder: Path, *, full: bool = False) -> Findings:
    """What the audit says, with a policy that asks for two witnesses of three. `full`: it reads old entries too."""
    policy, since, promised = folder / "policy", folder / "since", folder / "acceptance"
    policy.write_bytes(log.policy)
    since.write_bytes(honest().files["/log/checkpoint"])
    options = Options(str(folder / "copy"), (log.key,), policy=policy, quiet=True)
    if how is not None and how.since:
        options = replace(options, since=since, full=full)
    if how is not None and how.acceptance is not None:
        promised.write_bytes(log.acceptances[how.acceptance])
        options = replace(options, acceptances=(promised,))
    if how is not None and how.over_http:
        with served(log) as url:
            return audit(replace(options, where=url))
    log.copy_to(folder / "copy")
    return audit(options)


def assert_named(found: Findings, how: Tampering) -> None:
    faults = found.faults
    assert any(fault.kind == how.kind and how.words in fault.text for fault in faults), faults
    assert {fault.kind for fault in faults} == {how.kind, *how.also}, faults
    assert found.status == how.kind.status, faults


def test_nobody_cheats(tmp_path: Path) -> None:
    assert told(honest(), None, tmp_path).faults == []
    over_http = replace(CASES[0], over_http=True)
    assert told(honest(), over_http, tmp_path).faults == []


@pytest.mark.parametrize("how", CASES, ids=lambda how: how.name)
def test_cheating_is_found(how: Tampering, tmp_path: Path) -> None:
    log = copy_of(honest())
    how.done(log)
    found = told(log, how, tmp_path)
    assert_named(found, how)
    if how in reviews.CASES:
        assert len(found.faults) == 1, "the log is honest but for one lie"


@pytest.mark.parametrize(
    "how",
    [how for how in files.CASES if any(words in how.name for words in OTHERWISE_OVER_HTTP)],
    ids=lambda how: how.name,
)
def test_the_same_is_found_over_http(how: Tampering, tmp_path: Path) -> None:
    log = copy_of(honest())
    how.done(log)
    assert_named(told(log, replace(how, over_http=True), tmp_path), how)


@pytest.mark.parametrize("how", published.HISTORIES, ids=lambda how: how.name)
def test_another_history_is_found_by_whoever_reads_all_of_it(how: Tampering, tmp_path: Path) -> None:
    log = copy_of(honest())
    how.done(log)
    found = told(log, how, tmp_path, full=True)
    assert found.status == Kind.HISTORY.status
    assert any(how.words in fault.text for fault in found.faults)


@pytest.fixture(scope="module")
def deep_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written once: it has more than five hundred files."""
    return deep.deep().copy_to(tmp_path_factory.mktemp("deep"))


@pytest.mark.parametrize("how", [None, *deep.CASES], ids=lambda how: how.name if how else "nobody cheats")
def test_tiles_of_every_level_count(how: Tampering | None, deep_folder: Path) -> None:
    before, log = deep.deep().files, copy_of(deep.deep())
    if how is not None:
        how.done(log)
    touched = [path for path in before if log.files.get(path) != before[path]]
    try:
        for path in touched:
            (deep_folder / path.removeprefix("/")).unlink()
        log_of(log, touched).copy_to(deep_folder)
        found = audit(Options(str(deep_folder), (log.key,), quiet=True))
    finally:
        log_of(deep.deep(), touched).copy_to(deep_folder)
    if how is None:
        assert found.faults == []
    else:
        assert_named(found, how)


def log_of(log: RichService, paths: list[str]) -> RichService:
    """Only these files of it."""
    part = copy_of(log)
    part.files = {path: log.files[path] for path in paths if path in log.files}
    return part


def test_there_are_more_than_a_hundred_ways_and_none_is_there_twice() -> None:
    ways = (*CASES, *deep.CASES)
    assert [name for name, many in Counter(how.name for how in ways).items() if many > 1] == []
    assert len(ways) > 100
    assert {how.kind for how in ways} == set(Kind)
