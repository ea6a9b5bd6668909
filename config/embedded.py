"""The embedded PostgreSQL: a real server from a wheel, in a folder of its own, behind this one module."""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from config import places
from config.database import OWNER, SUPERUSER, password_file
from config.processes import die_with_parent, is_alive, unwritable
from config.refusals import StartRefused

START_PATIENCE_S = 600
STOP_PATIENCE_S = 20
LONGEST_LOG = 4_000_000
SETTINGS = """\
# Written at every start; use ALTER SYSTEM for settings of your own.
listen_addresses = ''
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 100
shared_buffers = {shared}MB
effective_cache_size = {cache}MB
maintenance_work_mem = {maintenance}MB
work_mem = 16MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
# Nothing that was asked or written may reach the server's own log: no statement, no parameter, no message of a query.
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_min_duration_statement = -1
log_min_duration_sample = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_connections = off
log_disconnections = off
log_hostname = off
log_checkpoints = off
log_lock_waits = off
log_temp_files = -1
log_autovacuum_min_duration = -1
log_line_prefix = '%m '
logging_collector = off
cluster_name = 'reputation'
"""
QUICK = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nmax_connections = 200\nshared_buffers = 128MB\n"
KNOWN_TROUBLE = (
    ("No space left on device", "disk-full", "There is no room left for the database. Make room, then start again."),
    (
        "wrong ownership",
        "folder-unwritable",
        "The data folder belongs to another user. Start the service as that user.",
    ),
    (
        "Permission denied",
        "folder-unwritable",
        "The database may not use its own files. Give its user the folder back.",
    ),
    ("could not create shared memory", "memory-short", "There is not enough memory to start the database."),
)


