"""The roles of the database: who may log in, what each may touch, and nothing beyond what the rooms declare."""

import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from psycopg import sql

from config.database import OWNER, SERVING, database_role, password_file
from config.embedded import write_secret
from config.refusals import StartRefused
from config.routing import database_of

Connection = psycopg.Connection[Any]
Right = tuple[str, str, str]
"""A role (short name), a table, a privilege; of one column: `SELECT (name)`; of a function: `name()`, `EXECUTE`."""

GRANTED = re.compile(r"(SELECT|INSERT|UPDATE|DELETE)(?: ?\(([a-z0-9_]+(?:, ?[a-z0-9_]+)*)\))?")
PRIVILEGES = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
# statement, lock and idle in transaction: a page must be quick, a worker may take its time, nobody holds locks asleep.
TIMEOUTS = {
    "web": ("5s", "2s", "10s"),
    "lookup": ("5s", "2s", "10s"),
    "issuer": ("5s", "2s", "10s"),
    "worker": ("10min", "10s", "60s"),
    "ratings": ("10min", "10s", "60s"),
}


def passwords(home: Path, given: Mapping[str, str]) -> dict[str, str]:
    """The password of each serving role: given, kept, or new and kept from now on."""
    found = {}
    for role in SERVING:
        path = password_file(home, role)
        if not given.get(role) and not path.exists():
            write_secret(path, secrets.token_urlsafe(32))
        found[role] = given.get(role) or path.read_text(encoding="ascii").strip()
        if given.get(role) and (not path.exists() or path.read_text(encoding="ascii").strip() != found[role]):
            write_secret(path, found[role])
    return found


def ensure(admin: Connection, secret: Mapping[str, str], *, renew: Iterable[str] = SERVING) -> None:
    """Make the roles that are missing, set the passwords of those in `renew`, and hold all to what they may be.

    The passwords travel as SCRAM verifiers, so that no server log can ever show one.

    Raises:
        StartRefused: database-role-too-strong.
    """
    renewed = set(renew)
    known = {row[0] for row in admin.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'reputation\\_%'")}
    with admin.transaction():
        if database_role(OWNER) not in known:
            admin.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(_role(OWNER)))
        for role in SERVING:
            name = database_role(role)
            if name not in known:
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN NOINHERIT").format(_role(role)))
            if name not in known or role in renewed:
                verifier = admin.pgconn.encrypt_password(
                    secret[role].encode(), name.encode(), b"scram-sha-256"
                ).decode()
                admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(_role(role), sql.Literal(verifier)))
            limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
            for limit, span in zip(limits, TIMEOUTS[role], strict=True):
                statement = sql.SQL("ALTER ROLE {} SET {} = {}")
                admin.execute(statement.format(_role(role), sql.Identifier(limit), sql.Literal(span)))
    try:
        admin.execute(sql.SQL("SET ROLE {}").format(_role(OWNER)))
        admin.execute("RESET ROLE")
    except psycopg.errors.InsufficientPrivilege:
        admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(_role(OWNER)))
    _require_weak(admin)


def _require_weak(admin: Connection) -> None:
    strong = admin.execute(
        """
        SELECT rolname FROM pg_roles r WHERE rolname = ANY(%s) AND (
            rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication
            OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid))
        ORDER BY rolname
        """,
        [[database_role(role) for role in SERVING]],
    ).fetchall()
    if strong:
        names = ", ".join(name for (name,) in strong)
        raise StartRefused(
            "database-role-too-strong",
            f"These roles may more than they should: {names}. Take away SUPERUSER, CREATEROLE, CREATEDB, BYPASSRLS, "
            "REPLICATION and every membership.",
        )


def _role(role: str) -> sql.Identifier:
    return sql.Identifier(database_role(role))


def close_database(admin: Connection, name: str, serving: Iterable[str] = SERVING) -> None:
    """Shut the database and its schema to everybody but these roles; only the owner may create anything."""
    database = sql.Identifier(name)
    let_in, everybody = (sql.SQL(", ").join(_role(role) for role in names) for names in (serving, SERVING))
    with admin.transaction():
        for text in (
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC, {everybody}",
            "GRANT CONNECT ON DATABASE {database} TO {let_in}",
            "GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {database} TO {owner}",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC, {everybody}",
            "GRANT USAGE ON SCHEMA public TO {let_in}",
            "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
        ):
            names = {"database": database, "let_in": let_in, "everybody": everybody, "owner": _role(OWNER)}
            admin.execute(sql.SQL(text).format(**names))


def declared(alias: str = "default") -> set[Right]:
    """Every right that the rooms whose tables are in this database declare in `AppConfig.grants`.

    Raises:
        ValueError: an unknown role or a privilege nobody may be given.
    """
    rights: set[Right] = set()
    for app in apps.get_app_configs():
        if database_of(app.label) != alias:
            continue
        grants: Mapping[str, Mapping[str, str]] = getattr(app, "grants", {})
        for role, tables in grants.items():
            if role not in SERVING:
                raise ValueError(f"{app.name} grants to the unknown role {role}")
            for table, text in tables.items():
                privileges = {"EXECUTE"} if table.endswith("()") else _privileges(app.name, text)
                rights |= {(role, table, privilege) for privilege in privileges}
    return {right for right in rights if "(" not in right[2] or (*right[:2], right[2].partition(" ")[0]) not in rights}


