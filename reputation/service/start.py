"""From an empty folder to a running service: the steps of serve, in order, each of which may be repeated."""

import base64
import contextlib
import http.client
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from config import database, demonstration, processes, roles, server
from config.refusals import StartRefused
from reputation.log import queries as log
from reputation.log.errors import NotStarted
from reputation.service import backups
from reputation.service.supervisor import Interrupted, Part, Say, Supervisor

SEEDS = ("LOG_KEY", "LOG_KEY_BEFORE")
MAIL = "MAIL_URL"
# Who signs badges: the web process alone, beside the owner's commands.
BADGE_SEED = "BADGE_KEY"
# What issuing keys are sealed with: of the issuer alone, beside the owner's commands.
SEALING = ("SEALING_KEY", "SEALING_KEY_BEFORE")
# What codenames are hashed and held texts sealed under, and what signs acceptances: of the web process alone, too.
WRITERS = ("WRITERS_KEY", "WRITERS_KEY_BEFORE", "ACCEPTANCE_KEY")
SECRETS = (
    "DATABASE_URL",
    "DATABASE_PASSWORD",
    "ISSUING_DATABASE_URL",
    *SEEDS,
    *SEALING,
    *WRITERS,
    MAIL,
    BADGE_SEED,
    *(f"DATABASE_{r.upper()}_PASSWORD" for r in database.SERVING),
)
MIGRATION_LIMITS = {"lock_timeout": "4s", "statement_timeout": "60s"}
READY_PATIENCE_S = 60.0
DEMONSTRATION = ("demo", "import_lei")
NOT_SERVED = ["rest_framework", "admin"]


def environment(role: str, *, signs: bool = False, mails: bool = False) -> dict[str, str]:
    """What a process of this role is told: its password, keys only if it signs, the mail server only if it mails."""
    kept = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in SECRETS}
    kept |= {
        "REPUTATION_HOME": str(settings.HOME),
        "REPUTATION_ROLE": role,
        "STATIC_COLLECTED": "yes",
        "PYTHONUNBUFFERED": "1",
    }
    kept |= _databases(role)
    if role != database.OWNER:
        kept["DATABASE_PASSWORD_FILE"] = str(database.password_file(settings.HOME, role))
    if role == "web":
        kept["ISSUER_ADDRESS"] = f"{settings.ISSUER_HOST}:{settings.ISSUER_PORT}"
    is_owner = role == database.OWNER
    told = (*(SEEDS if signs or is_owner else ()), *([MAIL] if mails or is_owner else ()))
    told += SEALING if is_owner or role == "issuer" else ()
    told += (BADGE_SEED, *WRITERS) if is_owner or role == "web" else ()
    given = (name for secret in told for name in (secret, f"{secret}_FILE"))
    kept |= {name: os.environ[name] for name in given if name in os.environ}
    if not (signs or role == database.OWNER) and settings.LOG_PUBLIC_KEY:
        kept["LOG_PUBLIC_KEY"] = base64.b64encode(settings.LOG_PUBLIC_KEY).decode()
    if not (is_owner or role == "web") and settings.ACCEPTANCE_PUBLIC_KEY:
        kept["ACCEPTANCE_PUBLIC_KEY"] = base64.b64encode(settings.ACCEPTANCE_PUBLIC_KEY).decode()
    return kept


def _databases(role: str) -> dict[str, str]:
    """Which databases a process of this role is told of, and how the owner gets in, for the owner alone."""
    found = {"DATABASE_URL": settings.DATABASE_URL, "ISSUING_DATABASE_URL": settings.ISSUING_DATABASE_URL}
    if role == "issuer" and settings.ISSUING_DATABASE_URL:
        del found["DATABASE_URL"]
    elif role not in (database.OWNER, *database.ISSUING):
        del found["ISSUING_DATABASE_URL"]
    if role != database.OWNER:
        found = {name: database.without_owner(url) for name, url in found.items()}
    return {name: url for name, url in found.items() if url}


def manage(*arguments: str, role: str, signs: bool = False, mails: bool = False) -> Part:
    """A part that is a management command."""
    command = [sys.executable, str(settings.ROOT / "manage.py"), *arguments]
    return Part(arguments[0], command, environment(role, signs=signs, mails=mails))


def parts() -> list[Part]:
    """The processes of a running service."""
    return [
        Part("issuer", [sys.executable, "-m", "config.serving"], environment("issuer")),
        Part("web", [sys.executable, "-m", "config.serving"], environment("web")),
        manage("run_log", role="worker", signs=True),
        manage("run_ratings", role="ratings"),
        manage("run_worker", role="worker", mails=True),
    ]


