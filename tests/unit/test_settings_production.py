"""Production refuses to start with a default, a key everybody knows, debugging, or an operator without a name."""

import base64
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config import demonstration, mails, production
from reputation.outbound.networks import OPEN_INTERNET, on_loopback
from reputation.papers import blanks
from tests.papers_made import make_papers

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = bytes(range(32))
ACCEPTANCE = bytes(range(96, 128))
GOOD: dict[str, Any] = {
    "DEBUG": False,
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": ["reference.example"],
    "LOG_ORIGIN": "reference.example/log",
    "LOG_KEY": SEED,
    "LOG_PUBLIC_KEY": production.public_half(SEED),
    "BADGE_KEY": bytes(32),
    "ISSUER_ADDRESS": "127.0.0.1:8001",
    "SEALING_KEY": bytes(range(32, 64)),
    "SEALING_KEY_BEFORE": None,
    "WRITERS_KEY": bytes(range(64, 96)),
    "WRITERS_KEY_BEFORE": None,
    "ACCEPTANCE_KEY": ACCEPTANCE,
    "ACCEPTANCE_PUBLIC_KEY": production.public_half(ACCEPTANCE),
    "PAPERS": {name: {"en": "so", "de": "so"} for name in blanks.BLANKS},
    "ROLE": "owner",
    "OUTBOUND_NETWORK": OPEN_INTERNET,
    "SERVICE_URL": "https://reference.example",
    "MAIL_SERVER": mails.server("smtp+starttls://me:secret@mail.example"),
    "MAIL_FROM": "notices@reference.example",
    "OPERATOR": {"name": "A Foundation", "funder": "Its members", "contact": "hello@reference.example"},
}


def codes(**changes: Any) -> list[str]:
    return [code for code, _ in production.faults(GOOD | changes)]


def test_complete_settings_start() -> None:
    assert codes() == []
    assert codes(ROLE="web", LOG_KEY=None, MAIL_SERVER=None) == [], "the pages never hold the key"
    assert codes(MAIL_SERVER=mails.server("smtp://127.0.0.1")) == [], "nobody reads on the way"
    assert codes(ISSUER_ADDRESS="") == [], "serve tells the pages"
    assert codes(ROLE="worker", BADGE_KEY=None) == [], "nobody but the pages holds the key of badges"
    assert codes(ROLE="web", SEALING_KEY=None) == [], "nobody but the issuer opens issuing keys"
    assert codes(ROLE="worker", WRITERS_KEY=None, ACCEPTANCE_KEY=None) == [], "nobody but the pages knows codenames"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"DEBUG": True}, "debug-on"),
        ({"SECRET_KEY": production.DEVELOPMENT_SECRET}, "secret-key-weak"),
        ({"SECRET_KEY": "k" * 49}, "secret-key-weak"),
        ({"ALLOWED_HOSTS": []}, "hosts-missing"),
        ({"ALLOWED_HOSTS": ["reference.example", "*"]}, "hosts-missing"),
        ({"ALLOWED_HOSTS": ["localhost", "[::1]"]}, "hosts-missing"),
        ({"LOG_ORIGIN": demonstration.ORIGIN}, "demonstration-origin"),
        ({"LOG_KEY": demonstration.SEED}, "demonstration-key"),
        ({"LOG_PUBLIC_KEY": production.public_half(demonstration.SEED)}, "demonstration-key"),
        ({"LOG_KEY": None}, "log-key-missing"),
        ({"LOG_PUBLIC_KEY": None}, "log-public-key-missing"),
        ({"OUTBOUND_NETWORK": on_loopback("nameserver=127.0.0.1")}, "outbound-network-set"),
        ({"SERVICE_URL": "http://reference.example"}, "service-url-missing"),
        ({"SERVICE_URL": demonstration.address("127.0.0.1", 8000)}, "service-url-missing"),
        ({"MAIL_SERVER": None}, "mail-server-missing"),
        ({"MAIL_SERVER": mails.server("smtp://me:secret@mail.example")}, "mail-server-plain"),
        ({"MAIL_FROM": demonstration.OPERATOR["contact"]}, "mail-from-missing"),
        ({"BADGE_KEY": demonstration.BADGE_SEED}, "demonstration-badge-key"),
        ({"BADGE_KEY": None}, "badge-key-missing"),
        ({"ISSUER_ADDRESS": "", "ROLE": "web"}, "issuer-address-missing"),
        ({"BADGE_KEY": None, "ROLE": "web"}, "badge-key-missing"),
        ({"BADGE_KEY": SEED}, "badge-key-is-log-key"),
        ({"SEALING_KEY": demonstration.SEALING_KEY}, "demonstration-sealing-key"),
        ({"SEALING_KEY_BEFORE": demonstration.SEALING_KEY}, "demonstration-sealing-key"),
        ({"SEALING_KEY": None}, "sealing-key-missing"),
        ({"SEALING_KEY": None, "ROLE": "issuer"}, "sealing-key-missing"),
        ({"SEALING_KEY": SEED}, "sealing-key-is-another"),
        ({"SEALING_KEY": bytes(32)}, "sealing-key-is-another"),
        ({"WRITERS_KEY": demonstration.WRITERS_KEY}, "demonstration-writers-key"),
        ({"WRITERS_KEY_BEFORE": demonstration.WRITERS_KEY}, "demonstration-writers-key"),
        ({"WRITERS_KEY": None}, "writers-key-missing"),
        ({"WRITERS_KEY": None, "ROLE": "web"}, "writers-key-missing"),
        ({"WRITERS_KEY": SEED}, "writers-key-is-another"),
        ({"WRITERS_KEY": ACCEPTANCE}, "writers-key-is-another"),
        ({"ACCEPTANCE_KEY": demonstration.ACCEPTANCE_SEED}, "demonstration-acceptance-key"),
        (
            {"ACCEPTANCE_PUBLIC_KEY": production.public_half(demonstration.ACCEPTANCE_SEED)},
            "demonstration-acceptance-key",
        ),
        ({"ACCEPTANCE_KEY": None}, "acceptance-key-missing"),
        ({"ACCEPTANCE_KEY": None, "ROLE": "web"}, "acceptance-key-missing"),
        ({"ACCEPTANCE_KEY": None, "ACCEPTANCE_PUBLIC_KEY": None, "ROLE": "worker"}, "acceptance-public-key-missing"),
        ({"ACCEPTANCE_KEY": bytes(32)}, "acceptance-key-is-another"),
        ({"ACCEPTANCE_PUBLIC_KEY": production.public_half(SEED)}, "acceptance-key-is-another"),
        ({"OPERATOR": GOOD["OPERATOR"] | {"name": " "}}, "operator-name-missing"),
        ({"OPERATOR": GOOD["OPERATOR"] | {"funder": demonstration.OPERATOR["funder"]}}, "operator-funder-missing"),
        ({"OPERATOR": GOOD["OPERATOR"] | {"contact": ""}}, "operator-contact-missing"),
    ],
)
def test_each_fault_alone_is_refused(changes: dict[str, Any], code: str) -> None:
    assert codes(**changes) == [code]


