"""The issuer as a process of its own: asked through the pages and directly, killed, flooded, and what it lets out."""

import http.client
import os
import re
import signal
import threading
import time
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest

from reputation.receipts import codes, tickets
from reputation.receipts.challenge import challenge
from tests import privacy_pass
from tests.faults.homes import make_home
from tests.faults.service import Service
from tests.issuer_served import Registered, register

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("issuer-served")]

CHALLENGE = challenge("demo.open-reference.example").encode()
DIRECTORY = "/.well-known/private-token-issuer-directory"
KIND = "application/private-token-request"
FLOOD_THREADS = 24


@pytest.fixture(scope="module")
def service(module_folder: Path) -> Iterator[Service]:
    running = Service(make_home(module_folder / "home")).ready()
    running.healthy()
    yield running
    running.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def shop(service: Service) -> Registered:
    return register(service, 20)


@pytest.fixture
def code(shop: Registered) -> str:
    """A code that no other test has used."""
    return shop.codes.pop()


def ask(
    address: str, method: str, path: str, headers: Mapping[str, str], body: bytes
) -> tuple[int, dict[str, str], bytes]:
    with closing(http.client.HTTPConnection(address, timeout=15)) as client:
        client.request(method, path, body or None, dict(headers))
        answer = client.getresponse()
        raw = answer.read()
    return answer.status, {name.lower(): value for name, value in answer.headers.items()}, raw


