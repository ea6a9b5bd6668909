"""Tables of businesses: those that joined, and registry facts about those that did not."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from reputation.businesses.rules import EventKind, Method, State
from reputation.core.db import choices, one_of


class Business(models.Model):
    """A legal person that joined."""

    public_id = models.UUIDField(unique=True, editable=False)
    legal_name = models.CharField(max_length=300)
    country = models.CharField(max_length=2)
    place = models.CharField(max_length=100, blank=True)
    legal_form = models.CharField(max_length=120, blank=True)  # as it was judged on joining; the log does not have it
    state = models.CharField(max_length=12, choices=choices(State), default=State.PARTICIPANT)
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    charter_version = models.CharField(max_length=12)
    successor = models.ForeignKey("self", models.PROTECT, to_field="public_id", null=True, related_name="+")
    excluded_until = models.DateField(null=True)
    names_salt = models.BinaryField(null=True)

    class Meta:
        constraints = [
            one_of("business_state_known", "state", State),
            models.CheckConstraint(
                name="business_left_has_a_day",
                condition=Q(state=State.LEFT, left_on__isnull=False) | Q(state=State.PARTICIPANT, left_on__isnull=True),
            ),
            models.CheckConstraint(name="business_left_after_joining", condition=Q(left_on__gte=F("joined_on"))),
            models.CheckConstraint(name="business_country_code", condition=Q(country__regex="^[A-Z]{2}$")),
            models.CheckConstraint(name="business_has_a_name", condition=~Q(legal_name="")),
            models.CheckConstraint(
                name="business_points_on_when_left",
                condition=Q(successor__isnull=True) | Q(state=State.LEFT.value) & ~Q(successor=F("public_id")),
            ),
            models.CheckConstraint(
                name="business_excluded_has_left", condition=Q(excluded_until__isnull=True) | Q(state=State.LEFT.value)
            ),
        ]


class TradingName(models.Model):
    """Another name a business is known by."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="trading_names")
    name = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="trading_name_once", fields=["business", "name"]),
            models.CheckConstraint(name="trading_name_not_empty", condition=~Q(name="")),
        ]


class RegistryNumber(models.Model):
    """A number that a registry gave a business. It belongs to one, also after it left, until two persons correct it."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="numbers")
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(name="registry_number_once", fields=["scheme", "value"])]


class Domain(models.Model):
    """A domain, and from when to when a business showed that it controls it."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="domains")
    domain = models.CharField(max_length=253)
    method = models.CharField(max_length=8, choices=choices(Method))
    proved_on = models.DateField()
    lost_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("domain_method_known", "method", Method),
            models.UniqueConstraint(name="domain_proved_by_one", fields=["domain"], condition=Q(lost_on__isnull=True)),
            models.CheckConstraint(name="domain_lost_after_proof", condition=Q(lost_on__gte=F("proved_on"))),
            models.CheckConstraint(name="domain_lower_case", condition=Q(domain__regex=r"^[a-z0-9.-]+\.[a-z0-9-]+$")),
        ]


class Event(models.Model):
    """What happened to a business, for its page. Append-only; `detail` is a domain, a charter version or a day."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=choices(EventKind))
    on = models.DateField()
    detail = models.CharField(max_length=253, blank=True)

    class Meta:
        constraints = [one_of("event_kind_known", "kind", EventKind)]
        ordering = ["on", "id"]


class RegistryEntity(models.Model):
    """A legal entity as a public registry describes it. It has not joined, so there is nothing here but the facts."""

    lei = models.CharField(max_length=20, primary_key=True)
    legal_name = models.CharField(max_length=500)
    country = models.CharField(max_length=2, blank=True)
    place = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=40, blank=True)
    legal_form = models.CharField(max_length=4, blank=True)
    status = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=40)
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="entity_is_no_natural_person", condition=~Q(category="SOLE_PROPRIETOR")),
            models.CheckConstraint(name="entity_lei_shape", condition=Q(lei__regex="^[0-9A-Z]{18}[0-9]{2}$")),
        ]


class SearchName(models.Model):
    """A name by which a business or a registry entity is found, folded by `names.fold`."""

    business = models.ForeignKey(Business, models.CASCADE, null=True, related_name="+")  # goes with its business
    lei = models.CharField(max_length=20, null=True)  # noqa: DJ001 - one of the two
    folded = models.CharField(max_length=500)
    tokens = ArrayField(models.CharField(max_length=60))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="search_name_of_one",
                condition=Q(business__isnull=True, lei__isnull=False) | Q(business__isnull=False, lei__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="search_name_prefix", fields=["folded"], opclasses=["text_pattern_ops"]),
            GinIndex(name="search_name_tokens", fields=["tokens"], fastupdate=False),
            models.Index(name="search_name_lei", fields=["lei"], condition=Q(lei__isnull=False)),
        ]


class SearchToken(models.Model):
    """A word of the names above, and how many names have it: the rarer, the more it says."""

    token = models.CharField(max_length=60, primary_key=True)
    uses = models.IntegerField()

    class Meta:
        indexes = [models.Index(name="search_token_prefix", fields=["token"], opclasses=["text_pattern_ops"])]


class SearchDeletion(models.Model):
    """A word with one letter left out, and the word: two words one slip apart share such a row, or one is in it."""

    pk = models.CompositePrimaryKey("deletion", "token")
    deletion = models.CharField(max_length=60)
    token = models.CharField(max_length=60)


class RegistryImport(models.Model):
    """How far the import of a file has come, so that it goes on where it was broken off. Gone when it is done."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    rows = models.BigIntegerField(default=0)


class StagedEntity(models.Model):
    """A row of a file that is being imported; nobody sees it before the file was read to its end."""

    lei = models.CharField(max_length=20, primary_key=True)
    legal_name = models.CharField(max_length=500)
    country = models.CharField(max_length=2)
    place = models.CharField(max_length=200)
    category = models.CharField(max_length=40)
    legal_form = models.CharField(max_length=4)
    status = models.CharField(max_length=20)
    as_of = models.DateField()
    folded = models.CharField(max_length=500)
    tokens = ArrayField(models.CharField(max_length=60))
