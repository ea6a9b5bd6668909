import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config import demonstration
from reputation.audit import run, spool
from reputation.audit.findings import MOST_SHOWN, Findings, Kind
from reputation.audit.orders import in_order
from reputation.audit.spool import Spool, Stream
from reputation.core import ids
from tests.published_log import make_service

FORBIDDEN = ("django", "psycopg", "rest_framework", "procrastinate", "config")
ROOMS = ("api", "web", "service", "simulation", "disputes", "reviews", "businesses")
ALONE = f"""
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        top, second = (*name.split("."), "")[:2]
        if top in {FORBIDDEN!r} or (top == "reputation" and second in {ROOMS!r}):
            raise ImportError(name + " is not there")
        if name.startswith("reputation.") and name.rpartition(".")[2] in ("models", "actions", "queries"):
            raise ImportError(name + " needs tables")

sys.meta_path.insert(0, Refuse())
try:
    import django
except ImportError:
    from reputation.audit.__main__ import main
    sys.exit(main())
"""


def test_the_audit_runs_where_django_and_the_other_rooms_are_not(tmp_path: Path) -> None:
    service = make_service()
    service.copy_to(tmp_path)
    words = [str(tmp_path), "--key", service.key, "--quiet"]
    done = subprocess.run([sys.executable, "-c", ALONE, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "The audit passed" in done.stdout


def test_it_knows_the_demonstration_log_by_its_origin() -> None:
    assert run.DEMONSTRATION == demonstration.ORIGIN


FIXED, VARYING = Stream("fixed", 16 + 8 + 1), Stream("varying")


def records() -> Iterator[tuple[bytes, bytes]]:
    """Records of 50 keys, some of them alike in all but their last bytes."""
    source = ids.Seeded(3)
    keys = [source.uuid().bytes for _ in range(40)]
    keys += [keys[0][:15] + bytes([number]) for number in range(10)]
    for position in range(1000):
        head = keys[position % 50] + position.to_bytes(8)
        yield head + b"x", head + b"y" * (position % 7)


@pytest.mark.parametrize("most", [1 << 20, 3000, 10])
def test_the_spool_sorts_whatever_the_keys_and_however_little_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(spool, "MOST_LOADED", most)
    monkeypatch.setattr(spool, "PIECE", 2000)
    kept = Spool(tmp_path / "spool", (FIXED, VARYING), key_bytes=16, parts=3)
    for fixed, varying in records():
        for stream, record in ((FIXED, fixed), (VARYING, varying)):
            kept.put(stream, spool.part_of(record[0], 3), stream.packed(record))
    kept.flush()
    leaves = [leaf for part in range(3) for leaf in kept.shelf.leaves(part)]
    if most == 1 << 20:
        assert len(leaves) == 3
    else:
        assert len(leaves) > 3
    assert [record for fixed, _ in leaves for record in fixed] == sorted(fixed for fixed, _ in records())
    assert [record for _, varying in leaves for record in varying] == sorted(varying for _, varying in records())
    for one, other in leaves:
        assert {record[:16] for record in one} == {record[:16] for record in other}, "streams are divided alike"
    assert list((tmp_path / "spool").iterdir()) == [], "what was read needs no more room"


def test_work_runs_ahead_so_far_and_no_further() -> None:
    started: list[int] = []
    go = threading.Event()

    def work(item: int) -> int:
        go.wait(10)
        return item * item

    def items() -> Iterator[int]:
        for item in range(20):
            started.append(item)
            yield item

    with ThreadPoolExecutor(4) as pool:
        results = in_order(pool, work, items(), 6)
        go.set()
        assert next(results) == 0
        assert len(started) == 6
        assert list(results) == [item * item for item in range(1, 20)]
    assert list(in_order(None, work, range(3), 1)) == [0, 1, 4]


def test_only_the_first_faults_of_a_kind_are_kept_and_the_rest_counted() -> None:
    findings = Findings()
    for number in range(MOST_SHOWN + 5):
        findings.fault(Kind.RATINGS, f"fault {number}")
    assert findings.status == Kind.RATINGS.status == 17
    findings.fault(Kind.HISTORY, "the gravest, and found last")
    assert findings.status == Kind.HISTORY.status == 12
    assert "- history: the gravest, and found last" in findings.summary()
    assert "and 5 more" in findings.summary()
    report = findings.report()
    assert report["counts"] == {"history": 1, "ratings": MOST_SHOWN + 5}
    assert report["more"] == 5


def test_every_kind_has_an_exit_status_of_its_own() -> None:
    assert {str(kind): kind.status for kind in Kind} == {
        "signature": 10,
        "quorum": 11,
        "history": 12,
        "tree": 13,
        "entry": 14,
        "course": 15,
        "tokens": 16,
        "ratings": 17,
        "shown": 18,
        "omission": 19,
        "report": 20,
        "checks": 21,
    }
    assert Findings().status == 0
