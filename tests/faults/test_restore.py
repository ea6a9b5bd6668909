"""The whole circle with real processes: a service is backed up, goes on, loses its database, and is brought back."""

import shutil
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest

from config import processes, server
from config.refusals import StartRefused
from reputation.service import backups
from tests.faults.homes import TELL, environment, lose_database, manage, only, python, refused, well
from tests.faults.service import ROOT, Service

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("homes")]

GO_ON = """
    from uuid import UUID
    shop, other, reviews, case, named, decided, soon, later = json.loads(os.environ["MADE"])
    made = lost.Made(UUID(shop), UUID(other), [UUID(r) for r in reviews], UUID(case), UUID(named), UUID(decided),
                     UUID(soon), UUID(later))
    lost.go_on(made)
"""
AUDIT = """
    from pathlib import Path
    from django.conf import settings
    make_review(queries.entry(2).business, text="Life goes on.", now=LATER + timedelta(days=200))
    lost.settle()
    publisher.repair(now=clock.now())
    lost.assert_audit_passes(Path(settings.PUBLIC_ROOT), since=Path(os.environ["KEPT"]))
    print(json.dumps(queries.head().size))
"""


def test_the_whole_circle(made: Path, begun: tuple[Path, str], folder: Path, key: tuple[str, Path]) -> None:
    home, recipient, identity = made, *key
    shutil.copy(home / "public" / "log" / "checkpoint", folder / "kept")
    said = well(manage(home, "backup", folder / "backups", BACKUP_RECIPIENT=recipient))
    assert "entries in the log at that moment" in said
    backup = only(folder / "backups")
    assert backup.stat().st_mode & 0o777 == 0o600
    assert b"copper" not in backup.read_bytes()
    python(home, GO_ON, MADE=begun[1])
    before = python(home, TELL)
    assert (before["erased"], before["named"]) == (False, False)

    lose_database(home)
    service = Service(home)
    assert service.end_by_itself() == 1
    assert service.said("log-published-"), "a new, empty log must not go over the published one"
    assert service.said("will not be started again")
    lose_database(home)

    assert refused(manage(home, "restore", backup)) == "backup-key-missing"
    assert refused(manage(home, "restore", backup, "--identity", identity, "--from", folder)) == ("log-copy-unreadable")
    assert (home / "restore-unfinished").exists()
    service = Service(home)
    assert service.end_by_itself() == 1
    assert service.said("restore-unfinished"), "nothing is published before the log was replayed"
    said = well(manage(home, "replay"))
    assert f"The log has {before['size']:,} entries" in said
    after = python(home, TELL)
    for name, rows in before["rows"].items():
        assert after["rows"][name] == rows, name
    for path, page in before["pages"].items():
        assert after["pages"][path].splitlines() == page.splitlines(), path
    assert after == before

    size = python(home, AUDIT, KEPT=str(folder / "kept"))
    assert size == before["size"] + 1
    service = Service(home).ready()
    try:
        assert service.healthy()["log"]["size"] >= size
    finally:
        assert service.end() == 0


@pytest.fixture(scope="module")
def backup(begun: tuple[Path, str], module_folder: Path, key: tuple[str, Path]) -> Path:
    """A backup of the home that others are copies of."""
    well(manage(begun[0], "backup", module_folder / "backups", BACKUP_RECIPIENT=key[0]))
    return only(module_folder / "backups")


@pytest.fixture
def backed_up(made: Path, folder: Path, backup: Path) -> Path:
    """A backup of the home, which lost its database since."""
    lose_database(made)
    (folder / "backups").mkdir()
    shutil.copy(backup, folder / "backups")
    return only(folder / "backups")


