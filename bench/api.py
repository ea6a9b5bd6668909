"""How many answers a second the service gives beside a bare view. `python -m bench.api --businesses 1000 100000`.

The server is the real one (Granian, one worker, the web process's settings); the bare view makes one SELECT and sends
the bytes. Clients are plain sockets on the loopback interface that keep their connections; kinds of requests take
turns, so that all meet the same machine. Bounded in time. Printed: requests a second, and ratios to the bare view.
"""

import argparse
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from uuid import UUID

TURN_S = 1.5
TURNS = 4
CLIENTS = 4
TARGETS = {"rating": 0.7, "business page": 0.4, "check by number": 0.7}


def request(port: int, method: str, path: str, body: bytes = b"") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: identity\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def ask(connection: socket.socket, raw: bytes) -> int:
    """Send a request and read its answer to the end; answers the status."""
    connection.sendall(raw)
    seen = b""
    while (end := seen.find(b"\r\n\r\n")) < 0:
        seen += connection.recv(65_536)
    head = seen[:end].lower()
    left = int(head.split(b"content-length:")[1].split(b"\r\n")[0]) - (len(seen) - end - 4)
    while left > 0:
        left -= len(connection.recv(min(left, 65_536)))
    return int(head.split(b" ", 2)[1])


def load(port: int, wanted: list[bytes], seconds: float) -> float:
    """Answers a second with CLIENTS connections, each asking one after another."""
    counts = [0] * CLIENTS
    until = time.perf_counter() + seconds

    def client(number: int) -> None:
        dice = random.Random(number)
        with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as connection:
            while time.perf_counter() < until:
                status = ask(connection, dice.choice(wanted))
                assert status == 200, status
                counts[number] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def fill(count: int, template: UUID) -> list[UUID]:
    """Businesses beside those of the demonstration: each with number, name and the stored answer of one."""
    from django.db import connection

    from reputation.businesses import names

    dice = random.Random(count)
    made = [UUID(int=dice.getrandbits(128), version=4) for _ in range(count)]
    words = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbour", "iris", "juniper", "kestrel"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM businesses_business")
        first = cursor.fetchone()[0] + 1
        columns = "id, public_id, legal_name, country, place, legal_form, state, joined_on, charter_version, names_salt"
        with cursor.copy(f"COPY businesses_business ({columns}) FROM STDIN") as copy:
            copy.set_types(["int8", "uuid", "text", "text", "text", "text", "text", "date", "text", "bytea"])
            for place, key in enumerate(made):
                row = (first + place, key, f"Shop {place}", "GB", "", "", "participant", "2026-01-05", "1", b"\0" * 32)
                copy.write_row(row)
        with cursor.copy("COPY businesses_registrynumber (scheme, value, business_id) FROM STDIN") as copy:
            for place in range(count):
                copy.write_row(("example", f"EX{50_000_000 + place:08d}", first + place))
        with cursor.copy("COPY businesses_searchname (business_id, folded, tokens) FROM STDIN") as copy:
            for place in range(count):
                tokens = names.tokens(f"{dice.choice(words)} {dice.choice(words)} {place:x}x")
                copy.write_row((first + place, " ".join(tokens), tokens))
        cursor.execute("SELECT setval('businesses_business_id_seq', (SELECT max(id) FROM businesses_business))")
        cursor.execute("CREATE TEMP TABLE made (business uuid)")
        with cursor.copy("COPY made FROM STDIN") as copy:
            for key in made:
                copy.write_row((key,))
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'ratings_answer'"
            " AND column_name <> 'business' ORDER BY ordinal_position"
        )
        columns = ", ".join(row[0] for row in cursor.fetchall())
        cursor.execute(
            f"INSERT INTO ratings_answer (business, {columns}) SELECT made.business, {columns}"
            " FROM made, (SELECT * FROM ratings_answer WHERE business = %s) AS one",
            [template],
        )
        cursor.execute("DROP TABLE made")
        cursor.execute("ANALYZE")
    return made


def measure(port: int, shops: dict[UUID, str], made: list[UUID], count: int) -> None:
    some = random.Random(1).sample(made, min(len(made), 500))
    numbers = [f"EX{50_000_000 + n:08d}" for n in random.Random(2).sample(range(count), min(count, 200))]
    kinds = {
        "bare view": [request(port, "GET", f"/bare/{key}") for key in some],
        "rating": [request(port, "GET", f"/api/v1/businesses/{key}/rating") for key in some],
        "business page": [request(port, "GET", f"/b/{key}/{slug}") for key, slug in shops.items()],
        "check by number": [request(port, "POST", "/api/v1/check", json.dumps({"q": q}).encode()) for q in numbers],
        "check by name": [
            request(port, "POST", "/api/v1/check", json.dumps({"q": slug.replace("-", " ")}).encode())
            for slug in shops.values()
        ],
    }
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    for wanted in kinds.values():
        load(port, wanted, 0.5)
    for _ in range(TURNS):
        for kind, wanted in kinds.items():
            rates[kind].append(load(port, wanted, TURN_S))
    best = {kind: max(found) for kind, found in rates.items()}
    print(f"\n{count:,} businesses, {CLIENTS} connections, one worker")
    for kind, rate in best.items():
        ratio = rate / best["bare view"]
        target = TARGETS.get(kind)
        verdict = "" if target is None else f"   target {target}: {'met' if ratio >= target else 'MISSED'}"
        print(f"  {kind:16s} {rate:8,.0f} a second   {ratio:5.2f} of the bare view{verdict}")


def serve(port: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PORT": str(port), "WEB_WORKERS": "1"}
    process = subprocess.Popen([sys.executable, "-m", "config.serving"], env=environment)
    for _ in range(100):
        time.sleep(0.2)
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
    raise SystemExit("the server did not start")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--businesses", type=int, nargs="+", default=[1_000])
    sizes = parser.parse_args().businesses
    from config import embedded

    cluster, home = embedded.temporary(), tempfile.mkdtemp(prefix="bench-")
    os.environ |= {
        "BENCH_SOCKET": str(cluster.socket),
        "DJANGO_SETTINGS_MODULE": "bench.serving_settings",
        "REPUTATION_HOME": home,
    }
    server = None
    try:
        import django

        django.setup()
        from django.core.management import call_command

        from reputation.businesses import queries as businesses
        from reputation.core import months
        from reputation.ratings import queries as ratings
        from reputation.simulation import actions
        from reputation.simulation.cast import CAST

        call_command("migrate", verbosity=0)
        now = datetime.now(UTC)
        actions.build(month=months.of(now), now=now, members=CAST[:6])
        listed = [row.business for row in ratings.listing(after=None, limit=6)]
        shops = {key: brief.slug for key, brief in businesses.briefs(listed).items()}
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = serve(port)
        made: list[UUID] = []
        for size in sizes:
            made += fill(size - len(made), listed[0])
            measure(port, shops, made, len(made))
    finally:
        if server is not None:
            server.terminate()
            server.wait(10)
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(cluster.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
