"""Checks that columns of several tables share."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from reputation.disputes.rules import UNFOUNDED
from reputation.rulebook import cases as numbers

models.TextField.register_lookup(Length)


def text_of(name: str, column: str, limit: int) -> models.CheckConstraint:
    """A check that a text has 1 to `limit` characters."""
    fits = Q(GreaterThanOrEqual(Length(column), 1)) & Q(LessThanOrEqual(Length(column), limit))
    return models.CheckConstraint(name=name, condition=fits)


def unfounded_of(name: str) -> models.CheckConstraint:
    """A check that a challenge is called manifestly unfounded with reasons, and only where it led to nothing."""
    reasoned = Q(unfounded__length__gte=1, unfounded__length__lte=numbers.REASON_LIMIT.value)
    condition = Q(unfounded="") | Q(outcome__in=sorted(map(str, UNFOUNDED))) & reasoned
    return models.CheckConstraint(name=name, condition=condition)
