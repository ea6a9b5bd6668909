"""`manage.py log_key` on a machine with nothing but the key file: the ceremony's second step."""

import base64
import os
import subprocess
import sys
from pathlib import Path

from reputation.tlog.notes import Signer

ROOT = Path(__file__).resolve().parents[2]


def run(home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO", "LOG_"))}
    return subprocess.run(
        [sys.executable, "manage.py", "log_key"],
        cwd=ROOT,
        env=plain | {"REPUTATION_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_prints_the_verifier_key_of_a_key_file_and_touches_nothing(tmp_path: Path) -> None:
    seed, origin = bytes(range(32)), "log.reference.example/log"
    (tmp_path / "log.key").write_text(base64.b64encode(seed).decode() + "\n")
    done = run(tmp_path / "home", LOG_ORIGIN=origin, LOG_KEY_FILE=str(tmp_path / "log.key"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == Signer(origin, seed).verifier().vkey
    assert not (tmp_path / "home").exists()


def test_without_a_key_it_says_what_to_set(tmp_path: Path) -> None:
    done = run(tmp_path / "home", LOG_ORIGIN="log.reference.example/log")
    assert done.returncode == 1
    assert "log-key-missing" in done.stderr
    assert "LOG_KEY_FILE" in done.stderr
