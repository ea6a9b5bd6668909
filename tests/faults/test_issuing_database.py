"""The issuer in a cluster of its own: batch, claim and the log work, and neither side has tables of the other."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import LazySettings

from config import embedded, roles, server
from config.database import database_role
from reputation.receipts.challenge import challenge
from tests import privacy_pass
from tests.faults.service import ROOT, Service
from tests.faults.test_issuer import CHALLENGE, DIRECTORY, addresses, asking, issuer_of
from tests.issuer_served import Registered, register

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("issuing-database")]

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
FUNCTIONS = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"


@pytest.fixture(scope="module")
def theirs() -> Iterator[str]:
    """The address of a database in another cluster."""
    cluster = embedded.temporary()
    try:
        with psycopg.connect(host=str(cluster.socket), user="postgres", dbname="postgres", autocommit=True) as admin:
            admin.execute("CREATE DATABASE apart")
        yield f"postgresql:///apart?{urlencode({'host': str(cluster.socket), 'user': 'postgres'})}"
    finally:
        cluster.stop()
        shutil.rmtree(cluster.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def runs(module_folder: Path, theirs: str) -> Iterator[list[Service]]:
    """The runs of one home, of which the last is running."""
    first = Service(module_folder / "home", ISSUING_DATABASE_URL=theirs).ready()
    first.healthy()
    made = [first]
    yield made
    made[-1].end(signal.SIGTERM)


@pytest.fixture
def service(runs: list[Service]) -> Service:
    return runs[-1]


@pytest.fixture(scope="module")
def shop(runs: list[Service], theirs: str) -> Registered:
    return register(runs[-1], 2, ISSUING_DATABASE_URL=theirs)


def both(service: Service, theirs: str) -> dict[str, server.Target]:
    return server.targets(url="", issuing=theirs, home=service.home)


def names(target: server.Target, query: str) -> set[str]:
    with closing(target.connect()) as admin:
        return {name for (name,) in admin.execute(query).fetchall()}


def test_a_code_becomes_a_token(service: Service, shop: Registered) -> None:
    where = f"http://x/issuer/{shop.business}/seller{DIRECTORY}"
    voucher = f"Voucher {shop.codes[0]}"
    token, key = privacy_pass.token_from(asking(addresses(service)["pages"]), where, CHALLENGE, voucher)
    assert token[66:98] == key.id
    assert challenge("demo.open-reference.example").encode() == CHALLENGE


def test_no_table_of_one_side_is_on_the_other(service: Service, shop: Registered, theirs: str) -> None:
    found = both(service, theirs)
    ours, apart = (names(found[alias], TABLES) for alias in ("default", "issuing"))
    assert apart == {"issuing_key", "issuing_batch", "issuing_voucher", "issuing_claim", "issuing_mark"} | {
        "django_migrations"
    }
    assert not {name for name in ours if name.startswith("issuing_")}
    assert {"receipts_key", "log_entry"} <= ours
    assert all(name.startswith("issuing_") for name in names(found["issuing"], FUNCTIONS))
    assert not {name for name in names(found["default"], FUNCTIONS) if name.startswith("issuing_")}


def test_each_role_has_its_rights_on_its_side_and_the_issuer_enters_no_other(
    service: Service, theirs: str, settings: LazySettings
) -> None:
    settings.ISSUING_DATABASE = "issuing"
    for alias, target in both(service, theirs).items():
        with closing(target.connect()) as admin:
            assert roles.actual(admin) == roles.declared(alias)
            entering = {
                role
                for role in ("web", "worker", "issuer", "ratings", "lookup")
                if admin.execute(
                    "SELECT has_database_privilege(%s, %s, 'CONNECT')", [database_role(role), target.database]
                ).fetchone()
                == (True,)
            }
        assert entering == set(target.serving)
    assert entering == {"web", "worker", "issuer"}


def test_the_issuer_is_told_of_its_own_database_alone(service: Service, theirs: str) -> None:
    told = Path(f"/proc/{issuer_of(service)}/environ").read_bytes().decode().split("\0")
    found = dict(line.partition("=")[::2] for line in told if line)
    assert "DATABASE_URL" not in found
    assert "apart" in found["ISSUING_DATABASE_URL"]
    assert "user=" not in found["ISSUING_DATABASE_URL"]
    home = found["REPUTATION_HOME"]
    assert {name for name, value in found.items() if home in value} <= {"REPUTATION_HOME", "DATABASE_PASSWORD_FILE"}


def command(service: Service, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"REPUTATION_HOME": str(service.home), "ISSUER_PORT": str(service.issuer_port)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_doctor_looks_at_both(service: Service, shop: Registered, theirs: str) -> None:
    found = command(service, "doctor", ISSUING_DATABASE_URL=theirs)
    # The other cluster trusts whoever asks, as those of tests do: a warning outside production.
    assert found.returncode == 0, found.stdout
    assert found.stdout.count("database-reachable") == 2
    assert "the issuer of receipts answers" in found.stdout
    with closing(both(service, theirs)["issuing"].connect()) as admin:
        admin.execute("GRANT SELECT ON issuing_voucher TO reputation_web")
        found = command(service, "doctor", ISSUING_DATABASE_URL=theirs)
        admin.execute("REVOKE SELECT ON issuing_voucher FROM reputation_web")
    assert found.returncode == 1
    assert "web: SELECT on issuing_voucher" in found.stdout


def test_it_starts_again_with_both_and_not_with_one(runs: list[Service], shop: Registered, theirs: str) -> None:
    home = runs[-1].home
    assert runs[-1].end() == 0
    with_one = Service(home)
    assert with_one.process.wait(60) == 1
    assert with_one.said("issuing-database-changed: ")
    runs.append(Service(home, ISSUING_DATABASE_URL=theirs).ready())
    assert runs[-1].healthy()["issuer"] == "well"
    voucher = f"Voucher {shop.codes[1]}"
    where = f"http://x/issuer/{shop.business}/seller{DIRECTORY}"
    privacy_pass.token_from(asking(addresses(runs[-1])["pages"]), where, CHALLENGE, voucher)
