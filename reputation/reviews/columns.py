"""Checks that several tables of reviews share."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual

from reputation.core.ids import SALT_BYTES
from reputation.reviews import rules
from reputation.reviews.rules import ReceiptClass

LANGUAGE = f"^{rules.LANGUAGE.pattern}$"
HASH_BYTES = 32
MONTHS = (2000 * 12, 2200 * 12 - 1)


def text_of(name: str, column: str, limit: int) -> models.CheckConstraint:
    """A check that a text, where there is one, has 1 to `limit` characters."""
    fits = Q(GreaterThanOrEqual(Length(column), 1)) & Q(LessThanOrEqual(Length(column), limit))
    return models.CheckConstraint(name=name, condition=Q(**{f"{column}__isnull": True}) | fits)


def salt_of(name: str) -> models.CheckConstraint:
    """A check that a salt, where there is one, has 32 bytes."""
    return models.CheckConstraint(
        name=name, condition=Q(salt__isnull=True) | Q(Exact(Length("salt"), models.Value(SALT_BYTES)))
    )


def month_of(name: str) -> models.CheckConstraint:
    """A check that a month is one."""
    return models.CheckConstraint(name=name, condition=Q(month__gte=MONTHS[0], month__lte=MONTHS[1]))


def only_without_receipt(name: str) -> models.CheckConstraint:
    """A check that those without a receipt, and only they, say whether they were given one."""
    return models.CheckConstraint(
        name=name,
        condition=Q(receipt_class=ReceiptClass.NONE.value, no_receipt_given__isnull=False)
        | (~Q(receipt_class=ReceiptClass.NONE.value) & Q(no_receipt_given__isnull=True)),
    )


def stars_of(name: str) -> models.CheckConstraint:
    """A check that there are one to five stars."""
    return models.CheckConstraint(name=name, condition=Q(stars__gte=1, stars__lte=5))


def hash_of(name: str, column: str) -> models.CheckConstraint:
    """A check that a hash or the id of a key, where there is one, has 32 bytes."""
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{column}__isnull": True}) | Q(Exact(Length(column), models.Value(HASH_BYTES)))
    )
