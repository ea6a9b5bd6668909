"""Columns of bytes that have one length."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

KEY_BYTES = 32
ID_BYTES = 32
NULLIFIER_BYTES = 32
SIGNATURE_BYTES = 64


def long(name: str, column: str, size: int) -> models.CheckConstraint:
    """A check that a column, where it holds something, holds so many bytes."""
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{column}__isnull": True}) | Q(Exact(Length(column), models.Value(size)))
    )
