"""Tables of those who take part in a case: what they say, draft and decide."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from reputation.core.db import choices, one_of
from reputation.disputes.columns import text_of, unfounded_of
from reputation.disputes.rules import Outcome, Part, Party, Role, Saying, Speaker, WriterActKind
from reputation.reviews.columns import hash_of
from reputation.rulebook import cases as numbers


class Filer(models.Model):
    """Who challenged and is no business: what their codename opens, and where to write. Gone when the case is over."""

    case = models.OneToOneField(
        "disputes.Case", models.CASCADE, related_name="+"
    )  # goes with it, though no case ever goes
    verifier = models.BinaryField(unique=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2)

    class Meta:
        constraints = [hash_of("filer_verifier_length", "verifier")]


class Said(models.Model):
    """What a side says in a case after the claim. A writer's words come with the daily release.

    Words that a decision masks are masked here too. `is_held`: a moderator looks before anybody else reads it.
    """

    case = models.ForeignKey("disputes.Case", models.PROTECT, related_name="+")
    party = models.CharField(max_length=12, choices=choices(Speaker))
    kind = models.CharField(max_length=12, choices=choices(Saying))
    text = models.TextField()
    is_held = models.BooleanField(default=False)
    said_on = models.DateField()

    class Meta:
        constraints = [
            one_of("said_party_known", "party", Speaker),
            one_of("said_kind_known", "kind", Saying),
            text_of("said_text_length", "text", numbers.REASON_LIMIT.value),
            models.CheckConstraint(
                name="said_by_whom_it_may",
                condition=~Q(kind__in=[Saying.ANSWER.value, Saying.LATE_ANSWER.value])
                & ~Q(kind__in=[Saying.REPLY.value, Saying.OFFER.value])
                | Q(
                    kind__in=[Saying.ANSWER.value, Saying.LATE_ANSWER.value],
                    party__in=[Speaker.WRITER.value, Speaker.BUSINESS.value],
                )
                | Q(kind__in=[Saying.REPLY.value, Saying.OFFER.value], party=Party.CHALLENGER.value),
            ),
        ]


class WriterAct(models.Model):
    """What a writer does in a case, until the daily release: one of each kind, the later one holds.

    Nothing counts up as acts come in, and nothing else is touched by one: no row of a case tells when its writer came.
    """

    id = models.UUIDField(primary_key=True, editable=False, default=uuid4)
    # The check of a foreign key would write the transaction of each act into the row of its case.
    case = models.ForeignKey("disputes.Case", models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=12, choices=choices(WriterActKind))
    text = models.TextField(blank=True)
    is_held = models.BooleanField(default=False)
    nonce_commitment = models.BinaryField(null=True)
    release_on = models.DateField()

    class Meta:
        db_table = "disputes_writer_act"
        constraints = [
            one_of("writer_act_kind_known", "kind", WriterActKind),
            models.UniqueConstraint(name="writer_act_one_of_a_kind", fields=["case", "kind"]),
        ]


class Taking(models.Model):
    """That somebody of the service took part in a case: kept so that nobody decides about their own decision."""

    case = models.ForeignKey("disputes.Case", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=choices(Part))
    taken_on = models.DateField()

    class Meta:
        constraints = [
            one_of("taking_part_known", "part", Part),
            models.UniqueConstraint(name="taking_once", fields=["case", "user", "part"]),
        ]


class Draft(models.Model):
    """A decision that waits for a second person, or for the others of a panel. It goes with its case.

    `returned`: why the second person gave it back; the next draft takes its place.
    """

    case = models.OneToOneField("disputes.Case", models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=choices(Outcome))
    quote = models.TextField()
    facts = ArrayField(models.TextField())
    business_said = models.TextField()
    reviewer_said = models.TextField()
    reasoning = models.TextField()
    summary = models.TextField()
    unfounded = models.TextField(blank=True)
    wording = models.CharField(max_length=60, blank=True)
    until_month = models.PositiveIntegerField(null=True)
    drafted_at = models.DateTimeField()
    returned = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("draft_outcome_known", "outcome", Outcome),
            unfounded_of("draft_unfounded_only_where_nothing_follows"),
        ]


class Decider(models.Model):
    """Who decided: never public, and needed so that two are two. Of a decision read back from the log nobody knows."""

    decision = models.ForeignKey("disputes.Decision", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=choices(Role))

    class Meta:
        constraints = [
            one_of("decider_role_known", "role", Role),
            models.UniqueConstraint(name="decider_once", fields=["decision", "user"]),
        ]


class Due(models.Model):
    """A decision that the worker has not carried out yet. It goes as soon as that is done, in seconds.

    `words`: those to be masked, or to be put back.
    """

    decision = models.OneToOneField("disputes.Decision", models.PROTECT, primary_key=True, related_name="+")
    words = models.TextField(null=True)  # noqa: DJ001 - no words are touched