def test_every_blank_of_the_papers_is_named_that_is_not_filled() -> None:
    filled = dict(GOOD["PAPERS"])
    del filled["court"], filled["operator_address"]
    assert codes(PAPERS=filled) == ["paper-operator-address-missing", "paper-court-missing"]
    assert len(codes(PAPERS={})) == len(blanks.BLANKS)


def run_check(**environment: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); print('started')"],
        cwd=ROOT,
        env=plain | {"DJANGO_SETTINGS_MODULE": "config.settings", "REPUTATION_ENV": "production"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_defaults_are_refused_all_at_once_and_a_complete_environment_starts(tmp_path: Path) -> None:
    refused = run_check(DEBUG="yes")
    assert refused.returncode != 0
    for code in (
        "service-url-missing",
        "mail-server-missing",
        "mail-from-missing",
        "debug-on",
        "secret-key-weak",
        "hosts-missing",
        "demonstration-origin",
        "demonstration-key",
        "demonstration-badge-key",
        "demonstration-sealing-key",
        "demonstration-writers-key",
        "demonstration-acceptance-key",
        *(f"paper-{name.replace('_', '-')}-missing" for name in blanks.BLANKS),
    ):
        assert f"{code}: " in refused.stderr
    papers = tmp_path / "papers.toml"
    papers.write_text(make_papers(), encoding="utf-8")
    started = run_check(
        REPUTATION_HOME=str(tmp_path),
        SECRET_KEY="k" * 50,
        ALLOWED_HOSTS="reference.example",
        LOG_ORIGIN="reference.example/log",
        LOG_KEY=base64.b64encode(SEED).decode(),
        SERVICE_URL="https://reference.example",
        MAIL_URL="smtps://me:secret@mail.example",
        MAIL_FROM="notices@reference.example",
        BADGE_KEY=base64.b64encode(bytes(32)).decode(),
        SEALING_KEY=base64.b64encode(bytes(range(32, 64))).decode(),
        WRITERS_KEY=base64.b64encode(bytes(range(64, 96))).decode(),
        ACCEPTANCE_KEY=base64.b64encode(ACCEPTANCE).decode(),
        PAPERS_FILE=str(papers),
        OPERATOR_NAME="A Foundation",
        OPERATOR_FUNDER="Its members",
        OPERATOR_FUNDER_CODE="members",
        OPERATOR_CONTACT="hello@reference.example",
    )
    assert (started.returncode, started.stdout) == (0, "started\n"), started.stderr
