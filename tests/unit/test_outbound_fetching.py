"""Fetching from servers that lie, drip, redirect, or never answer; all of them real, on loopback."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reputation.outbound import fetching, urls
from reputation.outbound.failures import Failed, Reason
from reputation.outbound.networks import OPEN_INTERNET, Limits, Network, on_loopback
from tests.internet import HERE, Authority, Internet, internet, web_server

SHORT = Limits(deadline_s=0.6, lookup_s=0.3)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Internet]:
    with internet(tmp_path, "shop.example", "www.shop.example") as made:
        yield made


def reason_of(url: str, network: Network, limits: Limits | None = None, *, follows: bool = False) -> Reason:
    with pytest.raises(Failed) as failed:
        fetching.get(url, network=network, limits=limits, follows=follows)
    return failed.value.reason


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_answer_comes_with_its_status_headers_and_body(world: Internet, scheme: str) -> None:
    site = world.secure if scheme == "https" else world.plain
    site.put("shop.example/a?b=c", b"hello", status="201 Created", headers="X-One: 1\r\nX-One: 2\r\n")
    answer = fetching.get(f"{scheme}://shop.example/a?b=c#d", network=world.network)
    assert (answer.status, answer.headers["x-one"], answer.body) == (201, "2", b"hello")
    (heard,) = site.heard
    assert heard.headers["accept-encoding"] == "identity"
    assert "cookie" not in heard.headers


def test_a_body_is_posted_and_a_redirect_of_it_is_never_followed(world: Internet) -> None:
    world.secure.put("shop.example/hook", b"", status="307 There", headers="Location: https://shop.example/other\r\n")
    answer = fetching.post("https://shop.example/hook", {"X-Id": "7"}, b"{}", network=world.network)
    assert answer.status == 307
    (heard,) = world.secure.heard
    assert (heard.method, heard.headers["x-id"], heard.body) == ("POST", "7", b"{}")


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://shop.example/", "//shop.example/", "shop.example", "http://", "http://localhost/", "http://[::1]/"),
        *("http://127.0.0.1/", "http://2130706433/", "http://0x7f.0.0.1/", "http://127.1/", "http://a.0x7f000001/"),
        *(
            "http://user@shop.example/",
            "http://user:pass@shop.example/",
            "http://@shop.example/",
            "http://a b.example/",
        ),
        *("https://shop.example:8443/", "https://shop.example:80/", "http://shop.example:99999/", "http://[/"),
        *(
            "http://shop.example\\@evil.example/",
            "http://shop.example/\n",
            "http://shop.ex\tample/",
            "http://ſhop.example/",
        ),
        *("http://shop.example./", "http://-a.example/", "file:///etc/passwd", "https://shop.example/" + "a" * 2000),
    ],
)
def test_an_odd_address_is_refused_before_anything_is_asked(world: Internet, url: str) -> None:
    assert reason_of(url, world.network) is Reason.BAD_URL
    assert world.names.asked == []


def test_the_default_port_may_be_named(world: Internet) -> None:
    world.secure.put("shop.example/", b"yes")
    assert fetching.get("https://shop.example:443/", network=world.network).body == b"yes"


def test_a_host_is_resolved_once_and_its_second_answer_leads_nowhere(world: Internet) -> None:
    """A name that says something public first and something private then: the connection is pinned to the first."""
    world.names.put_in_turn("turn.example", "A", (HERE,), ("127.0.0.2",))
    world.plain.put("turn.example/", b"first")
    assert fetching.get("http://turn.example/", network=world.network).body == b"first"
    assert [ask[:2] for ask in world.names.asked] == [("turn.example", "A"), ("turn.example", "AAAA")]
    assert reason_of("http://turn.example/", world.network) is Reason.ADDRESS_NOT_PUBLIC
    assert world.plain.connections == 1


@pytest.mark.parametrize(
    ("kind", "value"), [("A", "127.0.0.2"), ("A", "10.0.0.1"), ("AAAA", "::1"), ("AAAA", "::ffff:127.0.0.1")]
)
def test_one_address_that_is_not_public_refuses_the_whole_host(world: Internet, kind: str, value: str) -> None:
    world.names.put("both.example", "A", *{HERE, *([value] if kind == "A" else [])})
    if kind == "AAAA":
        world.names.put("both.example", "AAAA", value)
    assert reason_of("http://both.example/", world.network) is Reason.ADDRESS_NOT_PUBLIC
    assert world.plain.connections == 0


def test_the_open_internet_permits_nothing_on_this_machine(world: Internet) -> None:
    world.plain.put("shop.example/", b"here")
    assert fetching.get("http://shop.example/", network=world.network).body == b"here"
    strict = replace(world.network, permits=OPEN_INTERNET.permits)
    assert reason_of("http://shop.example/", strict) is Reason.ADDRESS_NOT_PUBLIC
    assert (OPEN_INTERNET.http_port, OPEN_INTERNET.https_port, OPEN_INTERNET.nameservers) == (80, 443, ())


@pytest.mark.parametrize(
    ("start", "location"),
    [
        ("https", "/there"),
        ("https", "https://www.shop.example/there"),
        ("http", "https://shop.example/there"),
        ("http", "https://www.shop.example/there"),
    ],
)
def test_a_redirect_within_the_site_is_followed_when_asked_for(world: Internet, start: str, location: str) -> None:
    site = world.secure if start == "https" else world.plain
    site.put("shop.example/", b"", status="301 Moved", headers=f"Location: {location}\r\n")
    for host in ("shop.example", "www.shop.example"):
        world.secure.put(f"{host}/there", b"arrived")
    assert fetching.get(f"{start}://shop.example/", network=world.network).status == 301
    assert fetching.get(f"{start}://shop.example/", network=world.network, follows=True).body == b"arrived"


@pytest.mark.parametrize(
    "location",
    [
        *("https://other.example/", "http://shop.example/", "https://deep.shop.example/", "https://10.0.0.1/"),
        *(
            "http://169.254.169.254/latest",
            "//other.example/",
            "ftp://shop.example/",
            "https://shop.example:8443/",
            "http://[",
        ),
        *("https://shop.example.other.example/", "https://user@shop.example/", ""),
    ],
)
def test_a_redirect_elsewhere_is_not_followed(world: Internet, location: str) -> None:
    world.names.host("other.example")
    world.secure.put("shop.example/", b"", status="302 Found", headers=f"Location: {location}\r\n")
    assert reason_of("https://shop.example/", world.network, follows=True) is Reason.REDIRECTED
    assert {heard.host for heard in world.secure.heard} == {"shop.example"}


def test_a_redirect_is_judged_anew(world: Internet) -> None:
    world.secure.put("shop.example/", b"", status="302 Found", headers="Location: https://www.shop.example/in\r\n")
    world.names.put("www.shop.example", "A", "127.0.0.2")
    assert reason_of("https://shop.example/", world.network, follows=True) is Reason.ADDRESS_NOT_PUBLIC


def test_redirects_have_an_end(world: Internet) -> None:
    world.secure.put("shop.example/", b"", status="302 Found", headers="Location: /\r\n")
    assert reason_of("https://shop.example/", world.network, follows=True) is Reason.REDIRECTED
    assert len(world.secure.heard) == 4


def says(raw: bytes) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(raw)


def endless(first: bytes, again: bytes) -> Callable[[socket.socket], None]:
    def speak(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(again)

    return speak


OK = b"HTTP/1.1 200 OK\r\n"
BIG = b"x" * 4096


@pytest.mark.parametrize(
    ("instead", "reason"),
    [
        (endless(OK + b"X: ", BIG), Reason.TOO_LARGE),
        (endless(OK, b"X: 1234567890\r\n"), Reason.NOT_HTTP),
        (endless(OK, b"X: %s\r\n" % BIG), Reason.TOO_LARGE),
        (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), Reason.TOO_LARGE),
        (endless(OK + b"\r\n", BIG), Reason.TOO_LARGE),
        (endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n%s\r\n" % BIG), Reason.TOO_LARGE),
        (endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1;%s\r\nx\r\n" % BIG), Reason.TOO_LARGE),
        (says(OK + b"Content-Length: 99999999\r\n\r\nx"), Reason.TOO_LARGE),
        (says(OK + b"Content-Length: 10\r\n\r\nshort"), Reason.CUT_SHORT),
        (says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), Reason.CUT_SHORT),
        (says(b"SSH-2.0-OpenSSH_9.2\r\n"), Reason.NOT_HTTP),
        (says(b""), Reason.CUT_SHORT),
    ],
)
def test_an_answer_that_lies_or_never_ends_is_not_taken(
    world: Internet, instead: Callable[[socket.socket], None], reason: Reason
) -> None:
    world.plain.instead = instead
    assert reason_of("http://shop.example/", world.network) is reason


def test_what_is_longer_than_announced_is_not_read(world: Internet) -> None:
    world.plain.instead = says(OK + b"Content-Length: 5\r\n\r\nhello and more")
    assert fetching.get("http://shop.example/", network=world.network).body == b"hello"


def test_a_body_as_large_as_allowed_is_taken_and_one_byte_more_is_not(world: Internet) -> None:
    limits = replace(world.network.limits, most_body=1000)
    world.plain.put("shop.example/", b"x" * 1000)
    assert len(fetching.get("http://shop.example/", network=world.network, limits=limits).body) == 1000
    world.plain.put("shop.example/", b"x" * 1001)
    assert reason_of("http://shop.example/", world.network, limits) is Reason.TOO_LARGE


def test_nothing_is_unpacked(world: Internet) -> None:
    packed = bytes.fromhex("1f8b08000000000000034b040043beb7e801000000")
    world.plain.put("shop.example/", packed, headers="Content-Encoding: gzip\r\n")
    assert fetching.get("http://shop.example/", network=world.network).body == packed


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("before", [b"", OK, OK + b"\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n"])
def test_a_server_that_drips_cannot_put_off_the_deadline(world: Internet, scheme: str, before: bytes) -> None:
    site = world.secure if scheme == "https" else world.plain

    def drip(connection: socket.socket) -> None:
        connection.sendall(before)
        while not site.let_go.wait(0.02):
            connection.sendall(b"1")

    site.instead = drip
    began = time.monotonic()
    assert reason_of(f"{scheme}://shop.example/", world.network, SHORT) is Reason.TIMED_OUT
    assert time.monotonic() - began < 60


def test_a_server_that_never_answers_or_never_reads_is_left(world: Internet) -> None:
    def say_nothing(connection: socket.socket) -> None:
        world.plain.let_go.wait(10)

    world.plain.instead = say_nothing
    assert reason_of("http://shop.example/", world.network, SHORT) is Reason.TIMED_OUT
    with socket.create_server((HERE, 0)) as deaf:
        network = replace(world.network, http_port=deaf.getsockname()[1], https_port=deaf.getsockname()[1])
        assert reason_of("https://shop.example/", network, SHORT) is Reason.TIMED_OUT
        with pytest.raises(Failed) as failed:
            fetching.post("http://shop.example/", {}, b"x" * 2**24, network=network, limits=SHORT)
    assert failed.value.reason is Reason.TIMED_OUT


def test_a_port_that_nobody_listens_at_refuses(world: Internet) -> None:
    with socket.create_server((HERE, 0)) as gone:
        port = gone.getsockname()[1]
    assert reason_of("http://shop.example/", replace(world.network, http_port=port)) is Reason.REFUSED


def test_the_next_address_is_tried_when_one_refuses(world: Internet) -> None:
    world.names.put_in_turn("two.example", "A", ("127.0.0.3", HERE))
    world.plain.put("two.example/", b"second")
    network = replace(world.network, permits=lambda address: address.is_loopback)
    assert fetching.get("http://two.example/", network=network).body == b"second"


def test_a_certificate_for_another_name_is_refused(world: Internet) -> None:
    world.names.host("other.example")
    assert reason_of("https://other.example/", world.network) is Reason.BAD_CERTIFICATE
    assert world.secure.heard == []


def test_a_certificate_of_an_authority_that_nobody_trusts_is_refused(world: Internet, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with web_server(Authority(tmp_path / "other").context("shop.example")) as unknown:
        network = replace(world.network, https_port=unknown.port)
        assert reason_of("https://shop.example/", network) is Reason.BAD_CERTIFICATE
    assert reason_of("https://shop.example/", replace(world.network, authorities=None)) is Reason.BAD_CERTIFICATE


def test_a_server_without_tls_is_no_https(world: Internet) -> None:
    world.plain.instead = says(OK)
    network = replace(world.network, https_port=world.plain.port)
    assert reason_of("https://shop.example/", network) in (Reason.NO_TLS, Reason.CUT_SHORT)


def test_no_proxy_of_the_environment_is_asked(world: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    with web_server() as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setitem(os.environ, name, f"http://{HERE}:{proxy.port}")
        world.plain.put("shop.example/", b"straight")
        assert fetching.get("http://shop.example/", network=world.network).body == b"straight"
        assert proxy.connections == 0


def test_a_header_that_would_break_out_is_a_fault_of_ours(world: Internet) -> None:
    with pytest.raises(ValueError, match="header"):
        fetching.post("http://shop.example/", {"X": "1\r\nY: 2"}, b"", network=world.network)


def test_the_failure_says_nothing_but_its_reason(world: Internet) -> None:
    with pytest.raises(Failed) as failed:
        fetching.get("http://canary.example/", network=world.network)
    assert (str(failed.value), failed.value.args) == ("no-such-host", ("no-such-host",))
    assert not failed.value.may_pass
    assert Failed(Reason.TIMED_OUT).may_pass


def test_hosts_have_more_than_one_label_and_end_in_a_letter() -> None:
    assert urls.parse("https://xn--bcher-kva.example/x?y").host == "xn--bcher-kva.example"
    assert urls.parse("https://_a.shop.example").target == "/"


def test_a_network_on_loopback_is_read_from_a_text() -> None:
    network = on_loopback("nameserver=127.0.0.1 nameserver_port=5300 http_port=8080 https_port=8443 authorities=/a.pem")
    assert (network.nameservers, network.nameserver_port) == (("127.0.0.1",), 5300)
    assert (network.http_port, network.https_port, network.authorities) == (8080, 8443, Path("/a.pem"))
    for odd in ("", "nameserver=8.8.8.8", "http_port=80", "nameserver=127.0.0.1 permits=all", "nameserver=127.0.0.1 x"):
        with pytest.raises(ValueError):
            on_loopback(odd)
