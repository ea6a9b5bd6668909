"""Witnesses and the former key in the settings: what is accepted, and what stops the start with a clear word."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import signing
from reputation.tlog.notes import Cosigner, Signer
from reputation.tlog.policies import Policy

ROOT = Path(__file__).resolve().parents[2]
VKEY = Cosigner("witness.example/w", b"\x01" * 32).verifier().vkey
SEED = bytes(range(32))


def test_without_a_text_nobody_is_asked() -> None:
    assert signing.witnesses("") == signing.witnesses(" \n") == Policy()


def test_a_policy_with_addresses_is_accepted() -> None:
    found = signing.witnesses(f"witness w {VKEY} https://witness.example/w\nquorum w")
    assert [(witness.name, witness.url) for witness in found.witnesses] == [("w", "https://witness.example/w")]
    assert found.quorum == "w"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"witness w {VKEY} https://w.example", "LOG_WITNESSES is no policy .*the line is missing"),
        (f"witness w {VKEY[:-1]} https://w.example\nquorum w", "LOG_WITNESSES is no policy .*line 1: the key"),
        (f"witness w {VKEY}\nquorum w", "the witness w, an address is like https"),
        (f"witness w {VKEY} http://w.example\nquorum none", "the witness w, an address is like https"),
        (f"witness w {VKEY} https://w.example:x\nquorum none", "the witness w, "),
        (f"log {Signer('log.example', SEED).verifier().vkey}\nquorum none", "has a log line"),
    ],
)
def test_an_odd_policy_stops_the_start(text: str, says: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=says):
        signing.witnesses(text)


def test_the_former_key_is_another_one() -> None:
    assert signing.former_key("LOG_KEY", None, SEED) is None
    assert signing.former_key("LOG_KEY", SEED, bytes(32)) == SEED
    with pytest.raises(ImproperlyConfigured, match="SEALING_KEY_BEFORE is the same as SEALING_KEY") as refused:
        signing.former_key("SEALING_KEY", SEED, SEED)
    assert base64.b64encode(SEED).decode() not in str(refused.value)


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    read = "import django; django.setup(); from django.conf import settings as s; print(s.LOG_WITNESSES.quorum)"
    return subprocess.run(
        [sys.executable, "-c", read],
        cwd=ROOT,
        env=plain | {"DJANGO_SETTINGS_MODULE": "config.settings", "REPUTATION_HOME": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_start_reads_them_from_a_file_or_says_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "witnesses"
    path.write_text(f"# ours\nwitness w {VKEY} https://witness.example/w\nquorum w\n", encoding="utf-8")
    read = start(tmp_path, LOG_WITNESSES_FILE=str(path))
    assert (read.returncode, read.stdout) == (0, "w\n"), read.stderr
    assert "LOG_WITNESSES is no policy" in start(tmp_path, LOG_WITNESSES="quorum w").stderr
    seed = base64.b64encode(SEED).decode()
    refused = start(tmp_path, LOG_KEY=seed, LOG_KEY_BEFORE=seed)
    assert "LOG_KEY_BEFORE is the same as LOG_KEY" in refused.stderr
    refused = start(tmp_path, SEALING_KEY=seed, SEALING_KEY_BEFORE=seed)
    assert "SEALING_KEY_BEFORE is the same as SEALING_KEY" in refused.stderr
    assert seed not in refused.stderr
