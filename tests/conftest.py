"""A real PostgreSQL for the tests: a throw-away embedded cluster, or the one DATABASE_URL names."""

import fcntl
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import psycopg
import pytest
from _pytest.nodeid import NodeId
from psycopg.pq import TransactionStatus
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from django.conf import LazySettings

    from tests.internet import Internet

# What Django and its migrations put there themselves stays.
TABLES = """
SELECT quote_ident(relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
  AND relname NOT IN ('django_content_type', 'auth_permission', 'django_migrations')
"""
TEMPLATE = "reputation_template"
IN_FILE = pytest.StashKey[int]()
AsRole = Callable[[str], AbstractContextManager[None]]

# What a password costs is a promise of the library, and what an attempt costs a number of ours. A fifth of a second for
# each would be minutes of every run. Services that tests start demand the whole.
CHEAP_WORK = 2**4
# Counting lines makes Python half as slow again. What asks the same code again and again with other input is not
# counted: these, of tests with the database two in three, and of a parametrised one every case but the first. Nor is
# what workers read beside the first one before their tests begin. The floors of coverage are held by the rest alone.
ONE_IN = 3
UNMEASURED = (
    "tests/e2e/",
    "tests/faults/",
    "tests/property/",
    "tests/interop/",
    "tests/actions/test_replay.py",
    "tests/api/test_api_schema.py",
    "tests/architecture/",
    "tests/promises/",
    "tests/unit/test_businesses_admission.py",
    "tests/unit/test_rating_formula.py",
    "tests/unit/test_rating_javascript.py",
    "tests/web/test_members_bad_input.py",
)

# How long an example takes tells more of the machine than of the code. The examples of a test are the same with every
# run, so that a change is judged by what it changes; `make search` tries others.
ANY_MACHINE = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("same", ANY_MACHINE, derandomize=True)
hypothesis.settings.register_profile("search", ANY_MACHINE, derandomize=False, print_blob=True)
hypothesis.settings.load_profile("same")


# pytest-xdist begins with the groups, the largest first. Of tests without a group these come first: one of them at the
# end would keep a run waiting.
LONG = ("tests/e2e/", "tests/faults/", "tests/unit/test_rating_javascript.py")


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many workers as processors: tests with services, browsers and mails wait as much as they work."""
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """What all workers read is counted in the first one."""
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0":
        return (yield)
    with uncounted(session.config):
        return (yield)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every test bear the name of its group, and long ones begin early.

    pytest-xdist 3.8 writes that name where pytest 9.2 no longer reads it; then no group is kept together. Schemathesis
    gives all operations of a test one id, of which a worker would run the first alone.
    """
    for item in items:
        if hasattr(item, "_nodeid"):
            item._id = NodeId.parse(item._nodeid)
        if label := getattr(item, "operation_label", None):
            item._id = replace(item._id, params=label)
    number(items)
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    ids = {item.nodeid for item in items}
    assert len(ids) == len(items), "two tests with one name: one of them would not run"


def number(items: Iterable[pytest.Item]) -> None:
    """Let every test know the how manieth of its file it is."""
    lines: dict[Path, set[int]] = {}
    for item in items:
        lines.setdefault(item.path, set()).add(line_of(item))
    places = {path: {line: place for place, line in enumerate(sorted(found))} for path, found in lines.items()}
    for item in items:
        item.stash[IN_FILE] = places[item.path][line_of(item)]


def line_of(item: pytest.Item) -> int:
    """Where in its file a test begins."""
    return item.location[1] or 0


