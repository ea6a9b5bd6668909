"""`manage.py export`: a copy that stands alone, made while the log goes on, and refused where it would mix."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import transaction

from reputation.audit.run import Options, audit
from reputation.log import actions, export, files, publisher, queries
from reputation.tlog import tiles
from tests import log_entries
from tests.log_folder import NOW, contents, grow

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path / "public"
    actions.start(now=NOW)
    return tmp_path / "public" / "log"


def test_the_copy_holds_what_the_checkpoint_covers_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    grow(700)
    (folder / "ratings").mkdir()
    (folder / "ratings" / "12").write_bytes(b"{}\n")
    (folder / "ratings" / ".ratings-half").write_bytes(b"{")
    (folder / "tile/0/999.new").write_bytes(b"half")
    copy = tmp_path / "copy"
    call_command("export", str(copy))
    found, published = contents(copy / "log"), contents(folder)
    wanted = {tile.path for tile in tiles.new_tiles(0, 702)} | {"checkpoint", "ratings/12", "key", "policy"}
    assert found.keys() == wanted
    assert all(found[path] == published[path] for path in wanted - {"key"})
    assert found["key"].decode() == queries.verifier_key() + "\n"
    assert "702 entries" in (copy / "README.txt").read_text(encoding="utf-8")


def test_partial_tiles_that_have_gone_meanwhile_are_cut_from_the_full_ones(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log goes on, twice, between the reading of its checkpoint and the copying of its last tiles."""
    grow(300)
    early = contents(folder)
    seen = (folder / "checkpoint").read_bytes()
    grow(300, seed=1)
    grow(300, seed=2)
    assert not (folder / "tile/entries/001.p").exists()
    monkeypatch.setattr(files.Folder, "checkpoint", lambda _: seen)
    copy = tmp_path / "copy"
    assert export.export(copy).size == 302
    found = contents(copy / "log")
    for path in ("tile/entries/001.p/46", "tile/0/001.p/46", "tile/1/000.p/1", "tile/0/000", "checkpoint"):
        assert found[path] == early[path]


def test_the_copy_stands_alone(folder: Path, tmp_path: Path) -> None:
    shop = log_entries.EXAMPLES["business-joined"]
    with transaction.atomic():
        actions.append(kind="business-joined", body=shop)
    grow(600)
    export.export(tmp_path / "copy")
    found = audit(Options(str(tmp_path / "copy"), (queries.verifier_key(),), quiet=True))
    assert found.is_clean, found.summary()
    assert (tmp_path / "copy/log/tile/0/001").exists()


def test_it_mixes_with_nothing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nothing-published"):
        call_command("export", str(tmp_path / "copy"))
    grow(5)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("full", "file"):
        with pytest.raises(CommandError, match="export-not-empty"):
            call_command("export", str(tmp_path / name))
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine"]
    (folder / "checkpoint").write_text("nothing\n")
    with pytest.raises(CommandError, match="published-unreadable"):
        call_command("export", str(tmp_path / "copy"))
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("path", ["tile/0/000", "tile/entries/001.p/46"])
def test_a_lost_tile_is_named_and_comes_back_with_a_start(folder: Path, tmp_path: Path, path: str) -> None:
    grow(300)
    (folder / path).unlink()
    with pytest.raises(CommandError, match=rf"published-missing: {path} .*Start the service"):
        call_command("export", str(tmp_path / "copy"))
    publisher.repair(now=NOW)
    assert export.export(tmp_path / "again").size == 302


def test_a_full_bundle_that_is_damaged_is_named(folder: Path, tmp_path: Path) -> None:
    grow(300)
    (folder / "tile/0/001.p/46").unlink()
    (folder / "tile/0/001").write_bytes(b"x")
    with pytest.raises(CommandError, match="published-unreadable: tile/0/001 is damaged"):
        call_command("export", str(tmp_path / "copy"))


def test_an_interrupted_copy_shows_no_checkpoint(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(300)
    write = export._write

    def fail_at_last(path: Path, raw: bytes) -> None:
        if path.name == "README.txt":
            raise OSError(28, "No space left on device")
        write(path, raw)

    monkeypatch.setattr(export, "_write", fail_at_last)
    with pytest.raises(CommandError, match="export-interrupted: No space left on device"):
        call_command("export", str(tmp_path / "copy"))
    assert not (tmp_path / "copy/log/checkpoint").exists()