def _megabytes() -> int:
    """The memory we may use: the machine's, or what a container allows."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):
        whole = min(whole, int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return whole // (1024 * 1024)


def _settings() -> str:
    memory = _megabytes()
    shared = max(32, min(memory // 8, 2048))
    return SETTINGS.format(shared=shared, cache=max(64, memory // 3), maintenance=max(32, min(memory // 32, 512)))


class Cluster:
    """A PostgreSQL data folder and the server on it, reached through a socket only."""

    def __init__(self, folder: Path, who: places.Account) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.who = self._owner_of_data() or who
        self.programs = places.programs(self.who, keep=folder)
        self.socket = places.socket_folder(folder, self.who)
        self.server: subprocess.Popen[bytes] | None = None

    def _owner_of_data(self) -> places.Account | None:
        """Who ran the server so far, when we are root and another than our account made the folder."""
        if os.geteuid() != 0 or not self.data.exists() or self.data.stat().st_uid == 0:
            return None
        with contextlib.suppress(KeyError):
            return places.Account.of(pwd.getpwuid(self.data.stat().st_uid))
        return None

    def _run(self, program: str, *args: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        command = [str(self.programs / program), *args]
        return subprocess.run(
            command,
            user=self.who.user,
            group=self.who.group,
            extra_groups=self.who.extra_groups,
            cwd=self.folder,
            env=places.PLAIN_ENVIRONMENT,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )

    def exists(self) -> bool:
        """Whether there is a data folder."""
        return (self.data / "PG_VERSION").exists()

    def major(self) -> int:
        """The major version of the programs."""
        answer = self._run("postgres", "--version").stdout
        found = re.search(r"(\d+)", answer)
        if found is None:
            raise StartRefused("programs-missing", "The embedded server's programs do not run on this machine.")
        return int(found[1])

    def make(self, password: str | None, *, extra: str = "") -> None:
        """Create the data folder; a half-made one never gets its name. Without a password anybody may connect (tests).

        Raises:
            StartRefused: disk-full, folder-unwritable, initdb-failed.
        """
        half = self.folder / "data.new"
        shutil.rmtree(half, ignore_errors=True)
        secret = self.folder / "password.new"
        login = ["--auth=trust"]
        if password is not None:
            login = ["--auth=scram-sha-256", f"--pwfile={secret}"]
            secret.touch(mode=0o600)
            secret.write_text(password, encoding="ascii")
            places.hand_over(secret, self.who, 0o600)
        quick = ["--no-sync"] if extra == QUICK else []
        locale = ["-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        try:
            done = self._run("initdb", "-D", str(half), "-U", SUPERUSER, *login, *locale, "--no-instructions", *quick)
        finally:
            secret.unlink(missing_ok=True)
        if done.returncode != 0:
            shutil.rmtree(half, ignore_errors=True)
            raise self._trouble(done.stderr, "initdb-failed", "The database could not be created.")
        method = "trust" if password is None else "scram-sha-256"
        (half / "pg_hba.conf").write_text(f"local all all {method}\n", encoding="ascii")
        (half / "postgresql.conf").write_text(_settings() + extra, encoding="ascii")
        half.rename(self.data)

    def start(self, *, extra: str = "") -> None:
        """Start the server and wait until it takes connections.

        Raises:
            StartRefused: other-version, disk-full, folder-unwritable, memory-short, database-not-starting.
        """
        self._require_version()
        self._end_former()
        try:
            (self.data / "postgresql.conf").write_text(_settings() + extra, encoding="ascii")
            (self.folder / "socket-folder").write_text(f"{self.socket}\n", encoding="utf-8")
            if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
                self.log.unlink()
            with self.log.open("ab") as log:
                self.log.chmod(0o600)
                begins = log.tell()
                self.server = subprocess.Popen(
                    [str(self.programs / "postgres"), "-D", str(self.data), "-k", str(self.socket)],
                    user=self.who.user,
                    group=self.who.group,
                    extra_groups=self.who.extra_groups,
                    cwd=self.folder,
                    env=places.PLAIN_ENVIRONMENT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    preexec_fn=die_with_parent(signal.SIGINT),
                )
        except OSError as error:
            raise unwritable(self.folder, error) from error
        self._wait_until_ready(begins)

    def _wait_until_ready(self, begins: int) -> None:
        until = time.monotonic() + START_PATIENCE_S
        while time.monotonic() < until:
            if self.server is None or self.server.poll() is not None:
                words = self.log.read_bytes()[begins:].decode(errors="replace")
                self.server = None
                raise self._trouble(words, "database-not-starting", "The database does not start.")
            with contextlib.suppress(OSError, IndexError):
                lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
                if int(lines[0]) == self.server.pid and lines[7].strip() == "ready":
                    return
            time.sleep(0.02)
        self.stop()
        raise StartRefused("database-not-starting", f"The database took more than {START_PATIENCE_S} s to start.")

    def _trouble(self, words: str, code: str, advice: str) -> StartRefused:
        for sign, known, known_advice in KNOWN_TROUBLE:
            if sign in words:
                return StartRefused(known, f"{known_advice} ({self.folder})")
        return StartRefused(code, f"{advice} Its log {self.log} ends:\n" + "\n".join(words.splitlines()[-5:]))

    def _require_version(self) -> None:
        have, need = (self.data / "PG_VERSION").read_text(encoding="ascii").strip(), self.major()
        if have != str(need):
            raise StartRefused(
                "other-version",
                f"{self.data} was made by PostgreSQL {have}; this release brings {need}. Make a backup with the "
                "release that made it, then restore it into an empty REPUTATION_HOME with this one.",
            )

    def running(self) -> int | None:
        """The process number of a server on our data folder, ours or one left behind; a stale note does not count."""
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        if not is_alive(pid):
            return None
        process = Path(f"/proc/{pid}")
        if process.exists():
            try:
                if not process.joinpath("cwd").samefile(self.data):
                    return None
            except OSError:
                return None
        return pid

    def _end_former(self) -> None:
        """Stop a server that outlived its supervisor, and remove the note of one that is gone."""
        pid = self.running()
        if pid is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            return
        for number in (signal.SIGINT, signal.SIGQUIT):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            until = time.monotonic() + STOP_PATIENCE_S
            while time.monotonic() < until:
                if not is_alive(pid):
                    (self.data / "postmaster.pid").unlink(missing_ok=True)
                    return
                time.sleep(0.05)
        raise StartRefused("database-left-running", f"A database of a former run (process {pid}) does not stop.")

    def reset_password(self, password: str) -> None:
        """Give the superuser a new password while the server is stopped, when the file of the old one was lost."""
        self._require_version()
        self._end_former()
        command = f"ALTER ROLE {SUPERUSER} PASSWORD '{password}'\n"
        done = self._run("postgres", "--single", "-j", "-D", str(self.data), "template1", text=command)
        if done.returncode != 0:
            raise self._trouble(done.stderr, "database-not-starting", "The database does not start.")

    def stop(self) -> None:
        """Stop the server: politely, then firmly."""
        server, self.server = self.server, None
        if server is None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                server.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(STOP_PATIENCE_S)
                break
        if self.socket != self.folder:
            shutil.rmtree(self.socket, ignore_errors=True)
            (self.folder / "socket-folder").unlink(missing_ok=True)


def write_secret(path: Path, value: str) -> None:
    """Keep a secret in a file that only we can read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    half = path.with_suffix(".new")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)


def at(home: Path) -> Cluster:
    """The cluster of this home, made on first use and not yet started; the caller holds the folder's lock.

    Raises:
        StartRefused: as `Cluster.make` and `places` say.
    """
    who = places.account()
    cluster = Cluster(places.server_folder(home, who), who)
    path = password_file(home, OWNER)
    known = path.exists()
    try:
        if not known:
            write_secret(path, secrets.token_urlsafe(32))
        password = path.read_text(encoding="ascii").strip()
        if not cluster.exists():
            cluster.make(password)
        elif not known:
            cluster.reset_password(password)
    except OSError as error:
        raise unwritable(home, error) from error
    return cluster


def temporary(*, password: str | None = None) -> Cluster:
    """A started throw-away cluster for tests: no durability, so fast."""
    folder = Path(tempfile.mkdtemp(prefix="reputation-test-"))
    who = places.account()
    places.hand_over(folder, who, 0o700)
    cluster = Cluster(folder, who)
    cluster.make(password, extra=QUICK)
    cluster.start(extra=QUICK)
    return cluster
