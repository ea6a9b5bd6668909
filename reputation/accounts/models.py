"""Tables of people who sign in. An account has an address and no name: colleagues know each other by address."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from reputation.accounts import rules
from reputation.accounts.rules import Counted, Duty
from reputation.core.db import choices, one_of


class User(AbstractBaseUser):
    """Somebody who signs in. When they last did is not kept."""

    public_id = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    email = models.EmailField(blank=True, max_length=rules.EMAIL_LIMIT)  # gone, once the account is closed
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)
    made_on = models.DateField(db_default=Now())
    last_login = None  # Django keeps no time of sign-in where there is no such column

    USERNAME_FIELD: ClassVar[str] = "email"
    EMAIL_FIELD: ClassVar[str] = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["User"]()

    class Meta:
        constraints = [
            one_of("user_language_known", "language", rules.LANGUAGES),
            models.CheckConstraint(name="user_email_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="user_closed_without_email",
                condition=Q(is_active=False, email="") | Q(is_active=True) & ~Q(email=""),
            ),
            models.UniqueConstraint(name="user_email_once", fields=["email"], condition=Q(is_active=True)),
        ]
        indexes = [models.Index(name="user_by_email", fields=["email"])]

    def __str__(self) -> str:
        return str(self.public_id)


class Session(models.Model):
    """A browser on its way through signing in, or signed in. No address, no agent: only since which day.

    The key is in the browser alone. Here is its SHA-256, and the data encrypted with it: who has the table has neither.
    """

    public_id = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    key_hash = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")  # ends with the account
    signed_in_on = models.DateField(null=True)
    used_on = models.DateField()
    until = models.DateTimeField(db_index=True)
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="session_key_hash_length", condition=Q(key_hash__length=32)),
            models.CheckConstraint(
                name="session_of_somebody_since",
                condition=Q(user__isnull=True, signed_in_on__isnull=True)
                | Q(user__isnull=False, signed_in_on__isnull=False),
            ),
        ]


class GivenDuty(models.Model):
    """Since when, and until when, somebody does something for the service."""

    user = models.ForeignKey(User, models.PROTECT, related_name="duties")
    duty = models.CharField(max_length=12, choices=choices(Duty))
    given_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "accounts_given_duty"
        constraints = [
            one_of("duty_known", "duty", Duty),
            models.UniqueConstraint(
                name="duty_given_once", fields=["user", "duty"], condition=Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(name="duty_ended_after_given", condition=Q(ended_on__gte=F("given_on"))),
        ]


class Tally(models.Model):
    """How often something happened for a name lately, whether or not an account has it. Kept is its HMAC."""

    kind = models.CharField(max_length=12, choices=choices(Counted))
    name = models.BinaryField(max_length=32)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            one_of("tally_kind_known", "kind", Counted),
            models.UniqueConstraint(name="tally_once", fields=["kind", "name"]),
            models.CheckConstraint(name="tally_name_length", condition=Q(name__length=32)),
        ]


class Spent(models.Model):
    """What works once and was used, as its hash: work, a ticket, a code, a link. Kept until it would have ended."""

    hash = models.BinaryField(primary_key=True, max_length=32)
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(name="spent_hash_length", condition=Q(hash__length=32))]