def pytest_collection_finish() -> None:
    """What is there when the tests begin stays to the end: look for garbage among what came since.

    As Python does it by itself, this took a tenth of the time of a worker.
    """
    remember_what_was_read()
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let coverage look away while a test runs that it need not see, and while its fixtures are made."""
    if is_measured(item):
        return (yield)
    with uncounted(item.config):
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """In a worker, end what pytest-cov began before it knew that this is one.

    It begins to count once more at the start of the session. To pause that would go on with the former: nobody reads
    what that one counts, and it makes Python as slow.
    """
    plugin = session.config.pluginmanager.getplugin("_cov")
    if "PYTEST_XDIST_WORKER" in os.environ and plugin and plugin.cov_controller:
        plugin.cov_controller.cov.stop()


@contextmanager
def uncounted(config: pytest.Config) -> Iterator[None]:
    """Let coverage look away meanwhile."""
    plugin = config.pluginmanager.getplugin("_cov")
    coverage = plugin.cov_controller if plugin else None
    if coverage is None:
        yield
        return
    coverage.pause()
    try:
        yield
    finally:
        coverage.resume()


def is_measured(item: pytest.Item) -> bool:
    """Whether coverage counts the lines that a test runs."""
    if item.nodeid.startswith(UNMEASURED):
        return False
    if item.get_closest_marker("django_db") is None:
        return True
    case = getattr(item, "callspec", None)
    return item.stash[IN_FILE] % ONE_IN == 0 and (case is None or not any(case.indices.values()))


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster once, before Django connects; workers of a parallel run use the same one."""
    from django.contrib.auth.hashers import ScryptPasswordHasher

    from config import embedded, processes, roles, server
    from config.database import PREPARE_AT, SERVING
    from reputation.accounts import pace

    processes.look_for_garbage_less()
    empty_what_holds_rows()
    if "REPUTATION_TEST_SHARED" not in os.environ:
        # What all workers copy. Everybody may enter it: when we are root, servers run under another account.
        shared = Path(tempfile.mkdtemp(prefix="reputation-shared-"))
        shared.chmod(0o755)
        os.environ["REPUTATION_TEST_SHARED"] = str(shared)
        config.add_cleanup(lambda: shutil.rmtree(shared, ignore_errors=True))
    ScryptPasswordHasher.work_factor = CHEAP_WORK
    pace.ITERATIONS = CHEAP_WORK
    # Whoever keeps Python from writing bytecode would have every service started here compile itself anew, and every
    # worker rewrite all assertions with every run.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False

    if os.environ.get("DATABASE_URL"):
        if "PYTEST_XDIST_WORKER" not in os.environ:
            target = server.Target.of(url=os.environ["DATABASE_URL"], home=Path("/nowhere"))
            with target.connect() as admin:
                roles.ensure(admin, dict.fromkeys(SERVING, "tests only"))
        return
    if "REPUTATION_TEST_SOCKET" not in os.environ:
        cluster = embedded.temporary()
        os.environ["REPUTATION_TEST_SOCKET"] = str(cluster.socket)
        config.add_cleanup(lambda: shutil.rmtree(cluster.folder, ignore_errors=True))
        config.add_cleanup(cluster.stop)
        with psycopg.connect(host=str(cluster.socket), user="postgres", dbname="postgres", autocommit=True) as admin:
            roles.ensure(admin, dict.fromkeys(SERVING, "tests only"))
    from django.conf import settings

    settings.DATABASES["default"].update(
        HOST=os.environ["REPUTATION_TEST_SOCKET"],
        USER="postgres",
        PASSWORD="",
        OPTIONS={"prepare_threshold": PREPARE_AT},
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Let the database of each worker be a copy of one that a worker made: all steps to it take seconds of every run.

    A server that DATABASE_URL names is left without it, for it would stay there.
    """
    from django.core.management import call_command
    from django.db import connection

    if os.environ.get("DATABASE_URL"):
        return
    settings = connection.settings_dict
    with made_once("template") as is_made, django_db_blocker.unblock():
        if not is_made:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {TEMPLATE}")
            name, settings["NAME"] = settings["NAME"], TEMPLATE
            call_command("migrate", verbosity=0, interactive=False)
            connection.close()
            settings["NAME"] = name
    settings["TEST"]["TEMPLATE"] = TEMPLATE


@contextmanager
def made_once(what: str) -> Iterator[bool]:
    """For the making of what all workers copy: nobody else makes it meanwhile. Yields whether it is made already."""
    shared = Path(os.environ["REPUTATION_TEST_SHARED"])
    with (shared / f"{what}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield (shared / f"{what}-made").exists()
        (shared / f"{what}-made").touch()


def remember_what_was_read() -> None:
    """Let the model read a text once in a worker: it says the same each time, and tests send the same few texts."""
    from functools import lru_cache

    from reputation.screening import names

    names.Model.read = lru_cache(maxsize=4_096)(names.Model.read)  # type: ignore[method-assign]


def empty_what_holds_rows() -> None:
    """After a test with real commits, remove the rows of every table that holds some, those of the job queue as well.

    Django would truncate all tables, which makes new files for each, and then walk through all apps. The triggers by
    which tables refuse to lose rows do not work meanwhile.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    def empty(_: TransactionTestCase) -> None:
        connection.close()  # a test may have left it broken, or in another role
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            tables = [name for (name,) in cursor.fetchall()]
            full = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables)
            cursor.execute(full)
            rows = [name for (name,) in cursor.fetchall()]
            if rows:
                deletes = "; ".join(f"DELETE FROM {name}" for name in rows)
                cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {deletes}; COMMIT")

    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def granted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Give the roles their rights in the database of this worker, once: they are hundreds of statements."""
    from django.db import connection

    from config import roles

    with django_db_blocker.unblock():
        connection.ensure_connection()
        raw: psycopg.Connection[Any] = connection.connection
        roles.close_database(raw, raw.info.dbname)
        roles.apply_grants(raw)
        connection.close()


@pytest.fixture
def as_role(granted: None, db: None) -> AsRole:
    """`with as_role("ratings"):` runs the block with the rights that role is declared to have, and no others."""
    from django.db import connection

    from config.database import database_role

    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection

    @contextmanager
    def become(role: str) -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {database_role(role)}")
        try:
            yield
        finally:
            if raw.info.transaction_status != TransactionStatus.INERROR:
                with connection.cursor() as cursor:
                    cursor.execute("RESET ROLE")

    return become


@pytest.fixture
def outside(tmp_path: Path, settings: "LazySettings") -> "Iterator[Internet]":
    """An internet on loopback instead of the open one, with names and servers for a few shops."""
    from tests.internet import internet

    with internet(tmp_path, "shop.example", "www.shop.example", "other.example") as made:
        settings.OUTBOUND_NETWORK = made.network
        yield made
