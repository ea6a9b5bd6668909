"""The state of the service as figures: what /healthz and /metrics show. Counts and ages only, nothing about anybody."""

import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import Error

from reputation.log import cosignatures
from reputation.log import queries as log
from reputation.log.errors import NotStarted
from reputation.ratings import queries as ratings
from reputation.reviews import acceptances
from reputation.screening import names
from reputation.service import relay

TOO_LONG_S = 60.0


@dataclass(frozen=True)
class State:
    """How things stand. None: it could not be found out, or there is none yet."""

    is_database_up: bool
    waiting: int | None = None
    log_size: int | None = None
    checkpoint_size: int | None = None
    checkpoint_age_s: int | None = None
    followed: int | None = None
    refused: int | None = None
    witnesses: int | None = None
    cosigned: int | None = None
    quorum: str | None = None
    is_issuer_there: bool = True
    are_reviews_taken: bool | None = None
    screening: names.Status = names.Status(works=True)

    @property
    def unpublished(self) -> int:
        """Entries that no checkpoint covers yet."""
        return (self.waiting or 0) + (self.log_size or 0) - (self.checkpoint_size or 0)

    @property
    def unrated(self) -> int:
        """Entries the ratings do not know of yet."""
        return (self.log_size or 0) - (self.followed or 0)


class Patience:
    """Tells standing still from being busy: something waited before, waits now, and nothing moved in between."""

    def __init__(self) -> None:
        self._seen: tuple[int | None, float] | None = None

    def is_stuck(self, *, behind: int, reached: int | None, now_s: float) -> bool:
        """Whether `behind` has been above zero at the same `reached` for too long."""
        if behind <= 0:
            self._seen = None
            return False
        if self._seen is None or self._seen[0] != reached:
            self._seen = (reached, now_s)
        return now_s - self._seen[1] > TOO_LONG_S


def state(*, now: datetime) -> State:
    """How things stand now."""
    # Without a process of its own, the issuer is this one.
    is_issuer_there = not settings.ISSUER_ADDRESS or relay.is_there(settings.ISSUER_ADDRESS)
    screening = names.READER.status()
    try:
        checkpoint, followed, witnessing = log.latest_checkpoint(), ratings.followed(), cosignatures.witnessing()
        return State(
            is_database_up=True,
            waiting=log.waiting(),
            log_size=log.head().size,
            checkpoint_size=checkpoint.size if checkpoint else None,
            checkpoint_age_s=int((now - checkpoint.published_at).total_seconds()) if checkpoint else None,
            followed=followed.position,
            refused=followed.refused,
            witnesses=len(witnessing.witnesses),
            cosigned=witnessing.cosigned,
            quorum=witnessing.quorum,
            is_issuer_there=is_issuer_there,
            are_reviews_taken=acceptances.are_signed(),
            screening=screening,
        )
    except NotStarted:
        return State(is_database_up=True, is_issuer_there=is_issuer_there, screening=screening)
    except Error:
        return State(is_database_up=False, is_issuer_there=is_issuer_there, screening=screening)


_publishing, _following = Patience(), Patience()


def report(found: State) -> tuple[bool, dict[str, object]]:
    """Whether all is well, and what /healthz says about it. A missing quorum is said, and harms no reader of ours;
    so is a screening that fails: moderators read every text then.
    """
    now_s = time.monotonic()
    stuck = _publishing.is_stuck(behind=found.unpublished, reached=found.checkpoint_size, now_s=now_s)
    lost = _following.is_stuck(behind=found.unrated, reached=found.followed, now_s=now_s)
    has_log = found.checkpoint_size is not None
    is_well = found.is_database_up and has_log and not stuck and not lost and found.is_issuer_there
    return is_well, {
        "status": "well" if is_well else "unwell",
        "version": settings.VERSION,
        "database": "well" if found.is_database_up else "unreachable",
        "log": {"status": "stuck" if stuck else "well", "size": found.log_size, "waiting": found.waiting},
        "checkpoint": {"size": found.checkpoint_size, "age_s": found.checkpoint_age_s},
        "witnesses": {"asked": found.witnesses, "cosigned": found.cosigned, "quorum": found.quorum},
        "screening": {
            "status": "works" if found.screening.works else "to moderators",
            "reason": found.screening.reason,
        },
        "issuer": "well" if found.is_issuer_there else "away",
        "reviews": {True: "taken", False: "not taken", None: None}[found.are_reviews_taken],
        "ratings": {"status": "stuck" if lost else "well", "behind": found.unrated if found.is_database_up else None},
    }


METRICS = (
    ("database_up", "Whether the database answers.", lambda s: int(s.is_database_up)),
    ("log_entries", "Entries in the log.", lambda s: s.log_size),
    ("log_waiting", "Entries that wait for a position.", lambda s: s.waiting),
    ("log_checkpoint_entries", "Entries the last published checkpoint covers.", lambda s: s.checkpoint_size),
    ("log_checkpoint_age_seconds", "Age of the last published checkpoint.", lambda s: s.checkpoint_age_s),
    ("log_witnesses", "Witnesses that are asked to cosign.", lambda s: s.witnesses),
    ("log_cosignatures", "Witnesses that cosigned the last published checkpoint.", lambda s: s.cosigned),
    (
        "log_quorum_missing",
        "Whether the last published checkpoint lacks cosignatures of its quorum.",
        lambda s: None if s.quorum is None else int(s.quorum == cosignatures.Quorum.MISSING),
    ),
    ("issuer_up", "Whether the issuer of receipts answers, and its database.", lambda s: int(s.is_issuer_there)),
    (
        "reviews_taken",
        "Whether reviews are taken in: the log names the key that signs their acceptances.",
        lambda s: None if s.are_reviews_taken is None else int(s.are_reviews_taken),
    ),
    (
        "screening_works",
        "Whether names in texts are looked for; if not, moderators read all.",
        lambda s: int(s.screening.works),
    ),
    ("ratings_followed_entries", "Entries the ratings know of.", lambda s: s.followed),
    ("ratings_refused_entries", "Entries the ratings could not make sense of.", lambda s: s.refused),
)


def exposition(found: State) -> str:
    """The figures in Prometheus' text format. None but the screening is of this process alone, so every
    web process tells the same.
    """
    lines = []
    for name, meaning, figure in METRICS:
        value = figure(found)
        if value is not None:
            lines += [
                f"# HELP reputation_{name} {meaning}",
                f"# TYPE reputation_{name} gauge",
                f"reputation_{name} {value}",
            ]
    return "\n".join(lines) + "\n"
