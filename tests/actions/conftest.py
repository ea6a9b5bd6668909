"""Running witnesses for the tests of the log."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from config import demonstration
from reputation.log import witnesses
from reputation.tlog.notes import Cosigner, Signer
from tests.witness_server import LocalWitness, served

MakeWitness = Callable[..., LocalWitness]
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
