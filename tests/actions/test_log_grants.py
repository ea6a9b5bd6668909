"""What each role may do to the log: wait, number and publish, or only read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import ProgrammingError, connection, transaction

from reputation.log import actions, cosignatures, publisher, queries
from reputation.tlog import notes
from reputation.tlog.notes import Cosigner
from tests import log_entries
from tests.conftest import AsRole
from tests.witness_server import LocalWitness, policy, served

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db
WRITES = {
    "wait": "INSERT INTO log_waiting (kind, raw) VALUES ('operator', 'x')",
    "unwait": "DELETE FROM log_waiting",
    "enter": "INSERT INTO log_entry (position, kind, raw, leaf_hash) VALUES (9, 'operator', 'x', sha256('x'))",
    "forge": "UPDATE log_head SET size = 1",
    "rewrite": "UPDATE log_entry SET kind = 'operator'",
    "remove": "DELETE FROM log_entry",
    "empty": "TRUNCATE log_entry",
    "back": "DELETE FROM log_checkpoint",
    "cosign": "INSERT INTO log_cosignature (checkpoint_id, name, key_id, signature, signed_at) "
    "SELECT size, 'w', '\\x00000000', sha512('x'), now() FROM log_checkpoint",
    "disarm": "ALTER TABLE log_entry DISABLE TRIGGER ALL",
}
ALLOWED = {"web": {"wait"}, "worker": {"wait", "unwait", "enter", "forge", "cosign"}, "ratings": set(), "lookup": set()}


@pytest.mark.parametrize("role", ALLOWED)
@pytest.mark.parametrize("name", WRITES)
def test_writes(as_role: AsRole, role: str, name: str) -> None:
    def write() -> None:
        with transaction.atomic(), as_role(role), connection.cursor() as cursor:
            cursor.execute(WRITES[name])

    if name in ALLOWED[role]:
        write()
    else:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            write()


def test_the_worker_runs_the_log_and_web_and_ratings_read_it(
    as_role: AsRole, settings: LazySettings, tmp_path: Path
) -> None:
    settings.PUBLIC_ROOT = tmp_path
    with as_role("worker"):
        actions.start(now=NOW)
    with as_role("web"), transaction.atomic():
        actions.append(kind="review", body=log_entries.review())
        assert queries.waiting() == 1
    cosigner = Cosigner("witness.example/w", b"\x01" * 32)
    with (
        as_role("worker"),
        served(LocalWitness(cosigner, [notes.parse_vkey(queries.verifier_key())], tmp_path / "w")) as one,
    ):
        settings.LOG_WITNESSES = policy(one)
        actions.sequence()
        publisher.publish(now=NOW)
        publisher.repair(now=NOW)
    with as_role("web"):
        assert cosignatures.witnessing().cosigned == 1
        assert queries.head().size == 3
        assert queries.receipt(2)
    with as_role("ratings"):
        assert len(queries.entries(after=0, limit=9)) == 3
        assert queries.head().size == 3
