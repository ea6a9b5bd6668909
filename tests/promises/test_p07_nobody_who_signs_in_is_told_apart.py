"""P7, P1: who signs in leaves an address and days, no trace of the browser; and nothing of it comes near a consumer."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config import roles
from reputation.service import middleware
from tests.accounts_made import PASSWORD, code_of, give_totp, letters, link_in, make_user, signed_in, solved

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
CANARY = "quxcanaryzz"
ADDRESS = "203.0.113.77"
TELLING = {
    "REMOTE_ADDR": ADDRESS,
    "HTTP_X_FORWARDED_FOR": ADDRESS,
    "HTTP_X_REAL_IP": ADDRESS,
    "HTTP_FORWARDED": f"for={ADDRESS}",
    "HTTP_USER_AGENT": CANARY,
    "HTTP_ACCEPT_LANGUAGE": CANARY,
    "HTTP_REFERER": f"http://testserver/members/{CANARY}",
}


def everything() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT relname FROM ({roles.TABLES}) t")
        tables = [name for (name,) in cursor.fetchall()]
        kept = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            kept += [str(row) for (row,) in cursor.fetchall()]
    return "\n".join(kept)


def test_no_address_and_no_agent_is_kept_on_the_whole_way_in_and_out() -> None:
    client = Client(**TELLING)  # type: ignore[arg-type]
    email = "ada@shop.example"
    client.post("/members/sign-up", {"email": email, "password1": PASSWORD, "work": solved(client, email)})
    client.post(link_in(letters()[0][3]))
    client.post("/members/sign-in", {"login": email, "password": "wrong " * 3, "work": solved(client, email)})
    client.post("/members/sign-in", {"login": email, "password": PASSWORD, "work": solved(client, email)})
    assert client.get("/members/").status_code == 200
    client.post("/members/account/password", {"password1": "what was posted"})
    client.post("/members/again", {"password": PASSWORD, "work": solved(client)})
    client.post("/members/account/password", {"password1": "five green lamps at dusk"})
    user = make_user("bob@shop.example")
    secret = give_totp(user)
    client.post("/members/sign-out")
    client.post("/members/sign-in", {"login": user.email, "password": PASSWORD, "work": solved(client, user.email)})
    client.post("/members/second-factor", {"code": code_of(secret), "work": solved(client)})
    assert client.get("/members/").status_code == 200
    client.post("/members/reset", {"email": email, "work": solved(client, email)})

    kept = everything()
    assert email in kept, "the search works"
    for telling in (ADDRESS, CANARY, ADDRESS.encode().hex(), CANARY.encode().hex()):
        assert telling not in kept
        assert telling not in str(dict(client.session))
        assert telling not in "".join(text for _, _, _, text in letters())


def test_what_tells_a_browser_apart_is_gone_before_anything_sees_it() -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(f"{request.META} {dict(request.headers)}")
        return HttpResponse()

    request = RequestFactory().get("/members/", **TELLING)  # type: ignore[arg-type]
    assert request.headers["User-Agent"] == CANARY
    middleware.Members(view)(request)
    kept = seen[0].replace(TELLING["HTTP_REFERER"], "").replace("'Accept-Language': 'quxcanaryzz'", "")
    assert ADDRESS not in kept
    assert "User-Agent" not in kept


def sources() -> Iterator[Path]:
    for folder in ("reputation", "config"):
        yield from (ROOT / folder).rglob("*.py")


def test_nothing_of_ours_reads_an_address_or_an_agent() -> None:
    reads = re.compile(
        r"REMOTE_ADDR|X_FORWARDED_FOR|x-forwarded-for|USER_AGENT|[Uu]ser-[Aa]gent|get_client_ip", re.ASCII
    )
    found = {str(path.relative_to(ROOT)) for path in sources() if reads.search(path.read_text(encoding="utf-8"))}
    assert "reputation/service/middleware.py" in found, "it takes them away"
    assert {path for path in found if "accounts" in path or "members" in path} == set()
    assert settings.ACCOUNT_RATE_LIMITS is settings.MFA_RATE_LIMITS is False


@pytest.mark.parametrize("path", ["/", "/check", "/about", "/de/", "/api/v1/log", "/healthz"])
def test_a_consumer_gets_no_cookie_even_from_a_signed_in_browser(path: str) -> None:
    for client in (Client(), signed_in(make_user())):
        answer = client.get(path)
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_cookies_go_to_members_alone_and_no_script_reads_them() -> None:
    client = Client()
    client.get("/members/sign-in")
    email = make_user().email
    client.post("/members/sign-in", {"login": email, "password": PASSWORD, "work": solved(client, email)})
    client.post(f"/members/b/{uuid4()}/members/change", {"do": "invite"})  # told on the next page to show who is there
    assert {"session", "csrftoken", "messages"} <= {*client.cookies}
    for cookie in client.cookies.values():
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/members/", True, "Lax")
    assert not client.cookies["session"]["max-age"], "gone with the browser"


def test_nothing_counts_or_ranks_a_person() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND (table_name LIKE 'accounts\\_%' OR table_name LIKE 'account\\_%' OR table_name LIKE 'mfa\\_%')"
        )
        columns = {name for (name,) in cursor.fetchall()}
    assert "accounts_user.email" in columns
    assert not {name for name in columns if re.search(r"score|rank|rating|points|trust|login", name)}
    assert {name for name in columns if name.endswith(".count")} == {"accounts_tally.count"}, "of a name, for a day"
