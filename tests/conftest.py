"""A real PostgreSQL for the tests: a throw-away embedded cluster, or the one DATABASE_URL names."""

import os
import shutil

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster once, before Django connects; workers of a parallel run use the same one."""
    if os.environ.get("DATABASE_URL"):
        return
    if "REPUTATION_TEST_SOCKET" not in os.environ:
        from config import embedded

        cluster = embedded.temporary()
        os.environ["REPUTATION_TEST_SOCKET"] = str(cluster.folder)
        config.add_cleanup(lambda: (cluster.stop(), shutil.rmtree(cluster.folder, ignore_errors=True)))
    from django.conf import settings

    settings.DATABASES["default"].update(
        HOST=os.environ["REPUTATION_TEST_SOCKET"], USER="postgres", PASSWORD="", OPTIONS={}
    )
