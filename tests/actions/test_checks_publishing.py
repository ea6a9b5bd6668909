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
from reputation.lookalikes.models import Dropped, Name
from reputation.lookalikes.rules import Rule
from reputation.ratings import queries as ratings
from reputation.tlog.notes import Signer
from tests import checks_made, pages_made
from tests.checks_made import domains_of, make_business, make_subdomains, publish, shown
from tests.conftest import AsRole
from tests.warnings_made import exempt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()


def test_a_participant_is_answered_in_full_from_one_range() -> None:
    shop = pages_made.make_shop(domain="kettle-and-moss.example")
    publish()

    (found,) = shown().find("https://www.kettle-and-moss.example/pans?from=advert")

    body = ratings.answer(shop.id)
    assert body is not None
    assert found == {
        "d": keys.of("kettle-and-moss.example").domain_key[:16].hex(),
        "s": keys.of("kettle-and-moss.example").skeleton_key[:16].hex(),
        "w": "kettle-and-moss.example",
        "b": str(shop.id),
        "n": "Kettle & Moss Ltd",
        "g": "kettle-moss-ltd",
        "c": "GB",
        "k": "participant",
        "j": pages_made.now_in(14).date().isoformat(),
        "i": [],
        "x": [],
        "r": found["r"],
    }
    assert found["r"] | {"well": 0, "ends": [], "stars": [], "unsolved": 0, "lost": 0, "log_size": 0} == {
        "published": 12,
        "receipts": [6, 4, 2],
        "basis": "few-independent",
        "well": 0,
        "ends": [],
        "unsolved": 0,
        "lost": 0,
        "stars": [],
        "few": None,
        "month": checks_made.month(),
        "log_size": 0,
        "alerts": [],
        "suspended": [],
        "warned": False,
    }


def test_the_figures_are_those_of_the_open_check() -> None:
    shop = pages_made.make_shop(domain="kettle-and-moss.example")
    publish()
    (found,) = shown().find("kettle-and-moss.example")

    page = pages_made.check("kettle-and-moss.example").says

    said = found["r"]
    assert f"about {said['well']}" in page.lower()
    assert f"between {said['ends'][0]} and {said['ends'][1]} of 100" in page
    mean, low, high = (f"{tenths / 10:.1f}" for tenths in said["stars"])
    assert f"{mean} of 5 stars (likely {low} to {high})" in page
    assert f"{said['published']} reviews in 24 months" in page
    assert str(shop.id) == found["b"]


def test_too_few_reviews_and_alerts_are_said() -> None:
    pages_made.make_shop("Few Ltd", pages_made.FEW, domain="few.example")
    pages_made.make_shop("Surge Ltd", pages_made.SURGE, domain="surge.example")
    publish()

    (few,), (surge,) = shown().find("few.example"), shown().find("surge.example")

    assert few["r"]["well"] is None
    assert (few["r"]["few"]["receipted"], few["r"]["few"]["needed"]) == (2, 5)
    assert "surge" in surge["r"]["alerts"]


def test_who_left_is_said_to_have_left_until_the_note_ends() -> None:
    shop = pages_made.make_shop(domain="gone.example")
    pages_made.make_left(shop)
    publish()

    (found,) = shown().find("gone.example")

    assert (found["k"], found["l"]) == ("left", pages_made.now_in(1).date().isoformat())
    assert found["r"]["well"] is None
    publish(days=400)
    assert shown().find("gone.example") == []


def test_domains_that_look_alike_are_in_one_range_and_each_has_its_record() -> None:
    one, other = make_business("paypal-shop.example", "shop.paypal-shop.example"), make_business("paypa1shop.example")
    publish()

    found = shown().range_of("paypa1-shop.example")

    assert [(record["w"], record["b"]) for record in found if "shop" in record["w"]] == [
        (record["w"], record["b"]) for record in sorted(found, key=lambda record: (record["d"], record["w"]))
    ]
    assert {record["b"] for record in found} == {str(one), str(other)}
    assert domains_of(found) == ["paypa1shop.example", "paypal-shop.example", "shop.paypal-shop.example"]


def test_rules_and_exemptions_of_the_name_are_said() -> None:
    shop = make_business("kettle-and-moss.example")
    found = keys.of("kettle-and-moss.example")
    name = Name.objects.create(
        business_id=shop,
        domain="kettle-and-moss.example",
        registrable=found.registrable,
        label=found.label,
        skeleton=found.skeleton,
    )
    Dropped.objects.create(name=name, rule=Rule.TOKEN, fires_on="moss.example", sites=2)
    exempt(shop, "kett1e-and-moss.example", now=clock.now())
    publish()

    (said,) = shown().find("kettle-and-moss.example")

    assert said["i"] == ["edit", "skeleton", "subdomain"]
    assert said["x"] == [keys.of("kett1e-and-moss.example").domain_key[:8].hex()]


def test_a_domain_that_was_lost_is_in_no_range_any_more() -> None:
    shop = make_business("kettle.example", "moss.example")
    publish()
    businesses.lose_domain(business=shop, domain="moss.example", now=clock.now())
    publish()

    assert domains_of(shown().whole()) == ["kettle.example"]
    assert list(Key.objects.values_list("domain", flat=True)) == ["kettle.example"]


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


def test_a_domain_that_is_a_suffix_by_now_is_left_out() -> None:
    make_business("github.io", "kettle.example")
    publish()

    assert domains_of(shown().whole()) == ["kettle.example"]


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
