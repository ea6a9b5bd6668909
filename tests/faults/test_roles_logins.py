"""Nobody gets in under another's name: every role under every other name, with a wrong password and with none."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from config import embedded, places, roles, server
from config.database import OWNER, SERVING, SUPERUSER, database_role
from config.refusals import StartRefused

ADMIN = "an administrator"


@pytest.fixture(scope="module")
def own(module_folder: Path) -> Iterator[tuple[server.Target, Path]]:
    """The embedded cluster as serve makes it."""
    home = module_folder / "own"
    home.mkdir()
    with server.running(home, url=""):
        target = server.Target.of(url="", home=home)
        server.prepare(target, home=home, given={})
        yield target, home


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[server.Target, Path]]:
    """A cluster of somebody else's, over TCP, whose administrator gave us a user and a database of its own."""
    cluster = embedded.temporary(password=ADMIN)
    cluster.stop()
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (cluster.data / "pg_hba.conf").write_text(
        "local all all scram-sha-256\nhost open all 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
    )
    cluster.start(extra=f"{embedded.QUICK}listen_addresses = '127.0.0.1'\nport = {port}\n")
    try:
        address = {"host": "127.0.0.1", "port": port, "user": SUPERUSER, "password": ADMIN}
        with server.Target(address, "postgres", is_embedded=False).connect() as admin:
            admin.execute("CREATE ROLE tenant LOGIN CREATEROLE PASSWORD 'rent'")
            admin.execute("CREATE ROLE guest LOGIN PASSWORD 'rent'")
            for name in ("ours", "open", "spare", "latin"):
                extra = "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0" if name == "latin" else ""
                admin.execute(f"CREATE DATABASE {name} OWNER tenant {extra}")
        home = Path(tmp_path_factory.mktemp("home"))
        target = server.Target.of(url=f"postgresql://tenant:rent@127.0.0.1:{port}/ours", home=home)
        server.prepare(target, home=home, given={"web": "chosen by the administrator"})
        yield target, home
    finally:
        cluster.stop()
        shutil.rmtree(cluster.folder, ignore_errors=True)


@pytest.fixture(params=["own", "theirs"])
def served(request: pytest.FixtureRequest) -> tuple[server.Target, dict[str, str]]:
    target, home = request.getfixturevalue(request.param)
    return target, roles.passwords(home, {})


def test_every_role_gets_in_with_its_own_password_and_with_no_other(
    served: tuple[server.Target, dict[str, str]],
) -> None:
    target, secret = served
    assert len(set(secret.values())) == len(SERVING)
    for role in SERVING:
        for holder, password in secret.items():
            assert server.can_log_in(target, role, password) is (role == holder), (role, holder)
        assert not server.can_log_in(target, role, "wrong")
        assert not server.can_log_in(target, role, None)
    assert server.trusting(target) == []


def test_nobody_gets_in_as_the_owner_or_the_administrator(served: tuple[server.Target, dict[str, str]]) -> None:
    target, secret = served
    for user in (database_role(OWNER), SUPERUSER):
        for password in (*secret.values(), "", "wrong"):
            with pytest.raises(psycopg.OperationalError):
                target.connect(user=user, password=password, passfile="/dev/null")


def test_no_role_enters_another_database_or_becomes_another_role(served: tuple[server.Target, dict[str, str]]) -> None:
    target, secret = served
    for role in SERVING:
        with target.connect(user=database_role(role), password=secret[role]) as connection:
            for other in {OWNER, *SERVING} - {role}:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f"SET ROLE {database_role(other)}")
            limits = [connection.execute(f"SHOW {name}").fetchone() for name in ("statement_timeout", "lock_timeout")]
            assert limits == [(span,) for span in roles.TIMEOUTS[role][:2]]
        if target.is_embedded:
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                target.connect(user=database_role(role), password=secret[role], dbname="postgres")


def test_the_embedded_server_listens_on_its_socket_alone_and_says_nothing(own: tuple[server.Target, Path]) -> None:
    target, home = own
    with target.connect() as admin:
        assert admin.execute("SHOW listen_addresses").fetchone() == ("",)
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            admin.execute("SELECT %s::text::uuid", ["a canary in a parameter"])
    folder = home / "postgres"
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "data" / "pg_hba.conf").read_text() == "local all all scram-sha-256\n"
    assert "canary" not in (folder / "log").read_text()
    assert all(path.stat().st_mode & 0o077 == 0 for path in (home / "secrets").iterdir())


def test_a_second_start_renews_what_was_lost_and_keeps_what_was_given(theirs: tuple[server.Target, Path]) -> None:
    target, home = theirs
    before = roles.passwords(home, {})
    assert before["web"] == "chosen by the administrator"
    (home / "secrets" / "database-worker").unlink()
    server.prepare(target, home=home, given={})
    after = roles.passwords(home, {})
    assert after["worker"] != before["worker"]
    assert server.can_log_in(target, "worker", after["worker"])
    assert not server.can_log_in(target, "worker", before["worker"])
    assert after["ratings"] == before["ratings"]


def refused(target: server.Target, home: Path) -> str:
    with pytest.raises(StartRefused) as refusal:
        server.prepare(target, home=home, given={})
    assert "rent" not in str(refusal.value)
    return refusal.value.code


def elsewhere(target: server.Target, **changes: object) -> server.Target:
    parts = {**target.parts, **changes}
    return server.Target(parts, str(parts["dbname"]), is_embedded=False)


def test_each_thing_that_can_be_wrong_with_a_server_has_its_own_refusal(
    theirs: tuple[server.Target, Path], tmp_path: Path
) -> None:
    target, _ = theirs
    assert refused(elsewhere(target, port=1), tmp_path) == "database-unreachable"
    assert refused(elsewhere(target, password="rent!"), tmp_path) == "database-login-refused"
    assert refused(elsewhere(target, dbname="nowhere"), tmp_path) == "database-missing"
    assert refused(elsewhere(target, dbname="latin"), tmp_path) == "database-encoding"
    assert refused(elsewhere(target, user="guest"), tmp_path) == "database-login-refused"
    assert refused(elsewhere(target, user="guest", dbname="spare"), tmp_path) == "database-rights-missing"


def test_a_server_that_trusts_whoever_asks_is_noticed(theirs: tuple[server.Target, Path]) -> None:
    target, _ = theirs
    assert server.trusting(elsewhere(target, dbname="open")) == list(SERVING)


def test_a_role_that_may_too_much_is_refused(theirs: tuple[server.Target, Path]) -> None:
    target, home = theirs
    with elsewhere(target, user=SUPERUSER, password=ADMIN).connect() as admin:
        admin.execute("GRANT pg_read_all_data TO reputation_ratings")
        try:
            assert refused(target, home) == "database-role-too-strong"
        finally:
            admin.execute("REVOKE pg_read_all_data FROM reputation_ratings")
    server.prepare(target, home=home, given={})


def test_an_old_server_is_refused() -> None:
    class Info:
        server_version = 140_012

    class Old:
        info = Info()

    with pytest.raises(StartRefused) as refusal:
        server.require_suitable(Old())  # type: ignore[arg-type]
    assert refusal.value.code == "database-too-old"


def test_the_account_of_the_server_is_not_ours_when_we_are_root() -> None:
    who = places.account()
    assert who.user != 0
    assert who.extra_groups in (None, [])
