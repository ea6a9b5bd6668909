"""Typed helpers that make people who sign in, and browsers in which they are signed in."""

import time
from collections.abc import Iterable
from itertools import count

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client

from reputation.accounts import actions
from reputation.accounts.models import User
from reputation.accounts.rules import Duty
from reputation.core import clock

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
