"""P7, P1, P12: what members type is where it belongs and nowhere else: in no log, no job, no header, nothing public."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from config.logs import Lines
from reputation.log.models import SideFile, Waiting
from reputation.notices.models import Mail
from reputation.web.pages import STORE
from tests import pages_made
from tests.accounts_made import letters, link_in, make_user, signed_in, solved
from tests.joining_made import typed
from tests.members_made import code_of
from tests.web.test_members_bad_input import FORM, FORMS, post
from tests.web.test_members_bad_input import browser as browser  # a fixture of both

pytestmark = pytest.mark.django_db
CANARY = "quxcanaryzz"
EMAIL, COLLEAGUE, CONTACT = "quxada@mail.example", "quxbob@mail.example", "quxoffice@mail.example"
PASSWORD = "nine quxpassword kettles"
PERSON, OFFICE = "Quxada Quxmoss", "Quxdirector"
NUMBER = "EX00004799"


@pytest.fixture
def log(db: None, settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()
    return tmp_path


class Walk:
    """Somebody joins, invites, makes keys and gives notice; `secrets` are those that were shown or sent meanwhile."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.secrets: list[str] = []
        self.client = Client()
        self.home = ""

    def post(self, path: str, **fields: Any) -> Any:
        answer = self.client.post(f"/members/{path}", fields)
        assert answer.status_code in (200, 302), (path, answer.status_code)
        self.answers.append(answer)
        return answer

    def shown(self, answer: Any) -> None:
        found = re.search(r"<pre[^>]*><code>(.+?)</code>", answer.content.decode())
        assert found is not None
        self.secrets.append(found[1])

    def go(self) -> "Walk":
        for email in (EMAIL, COLLEAGUE):
            self.client = Client()
            self.post("sign-up", email=email, password1=PASSWORD, work=solved(self.client, email))
            link = link_in(letters()[-1][3])
            self.secrets.append(link.rpartition("/")[2])
            self.post(link.removeprefix("/members/"))
            self.post("sign-in", login=email, password=PASSWORD, work=solved(self.client, email))
            self.post("again", password=PASSWORD, work=solved(self.client))
            if email == EMAIL:
                self.act()
        code = code_of(COLLEAGUE)
        self.secrets.append(code)
        self.post("invitation", code=code)
        self.post("account/email", email="quxnew@mail.example")
        self.secrets += [link_in(letters("new-email")[-1][3]).rpartition("/")[2], "quxnew@mail.example"]
        return self

    def act(self) -> None:
        given = {"number_1": NUMBER, "contact_email": CONTACT, "accepted_by": PERSON, "office": OFFICE}
        self.home = self.post("join", **typed(3, **given))["Location"].removeprefix("/members/")
        self.post(f"{self.home}/domains", domain="shop.example")
        invite = {"do": "invite", "email": COLLEAGUE, "role": "agent", "language": "en"}
        self.post(f"{self.home}/members/change", **invite)
        self.shown(self.post(f"{self.home}/keys", name="Quxkey", scopes=["read"]))
        self.shown(self.post("account/keys", name="Quxown"))
        self.shown(self.post(f"{self.home}/webhooks", url="https://shop.example/quxhook", kinds=["left"]))
        self.post(f"{self.home}/leaving/change", do="notice")
        self.post(f"{self.home}/leaving/change", do="take-back")

    @property
    def private(self) -> list[str]:
        """What nobody outside the business may see; the last ones not even those who read the database."""
        people = [EMAIL, COLLEAGUE, CONTACT, PERSON, OFFICE, "Quxmoss", "Quxkey", "Quxown", "quxhook"]
        return [*people, PASSWORD, *self.secrets]


@pytest.fixture
def walk(log: Path) -> Walk:
    return Walk().go()


