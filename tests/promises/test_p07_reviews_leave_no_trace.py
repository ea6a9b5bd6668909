"""P7: of a review, its codename, its token and the words somebody wants masked nothing stays but where they belong."""

import base64
import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from config.logs import Lines
from reputation.core import clock
from reputation.notices.models import Mail
from reputation.receipts import tickets, tokens
from reputation.reviews import held, masks, publication, queries
from reputation.reviews.rules import Choice
from tests import mailbox_made, pages_made, reviews_by_api
from tests.issuing_made import Shop
from tests.receipts_made import token_of
from tests.sending_made import make_moderator
from tests.writing_made import Writing, make_bought, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
TEXT = "The quxcanary chipped. I wrote to Jordan Quxpikeley at quxmail@mail.example."
MORE = "Nobody of the quxteam came, and the quxfitter left it as it was, which took both of my afternoons in this week."


@pytest.fixture
def log(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()


class Said:
    """All that was said while people wrote; `secrets` are what none of it may hold."""

    def __init__(self) -> None:
        self.secrets = {"qux"}
        self.answers: list[Any] = []

    def codename(self, words: str) -> None:
        self.secrets |= {words, words.replace(" ", "-")}

    def problems(self) -> str:
        shown = [answer for answer in self.answers if "problem" in answer["Content-Type"]]
        return " ".join(answer.content.decode() for answer in shown)

    def headers(self) -> str:
        return " ".join(str(dict(answer.headers)) for answer in self.answers)


def raw_token(token: bytes) -> set[str]:
    return {base64.urlsafe_b64encode(token).decode().rstrip("="), base64.b64encode(token).decode(), token.hex()}


def write_on_pages(said: Said, bought: Shop) -> UUID:
    """From a ticket to a text that a moderator lets out; what is wrong on the way is sent as well."""
    ticket = make_ticket(bought, bought.codes[0])
    said.secrets |= raw_token(tickets.parse(ticket).token)
    writing = Writing.with_ticket(ticket).how()
    writing.told(text=TEXT).told(text=TEXT, **{"choice-1": "keep", "choice-2": "keep"}).looked()
    said.codename(writing.codename)
    writing.send(first="quxwrong").send(work="qux").send()
    (text,) = held.waiting(clock.now().date())
    choices = [(one.start, one.end, Choice.MASK, "somebody") for one in held.one(text.id).findings.items]
    held.decide(held=text.id, user=make_moderator(), choices=choices, missed=[], refusal=None, now=clock.now())
    said.answers += [*writing.answers, *other_forms(writing.codename)]
    return text.id


def other_forms(codename: str) -> list[Any]:
    client = Client(raise_request_exception=False)
    look = {"business": str(UUID(int=0)), "language": "en", "text": TEXT, "kept": []}
    return [
        client.post("/write/look", json.dumps(look), content_type="application/json"),
        client.post("/write/look", json.dumps(look), content_type="text/plain"),
        client.post("/write", {"ticket": "qux", "text": TEXT}),
        client.post("/write", {"business": "qux", "text": TEXT}),
        client.post(f"/{codename.replace(' ', '-')}"),
        client.post("/mailbox", {"codename": codename}),
        client.post("/mailbox", {"handle": "qux", "do": "send-change", "text": TEXT}),
        mailbox_made.open_box(codename.rpartition(" ")[0]),
        mailbox_made.open_box(codename),
        mailbox_made.open_box(f"{codename} qux"),
    ]


def write_by_api(said: Said, business: UUID, bought: Shop) -> None:
    token = token_of(bought, bought.codes[1])
    said.secrets |= raw_token(token)
    body = reviews_by_api.said(text=TEXT)
    said.codename(body["codename"])
    call = reviews_by_api.call
    header = tokens.authorization(token)
    said.answers += [
        call("POST", "reviews", body, header),
        call("POST", "reviews", {**body, "text": MORE, "insists": True, "quxfield": 1}, header),
        call("POST", "reviews", {**body, "codename": "qux"}, header),
        call("POST", "reviews", body, header[:-9] + '"'),
        call("POST", "reviews", {**body, "business": str(business), "work": "qux"}),
        call("POST", "reviews", json.dumps(body).encode()[:-2], header),
        call("POST", "reviews/look", {"business": str(business), "language": "qux", "text": TEXT}),
        call("POST", "mailbox", {"codename": body["codename"], "work": "qux"}),
        call("GET", "mailbox", authorization="Mailbox quxhandle"),
    ]


def live_with(said: Said, business: UUID) -> UUID:
    """A review that is out is changed, masked in and erased."""
    written = mailbox_made.make_published(business, text=MORE)
    said.codename(written.codename)
    handle = mailbox_made.handle_of(written)
    said.secrets.add(handle)
    path = f"/review/{written.review}/words"
    for words in ("the quxfitter", "Kim Quxnobody", "qux" * 200):
        given = {"words": words, "kind": "person", "work": mailbox_made.worked(f"{path}/work"), "ticket": ""}
        said.answers.append(Client().post(path, given))
        body = {"words": words, "kind": "person", "work": reviews_by_api.worked(f"reviews/{written.review}/words/work")}
        said.answers.append(reviews_by_api.call("POST", f"reviews/{written.review}/words", body))
    said.answers += [
        mailbox_made.do(handle, "send-change", text=TEXT, stars="4", outcome="as-agreed"),
        mailbox_made.do(handle, "slip"),
        mailbox_made.do(handle, "erase"),
    ]
    return written.review


def jobs() -> str:
    """The arguments of all jobs there ever were here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name || args::text || coalesce(lock, '') FROM procrastinate_jobs")
        return " ".join(row for (row,) in cursor.fetchall())


def test_nothing_of_what_writers_and_the_named_send_is_logged_told_or_queued(
    records: list[logging.LogRecord],
) -> None:
    said, business = Said(), pages_made.make_shop(sent=()).id
    bought = make_bought(2)
    write_on_pages(said, bought)
    write_by_api(said, business, bought)
    review = live_with(said, business)
    now = clock.now()
    publication.publish_due(now=now + timedelta(weeks=6))
    masks.carry_out_due(now=now)
    mailbox_made.release()
    assert queries.one(review).state == "erased"
    places = {
        "a log": " ".join(map(Lines().format, records)),
        "a record": " ".join(
            f"{one.getMessage()} {one.__dict__}" for one in records if not one.name.startswith("django")
        ),
        "a problem": said.problems(),
        "a header": said.headers(),
        "a job": jobs(),
        "a mail": " ".join(str(row) for row in Mail.objects.values_list("to", "subject", "text")),
    }
    assert "mask_words" in places["a job"]
    assert places["a problem"].count('"code"') > 5
    assert records
    found = [(place, one) for place, said_there in places.items() for one in said.secrets if one in said_there]
    assert found == []