def _privileges(app: str, text: str) -> set[str]:
    found = set()
    rest = GRANTED.sub("", text)
    if rest.strip(", "):
        raise ValueError(f"{app} declares grants that cannot be read: {text!r}")
    for privilege, columns in GRANTED.findall(text):
        found |= {f"{privilege} ({column.strip()})" for column in columns.split(",")} if columns else {privilege}
    return found


def apply_grants(owner: Connection, alias: str = "default") -> None:
    """Give each role exactly what is declared for this database, in one transaction: whatever else it had is gone.

    Raises:
        StartRefused: grants-unknown-table.
    """
    rights = declared(alias)
    with owner.transaction():
        tables = {row[0] for row in owner.execute(f"SELECT relname FROM ({TABLES}) t")}  # noqa: S608 - a constant
        functions = {row[0] for row in owner.execute(f"SELECT name FROM ({FUNCTIONS}) f")}  # noqa: S608 - a constant
        unknown = sorted({table for _, table, _ in rights} - tables - functions)
        if unknown:
            raise StartRefused("grants-unknown-table", f"Rights are declared on tables that are not there: {unknown}.")
        everybody = sql.SQL(", ").join([sql.SQL("PUBLIC"), *(_role(role) for role in SERVING)])
        for things in ("TABLES", "SEQUENCES"):
            statement = sql.SQL("REVOKE ALL ON ALL {} IN SCHEMA public FROM {}")
            owner.execute(statement.format(sql.SQL(things), everybody))
        _revoke_columns(owner, everybody)
        for name in functions:
            owner.execute(sql.SQL("REVOKE ALL ON FUNCTION {} FROM {}").format(_function(name), everybody))
        for role, table, privilege in sorted(rights):
            if privilege == "EXECUTE":
                owner.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(_function(table), _role(role)))
                continue
            word, _, column = privilege.partition(" ")
            what = sql.Composed([sql.SQL(word)])
            if column:
                what += sql.SQL(" ({})").format(sql.Identifier(column.strip("()")))
            owner.execute(sql.SQL("GRANT {} ON {} TO {}").format(what, _table(table), _role(role)))
            if word == "INSERT":
                for (sequence,) in owner.execute(SERIALS, [table]).fetchall():
                    owner.execute(sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(_table(sequence), _role(role)))


def _revoke_columns(owner: Connection, everybody: sql.Composed) -> None:
    rows = owner.execute(
        """
        SELECT c.relname, array_agg(a.attname ORDER BY a.attnum)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'public'::regnamespace AND a.attacl IS NOT NULL AND a.attnum > 0 GROUP BY c.relname
        """
    ).fetchall()
    for table, columns in rows:
        names = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
        owner.execute(sql.SQL("REVOKE ALL ({}) ON {} FROM {}").format(names, _table(table), everybody))


def _table(name: str) -> sql.Identifier:
    return sql.Identifier("public", name)


def _function(name: str) -> sql.Identifier:
    """The function of this name: there is one, whatever it takes."""
    return _table(name.removesuffix("()"))


TABLES = """
    SELECT oid, relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
"""
# Functions that run with their owner's rights: nobody may call one unless a room says so.
FUNCTIONS = """
    SELECT oid, proname || '()' AS name FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prosecdef
"""
# Sequences a column takes its default from; those of identity columns need no grant.
SERIALS = """
    SELECT s.relname FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype = 'a'
    JOIN pg_class t ON t.oid = d.refobjid
    WHERE s.relkind = 'S' AND t.relnamespace = 'public'::regnamespace AND t.relname = %s
"""


def actual(connection: Connection) -> set[Right]:
    """Every right the roles have in fact, whichever way it came to them."""
    names = {database_role(role): role for role in SERVING}
    rows = connection.execute(
        f"""
        WITH tables AS ({TABLES}), roles AS (SELECT unnest(%(roles)s::text[]) AS role),
        wide AS (
            SELECT role, relname, privilege FROM roles, tables, unnest(%(privileges)s::text[]) AS privilege
            WHERE has_table_privilege(role, oid, privilege)
        )
        SELECT role, relname, privilege FROM wide
        UNION ALL
        SELECT role, relname, privilege || ' (' || attname || ')'
        FROM roles, tables JOIN pg_attribute ON attrelid = oid AND attnum > 0 AND NOT attisdropped,
             unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS privilege
        WHERE has_column_privilege(role, oid, attname, privilege)
          AND (role, relname, privilege) NOT IN (SELECT role, relname, privilege FROM wide)
        UNION ALL
        SELECT role, name, 'EXECUTE' FROM roles, ({FUNCTIONS}) f WHERE has_function_privilege(role, oid, 'EXECUTE')
        """,  # noqa: S608 - constants
        {"roles": list(names), "privileges": PRIVILEGES},
    ).fetchall()
    return {(names[role], table, privilege) for role, table, privilege in rows}
