"""The files of the private check: complete, named by the log before they are shown, new only where something is new."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import LazySettings

from reputation.businesses import actions as businesses
from reputation.checks import epochs, formats, publisher
from reputation.checks.models import Key
from reputation.core import clock
from reputation.log import actions as log_actions
from reputation.log import manifests
from reputation.log import publisher as log_publisher
from reputation.log import queries as log
from reputation.lookalikes import keys
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.notes import Signer
from tests import checks_made, pages_made
from tests.checks_made import domains_of, make_business, make_subdomains, publish, shown
from tests.conftest import AsRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()


def test_snapshot_and_ranges_hold_the_same() -> None:
    for number in range(40):
        make_business(f"shop{number}.example")
    publish()

    files = shown()

    places = [formats.prefix(place, 8) for place in range(256)]
    hashes = formats.hashes_of(files.read("ranges"), files.manifest)
    opened = [formats.open_range(files.read(name), n, hashes, files.manifest) for n, name in enumerate(places)]
    assert [record for some in opened for record in some] == files.whole()
    assert domains_of(files.whole()) == sorted(f"shop{number}.example" for number in range(40))
    assert {path.name for path in files.epoch.iterdir()} == {*places, "ranges", "snapshot", "text"}
    assert {(files.epoch / name).stat().st_size for name in places} == {files.manifest.length}
    assert (files.manifest.records, files.manifest.participants, files.manifest.bits) == (40, 40, 8)
    assert files.manifest.sites == 362_400_000 // 256


def test_beyond_a_snapshot_there_are_a_filter_and_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "SNAPSHOT_UP_TO", 3)
    for number in range(4):
        make_business(f"shop{number}.example")
    publish()

    files = shown()

    assert files.manifest.snapshot is None
    assert not (files.epoch / "snapshot").exists()
    assert domains_of(files.whole()) == [f"shop{number}.example" for number in range(4)]
    held = [keys.of(f"shop{number}.example") for number in range(4)]
    both = [key for one in held for key in (one.skeleton_key, one.domain_key)]
    assert all(int.from_bytes(key[:8]) in files.filter() for key in both)
    assert int.from_bytes(keys.of("other.example").domain_key[:8]) not in files.filter()


def test_a_manifest_is_shown_once_a_checkpoint_covers_the_entry_that_names_it() -> None:
    make_business("kettle.example")
    pages_made.settle()

    made = publisher.publish(now=clock.now())

    assert made is not None
    manifest = manifests.folder() / "manifest"
    assert not manifest.exists()
    log_actions.sequence()
    log_publisher.publish(now=clock.now())
    raw = manifest.read_bytes()
    assert made.sha256 == sha256(made.text.encode()).hexdigest()
    assert raw.startswith(made.text.encode())
    said = log.entry(log.head().size - 1)
    assert said.kind == "checks-manifest"
    assert said.body == {"sha256": made.sha256, "epoch": 1, "date": clock.now().date().isoformat()}


def test_nothing_is_published_while_the_last_manifest_waits() -> None:
    make_business("kettle.example")
    assert publisher.publish(now=clock.now()) is not None
    make_business("moss.example")

    assert publisher.publish(now=clock.now()) is None
    pages_made.settle()
    assert publish() is not None
    assert domains_of(shown().whole()) == ["kettle.example", "moss.example"]


def test_a_text_that_is_not_the_one_that_was_named_is_never_signed() -> None:
    make_business("kettle.example")
    made = publisher.publish(now=clock.now())
    assert made is not None
    text = manifests.folder() / "1" / "text"
    text.write_bytes(text.read_bytes().replace(b'"records":1', b'"records":2'))

    pages_made.settle()

    assert not (manifests.folder() / "manifest").exists()


def test_no_other_text_is_signed_though_the_log_names_it(settings: LazySettings) -> None:
    """Whoever can write the folder and entries does not get a checkpoint signed."""
    head = log.head()
    other = Checkpoint(settings.LOG_ORIGIN, head.size + 1, b"\1" * 32).text
    folder = manifests.folder() / "1"
    folder.mkdir(parents=True)
    (folder / "text").write_text(other, encoding="utf-8")
    said = {"sha256": sha256(other.encode()).hexdigest(), "epoch": 1, "date": clock.now().date().isoformat()}
    log_actions.append(kind="checks-manifest", body=said)

    pages_made.settle()

    assert not (manifests.folder() / "manifest").exists()


def test_a_numbered_entry_is_not_enough() -> None:
    """Between numbering and the checkpoint nobody can find the entry yet."""
    make_business("kettle.example")
    pages_made.settle()
    publisher.publish(now=clock.now())
    log_actions.sequence()

    manifests.show(log_publisher._signers())

    assert not (manifests.folder() / "manifest").exists()


def test_nothing_new_is_not_published_but_once_a_day() -> None:
    make_business("kettle.example")
    first = publish()
    size = log.head().size

    assert publish() is None
    assert log.head().size == size
    assert checks_made.epochs() == [1]
    again = publish(days=1)
    assert first is not None
    assert again is not None
    assert again.on == first.on + timedelta(days=1)
    assert (again.ranges, again.snapshot) == (first.ranges, first.snapshot)


def test_what_stays_the_same_lies_on_the_disk_once() -> None:
    make_business(*make_subdomains("kettle.example", 5))
    publish()
    before = shown()
    make_business("pan.example")
    publish()

    after = shown()

    changed = formats.prefix_of(keys.of("pan.example").skeleton_key, 8)
    names = [path.name for path in after.epoch.iterdir()]
    new = [name for name in names if not (after.epoch / name).samefile(before.epoch / name)]
    assert sorted(new) == sorted([changed, "ranges", "snapshot", "text"])
    assert before.manifest.length == after.manifest.length
    publish(days=1)
    third = shown()
    new = [name for name in names if not (third.epoch / name).samefile(after.epoch / name)]
    assert new == ["text"]


def test_a_file_that_was_damaged_is_not_taken_over() -> None:
    make_business("kettle.example")
    publish()
    name = formats.prefix_of(keys.of("kettle.example").skeleton_key, 8)
    (shown().epoch / name).write_bytes(b"damaged")

    publish(days=1)

    assert domains_of(shown().range_of("kettle.example")) == ["kettle.example"]


def test_ranges_grow_together_when_one_of_them_no_longer_fits() -> None:
    make_business("kettle.example")
    publish()
    before = shown()

    make_business(*make_subdomains("shop.example", 20))
    publish()

    after = shown()
    assert after.manifest.length > before.manifest.length
    assert after.manifest.length % 256 == 0
    assert {path.stat().st_size for path in after.epoch.iterdir() if len(path.name) == 2} == {after.manifest.length}
    assert len(after.range_of("shop.example")) == 20


def test_ranges_become_shorter_when_half_of_each_is_empty() -> None:
    domains = make_subdomains("shop.example", 20)
    shop = make_business(*domains)
    publish()
    long = shown().manifest.length
    for domain in domains[1:]:
        businesses.lose_domain(business=shop, domain=domain, now=clock.now())
    publish()

    assert shown().manifest.length < long


def test_a_former_epoch_stays_for_a_day_and_then_goes() -> None:
    make_business("kettle.example")
    publish()
    make_business("moss.example")
    publish()
    assert checks_made.epochs() == [1, 2]

    publish(days=1)
    assert checks_made.epochs() == [1, 2, 3]
    publish(days=2)
    assert checks_made.epochs() == [2, 3, 4]
    publish(days=3)
    assert checks_made.epochs() == [3, 4, 5]


def test_when_the_pinned_tables_change_all_keys_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    make_business("kettle.example")
    first = publish()
    Key.objects.update(tables="0" * 64, skeleton_key=b"\0" * 32)

    publish(days=1)

    assert first is not None
    assert shown().manifest.ranges == first.ranges
    assert domains_of(shown().range_of("kettle.example")) == ["kettle.example"]


def test_files_that_were_lost_are_made_again_under_another_number() -> None:
    make_business("kettle.example")
    publish()
    for path in sorted(manifests.folder().rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    assert publish() is not None
    assert shown().manifest.epoch == 2
    assert domains_of(shown().whole()) == ["kettle.example"]


def test_nobody_takes_part_yet() -> None:
    publish()

    assert shown().manifest.records == 0
    assert shown().range_of("kettle.example") == []
    assert shown().manifest.length == 256


def test_the_worker_may_publish(as_role: AsRole) -> None:
    make_business("kettle.example")
    with as_role("worker"):
        assert publisher.publish(now=clock.now()) is not None


def test_the_log_shows_the_manifest_anew_under_another_key(settings: LazySettings) -> None:
    make_business("kettle.example")
    publish()
    former, present = settings.LOG_KEY, b"\x07" * 32
    assert former is not None
    settings.LOG_KEY_BEFORE, settings.LOG_KEY = former, present
    settings.LOG_PUBLIC_KEY = Signer(settings.LOG_ORIGIN, present).verifier().public
    log_publisher.repair(now=clock.now())

    raw = (manifests.folder() / "manifest").read_bytes()

    for seed in (former, present):
        assert formats.open_manifest(raw, [Signer(settings.LOG_ORIGIN, seed).verifier()]).epoch == 1


def test_half_written_folders_are_swept_away() -> None:
    folder = manifests.folder()
    (folder / f"7{epochs.HALF}").mkdir(parents=True)
    (folder / f"7{epochs.HALF}" / "00").write_bytes(b"half")
    (folder / f"manifest{epochs.HALF}").write_bytes(b"half")
    make_business("kettle.example")

    publish()

    assert sorted(path.name for path in folder.iterdir()) == ["1", "manifest"]
