import subprocess
import sys
from uuid import UUID

from config import demonstration
from reputation.audit import __main__ as command
from reputation.audit.findings import MOST_SHOWN, Findings
from reputation.audit.spool import Spool
from reputation.core import ids


def test_the_audit_needs_no_django() -> None:
    code = (
        "import sys, reputation.audit.__main__\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('django', 'psycopg')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_knows_the_demonstration_log_by_its_origin() -> None:
    assert command.DEMONSTRATION == demonstration.ORIGIN


def test_the_spool_keeps_the_order_and_sorts_parts_by_id() -> None:
    source = ids.Seeded(3)
    businesses = [source.uuid() for _ in range(50)]
    with Spool(250_000) as spool:
        for position in range(1000):
            spool.put(position, businesses[position % 50], b"%d" % position)
        spool.flush()
        assert spool.parts == 3
        seen: list[int] = []
        lowest = UUID(int=0)
        for part in range(spool.parts):
            found = list(spool.entries(part))
            assert [position for position, _ in found] == sorted(position for position, _ in found)
            assert all(raw == b"%d" % position for position, raw in found)
            assert all(businesses[position % 50] > lowest for position, _ in found)
            lowest = max(businesses[position % 50] for position, _ in found)
            seen += [position for position, _ in found]
    assert sorted(seen) == list(range(1000))


def test_only_the_first_faults_are_printed_and_the_rest_counted() -> None:
    findings = Findings()
    for number in range(MOST_SHOWN + 5):
        findings.fault(f"fault {number}")
    assert "and 5 more" in findings.summary()
    assert not findings.is_clean
