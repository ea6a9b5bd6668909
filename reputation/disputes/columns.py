"""Checks that columns of several tables share."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual


def text_of(name: str, column: str, limit: int) -> models.CheckConstraint:
    """A check that a text has 1 to `limit` characters."""
    fits = Q(GreaterThanOrEqual(Length(column), 1)) & Q(LessThanOrEqual(Length(column), limit))
    return models.CheckConstraint(name=name, condition=fits)
