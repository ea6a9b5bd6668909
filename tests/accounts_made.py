"""Typed helpers that make people who sign in, and browsers in which they are signed in."""

import re
import time
from collections.abc import Iterable
from itertools import count

import altcha
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client

from reputation.accounts import actions
from reputation.accounts.models import User
from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.notices.models import Mail

PASSWORD = "nine copper kettles on a shelf"
_numbers = count(1)
_made: dict[str, str] = {}


def make_user(
    email: str | None = None, *, duties: Iterable[Duty] = (), password: str = PASSWORD, confirmed: bool = True
) -> User:
    """Somebody with an account, whose address is confirmed."""
    assert get_user_model() is User
    if password not in _made:  # slow on purpose, so once a run
        _made[password] = make_password(password)
    user = User.objects.create(email=email or f"person-{next(_numbers)}@mail.example", password=_made[password])
    EmailAddress.objects.create(user=user, email=user.email, verified=confirmed, primary=True)
    for duty in duties:
        actions.give_duty(user_id=user.pk, duty=duty, now=clock.now())
    return user


def give_totp(user: User) -> str:
    """A second factor by codes from an app, and recovery codes; gives the app's secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user).exists())


def solved(client: Client, name: str = "") -> str:
    """The work that an attempt of this browser for this name costs, done."""
    answer = client.post("/members/work", {"name": name})
    challenge = altcha.Challenge.from_dict(answer.json())
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def code_of(secret: str, *, steps: int = 0) -> str:
    """What an app shows now, or so many half minutes from now."""
    counter = int(time.time()) // 30 + steps
    return str(format_hotp_value(hotp_value(secret, counter)))


def letters(kind: str = "") -> list[tuple[str, str, str, str]]:
    """The mails that wait, the oldest first: kind, address, subject and text."""
    found = Mail.objects.filter(kind__startswith=kind).order_by("pk")
    return list(found.values_list("kind", "to", "subject", "text"))


def link_in(text: str) -> str:
    """The path of the first link of a mail."""
    return re.search(r"https?://[^/\s]+(/\S+)", text).group(1)  # type: ignore[union-attr]


def signed_in(user: User, *, second_factor: bool = False, fresh: bool = False) -> Client:
    """A browser in which this person is signed in; `fresh` as if they had just shown who they are."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    records = [{"method": "password", "at": time.time(), **({"reauthenticated": True} if fresh else {})}]
    if second_factor:
        records.insert(0, {"method": "mfa", "at": time.time(), "type": "totp"})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
