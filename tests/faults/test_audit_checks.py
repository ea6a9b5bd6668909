"""The private check, published otherwise than the log says: the audit names what is wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from reputation.audit.findings import Findings, Kind
from reputation.audit.run import Options, audit
from reputation.checks import formats
from reputation.checks.formats import Manifest
from reputation.checks.records import Subject
from reputation.core import months
from tests.checks_published import append_checks, show_manifest, subjects
from tests.published_log import Service, audited, make_service

TODAY = datetime.now(UTC).date()
EPOCH = "/check/v1/3"
MANIFEST = "/check/v1/manifest"


@pytest.fixture
def service() -> Service:
    service = make_service(reviews=60)
    append_checks(service)
    service.publish()
    return service


def words(found: Findings) -> list[str]:
    assert {fault.kind for fault in found.faults} <= {Kind.CHECKS, Kind.COURSE}
    return [fault.text for fault in found.faults]


def place(service: Service) -> str:
    """The path of a range that holds something."""
    found = subjects(service, months.of(TODAY))[0]
    return f"{EPOCH}/{formats.prefix_of(found.skeleton_key, 8)}"


def test_files_that_the_log_names_pass(service: Service) -> None:
    found = audited(service)

    assert found.is_clean, found.faults
    assert found.checked["private check"] == (
        f"epoch 3 of {TODAY}: 3 records in 256 ranges, 3 of them compared with ratings drawn by lot"
    )


def test_a_filter_with_answers_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "SNAPSHOT_UP_TO", 2)
    service = make_service(reviews=60)
    assert append_checks(service).filter is not None
    service.publish()

    assert audited(service).is_clean
    service.files[f"{EPOCH}/filter"] = service.files[f"{EPOCH}/filter"][:-2] + b"\1\1"
    assert words(audited(service)) == ["the private check: the filter is not the one that the manifest names"]


def flip(path: str) -> Callable[[Service], object]:
    def change(service: Service) -> None:
        raw = bytearray(service.files[path])
        raw[-1] ^= 1
        service.files[path] = bytes(raw)

    return change


def another_range(service: Service) -> None:
    service.files[place(service)] = formats.fill(formats.pack([]), len(service.files[place(service)]))


def unnamed(service: Service) -> None:
    """A manifest for one reader alone: everything fits, but the log does not name it."""
    fewer = subjects(service, months.of(TODAY))[1:]
    twin = Service(service.signer)
    append_checks(twin, said=fewer)
    service.files |= twin.files


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (another_range, "is not the one that the manifest names"),
        (lambda service: service.files.pop(place(service)), "does not exist"),
        (flip(f"{EPOCH}/ranges"), "list of ranges is not the one"),
        (flip(f"{EPOCH}/snapshot"), "snapshot is not the one"),
        (lambda service: service.files.pop(f"{EPOCH}/snapshot"), "does not exist"),
        (lambda service: service.files.update({MANIFEST: b""}), "not signed by this log"),
        (flip(MANIFEST), "not signed by this log"),
        (unnamed, "the manifest that is shown (epoch 3) is not in the log"),
    ],
)
def test_what_is_not_what_the_log_names_is_found(
    service: Service, change: Callable[[Service], object], says: str
) -> None:
    change(service)

    (found,) = words(audited(service))

    assert says in found


def publish(change: Callable[[list[Subject]], list[Subject]]) -> Service:
    """Files that say something else than the log, and are named in it as they are."""
    service = make_service(reviews=60)
    append_checks(service, said=change(subjects(service, months.of(TODAY))))
    service.publish()
    return service


def better(said: list[Subject]) -> list[Subject]:
    answer = said[0].answer
    assert answer is not None
    figure = answer["figure"] | {"well": {"mean": 990, "low": 980, "high": 1000}}
    return [replace(said[0], answer={**answer, "figure": figure}), *said[1:]]


def test_figures_that_do_not_follow_from_the_log_are_found() -> None:
    (found,) = words(audited(publish(better)))

    assert "do not follow from the log" in found


def rewritten(change: Callable[[Manifest], Manifest]) -> Service:
    """Another manifest over the same files, named in the log as it is."""
    service = make_service(reviews=60)
    manifest = change(append_checks(service))
    del service.entries[-1]
    service.append("checks-manifest", sha256=manifest.sha256, epoch=manifest.epoch, date=TODAY.isoformat())
    show_manifest(service, manifest)
    service.publish()
    return service


def test_a_snapshot_without_what_the_ranges_hold_is_found() -> None:
    empty = b"".join(formats.pack([]) for _ in range(256))
    service = rewritten(lambda manifest: replace(manifest, snapshot=sha256(empty).hexdigest()))
    service.files[f"{EPOCH}/snapshot"] = empty

    assert words(audited(service)) == ["the private check: the snapshot holds something else than the ranges"]


def test_a_number_of_records_that_is_not_right_is_found() -> None:
    service = rewritten(lambda manifest: replace(manifest, records=4))

    assert words(audited(service)) == ["the private check: there are 3 records, and the manifest says 4"]


def test_a_record_where_nobody_finds_it_is_found() -> None:
    service = publish(lambda said: [replace(said[0], skeleton_key=b"\0" * 32), *said[1:]])
    wrong = formats.unpack(service.files[f"{EPOCH}/00"])
    assert wrong[0]["s"] == "00" * 16
    moved = [dict(wrong[0]) | {"s": "ff" * 16}]
    raw = formats.fill(formats.pack(map(formats.canonical, moved)), len(service.files[f"{EPOCH}/00"]))
    hashes = bytearray(service.files[f"{EPOCH}/ranges"])
    hashes[:32] = sha256(raw).digest()
    service.files |= {f"{EPOCH}/00": raw, f"{EPOCH}/ranges": bytes(hashes)}
    manifest = formats.open_manifest(service.files[MANIFEST], [service.signer.verifier()])
    manifest = replace(manifest, ranges=sha256(hashes).hexdigest())
    del service.entries[-1]
    service.append("checks-manifest", sha256=manifest.sha256, epoch=3, date=TODAY.isoformat())
    show_manifest(service, manifest)
    service.publish()

    (found,) = words(audited(service))

    assert "in a range where nobody finds it" in found


def test_an_older_manifest_is_shown_for_a_day_only() -> None:
    for days, faults in ((1, 0), (2, 1)):
        service = make_service(reviews=60)
        older = append_checks(service, epoch=3, on=TODAY - timedelta(days=3))
        append_checks(service, epoch=4, on=TODAY - timedelta(days=days))
        show_manifest(service, older)
        service.publish()

        found = words(audited(service))

        assert len(found) == faults
        assert all("is shown, though the log names epoch 4" in text for text in found)


def test_a_manifest_that_is_named_and_not_shown_is_missed() -> None:
    service = make_service(reviews=60)
    append_checks(service, on=TODAY - timedelta(days=2))
    del service.files[MANIFEST]
    service.publish()

    (found,) = words(audited(service))

    assert "no manifest of the private check is shown" in found


@pytest.mark.parametrize(("epoch", "days", "says"), [(3, 0, "comes after epoch 3"), (4, 1, "and the one before it of")])
def test_epochs_and_their_days_never_go_back(epoch: int, days: int, says: str) -> None:
    service = make_service(reviews=60)
    append_checks(service)
    append_checks(service, epoch=epoch, on=TODAY - timedelta(days=days))
    service.publish()

    found = words(audited(service))

    assert any(says in text for text in found)


def test_a_folder_is_compared_where_it_holds_the_files(service: Service, tmp_path: Path) -> None:
    options = Options(str(service.copy_to(tmp_path)), (service.key,), quiet=True)
    assert "private check" not in audit(options).checked
    for path, raw in service.files.items():
        if path.startswith("/check/"):
            file = tmp_path / path.removeprefix("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(raw)
    found = audit(options)
    assert found.is_clean, found.faults
    assert found.checked["private check"].startswith("epoch 3")
    (tmp_path / "check" / "v1" / "3" / "00").write_bytes(b"\1" * 256)
    assert words(audit(options)) == ["the private check: range 00: the range does not have the one length"]


def test_of_new_entries_alone_an_older_manifest_is_not_compared(service: Service, tmp_path: Path) -> None:
    since = tmp_path / "since"
    since.write_bytes(service.files["/log/checkpoint"])
    service.append("operator", commitment="cd" * 32, funder="nobody", policy="1", date="2026-02-01")
    service.publish()

    found = audited(service, since=since)

    assert found.is_clean, found.faults
    assert found.checked["private check"].startswith("not compared")


def test_the_log_alone_is_audited_without_the_private_check(service: Service) -> None:
    service.files[MANIFEST] = b"anything"

    assert audited(service, log_only=True).is_clean
