"""Handing on to the issuer: what goes there and what comes back, and an issuer that is away, slow or odd."""

import http.server
import threading
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from reputation.receipts import codes
from reputation.service import relay
from tests.noting_server import issuer, says

pytestmark = pytest.mark.enable_socket
CODE = codes.make()
ODD = "canary-of-a-browser"


def post(where: str = "/issuer/token-request", body: bytes = b"abc", **headers: str) -> HttpResponseBase:
    kind = headers.pop("Content_Type", "application/private-token-request")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return relay.hand_on(RequestFactory().post(where, body, content_type=kind, headers=named))


def test_the_issuer_learns_what_is_asked_and_nothing_of_who_asks(settings: LazySettings) -> None:
    with issuer(settings, says(200, b"\x00\xff", Content_Type="application/private-token-response")) as seen:
        post(
            "/issuer/token-request?canary=1",
            bytes(range(256)),
            Authorization=f"Voucher {CODE}",
            User_Agent=ODD,
            Cookie=ODD,
            Accept_Language=ODD,
            Referer=ODD,
            X_Forwarded_For="203.0.113.7",
            If_None_Match=f'"{ODD}"',
        )
    ((method, path, headers, body),) = seen
    assert (method, path, body) == ("POST", "/issuer/token-request", bytes(range(256)))
    assert headers == {
        "Host": settings.ISSUER_ADDRESS,
        "Accept-Encoding": "identity",
        "Content-Length": "256",
        "Content-Type": "application/private-token-request",
        "Authorization": f"Voucher {CODE}",
    }


def test_what_comes_back_is_passed_on_byte_by_byte(settings: LazySettings) -> None:
    given = {"Content_Type": "x/y", "Cache_Control": "no-store", "Retry_After": "7", "WWW_Authenticate": "Voucher"}
    for status in (200, 401, 409, 503):
        with issuer(settings, says(status, bytes(range(256)), Server=ODD, Set_Cookie=f"a={ODD}", **given)):
            answer = post()
        assert (answer.status_code, getattr(answer, "content", b"")) == (status, bytes(range(256)))
        assert dict(answer.headers) == {name.replace("_", "-"): value for name, value in given.items()}
        assert not answer.cookies


def test_a_tag_is_compared_here_and_goes_no_further(settings: LazySettings) -> None:
    with issuer(
        settings, says(200, b"keys", Content_Type="x/y", ETag='"t"', Cache_Control="public, max-age=60")
    ) as seen:
        ask = RequestFactory().get("/.well-known/x", headers={"If-None-Match": '"t"'})
        known = relay.hand_on(ask)
        other = relay.hand_on(RequestFactory().get("/.well-known/x", headers={"If-None-Match": '"u"'}))
    assert (known.status_code, known["ETag"], known["Cache-Control"]) == (304, '"t"', "public, max-age=60")
    assert (other.status_code, getattr(other, "content", b"")) == (200, b"keys")
    assert all("If-None-Match" not in headers for _, _, headers, _ in seen)


def code_of(answer: HttpResponseBase) -> tuple[int, bytes]:
    return answer.status_code, getattr(answer, "content", b"")


def test_an_issuer_that_is_away_is_said_to_be(settings: LazySettings, caplog: pytest.LogCaptureFixture) -> None:
    with issuer(settings, says(200)):
        pass  # nobody listens there any more
    answer = post(Authorization=f"Voucher {CODE}")
    assert code_of(answer)[0] == 503
    assert b'"issuer-away"' in code_of(answer)[1]
    assert answer["Retry-After"]
    page = post("/r/claim", b"code=x", Content_Type="application/x-www-form-urlencoded")
    assert code_of(page)[0] == 503
    assert b"Codes cannot be turned into tickets right now." in code_of(page)[1]
    assert page["Retry-After"]
    assert CODE not in caplog.text
    assert not relay.is_there(settings.ISSUER_ADDRESS)


@pytest.mark.parametrize("odd", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", bytes(9)])
def test_an_answer_that_is_none_is_an_issuer_that_is_away(settings: LazySettings, odd: bytes) -> None:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(odd)
        handler.close_connection = True

    with issuer(settings, answer):
        assert code_of(post())[0] == 503


def test_an_issuer_that_hangs_is_waited_for_a_while_and_holds_up_few(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "PATIENCE_S", 0.2)
    monkeypatch.setattr(relay, "TURN_S", 0.05)
    monkeypatch.setattr(relay, "_room", threading.BoundedSemaphore(1))
    go_on = threading.Event()

    def hang(_handler: http.server.BaseHTTPRequestHandler) -> None:
        go_on.wait(5)

    with issuer(settings, hang) as seen:
        found: list[int] = []
        waiting = [threading.Thread(target=lambda: found.append(post().status_code)) for _ in range(4)]
        for thread in waiting:
            thread.start()
        for thread in waiting:
            thread.join()
        go_on.set()
    assert found == [503] * 4
    assert len(seen) < 4, "those for whom there was no room did not ask"


def test_whoever_sends_slowly_keeps_nobody_from_the_issuer(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "_room", threading.BoundedSemaphore(1))
    begun, go_on = threading.Event(), threading.Event()

    class Slow(BytesIO):
        def read(self, *size: int | None) -> bytes:
            begun.set()
            assert go_on.wait(10)
            return super().read(*size)

    found: list[int] = []
    slow = RequestFactory().post("/issuer/token-request", b"abc", content_type="x/y")
    slow.environ["wsgi.input"] = slow._stream = Slow(b"abc")
    with issuer(settings, says(200)):
        waiting = threading.Thread(target=lambda: found.append(relay.hand_on(slow).status_code))
        waiting.start()
        assert begun.wait(10)
        assert post().status_code == 200
        go_on.set()
        waiting.join()
    assert found == [200]


@pytest.mark.parametrize(("size", "status"), [(relay.LONGEST_BODY, 200), (relay.LONGEST_BODY + 1, 413), (300_000, 413)])
def test_a_body_is_bounded(settings: LazySettings, size: int, status: int) -> None:
    with issuer(settings, says(200)) as seen:
        assert post(body=bytes(size)).status_code == status
    assert len(seen) == (status == 200)


def test_the_health_of_an_issuer_is_its_own_answer(settings: LazySettings) -> None:
    with issuer(settings, says(200)) as seen:
        assert relay.is_there(settings.ISSUER_ADDRESS)
    assert [path for _, path, _, _ in seen] == ["/healthz"]
    with issuer(settings, says(503)):
        assert not relay.is_there(settings.ISSUER_ADDRESS)
