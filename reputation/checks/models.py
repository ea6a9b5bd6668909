"""The one table of the private check: keys of proved domains. All else that it publishes is in files."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

models.BinaryField.register_lookup(Length)


class Key(models.Model):
    """The keys of a proved domain, kept so that those of a million need not be made each hour; any row may go.

    `tables`: the hash of the pinned tables they were made by.
    """

    domain = models.CharField(max_length=253, primary_key=True)
    domain_key = models.BinaryField()
    skeleton_key = models.BinaryField()
    tables = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="checks_key_whole", condition=Q(domain_key__length=32) & Q(skeleton_key__length=32)
            )
        ]
        indexes = [models.Index(name="checks_key_in_order", fields=["skeleton_key"])]
