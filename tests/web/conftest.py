"""An empty log in a folder of its own for every test of pages that asks for it; businesses to write about."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from tests import issuing_made, pages_made, writing_made


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