@contextmanager
def timed(say: Say, what: str) -> Iterator[None]:
    """Say what is being done, and how long it took once it has."""
    began = time.monotonic()
    yield
    say(f"  {what} ({time.monotonic() - began:.1f} s)")


def serve(say: Say) -> int:
    """Prepare everything, run the parts until told to stop, stop them, and give the exit status.

    Raises:
        StartRefused: as the steps say; nothing keeps running then.
    """
    began = asked = time.monotonic()
    supervisor = Supervisor(say)
    supervisor.listen()
    home: Path = settings.HOME
    try:
        for folder in (home, settings.PUBLIC_ROOT):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise processes.unwritable(home, error) from error
    with processes.only_one(home):
        backups.require_finished(home)
        processes.require_port(settings.BIND, settings.PORT)
        if settings.ISSUER_PORT == settings.PORT:
            raise StartRefused("port-taken", f"PORT and ISSUER_PORT are both {settings.PORT}. Set one to another.")
        processes.require_port(settings.ISSUER_HOST, settings.ISSUER_PORT, setting="ISSUER_PORT")
        say(f"{settings.SERVICE_NAME} {settings.VERSION}: starting in {home}")
        try:
            with server.running(home, url=settings.DATABASE_URL):
                try:
                    prepare(supervisor, say)
                    supervisor.start(parts())
                    if await_ready(supervisor):
                        say(f"{settings.SERVICE_NAME} is ready: {address()}  (Ctrl-C stops it)")
                        say(f"  started in {time.monotonic() - began:.1f} s")
                        if settings.MAILS_ARE_FILES:
                            say(f"  mails are not sent (MAIL_URL), but written to {settings.EMAIL_FILE_PATH}")
                        supervisor.watch()
                finally:
                    asked = time.monotonic()
                    say("Stopping …")
                    supervisor.stop()
                    connections.close_all()
        except Interrupted:
            pass
    say(f"Stopped. (stopped in {time.monotonic() - asked:.1f} s)")
    return 1 if supervisor.failed else 0


@contextmanager
def at_rest(say: Say) -> Iterator[server.Target]:
    """The database while no service runs on it, with its roles made and nothing in it touched.

    Raises:
        StartRefused: already-served, and as the steps say.
    """
    home: Path = settings.HOME
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise processes.unwritable(home, error) from error
    with processes.only_one(home), server.running(home, url=settings.DATABASE_URL):
        with timed(say, "database and roles"):
            found = targets()
            for target in found.values():
                server.prepare(target, home=home, given=settings.ROLE_PASSWORDS)
        database.refresh(url=settings.DATABASE_URL, home=home)
        try:
            yield found["default"]
        finally:
            connections.close_all()


def targets() -> dict[str, server.Target]:
    """The databases of the settings, by their aliases."""
    return server.targets(url=settings.DATABASE_URL, issuing=settings.ISSUING_DATABASE_URL, home=settings.HOME)


def prepare(supervisor: Supervisor, say: Say) -> None:
    """The database with its tables and rights, the static files, and at the very first start something to look at."""
    home: Path = settings.HOME
    with timed(say, "database, roles and tables"):
        for target in targets().values():
            server.prepare(target, home=home, given=settings.ROLE_PASSWORDS)
            if settings.PRODUCTION and server.trusting(target):
                raise StartRefused(
                    "database-trusts", "The server lets roles in with a wrong password. Correct pg_hba.conf."
                )
        database.refresh(url=settings.DATABASE_URL, home=home)
        migrate(say)
        require_same_origin()
        connections.close_all()
    collect_static(supervisor, say)
    demonstrate(supervisor, say)


def migrate(say: Say) -> None:
    """Bring the tables of each database up to date and give the roles exactly their rights there.

    Raises:
        StartRefused: release-too-old, database-rights-missing, issuing-database-changed, grants-unknown-table.
    """
    for alias in connections:
        _migrate(alias, say)
    for alias in connections:
        require_own_tables(alias)
        connections[alias].ensure_connection()
        roles.apply_grants(connections[alias].connection, alias)


def require_own_tables(alias: str) -> None:
    """See that the issuer's tables are in the database that the settings name, and in no other.

    Raises:
        StartRefused: issuing-database-changed.
    """
    with connections[alias].cursor() as cursor:
        there = "issuing_key" in connections[alias].introspection.table_names(cursor)
    if there is not (alias == settings.ISSUING_DATABASE):
        raise StartRefused(
            "issuing-database-changed",
            "The issuer's tables are in another database than ISSUING_DATABASE_URL says. Set it back; docs/running.md "
            "says when it can be changed.",
        )


