"""Tables of who acts for a business and what they did."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from reputation.core.db import choices, one_of
from reputation.members.rules import SCOPES, Act, By, DeedKind, Role


class Member(models.Model):
    """Somebody who acts for a business. The database sees to it that an owner is left, until the business has left."""

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=choices(Role))
    since_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("member_role_known", "role", Role),
            models.UniqueConstraint(
                name="member_once", fields=["business", "user"], condition=Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(name="member_ended_after_beginning", condition=Q(ended_on__gte=F("since_on"))),
        ]


class Invitation(models.Model):
    """An address that may become a member, once. The code in the link is kept as its hash."""

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=8, choices=choices(Role))
    code_hash = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("invitation_role_known", "role", Role),
            models.UniqueConstraint(name="invitation_once", fields=["business", "email"]),
            models.CheckConstraint(name="invitation_code_hash_length", condition=Q(code_hash__length=32)),
        ]


class ApiKey(models.Model):
    """A key of the API: of a business, with a scope, or of an account, acting as that person. Kept as its hash."""

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, to_field="public_id", null=True, related_name="+"
    )
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=60)
    scopes = ArrayField(models.CharField(max_length=8, choices=choices(Act)))
    begins = models.CharField(max_length=12)
    key_hash = models.BinaryField(max_length=32, unique=True)
    made_on = models.DateField()
    used_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "members_api_key"
        constraints = [
            models.CheckConstraint(
                name="api_key_of_one",
                condition=Q(business__isnull=False, user__isnull=True) | Q(business__isnull=True, user__isnull=False),
            ),
            models.CheckConstraint(
                name="api_key_scopes_known",
                condition=Q(business__isnull=True, scopes=[])
                | Q(business__isnull=False, scopes__contained_by=[str(act) for act in SCOPES], scopes__len__gte=1),
            ),
            models.CheckConstraint(name="api_key_hash_length", condition=Q(key_hash__length=32)),
            models.CheckConstraint(name="api_key_has_a_name", condition=~Q(name="")),
        ]


class Call(models.Model):
    """A call of the API that was answered, for whoever repeats it. Nothing here tells who called, or what they said."""

    mark = models.BinaryField(max_length=32)
    asks = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    answer = models.BinaryField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="call_once", fields=["mark"]),
            models.CheckConstraint(name="call_mark_length", condition=Q(mark__length=32, asks__length=32)),
            models.CheckConstraint(name="call_was_done", condition=Q(status__gte=200, status__lt=300)),
        ]


class Deed(models.Model):
    """What somebody did for a business, for its own list. It stays as it was until its time has passed.

    `detail` is a domain, a role, a version, the name of a key: never an address and never a text.
    """

    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    kind = models.CharField(max_length=24, choices=choices(DeedKind))
    at = models.DateTimeField()
    by = models.CharField(max_length=8, choices=choices(By))
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    key = models.ForeignKey(ApiKey, models.PROTECT, null=True, related_name="+")
    detail = models.CharField(max_length=253, blank=True)

    class Meta:
        constraints = [
            one_of("deed_kind_known", "kind", DeedKind),
            one_of("deed_by_known", "by", By),
            models.CheckConstraint(
                name="deed_by_somebody",
                condition=Q(by=By.SERVICE.value, user__isnull=True, key__isnull=True)
                | Q(by=By.PAGE.value, user__isnull=False, key__isnull=True)
                | Q(by=By.KEY.value, key__isnull=False),
            ),
        ]
        indexes = [models.Index(name="deed_by_business", fields=["business", "-id"])]


class Contact(models.Model):
    """Where we write to a business; never public."""

    business = models.OneToOneField("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2)

    class Meta:
        constraints = [one_of("contact_language_known", "language", ("en", "de"))]


class Acceptance(models.Model):
    """Who accepted which version of the charter for a business, by name and office."""

    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    version = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    office = models.CharField(max_length=120)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    accepted_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="acceptance_by_name_and_office", condition=~Q(name="") & ~Q(office="")),
        ]


class Told(models.Model):
    """That a business was told of a version of the charter, so that it is told once."""

    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    version = models.CharField(max_length=12)
    told_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(name="told_once", fields=["business", "version"])]


class Leaving(models.Model):
    """Notice to leave: given on a day, in effect on a later one, unless taken back before."""

    class Why(models.TextChoices):
        """Whether the business asked for it, or did not accept a new charter in time."""

        ASKED = "asked", "asked"
        CHARTER = "charter", "charter"

    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    why = models.CharField(max_length=8, choices=Why)
    given_on = models.DateField()
    leaves_on = models.DateField()
    ended_on = models.DateField(null=True)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of("leaving_why_known", "why", ("asked", "charter")),
            models.UniqueConstraint(name="leaving_once", fields=["business"], condition=Q(ended_on__isnull=True)),
            models.CheckConstraint(name="leaving_after_notice", condition=Q(leaves_on__gt=F("given_on"))),
            models.CheckConstraint(
                name="leaving_cancelled_has_ended", condition=Q(is_cancelled=False) | Q(ended_on__isnull=False)
            ),
        ]