def restore(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return manage(home, "restore", *words)


def test_a_backup_that_is_not_whole_changes_nothing(
    home: Path, folder: Path, backed_up: Path, key: tuple[str, Path]
) -> None:
    raw = backed_up.read_bytes()
    stranger = folder / "stranger"
    stranger.write_text(str(pyrage.x25519.Identity.generate()))
    plain = pyrage.decrypt(raw, [pyrage.x25519.Identity.from_str(key[1].read_text().splitlines()[1])])
    of_later_version = plain[:6] + bytes([99]) + plain[7:]
    wrong: dict[str, tuple[bytes, Path | None, str]] = {
        "another key": (raw, stranger, "backup-key-wrong"),
        "no key in the file": (raw, backed_up, "backup-key-missing"),
        "no key file": (raw, folder / "none", "backup-key-missing"),
        "no key": (raw, None, "backup-key-missing"),
        "cut short": (raw[: len(raw) // 2], key[1], "backup-unreadable"),
        "cut at the end": (raw[:-1], key[1], "backup-unreadable"),
        "flipped": (raw[:-100] + bytes([raw[-100] ^ 1]) + raw[-99:], key[1], "backup-unreadable"),
        "something else": (b"words", None, "backup-unreadable"),
        "plain, cut short": (plain[:-1000], None, "restore-failed"),
        "of a later PostgreSQL": (of_later_version, None, "restore-failed"),
    }
    with processes.only_one(home), server.running(home, url=""):
        target = server.Target.of(url="", home=home)
        server.prepare(target, home=home, given={})

        def attempt(file: Path, keys: Path | None) -> None:
            identities = [] if keys is None else backups.identities_in(keys)
            backups.restore(target, file, home=home, identities=identities, progress=lambda _: None)

        for name, (content, keys, code) in wrong.items():
            (folder / "try").write_bytes(content)
            with pytest.raises(StartRefused) as refusal:
                attempt(folder / "try", keys)
            assert refusal.value.code == code, name
            assert not (home / "restore-unfinished").exists(), name
        with pytest.raises(StartRefused, match="backup-unreadable"):
            attempt(folder / "nothing", None)
        attempt(backed_up, key[1])
    assert (home / "restore-unfinished").exists(), "the replay is still to come"


def test_a_database_with_something_in_it_is_left_alone(home: Path, backed_up: Path, key: tuple[str, Path]) -> None:
    well(restore(home, backed_up, "--identity", key[1]))
    before = python(home, TELL)
    assert refused(restore(home, backed_up, "--identity", key[1])) == "restore-not-empty"
    assert not (home / "restore-unfinished").exists()
    assert python(home, TELL) == before
    service = Service(home).ready()
    try:
        assert refused(restore(home, backed_up, "--identity", key[1])) == "already-served"
        assert refused(manage(home, "replay")) == "already-served"
        well(manage(home, "backup", backed_up.parent))
    finally:
        assert service.end() == 0


def test_without_any_published_copy_it_goes_on_only_when_told_to(
    home: Path, backed_up: Path, key: tuple[str, Path]
) -> None:
    shutil.rmtree(home / "public")
    done = restore(home, backed_up, "--identity", key[1])
    assert refused(done) == "log-nothing-published"
    assert "two histories" in done.stderr
    assert (home / "restore-unfinished").exists()
    assert "Say in public" in well(manage(home, "replay", "--as-it-is"))
    service = Service(home).ready()
    try:
        assert service.healthy()["log"]["status"] == "well"
    finally:
        assert service.end() == 0


def test_who_is_killed_halfway_is_not_half_restored(home: Path, backed_up: Path, key: tuple[str, Path]) -> None:
    """The mark that is set before the first byte keeps everything from starting; the next restore goes through."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "restore", backed_up, "--identity", key[1]],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not (home / "restore-unfinished").exists():
        assert process.poll() is None
    process.kill()
    process.wait()
    done = restore(home, backed_up, "--identity", key[1])
    if done.returncode:
        assert refused(done) == "restore-not-empty", "it had come as far as the replay"
        well(manage(home, "replay"))
    assert not (home / "restore-unfinished").exists()
    assert python(home, TELL)["size"] > 15


def test_a_demonstration_that_came_back_is_not_invented_anew(made: Path, folder: Path) -> None:
    well(manage(made, "backup", folder / "backups"))
    before = python(made, TELL)
    lose_database(made)
    well(restore(made, only(folder / "backups")))
    service = Service(made, DEMONSTRATION="yes").ready()
    assert service.end() == 0
    # Jobs that were due may have gone on with what was there.
    assert python(made, TELL)["pages"].keys() == before["pages"].keys()