def tables(where: str = "") -> dict[str, str]:
    """Every row of the tables whose name has this in it, as text."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            if where in table:
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                found[table] = "\n".join(row for (row,) in cursor.fetchall())
    return found


def holding(words: str) -> list[str]:
    both = (words, words.encode().hex())
    return [table for table, rows in tables().items() if any(one in rows for one in both)]


def test_nothing_a_member_gives_is_in_a_log_line_a_job_a_header_or_a_subject(
    records: list[logging.LogRecord], log: Path
) -> None:
    walk = Walk().go()
    lines = [Lines().format(record) for record in records]
    jobs = "\n".join(tables("procrastinate").values())
    headers = "\n".join(str(answer.headers) for answer in walk.answers)
    subjects = "\n".join(Mail.objects.values_list("subject", flat=True))
    assert len(walk.secrets) == 8
    assert records
    assert len(subjects) > 50
    assert "notices.send" in jobs
    for private in walk.private:
        assert private not in jobs, private
        assert private not in headers, private
        assert private not in subjects, private
        assert not [line for line in lines if private in line], private


def test_what_opens_something_is_nowhere_as_it_is(walk: Walk) -> None:
    with connection.cursor() as cursor:  # a mail that was sent has no text any more; here none was
        cursor.execute("DELETE FROM notices_mail")
    opens = [PASSWORD, *(one for one in walk.secrets if not one.startswith(("whsec_", "quxnew")))]
    assert len(opens) == 7
    for secret in opens:
        assert holding(secret) == [], secret
    assert holding(EMAIL), "the search finds what is there"


def public_answers(walk: Walk) -> Iterator[tuple[str, str]]:
    pages_made.settle()
    client, business = Client(), walk.home.rpartition("/")[2]
    page = client.get(f"/b/{business}")["Location"]
    for language in ("", "/de"):
        for end in ("", "/number", "/reviews", "/feed", "/badge", "/badge.svg", "/number/rows.csv"):
            yield end, client.get(f"{language}{page}{end}").content.decode()
        yield "check", client.post(f"{language}/check", {"q": "Kettle & Moss Ltd"}).content.decode()
    for end in ("", "/domains", "/rating", "/explanation", "/reviews", "/badge"):
        yield f"api{end}", client.get(f"/api/v1/businesses/{business}{end}").content.decode()
    for q in ("Kettle & Moss Ltd", EMAIL):
        answer = client.post("/api/v1/check", {"q": q}, content_type="application/json")
        yield "api check", answer.content.decode()
    for position in range(6):
        for path in (f"/entry/{position}", f"/entry/{position}/bytes", f"/api/v1/log/entries/{position}"):
            yield path, client.get(path).content.decode("utf-8", "replace")


def test_no_page_answer_entry_or_published_file_names_a_person(walk: Walk, log: Path) -> None:
    waiting = b"".join(bytes(raw) for raw in Waiting.objects.values_list("raw", flat=True))
    answers = list(public_answers(walk))
    files = [path for path in (log / "public").rglob("*") if path.is_file()]
    published = b"".join(path.read_bytes() for path in files)
    beside = "\n".join(str(document) for document in SideFile.objects.values_list("document", flat=True))
    assert len(files) > 3
    assert "Kettle & Moss Ltd" in beside or "Kettle" in beside
    assert any("Kettle &amp; Moss Ltd" in text for _, text in answers)
    for private in walk.private:
        assert private.encode() not in waiting + published, private
        assert private not in beside, private
        assert private not in repr(STORE.__dict__), private
        assert [where for where, text in answers if private in text] == [], private


@pytest.mark.parametrize(
    ("number", "given"),
    [
        ("92310115MA1K3QUX7Y", {"country": "CN", "kind_1": "lei"}),
        ("Hof HRA 94799", {"country": "DE", "kind_1": "de-hra", "legal_form": "e.K."}),
    ],
)
def test_a_persons_number_is_in_no_table_no_session_and_no_log(
    records: list[logging.LogRecord], log: Path, number: str, given: dict[str, str]
) -> None:
    client = signed_in(make_user())
    for step in (1, 2, 3):
        answer = client.post("/members/join", typed(step, number_1=number, **given))
        assert answer.status_code == 422
    core = number.removeprefix("Hof HRA ")
    assert holding(core) == []
    assert core not in str(dict(client.session))
    assert not [record for record in records if core in Lines().format(record)]
    client.post("/members/join", typed(3, number_1=NUMBER))
    assert holding(NUMBER), "the search finds a number that is kept"


@pytest.mark.parametrize("name", FORMS)
def test_what_is_typed_into_any_form_is_in_no_line_header_or_refusal(
    browser: tuple[Client, dict[str, str]], records: list[logging.LogRecord], name: str
) -> None:
    client, world = browser
    form = FORMS[name]
    path = f"/members/{form.path.format(**world)}"
    fields = {field: world.get(value[1:-1], value) for field, value in form.fields.items()}
    answers = [
        post(client, path, urlencode(fields | {field: value}))
        for field in fields
        for value in (CANARY, f"{CANARY}@mail.example")
    ]
    answers += [
        post(client, f"{path}?{CANARY}={CANARY}", urlencode({CANARY: CANARY})),
        post(client, path, CANARY, f"{FORM}; {CANARY}"),
    ]
    for answer in answers:
        assert CANARY not in str(answer.headers)
        if answer.status_code >= 400 and answer.status_code != 422:
            text = answer.content.decode()
            assert CANARY not in text, answer.status_code
    assert [line for line in map(Lines().format, records) if CANARY in line] == []
