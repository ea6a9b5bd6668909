"""What is done to accounts, duties and sessions."""

import json
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.db import IntegrityError, transaction

from reputation.accounts import attempts, errors, keys, rules, sessions
from reputation.accounts.models import GivenDuty, Session, User
from reputation.accounts.rules import Duty
from reputation.core.db import broken_constraint

CONFIRMED_WITHIN = timedelta(days=3)
OFFER = timedelta(days=1)
"""How long somebody may take to show that a new address is theirs."""


def make_account(*, email: str, language: str) -> int:
    """An account for somebody whose address is known to be theirs. The password they choose by a link.

    Raises:
        AccountExists
    """
    try:
        with transaction.atomic():
            user = User(email=rules.written(email), language=language)
            user.set_unusable_password()
            user.save()
            EmailAddress.objects.create(user_id=user.pk, email=user.email, verified=True, primary=True)
    except IntegrityError as error:
        if broken_constraint(error) in ("user_email_once", "unique_verified_email"):
            raise errors.AccountExists from error
        raise
    return user.pk


def give_duty(*, user_id: int, duty: Duty, now: datetime) -> None:
    """Let somebody do something for the service, from today. Where they are signed in they sign in anew.

    Raises:
        NoSuchAccount, DutyGivenAlready
    """
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
            if user is None:
                raise errors.NoSuchAccount
            GivenDuty.objects.create(user=user, duty=duty, given_on=now.date())
            Session.objects.filter(user=user).delete()
    except IntegrityError as error:
        if broken_constraint(error) == "duty_given_once":
            raise errors.DutyGivenAlready from error
        raise


def end_duty(*, user_id: int, duty: Duty, now: datetime) -> None:
    """Take a duty back, from now on.

    Raises:
        NoSuchDuty
    """
    found = GivenDuty.objects.filter(user_id=user_id, duty=duty, ended_on__isnull=True)
    if not found.update(ended_on=now.date()):
        raise errors.NoSuchDuty


def offer_email(*, user_id: int, email: str) -> str:
    """What is sent to a new address; whoever brings it back reads mails there. Nothing is stored meanwhile.

    It stands for the address and the password of now: who changes one of them takes the offer back.

    Raises:
        NoSuchAccount
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise errors.NoSuchAccount
    words = {
        "user": user_id,
        "old": user.email,
        "new": rules.written(email),
        "password": _password(user),
        "once": secrets.token_hex(16),
    }
    return _offers().encrypt(json.dumps(words).encode()).decode()


def _password(user: User) -> str:
    """Another text with every password, from which nothing of it can be guessed."""
    return keys.blinded("new address", user.password).hex()


def _offers() -> Fernet:
    return Fernet(urlsafe_b64encode(keys.derived("new address")))


def _offered(token: str, now: datetime) -> dict[str, Any]:
    try:
        opened = _offers().decrypt_at_time(token, int(OFFER.total_seconds()), int(now.timestamp()))
    except InvalidToken as error:
        raise errors.OfferOver from error
    found: dict[str, Any] = json.loads(opened)
    return found


def offered_email(*, token: str, now: datetime) -> str:
    """The new address that was written to.

    Raises:
        OfferOver
    """
    return str(_offered(token, now)["new"])


def take_email(*, token: str, now: datetime) -> tuple[str, str]:
    """Let the new address stand for the old one. Answers both.

    Raises:
        OfferOver: too old, not ours, used, another address or password since, or the new one belongs to an account.
    """
    words = _offered(token, now)
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().filter(pk=words["user"], email=words["old"]).first()
            if user is None or words["password"] != _password(user):
                raise errors.OfferOver
            if not attempts.spend(f"new address {words['once']}", until=now + OFFER):
                raise errors.OfferOver
            user.email = words["new"]
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user_id=user.pk).delete()
            EmailAddress.objects.create(user_id=user.pk, email=user.email, verified=True, primary=True)
    except IntegrityError as error:
        if broken_constraint(error) in ("user_email_once", "unique_verified_email"):
            raise errors.OfferOver from error
        raise
    return words["old"], words["new"]


def choose_language(*, user_id: int, language: str) -> None:
    """Write to somebody in this language from now on."""
    User.objects.filter(pk=user_id).update(language=language)


def end_session(*, user_id: int, public_id: UUID) -> None:
    """Sign a browser of this account out; one that is gone is signed out already."""
    Session.objects.filter(user_id=user_id, public_id=public_id).delete()


def end_other_sessions(*, user_id: int, key: str | None) -> None:
    """Sign every browser of this account out but the one with this key; without a key, every one."""
    rows = Session.objects.filter(user_id=user_id)
    (rows.exclude(key_hash=sessions.key_hash(key)) if key else rows).delete()


@transaction.atomic
def close(*, user_id: int, now: datetime) -> None:
    """Close an account for good: its address, password, second factors, duties and sessions are gone.

    What it did for a business stays with its random id, as long as that is kept.

    Raises:
        NoSuchAccount
    """
    user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if user is None:
        raise errors.NoSuchAccount
    EmailAddress.objects.filter(user_id=user_id).delete()
    Authenticator.objects.filter(user_id=user_id).delete()
    Session.objects.filter(user=user).delete()
    GivenDuty.objects.filter(user=user, ended_on__isnull=True).update(ended_on=now.date())
    user.email, user.is_active = "", False
    user.set_unusable_password()
    user.save(update_fields=["email", "is_active", "password"])


def forget_unconfirmed(*, now: datetime) -> int:
    """Remove accounts whose address nobody confirmed in time: whoever it belongs to can begin anew."""
    late = User.objects.filter(made_on__lt=now.date() - CONFIRMED_WITHIN, is_active=True)
    mails = EmailAddress.objects.filter(user_id__in=late.values("pk"))
    confirmed = mails.filter(verified=True).values("user_id")
    unconfirmed = list(mails.exclude(user_id__in=confirmed).values_list("user_id", flat=True))
    with transaction.atomic():
        EmailAddress.objects.filter(user_id__in=unconfirmed).delete()
        User.objects.filter(pk__in=unconfirmed).delete()
    return len(unconfirmed)


def forget_sessions(*, now: datetime) -> int:
    """Remove the sessions that can no longer be used."""
    removed, _ = Session.objects.filter(until__lte=now).delete()
    return removed
