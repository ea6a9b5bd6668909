"""Which witnesses have cosigned the newest checkpoint, and whether they are enough."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db.models.functions import Length

from reputation.log import models, queries
from reputation.tlog import policies
from reputation.tlog.notes import SIGNATURE_BYTES


class Quorum(StrEnum):
    """Whether the quorum of witnesses has cosigned the newest checkpoint."""

    NONE = "none"
    """None is asked for."""
    MET = "met"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A witness that is asked to cosign, and when it did so for the newest checkpoint; None: it has not."""

    name: str
    vkey: str
    cosigned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Witnessing:
    """The witnesses of the log, and how far they have cosigned its newest checkpoint."""

    witnesses: list[Witnessed]
    quorum: Quorum

    @property
    def cosigned(self) -> int:
        return sum(witness.cosigned_at is not None for witness in self.witnesses)


def witnessing() -> Witnessing:
    """Who is asked to cosign, who has cosigned the newest checkpoint, and whether that is enough."""
    policy = settings.LOG_WITNESSES
    if not policy.witnesses:
        return Witnessing([], Quorum.NONE)
    newest = models.Checkpoint.objects.order_by("-size").values("size")[:1]
    rows = models.Cosignature.objects.filter(checkpoint__in=newest).values_list("name", "key_id", "signed_at")
    times = {(name, bytes(key_id)): at for name, key_id, at in rows}
    found = {witness.key: times.get((witness.key.name, witness.key.key_id)) for witness in policy.witnesses}
    is_met = policy.is_met({key for key, at in found.items() if at is not None})
    return Witnessing(
        [Witnessed(key.name, key.vkey, at) for key, at in found.items()],
        Quorum.NONE if policy.quorum == policies.NONE else Quorum.MET if is_met else Quorum.MISSING,
    )


def has_witness() -> bool:
    """Whether somebody outside is asked to cosign the log."""
    return bool(settings.LOG_WITNESSES.witnesses)


def first_cosigned(position: int) -> queries.Checkpoint | None:
    """The first published checkpoint that contains an entry and that a witness has cosigned, None while there is none.

    A witness cosigns no smaller one after that, so it stays the first. A line of the log's own new key is none.
    """
    lines = models.Cosignature.objects.annotate(length=Length("signature")).exclude(length=SIGNATURE_BYTES)
    found = lines.filter(checkpoint__gt=position).order_by("checkpoint").values_list("checkpoint", flat=True).first()
    return None if found is None else queries.checkpoint(found)