def room_of(alias: str) -> str | None:
    """The room that a database beside the main one is for: its alias is called after it."""
    return None if alias == "default" else alias


def _migrate(alias: str, say: Say) -> None:
    connection = connections[alias]
    with connection.cursor() as cursor:
        for limit, span in MIGRATION_LIMITS.items():
            cursor.execute("SELECT set_config(%s, %s, false)", [limit, span])
    executor, room = MigrationExecutor(connection), room_of(alias)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("reputation.")}
    applied = {key for key in executor.loader.applied_migrations if key[0] in ours}
    if unknown := sorted(applied - set(executor.loader.graph.nodes)):
        raise StartRefused(
            "release-too-old",
            f"A newer release made these tables ({unknown[-1][0]} {unknown[-1][1]}). Use that one, or one after it.",
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(room))
    if plan:
        say(f"  making tables ({len(plan)} steps) …")
        try:
            call_command("migrate", *([room] if room else []), database=alias, verbosity=0, interactive=False)
        except psycopg.errors.InsufficientPrivilege as error:
            advice = server.advice_on_rights(targets()[alias])
            raise StartRefused("database-rights-missing", advice) from error


def require_same_origin() -> None:
    """See that the log keeps the name it was started under: its checkpoints are signed for that name.

    Raises:
        StartRefused: origin-changed.
    """
    with contextlib.suppress(NotStarted):
        origin = log.head().origin
        if origin != settings.LOG_ORIGIN:
            raise StartRefused(
                "origin-changed",
                f"The log here is {origin}, and LOG_ORIGIN says {settings.LOG_ORIGIN}. A log keeps its origin for "
                "good: set LOG_ORIGIN back, or use another REPUTATION_HOME and database.",
            )


def demonstrate(supervisor: Supervisor, say: Say) -> None:
    """At the first start of a demonstration: invented businesses with a history, and the shipped part of the registry.

    Raises:
        StartRefused: demonstration-failed.
    """
    note = settings.HOME / "demonstration"
    if note.exists() or not (settings.IS_DEMO and settings.DEMONSTRATION):
        return
    say("  first start: inventing businesses and their history; this takes about a minute …")
    for command in DEMONSTRATION:
        with timed(say, command):
            if supervisor.run_once(manage(command, role=database.OWNER)) != 0:
                raise StartRefused("demonstration-failed", f"`manage.py {command}` did not end well; see above.")
    note_demonstration()


def note_demonstration() -> None:
    """Remember that a demonstration is there, invented or restored: the next start leaves it alone."""
    if settings.IS_DEMO:
        (settings.HOME / "demonstration").write_text(f"{settings.VERSION}\n", encoding="ascii")


def collect_static(supervisor: Supervisor, say: Say) -> None:
    """Gather the static files under hashed names, unless they are what they were."""
    state = sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list(NOT_SERVED), key=lambda found: found[0]):
            file = Path(storage.path(path)).stat()
            state.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    note = Path(settings.STATIC_ROOT) / ".collected"
    if note.exists() and note.read_text(encoding="ascii") == state.hexdigest():
        return
    with timed(say, "static files"):
        ignored = [word for name in NOT_SERVED for word in ("--ignore", name)]
        command = ("collectstatic", "--noinput", "--clear", "--verbosity=0", *ignored)
        if supervisor.run_once(manage(*command, role=database.OWNER)) != 0:
            raise StartRefused("static-files-missing", "The static files could not be collected; see above.")
        note.write_text(state.hexdigest(), encoding="ascii")


def address() -> str:
    """Where to look, as somebody on this machine would type it."""
    return f"{demonstration.address(settings.BIND, settings.PORT)}/"


def await_ready(supervisor: Supervisor) -> bool:
    """Wait until the web process answers, watching the parts meanwhile."""
    until = time.monotonic() + READY_PATIENCE_S
    answered = False

    def is_up() -> bool:
        nonlocal answered
        answered = answers()
        return answered or time.monotonic() > until

    supervisor.watch(is_up)
    if not answered and not supervisor.stopping.is_set():
        supervisor.say(f"The pages do not answer after {READY_PATIENCE_S:.0f} s. Stopping everything.")
        supervisor.failed = True
    return answered and not supervisor.stopping.is_set()


def answers() -> bool:
    """Whether /healthz answers, well or not."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    client = http.client.HTTPConnection(everywhere.get(settings.BIND, settings.BIND), settings.PORT, timeout=5)
    try:
        client.request("GET", "/healthz", headers={"Host": settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"})
        return client.getresponse().status in (200, 503)
    except OSError:
        return False
    finally:
        client.close()
