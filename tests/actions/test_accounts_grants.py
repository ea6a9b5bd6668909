"""The pages and the worker can do all of it with the rights they have, and no more than their share."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from reputation.accounts import actions, jobs
from reputation.accounts.models import Session, User
from tests.accounts_made import PASSWORD, code_of, give_totp, letters, link_in, make_user, solved
from tests.conftest import AsRole

pytestmark = pytest.mark.django_db


def test_the_pages_sign_somebody_up_in_and_out_and_close_the_account(as_role: AsRole) -> None:
    client, email = Client(), "ada@shop.example"
    with as_role("web"):
        answer = client.post("/members/sign-up", {"email": email, "password1": PASSWORD, "work": solved(client, email)})
        assert answer.status_code == 302
    link = link_in(letters()[0][3])
    secret = ""
    with as_role("web"):
        client.post(link)
        fields = {"login": email, "password": PASSWORD, "work": solved(client, email)}
        assert client.post("/members/sign-in", fields)["Location"] == "/members/"
        answer = client.post("/members/again", {"password": PASSWORD, "work": solved(client)})
        assert answer.status_code == 302
        page = client.get("/members/account/second-factor/app")
        secret = page.context["form"].secret
        answer = client.post("/members/account/second-factor/app", {"code": code_of(secret)})
        assert answer["Location"] == "/members/account/second-factor/codes"
        assert client.get("/members/account/second-factor/codes").status_code == 200
        assert client.post("/members/account/second-factor/codes/new").status_code == 302
        assert client.post("/members/account/email", {"email": "new@shop.example"}).status_code == 200
        assert client.get("/members/account/sessions").status_code == 200
        assert client.post("/members/account/second-factor/app/remove").status_code == 302
        assert client.post("/members/reset", {"email": email, "work": solved(client, email)}).status_code == 302
    link = link_in(letters("password-reset-key")[0][3])
    with as_role("web"):
        form = Client()
        where = form.get(link)["Location"]
        assert form.post(where, {"password1": "five green lamps at dusk"}).status_code == 302
        assert client.get("/members/").status_code == 302, "signed out everywhere"
        actions.close(user_id=User.objects.get(email=email).pk, now=datetime.now(UTC))


def test_the_worker_forgets_what_is_over(as_role: AsRole) -> None:
    late = make_user(confirmed=False)
    give_totp(late)
    today = datetime.now(UTC)
    User.objects.update(made_on=today.date() - timedelta(days=9))
    Client().get("/members/passkey", headers={"Accept": "application/json"})
    Session.objects.update(until=today - timedelta(days=1))
    with as_role("worker"):
        jobs.forget(0)
    assert not Session.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("ratings", "SELECT 1 FROM accounts_user"),
        ("lookup", "SELECT 1 FROM accounts_user"),
        ("issuer", "SELECT 1 FROM accounts_user"),
        ("web", "UPDATE accounts_given_duty SET duty = 'operator'"),
        ("web", "DELETE FROM accounts_given_duty"),
        ("web", "DELETE FROM accounts_spent"),
        ("worker", "UPDATE accounts_user SET email = 'x@shop.example'"),
        ("worker", "INSERT INTO accounts_session (public_id) VALUES (gen_random_uuid())"),
    ],
)
def test_no_role_goes_beyond_its_share(as_role: AsRole, role: str, statement: str) -> None:
    refused = pytest.raises(DatabaseError, match="permission denied")
    with as_role(role), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
