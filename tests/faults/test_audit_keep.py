"""A copy that grows: `--keep` resumes, fetches only what is new, and is itself a log that can be audited."""

from pathlib import Path

import pytest

from reputation.audit import mirror, source
from reputation.audit.__main__ import main
from reputation.audit.findings import Kind
from reputation.audit.run import Options, audit
from reputation.audit.source import Unreadable
from reputation.core.months import show
from tests.published_log import Service, audited, served
from tests.rich_log import THIS, RichService, make_rich_service


def immutable(service: Service) -> list[str]:
    """What was asked for, but for the checkpoint and pages."""
    return sorted(path for path in service.asked if path.startswith(("/log/tile/", "/log/ratings/")))


def more(service: RichService, many: int = 300) -> None:
    shop = service.body(service.position("business-joined"))["business"]
    for _ in range(many):
        service.review(shop, THIS)
    service.append_ratings_file(show(THIS))
    service.publish()


def test_what_was_read_is_kept_and_only_what_is_new_is_fetched(tmp_path: Path) -> None:
    service, folder = make_rich_service(), tmp_path / "copy"
    assert audited(service, keep=folder).is_clean
    assert immutable(service)
    service.asked.clear()
    assert audited(service, keep=folder).is_clean
    assert immutable(service) == []

    size = len(service.entries)
    more(service)
    service.asked.clear()
    found = audited(service, keep=folder)
    assert found.is_clean
    assert found.checked["since"] == f"the first {size} entries are unchanged"
    assert "/log/tile/entries/000" not in service.asked
    assert "/log/tile/entries/001" in service.asked
    assert not (folder / "log/tile/entries/001.p").exists(), "partial ones go once the full one is there"


def test_the_copy_is_a_log_that_can_be_audited_and_served(tmp_path: Path) -> None:
    service, folder = make_rich_service(), tmp_path / "copy"
    audited(service, keep=folder)
    more(service)
    audited(service, keep=folder)
    found = audit(Options(str(folder), (service.key,), quiet=True))
    assert found.is_clean, found.summary()
    assert found.checked["ratings"] == "4 recomputed, 4 compared with the file"
    (folder / "log/tile/0/000").write_bytes(b"x" * 8192)
    assert audit(Options(str(folder), (service.key,), quiet=True)).status == Kind.TREE.status
    assert (folder / "log/tile/0/000").exists(), "a folder that is audited is left as it is"


def test_an_interrupted_audit_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service, folder = make_rich_service(), tmp_path / "copy"
    more(service, 900)
    path = "/log/tile/entries/003"
    service.busy[path] = 1000
    monkeypatch.setattr(source, "FIRST_WAIT_S", 0.01)
    assert "503" in (audited(service, keep=folder, connections=1).unreadable or "")
    assert not (folder / "log/checkpoint").exists(), "the checkpoint comes last"
    service.busy.clear()
    service.asked.clear()
    assert audited(service, keep=folder).is_clean
    assert "/log/tile/entries/001" not in service.asked


def test_a_log_that_changed_its_past_is_found_and_the_evidence_kept(tmp_path: Path) -> None:
    service, folder = make_rich_service(), tmp_path / "copy"
    audited(service, keep=folder)
    kept = (folder / "log/checkpoint").read_bytes()
    other = make_rich_service(ordinary=200)
    more(other)
    found = audited(other, keep=folder)
    assert found.status == Kind.HISTORY.status
    said = f"the first {len(service.entries)} entries are not those of the older checkpoint"
    assert said in [fault.text for fault in found.faults]
    assert (folder / "log/checkpoint").read_bytes() == kept
    assert (folder / "log" / mirror.REFUSED).read_bytes() == other.files["/log/checkpoint"]

    shorter = make_rich_service(ordinary=100)
    assert audited(shorter, keep=folder).status == Kind.HISTORY.status


@pytest.mark.parametrize(
    "damaged", ["tile/entries/000", "tile/0/000", "tile/1/000.p/1", "ratings/*", "tile/entries/001.p/*"]
)
def test_a_damaged_copy_is_found_and_fetched_anew(tmp_path: Path, damaged: str) -> None:
    service, folder = make_rich_service(), tmp_path / "copy"
    audited(service, keep=folder)
    [file] = (folder / "log").glob(damaged)
    raw = bytearray(file.read_bytes())
    raw[40 % len(raw)] ^= 1
    file.write_bytes(raw)
    first = audited(service, keep=folder)
    assert first.status == (Kind.RATINGS if "ratings" in damaged else Kind.TREE).status, first.summary()
    found = audited(service, keep=folder)
    assert found.is_clean, found.summary()


def test_a_checkpoint_of_another_log_in_the_folder_is_refused(tmp_path: Path) -> None:
    service, folder = make_rich_service(), tmp_path / "copy"
    (folder / "log").mkdir(parents=True)
    (folder / "log/checkpoint").write_bytes(b"nonsense")
    with served(service) as url, pytest.raises(Unreadable, match="none of this log"):
        audit(Options(url, (service.key,), keep=folder, quiet=True))


def test_what_entries_say_does_not_keep_the_copy_from_growing(tmp_path: Path) -> None:
    """A log with a broken promise stays one for ever; its later checkpoints are compared nevertheless."""
    service, folder = make_rich_service(), tmp_path / "copy"
    service.append("operator", commitment="ab" * 32, funder="nobody", policy="1", date="2020-01-01")
    service.publish()
    assert audited(service, keep=folder).status == Kind.COURSE.status
    assert (folder / "log/checkpoint").read_bytes() == service.files["/log/checkpoint"]


def test_a_copy_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["https://reference.example", "--keep", str(tmp_path), "--since", str(tmp_path / "older")])
    assert "--keep reads the whole log once" in capsys.readouterr().err
