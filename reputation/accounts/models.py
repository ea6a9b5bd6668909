"""Tables of people who sign in. An account has an address and no name: colleagues know each other by address."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from reputation.accounts import rules
from reputation.accounts.rules import Duty
from reputation.core.db import choices, one_of


class User(AbstractBaseUser):
    """Somebody who signs in. When they last did is not kept."""

    public_id = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    email = models.EmailField(unique=True, max_length=rules.EMAIL_LIMIT)
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)
    last_login = None

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["User"]()

    class Meta:
        constraints = [
            one_of("user_language_known", "language", rules.LANGUAGES),
            models.CheckConstraint(name="user_email_lower_case", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


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