def asking(address: str) -> privacy_pass.Ask:
    """What a client of others asks a server with."""

    def through(method: str, where: str, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        return ask(address, method, urlsplit(where).path, headers, body)

    return through


def addresses(service: Service) -> dict[str, str]:
    return {"pages": f"127.0.0.1:{service.port}", "issuer": f"127.0.0.1:{service.issuer_port}"}


def request_of(key: privacy_pass.Key, number: int) -> bytes:
    """A request that the key answers; whoever sends it can do nothing with the answer."""
    return b"\x00\x02" + key.id[-1:] + Random(number).randrange(1, key.modulus).to_bytes(256)


def post(address: str, code: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    headers = {"Content-Type": KIND, "Authorization": f"Voucher {code}"}
    return ask(address, "POST", "/issuer/token-request", headers, body)


@pytest.mark.parametrize("way", ["pages", "issuer"])
def test_a_client_of_others_gets_a_token_by_directory_and_request(
    service: Service, shop: Registered, code: str, way: str
) -> None:
    through = asking(addresses(service)[way])
    for where in (DIRECTORY, f"/issuer/{shop.business}/seller{DIRECTORY}"):
        _, (key,) = privacy_pass.directory(through, f"http://issuer.example{where}")
    where = f"http://issuer.example/issuer/{shop.business}/seller{DIRECTORY}"
    token, signer = privacy_pass.token_from(through, where, CHALLENGE, f"Voucher {code}")
    assert (len(token), signer.id) == (354, key.id)


@pytest.mark.parametrize("way", ["pages", "issuer"])
@pytest.mark.parametrize("where", ["/r/claim", "/de/r/claim"])
def test_the_page_gives_a_ticket_with_the_name_of_the_shop(service: Service, code: str, way: str, where: str) -> None:
    body = f"code={codes.show(code)}".encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, headers, raw = ask(addresses(service)[way], "POST", where, kind, body)
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert "set-cookie" not in headers
    found = re.search(rb'href="data:text/plain;charset=utf-8;base64,([^"]+)"', raw)
    assert found is not None
    ticket = tickets.parse(b64decode(found[1]).decode())
    assert ticket.name == "Kettle & Moss Ltd"
    assert b'href="/de/' in raw or where == "/r/claim", "links of the page lead to the pages"


def test_the_issuer_answers_nothing_but_its_own(service: Service) -> None:
    for path in (
        "/",
        "/check",
        "/api/v1/log",
        "/members/sign-in",
        "/log/checkpoint",
        "/static/web/site.css",
        "/metrics",
    ):
        assert ask(addresses(service)["issuer"], "GET", path, {}, b"")[0] == 404, path
    assert ask(addresses(service)["issuer"], "GET", "/healthz", {}, b"")[0] == 200
    found = Path("/proc/net/tcp").read_text()
    listening = [line.split()[1] for line in found.splitlines()[1:] if line.split()[3] == "0A"]
    assert f"0100007F:{service.issuer_port:04X}" in listening, "on loopback alone"


def issuer_of(service: Service) -> int:
    return next(
        pid for pid in service.parts() if b"REPUTATION_ROLE=issuer\0" in Path(f"/proc/{pid}/environ").read_bytes()
    )


def test_a_request_that_lost_its_answer_gets_it_after_the_issuer_was_killed(
    service: Service, shop: Registered, code: str
) -> None:
    pages = addresses(service)["pages"]
    _, (key,) = privacy_pass.directory(asking(pages), f"http://x/issuer/{shop.business}/seller{DIRECTORY}")
    request = request_of(key, 3)
    first = post(pages, code, request)
    assert first[0] == 200
    os.kill(issuer_of(service), signal.SIGKILL)
    until, seen = time.monotonic() + 60, set[int]()
    # A moment longer its worker may answer, which goes when its master has gone.
    while True:
        status, headers, raw = post(pages, code, request)
        seen.add(status)
        if status == 200 and 503 in seen:
            break
        if status == 503:
            assert headers["content-type"] == "application/problem+json"
            assert b'"issuer-away"' in raw
            assert headers["retry-after"]
            said = service.get("/healthz")
            assert said[1]["issuer"] == "away" or post(pages, code, request)[0] == 200
        assert time.monotonic() < until
        time.sleep(0.05)
    assert seen == {200, 503}
    assert raw == first[2]
    assert service.healthy()["issuer"] == "well"
    assert post(pages, code, request_of(key, 4))[0] == 409


def test_a_flood_of_wrong_codes_locks_nobody_out(service: Service, shop: Registered) -> None:
    pages = addresses(service)["pages"]
    _, (key,) = privacy_pass.directory(asking(pages), f"http://x/issuer/{shop.business}/seller{DIRECTORY}")
    stop, counts = threading.Event(), [0] * FLOOD_THREADS
    request = request_of(key, 5)

    def flood(number: int) -> None:
        while not stop.is_set():
            assert post(pages, codes.make(), request)[0] in (403, 503)
            counts[number] += 1

    threads = [threading.Thread(target=flood, args=[number], daemon=True) for number in range(FLOOD_THREADS)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(3):
            mine, until = shop.codes.pop(), time.monotonic() + 20
            while (status := post(pages, mine, request)[0]) != 200:
                assert status == 503, "asked to come again, as everybody is"
                assert time.monotonic() < until
            assert service.get("/")[0] == 200, "pages are served meanwhile"
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
    assert sum(counts) > FLOOD_THREADS


def test_odd_ways_of_sending_cost_no_code_and_break_nothing(service: Service, shop: Registered, code: str) -> None:
    pages = addresses(service)["pages"]
    _, (key,) = privacy_pass.directory(asking(pages), f"http://x/issuer/{shop.business}/seller{DIRECTORY}")
    request, voucher = request_of(key, 8), ("Authorization", f"Voucher {code}")
    kind, length = ("Content-Type", KIND), ("Content-Length", "259")
    chunked = b"103\r\n" + request + b"\r\n0\r\n\r\n"
    odd: list[tuple[list[tuple[str, str]], bytes, set[int]]] = [
        ([voucher, kind, ("Transfer-Encoding", "chunked")], chunked, {200, 411, 422}),
        ([voucher, voucher, kind, length], request, {401}),
        ([voucher, kind, kind, length], request, {200, 415}),
        ([("authorization", voucher[1].upper()), ("CONTENT-TYPE", KIND.upper()), length], request, {200}),
        ([voucher, kind, length, ("X-Long", "x" * 7_000)], request, {200, 431}),
        ([voucher, ("Content-Type", "application/x-www-form-urlencoded"), length], request, {415}),
    ]
    for headers, body, wanted in odd:
        with closing(http.client.HTTPConnection(pages, timeout=15)) as client:
            client.putrequest("POST", "/issuer/token-request")
            for name, value in headers:
                client.putheader(name, value)
            client.endheaders(body)
            assert client.getresponse().status in wanted, [name for name, _ in headers]
    assert post(pages, code, request)[0] == 200
    assert service.healthy()["issuer"] == "well"


def test_nothing_of_a_code_a_request_or_a_token_is_written_down(service: Service, shop: Registered, code: str) -> None:
    pages = addresses(service)["pages"]
    through = asking(pages)
    where = f"http://x/issuer/{shop.business}/seller{DIRECTORY}"
    _, (key,) = privacy_pass.directory(through, where)
    request = request_of(key, 6)
    answer = post(pages, code, request)
    assert (answer[0], len(answer[2])) == (200, 256)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answers = [
        post(pages, code, request_of(key, 7)),
        post(pages, code, request[:-1]),
        post(pages, codes.make(), request),
        ask(pages, "POST", f"/issuer/look?{code}", {"Authorization": f"Voucher {code}x"}, b""),
        ask(pages, "POST", "/issuer/token-request", {"Authorization": code}, request),
        ask(pages, "GET", "/issuer/look", {"Authorization": f"Voucher {code}"}, b""),
        ask(pages, "POST", "/r/claim", form, b"code=" + b"%FF" * 200 + code.encode()),
    ]
    assert [status for status, _, _ in answers] == [409, 422, 403, 401, 415, 405, 422]
    canaries = [
        code,
        codes.show(code),
        codes.registered(code).hex(),
        request.hex(),
        request[3:40].hex(),
        answer[2].hex(),
    ]
    raws = [code.encode(), request[3:20], answer[2][:16]]
    lines = "".join(service.lines)
    for canary in canaries:
        assert canary not in lines
        assert not any(canary.encode() in raw for _, headers, raw in answers if "json" in headers["content-type"])
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            for name in ("cmdline", "environ"):
                try:
                    found = (folder / name).read_bytes()
                except OSError:
                    continue
                assert not any(raw in found for raw in raws), "the list of processes tells"
    found = (service.home / "postgres" / "log").read_bytes()
    assert found, "the server's own log"
    assert not any(canary.encode() in found for canary in canaries)
