"""A database for one benchmark: made with all tables, gone afterwards."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def database(*, is_durable: bool = False, **options: Any) -> Iterator[None]:
    """Django, set up on a cluster of its own. `is_durable`: commits wait for the disk; `options`: of the connection.

    What a benchmark imports of the project it imports within.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import embedded

    cluster = embedded.temporary()
    try:
        import django
        from django.conf import settings

        settings.DATABASES["default"].update(HOST=str(cluster.socket), USER="postgres", PASSWORD="", OPTIONS=options)
        django.setup()
        from django.db import connection

        connection.creation.create_test_db(verbosity=0)
        if is_durable:
            with connection.cursor() as cursor:
                for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                    cursor.execute(f"ALTER SYSTEM SET {setting} = on")
                cursor.execute("SELECT pg_reload_conf()")
        yield
        connection.close()
    finally:
        cluster.stop()
        shutil.rmtree(cluster.folder, ignore_errors=True)
