"""An empty log in a folder of its own for every test of pages that asks for it."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from tests import pages_made


@pytest.fixture
def log(db: None, settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    return tmp_path
