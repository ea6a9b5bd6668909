"""An empty log in a folder of its own for every test of pages that asks for it; businesses to write about."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django.live_server_helper import LiveServer

from reputation.clients import asking
from tests import issuing_made, pages_made, writing_made
from tests.meddler import Meddler, meddler


@pytest.fixture
def log(db: None, settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    return tmp_path


@pytest.fixture
def participant() -> pages_made.Shop:
    """A business that handed out no codes: a key for them takes a second to make."""
    return pages_made.make_shop(sent=())


@pytest.fixture
def bought() -> issuing_made.Shop:
    """A business that handed out codes today."""
    return writing_made.make_bought()


@pytest.fixture
def ticket(bought: issuing_made.Shop) -> str:
    """A ticket of one of its buyers."""
    return writing_made.make_ticket(bought)


@pytest.fixture
def between(
    transactional_db: None,
    live_server: LiveServer,
    settings: LazySettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Meddler]:
    """The service, behind somebody who passes everything on; the current folder is empty."""
    settings.PUBLIC_ROOT = tmp_path / "public"
    monkeypatch.setattr(asking, "WAITS_S", (0.0, 0.0, 0.0))
    monkeypatch.setattr(asking, "LONGEST_WAIT_S", 0.0)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    pages_made.start()
    with meddler(live_server.url) as made:
        yield made
