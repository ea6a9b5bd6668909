"""Bringing the database to where the service can use it: reachable, new enough, with its roles and rights."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config import embedded, roles
from config.database import ISSUING, NAME, OWNER, SERVING, SUPERUSER, database_role, parse, password_file
from config.refusals import StartRefused
from config.roles import Connection

OLDEST = 15
EXTENSION = "pg_trgm"


@dataclass(frozen=True)
class Target:
    """A server: how to reach it as the one who may prepare it, which database is ours, and which roles may enter it."""

    parts: Mapping[str, Any]
    database: str
    is_embedded: bool
    serving: Sequence[str] = SERVING

    @classmethod
    def of(cls, *, url: str, home: Path, serving: Sequence[str] = SERVING) -> "Target":
        """The server DATABASE_URL names, or the embedded one of this home."""
        if url:
            parts = parse(url)
            return cls(parts, str(parts["dbname"]), is_embedded=False, serving=serving)
        password = password_file(home, OWNER).read_text(encoding="ascii").strip()
        note = (home / "postgres" / "socket-folder").read_text(encoding="utf-8").strip()
        return cls({"host": note, "user": SUPERUSER, "password": password}, NAME, is_embedded=True, serving=serving)

    def connect(self, **changes: object) -> Connection:
        """A connection with autocommit, so that each statement of the preparation stands alone.

        Raises:
            psycopg.OperationalError: as the server says.
        """
        wanted = {**self.parts, "dbname": self.database, "connect_timeout": 10, **changes}
        return psycopg.connect(**wanted, autocommit=True)


def targets(*, url: str, issuing: str, home: Path) -> dict[str, Target]:
    """The databases by their aliases: one for everything, or one that the issuer alone shares with whoever must."""
    if not issuing:
        return {"default": Target.of(url=url, home=home)}
    others = [role for role in SERVING if role != "issuer"]
    return {
        "default": Target.of(url=url, home=home, serving=others),
        "issuing": Target.of(url=issuing, home=home, serving=ISSUING),
    }


def require_reachable(target: Target) -> Connection:
    """A connection to the database, or a refusal that says what to do.

    Raises:
        StartRefused: database-unreachable, database-missing, database-login-refused, database-too-many-connections.
    """
    try:
        return target.connect()
    except psycopg.OperationalError as error:
        words = str(error)
        if "does not exist" in words and "database" in words:
            advice = f"That server has no database {target.database!r}. Create it: CREATE DATABASE {target.database};"
            raise StartRefused("database-missing", advice) from None
        if (
            "authentication failed" in words
            or "no password supplied" in words
            or "pg_hba.conf" in words
            or "permission denied" in words
        ):
            advice = "The server refuses the user of DATABASE_URL. Check user, password and the server's pg_hba.conf."
            raise StartRefused("database-login-refused", advice) from None
        if "too many" in words or "remaining connection slots" in words:
            advice = "The server has no connection left. Raise its max_connections, or stop what holds them."
            raise StartRefused("database-too-many-connections", advice) from None
        where = f"{target.parts.get('host', 'the default socket')}:{target.parts.get('port', 5432)}"
        advice = (
            f"No PostgreSQL answers at {where}. Start it, or correct DATABASE_URL, or leave that out to use our own."
        )
        raise StartRefused("database-unreachable", advice) from None


def require_suitable(connection: Connection) -> None:
    """See that this server will do.

    Raises:
        StartRefused: database-too-old, database-encoding, database-extension-missing, database-read-only.
    """
    version = connection.info.server_version
    if version < OLDEST * 10_000:
        raise StartRefused(
            "database-too-old", f"The server is PostgreSQL {version // 10_000}; it must be {OLDEST} or newer."
        )
    if connection.execute("SHOW server_encoding").fetchone() != ("UTF8",):
        raise StartRefused("database-encoding", "The database must be in UTF8: CREATE DATABASE … ENCODING 'UTF8'.")
    if connection.execute("SELECT pg_is_in_recovery()").fetchone() != (False,):
        raise StartRefused("database-read-only", "DATABASE_URL names a standby, which only reads. Name the primary.")
    found = connection.execute("SELECT FROM pg_available_extensions WHERE name = %s", [EXTENSION]).fetchone()
    if found is None:
        raise StartRefused(
            "database-extension-missing",
            f"The server has no extension {EXTENSION}. Install the package with PostgreSQL's contrib modules.",
        )


def prepare(target: Target, *, home: Path, given: Mapping[str, str]) -> None:
    """Roles, passwords, the database shut to all others: everything short of tables and rights on them.

    Raises:
        StartRefused: as the steps say, and database-rights-missing.
    """
    secret = roles.passwords(home, given)
    if target.is_embedded:
        _prepare_embedded(target, secret)
        return
    with closing(require_reachable(target)) as admin:
        require_suitable(admin)
        stale = [role for role in target.serving if not can_log_in(target, role, secret[role])]
        try:
            roles.ensure(admin, secret, renew=stale)
            roles.close_database(admin, target.database, target.serving)
            _require_closed(admin, target.database)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidGrantOperation) as error:
            raise StartRefused("database-rights-missing", advice_on_rights(target)) from error


def _prepare_embedded(target: Target, secret: Mapping[str, str]) -> None:
    with closing(target.connect(dbname="postgres")) as admin:
        roles.ensure(admin, secret)
        if admin.execute("SELECT FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            owner = sql.Identifier(database_role(OWNER))
            admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(NAME), owner))
        for other in ("postgres", "template1"):
            admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(other)))
    with closing(target.connect()) as admin:
        require_suitable(admin)
        roles.close_database(admin, NAME, target.serving)


def _require_closed(admin: Connection, database: str) -> None:
    """A REVOKE by somebody who may not revoke only warns: look at what came of it."""
    still = admin.execute(
        """
        SELECT has_database_privilege('public', %(name)s, 'CONNECT')
            OR has_schema_privilege('public', 'public', 'CREATE')
            OR NOT has_schema_privilege(%(owner)s, 'public', 'CREATE')
            OR NOT has_database_privilege(%(owner)s, %(name)s, 'CREATE')
        """,
        {"name": database, "owner": database_role(OWNER)},
    ).fetchone()
    if still != (False,):
        raise psycopg.errors.InsufficientPrivilege


def advice_on_rights(target: Target) -> str:
    """What an administrator of the server has to run once."""
    user = target.parts.get("user", "the user")
    return (
        f"The user of DATABASE_URL may not prepare the database. Let an administrator run once:\n"
        f'  ALTER ROLE "{user}" CREATEROLE;\n'
        f'  ALTER DATABASE "{target.database}" OWNER TO "{user}";\n'
        f'  ALTER SCHEMA public OWNER TO pg_database_owner; -- in the database "{target.database}"'
    )


def can_log_in(target: Target, role: str, password: str | None) -> bool:
    """Whether a role gets in with this password (None: with none)."""
    try:
        target.connect(user=database_role(role), password=password or "", passfile="/dev/null").close()
    except psycopg.OperationalError:
        return False
    return True


def trusting(target: Target) -> list[str]:
    """The roles that get in with a wrong password: the server trusts whoever asks, so passwords hold nothing apart."""
    return [role for role in target.serving if can_log_in(target, role, secrets.token_urlsafe(16))]


@contextmanager
def running(home: Path, *, url: str) -> Iterator[embedded.Cluster | None]:
    """The embedded server, started for as long as the block lasts; nothing to do when DATABASE_URL names another.

    The caller holds the folder's lock.
    """
    if url:
        yield None
        return
    cluster = embedded.at(home)
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()
