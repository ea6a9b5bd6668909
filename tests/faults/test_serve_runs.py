"""serve: ready, healthy, stopped cleanly; killed and started again; refused when it must be."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from config import server
from config.processes import is_alive
from tests.faults.homes import make_home
from tests.faults.service import PATIENCE_S, ROOT, Service, free_port

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("serve")]
Serve = Callable[..., Service]


@pytest.fixture(scope="module")
def stopped(module_folder: Path) -> Path:
    """A home that was served once and stopped: to copy, because a first start takes its time."""
    service = Service(make_home(module_folder / "home")).ready()
    service.healthy()
    assert service.end() == 0
    return module_folder / "home"


@pytest.fixture
def home(folder: Path, stopped: Path) -> Path:
    subprocess.run(["cp", "-a", str(stopped), str(folder / "home")], check=True)
    return folder / "home"


@pytest.fixture
def serve(folder: Path) -> Iterator[Serve]:
    running: list[Service] = []

    def start(home: Path | None = None, **environment: str) -> Service:
        running.append(Service(home or folder / "home", **environment))
        return running[-1]

    yield start
    for service in running:
        service.end(signal.SIGTERM)


def gone(pids: list[int], within_s: float) -> bool:
    until = time.monotonic() + within_s
    while any(map(is_alive, pids)):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def do_a_job(home: Path) -> None:
    """Leave a job as a page would, and wait until the worker has done it: jobs that ended well are deleted."""
    secret = (home / "secrets" / "database-web").read_text().strip()
    with closing(server.Target.of(url="", home=home).connect()) as watching:
        with closing(server.Target.of(url="", home=home).connect(user="reputation_web", password=secret)) as page:
            page.execute(
                """
                SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'ratings.publish_file', 0, NULL, NULL,
                    '{"timestamp": 0}', NULL)::procrastinate_job_to_defer_v1])
                """
            )
        until = time.monotonic() + PATIENCE_S
        while (row := watching.execute("SELECT count(*), max(status::text) FROM procrastinate_jobs").fetchone()) != (
            0,
            None,
        ):
            assert time.monotonic() < until, row
            time.sleep(0.05)


def test_it_gets_ready_is_well_and_stops_cleanly_within_seconds(serve: Serve, folder: Path) -> None:
    service = serve().ready()
    words = service.healthy()
    assert words["database"] == "well"
    assert service.get("/metrics")[0] == 200
    do_a_job(folder / "home")
    with ExitStack() as idle:
        for _ in range(100):
            idle.enter_context(closing(socket.create_connection(("127.0.0.1", service.port))))
        assert service.get("/healthz")[0] == 200, "idle connections do not keep others out"
    parts = service.parts()
    assert len(parts) == 6, "database, pages, issuer, log, ratings, jobs"
    began = time.monotonic()
    assert service.end() == 0
    assert not service.said("does not stop by itself")
    assert time.monotonic() - began < PATIENCE_S
    assert gone(parts, 0)
    assert service.lines[-1].startswith("Stopped.")
    assert not (folder / "home" / "postgres" / "data" / "postmaster.pid").exists()
    secrets = folder / "home" / "secrets"
    assert all(path.stat().st_mode & 0o077 == 0 for path in (secrets, *secrets.iterdir()))


def test_no_part_holds_a_password_or_a_key_that_is_not_its_own(serve: Serve, folder: Path) -> None:
    seed = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    former = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
    sealing = "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8="
    keys = {"LOG_KEY": seed, "LOG_KEY_BEFORE": former, "SEALING_KEY": sealing}
    service = serve(make_home(folder / "home"), LOG_ORIGIN="test.example/log", **keys).ready()
    found = {}
    for pid in service.parts():
        raw = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        environment = dict(line.decode().partition("=")[::2] for line in raw if line)
        command = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")[-1].decode()
        found[command if command.startswith("run_") else environment.get("REPUTATION_ROLE", "server")] = environment
    assert set(found) == {"server", "web", "issuer", "run_log", "run_worker", "run_ratings"}
    for secret in (seed, former):
        assert [name for name, told in found.items() if secret in " ".join(told.values())] == ["run_log"]
    assert [name for name, told in found.items() if sealing in " ".join(told.values())] == ["issuer"]
    passwords = {path.read_text().strip() for path in (folder / "home" / "secrets").iterdir()}
    for name, environment in found.items():
        assert not passwords & set(environment.values())
        if name != "server":
            role = {"web": "web", "issuer": "issuer", "run_ratings": "ratings"}.get(name, "worker")
            assert environment["DATABASE_PASSWORD_FILE"].endswith(f"/database-{role}")


def test_killed_it_leaves_nothing_running_and_starts_again(serve: Serve, home: Path) -> None:
    service = serve().ready()
    parts = service.parts()
    service.end(signal.SIGKILL)
    assert gone(parts, PATIENCE_S), "the parts and the database outlived their supervisor"
    again = serve(PORT=str(service.port)).ready()
    assert again.healthy()["database"] == "well"


def test_started_again_at_once_it_is_quick_and_a_part_that_dies_comes_back(serve: Serve, home: Path) -> None:
    service = serve().ready()
    assert time.monotonic() - service.began < PATIENCE_S, (
        "the target of 5 s is measured in bench/start.py, on a quiet machine"
    )
    assert not service.said("static files")
    web = next(pid for pid in service.parts() if b"REPUTATION_ROLE=web\0" in Path(f"/proc/{pid}/environ").read_bytes())
    os.kill(web, signal.SIGKILL)
    service.wait_for("web stopped with status -9. Starting it again")
    service.wait_for("web")
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            assert service.get("/healthz")[0] in (200, 503)
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the pages did not come back")


def test_a_second_one_on_the_same_folder_and_one_on_a_taken_port_are_refused(
    serve: Serve, home: Path, folder: Path
) -> None:
    first = serve().ready()
    second = serve()
    assert second.end_by_itself() == 1
    assert second.lines[0].startswith("already-served: ")
    third = serve(folder / "other", PORT=str(first.port))
    assert third.end_by_itself() == 1
    assert third.lines[0].startswith("port-taken: ")
    free = free_port()
    for port, words in ((first.port, "Set ISSUER_PORT to another one."), (free, "are both")):
        other = serve(folder / "other", PORT=str(free), ISSUER_PORT=str(port))
        assert other.end_by_itself() == 1
        assert other.lines[0].startswith("port-taken: ")
        assert words in other.lines[0]
    assert not (folder / "other" / "postgres").exists(), "refused before anything was made"
    assert first.get("/healthz")[0] in (200, 503)


def test_a_port_somebody_else_has_is_refused(serve: Serve) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        service = serve(PORT=str(taken.getsockname()[1]))
        assert service.end_by_itself() == 1
    assert service.lines[0].startswith("port-taken: ")


def test_a_log_keeps_its_origin(serve: Serve, home: Path) -> None:
    second = serve(LOG_ORIGIN="another.example/log", LOG_KEY="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    assert second.end_by_itself() == 1
    assert second.said("origin-changed: ")
    assert serve().ready().healthy(), "another port, the same log"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty'"),
        ({"REPUTATION_ENV": "production"}, "Production settings are refused"),
        (
            {"LOG_WITNESSES": "quorum w"},
            "LOG_WITNESSES is no policy after c2sp.org/tlog-policy: line 1: w is not defined",
        ),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must begin with postgresql://"),
        ({"DATABASE_URL": "postgresql://nobody:hunter2@127.0.0.1:1/x"}, "database-unreachable: "),
        ({"BIND": "203.0.113.1"}, "address-unknown: "),
        ({"REPUTATION_HOME": "/dev/null/home"}, "folder-unwritable: "),
    ],
)
def test_a_setting_that_cannot_be_is_one_clear_line(folder: Path, environment: dict[str, str], words: str) -> None:
    plain = {"PATH": os.environ["PATH"], "REPUTATION_HOME": str(folder / "home")}
    ended = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=plain | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "hunter2" not in ended.stderr


def test_the_doctor_finds_a_stopped_service_well_and_planted_faults_ill(home: Path, folder: Path) -> None:
    environment = os.environ | {"REPUTATION_HOME": str(folder / "home")}

    def doctor() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", "doctor"]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    well = doctor()
    assert well.returncode == 0, well.stdout + well.stderr
    assert " 0 wrong." in well.stdout
    (folder / "home" / "secrets" / "database-web").chmod(0o644)
    checkpoint = folder / "home" / "public" / "log" / "checkpoint"
    checkpoint.write_text(checkpoint.read_text().replace("\n", "\n1", 1))
    (folder / "home" / "postgres" / "data" / "pg_hba.conf").write_text("local all all trust\n")
    ill = doctor()
    assert ill.returncode == 1
    for code in ("secrets-open", "checkpoint-differs", "database-trusts"):
        assert code in ill.stdout, ill.stdout
