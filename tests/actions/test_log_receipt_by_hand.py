"""The program printed in docs/log-format.md verifies real receipts and refuses changed ones."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from reputation.log import actions, publisher, queries
from reputation.tlog.notes import Signer
from tests import log_entries

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PAGE = Path(__file__).parents[2] / "docs" / "log-format.md"


@pytest.mark.django_db
def test_the_printed_program_verifies_receipts(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    settings.LOG_KEY_BEFORE = b"\x42" * 32
    actions.start(now=NOW)
    with transaction.atomic():
        for body in log_entries.reviews(298):
            actions.append(kind="review", body=body)
    actions.sequence()
    publisher.publish(now=NOW)
    program = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert program is not None
    receipt, entry = tmp_path / "receipt", tmp_path / "entry"

    def is_in_the_log(key: str = queries.verifier_key()) -> bool:
        words = [sys.executable, "-c", program[1], str(receipt), str(entry), key]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return done.stdout == "in the log\n" and done.returncode == 0

    for position in (0, 150, 299):
        receipt.write_bytes(queries.receipt(position))
        entry.write_bytes(queries.entry(position).raw)
        assert is_in_the_log()
        assert is_in_the_log(Signer(settings.LOG_ORIGIN, b"\x42" * 32).verifier().vkey), "while both keys sign"
    assert not is_in_the_log(Signer(settings.LOG_ORIGIN, b"\x43" * 32).verifier().vkey)
    entry.write_bytes(queries.entry(298).raw)
    assert not is_in_the_log()
    entry.write_bytes(queries.entry(299).raw)
    text = receipt.read_text(encoding="utf-8")
    for changed in (text.replace("index 299", "index 298"), text.replace("\n300\n", "\n301\n")):
        assert changed != text
        receipt.write_text(changed, encoding="utf-8")
        assert not is_in_the_log()
