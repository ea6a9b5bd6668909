"""Tables of lookalikes: the names that are watched over, which rules do not hold for them, and what is no imitation."""

from django.db import models
from django.db.models import Q

from reputation.core.db import choices, one_of
from reputation.lookalikes.rules import Rule


class Name(models.Model):
    """A domain that a participant proved, by what it looks like. Gone when it is lost or its business leaves."""

    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    domain = models.CharField(max_length=253, unique=True)
    registrable = models.CharField(max_length=253)
    label = models.CharField(max_length=63)
    skeleton = models.TextField()

    class Meta:
        indexes = [models.Index(name="name_skeleton", fields=["skeleton"])]


class Deletion(models.Model):
    """A name with some of its letters left out, as a number: names a few slips apart share such a number."""

    pk = models.CompositePrimaryKey("mark", "name")
    mark = models.BigIntegerField()
    name = models.ForeignKey(Name, models.CASCADE, related_name="+")  # goes with its name


class Dropped(models.Model):
    """A rule that does not hold for a name: it fires on `sites` popular sites, which imitate nobody; this is one.

    On none: the name is too short among so many others.
    """

    name = models.ForeignKey(Name, models.CASCADE, related_name="dropped")  # goes with its name
    rule = models.CharField(max_length=9, choices=choices(Rule))
    fires_on = models.CharField(max_length=253, blank=True)
    sites = models.IntegerField()

    class Meta:
        constraints = [
            one_of("dropped_rule_known", "rule", Rule),
            models.CheckConstraint(
                name="dropped_says_where", condition=Q(sites=0, fires_on="") | Q(sites__gt=0) & ~Q(fires_on="")
            ),
            models.UniqueConstraint(name="dropped_once", fields=["name", "rule"]),
        ]


class Exemption(models.Model):
    """A registered domain that was found to be no imitation of a business, by which decision. Append-only."""

    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    domain = models.CharField(max_length=253)
    decision = models.UUIDField()
    exempt_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="exemption_once", fields=["business", "domain", "decision"]),
        ]


class Cursor(models.Model):
    """How far the log was read for domains that were proved or lost. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="lookalikes_cursor_one", condition=Q(id=1))]
