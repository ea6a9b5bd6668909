"""How a process connects: which server, as which role, with which password."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from config import env

OWNER = "owner"
SERVING = ("web", "worker", "issuer", "ratings", "lookup")
ROLES = (OWNER, *SERVING)
# Who enters the database of the issuer, where it has one of its own. The issuer then enters no other.
ISSUING = ("web", "worker", "issuer")

NAME = "reputation"
PREFIX = "reputation_"
SUPERUSER = "postgres"
# At which use a statement made for it is planned for good (`core.db.prepared`): the first.
PREPARE_AT = 1


def database_role(role: str) -> str:
    """The name a role has in the database. The owner's cannot log in."""
    return PREFIX + role


def password_file(home: Path, role: str) -> Path:
    """Where the password of a role is kept; of the owner: that of the embedded server's superuser."""
    return home / "secrets" / f"database-{role}"


def socket_folder(home: Path) -> Path:
    """The folder of the embedded server's socket, as the last start noted it."""
    note = home / "postgres" / "socket-folder"
    return Path(note.read_text(encoding="utf-8").strip()) if note.exists() else home / "postgres"


def parse(url: str) -> dict[str, Any]:
    """The parts of DATABASE_URL.

    Raises:
        ImproperlyConfigured: it is not the address of a PostgreSQL database. The message never holds the address.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://. Only PostgreSQL 15 or newer will do.")
    try:
        parts = dict(conninfo_to_dict(url))
    except psycopg.ProgrammingError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. It looks like postgresql://user:password@host:5432/name."
        ) from error
    if not parts.get("dbname"):
        raise ImproperlyConfigured("DATABASE_URL names no database. Put its name at the end: …@host:5432/reputation.")
    return parts


def _own_password(home: Path, role: str) -> str:
    given = env.text("DATABASE_PASSWORD", "")
    if given:
        return given
    path = password_file(home, role)
    if not path.exists() or not os.access(path, os.R_OK):
        return ""
    return path.read_text(encoding="utf-8").strip()


def refresh(*, url: str, home: Path) -> None:
    """Read the owner's way in again: when Django was set up, the server was not there yet."""
    from django.db import connections

    connections["default"].close()
    connections["default"].settings_dict.update(configure(url=url, home=home, role=OWNER, pool=0))


def without_owner(url: str) -> str:
    """DATABASE_URL without user and password, for processes that connect as their own role."""
    if not url:
        return ""
    parts = {key: str(value) for key, value in parse(url).items() if key not in ("user", "password", "dbname")}
    return f"postgresql:///{quote(str(parse(url)['dbname']), safe='')}?{urlencode(parts, quote_via=quote)}"


def configure(*, url: str, home: Path, role: str, pool: int) -> dict[str, Any]:
    """Django's settings of the one alias, for a process of this role. `pool`: most connections kept, 0 for none."""
    options: dict[str, Any] = {"application_name": database_role(role), "connect_timeout": 10}
    if url:
        parts = parse(url)
        host, port = parts.pop("host", ""), parts.pop("port", "")
        user, password, name = parts.pop("user", ""), parts.pop("password", ""), parts.pop("dbname")
        options |= parts
    else:
        host, port, name = str(socket_folder(home)), "", NAME
        user, password = SUPERUSER, _own_password(home, OWNER) if role == OWNER else ""
    if role == OWNER:
        options["options"] = f"{options.get('options', '')} -c role={database_role(OWNER)}".strip()
    else:
        user, password = database_role(role), _own_password(home, role)
    if pool:
        options["prepare_threshold"] = PREPARE_AT
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 5, "name": f"reputation-{role}"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "HOST": host,
        "PORT": str(port or ""),
        "USER": user,
        "PASSWORD": password,
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": bool(pool),
    }
