"""Running witnesses and mail servers, and a log that was started, for the tests of actions."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from config import demonstration
from reputation.log import actions as log
from reputation.log import witnesses
from reputation.tlog.notes import Cosigner, Signer
from tests import mail_server
from tests.certificates import certificate
from tests.mail_server import LocalMailServer
from tests.mails_made import told
from tests.members_made import NOW
from tests.witness_server import LocalWitness, served

MakeWitness = Callable[..., LocalWitness]
Serve = Callable[..., LocalMailServer]
SIGNER = Signer(demonstration.ORIGIN, demonstration.SEED)


@pytest.fixture
def make_witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeWitness]:
    """Running witnesses of the log, each by its number; none is left alone yet."""
    monkeypatch.setattr(witnesses, "_resting", {})
    with ExitStack() as running:

        def start(number: int = 1, tls: ssl.SSLContext | None = None, **given: Any) -> LocalWitness:
            cosigner = Cosigner(f"witness.example/w{number}", bytes([100 + number]) * 32)
            witness = LocalWitness(cosigner, [SIGNER.verifier()], tmp_path / f"witness-{number}.json", **given)
            return running.enter_context(served(witness, tls))

        yield start


@pytest.fixture
def started(db: None) -> None:
    """A log that was started before anything is decided."""
    log.start(now=NOW - timedelta(days=60))


@pytest.fixture
def serve(settings: LazySettings) -> Iterator[Serve]:
    """Start a mail server and tell the settings of it."""
    with ExitStack() as running:

        def start(scheme: str = "smtp", login: str = "", *, given: dict[str, Any] | None = None, **how: Any) -> Any:
            server = running.enter_context(mail_server.served(LocalMailServer(**(given or {})), **how))
            told(settings, f"{scheme}://{login}127.0.0.1:{server.port}")
            return server

        yield start


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate that is trusted here."""
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(path)
    return found
