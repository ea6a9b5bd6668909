"""What the log refuses: to readers with a stable code, to its operator by stopping."""

from reputation.core.errors import DomainError, NotFound


class NoSuchEntry(NotFound):
    """There is no entry at this position."""

    code = "no-such-entry"
    title = "The log has no entry at this position."


class NotYetPublished(NotFound):
    """The entry is in no published checkpoint yet; within a second or two it will be."""

    code = "not-yet-published"
    title = "This entry is not yet part of a published checkpoint. Please try again in a moment."


class UnknownLogSize(DomainError):
    """The log has, or had, no such size."""

    code = "unknown-log-size"
    status = 422
    title = "The log has not been that long, or the number is not positive."


class UnknownDay(DomainError):
    """What was asked for is no day of the calendar, or one that is still to come."""

    code = "unknown-day"
    status = 422
    title = "This is no day that has been. A day is written like 2026-08-31."


class NoCheckpointYet(NotFound):
    """No checkpoint was published by that day."""

    code = "no-checkpoint-yet"
    title = "No checkpoint was published by that day: the log is younger, or the day is still to come."


class NothingToAnnounce(DomainError):
    """The log says so already, or this release and these settings say something else."""

    code = "nothing-to-announce"
    status = 409
    title = "There is nothing of the kind to announce: the log says so already, or something else is the case by now."


class ClockBehind(Exception):
    """The clock lies before what is published already. Once it is right again, the log goes on."""

    code = "log-clock-behind"

    def __init__(self, behind_s: float) -> None:
        super().__init__(
            f"{self.code}: the clock lies {behind_s:.0f} s before the newest checkpoint. Nothing is dated or published "
            "until it is set right."
        )


class LogStopped(Exception):
    """The log does not go on like this; somebody has to look. `advice` says at what."""

    code = "log-stopped"
    advice = "Nothing was published."

    def __init__(self, advice: str = "") -> None:
        super().__init__(f"{self.code}: {advice or self.advice}")


class NotStarted(LogStopped):
    """There is no head row: `start` was never called."""

    code = "log-not-started"
    advice = "The log was not started. Run `manage.py run_log`, or `manage.py demo` for a demonstration."


class OriginChanged(LogStopped):
    """The setting LOG_ORIGIN is not the origin this log was started with."""

    code = "log-origin-changed"


class KeyMissing(LogStopped):
    """LOG_KEY is not set, so nothing can be signed."""

    code = "log-key-missing"
    advice = "LOG_KEY is not set for this process, so nothing can be signed. Set LOG_KEY_FILE."


class PublishedDiffers(LogStopped):
    """The published checkpoint is not of this log: another tree, another key, or unreadable."""

    code = "log-published-differs"


class PublishedAhead(LogStopped):
    """The published checkpoint is ahead of the database, as after restoring an old backup."""

    code = "log-published-ahead"


class OtherBytes(LogStopped):
    """A path that never changes already holds other bytes."""

    code = "log-other-bytes"


class WitnessAhead(LogStopped):
    """A witness holds a longer log than the database."""

    code = "log-witness-ahead"


class WitnessDiffers(LogStopped):
    """A witness holds another tree of the same size, or one that ours does not begin with."""

    code = "log-witness-differs"


class NothingPublished(LogStopped):
    """There is no checkpoint where a replay looked for one."""

    code = "log-nothing-published"


class CopyOlder(LogStopped):
    """The copy that a replay was given ends before what this database itself saw published."""

    code = "log-copy-older"


class CopyDamaged(LogStopped):
    """The published entries do not lead to the signed root."""

    code = "log-copy-damaged"


class CopyUnreadable(LogStopped):
    """The copy that a replay was given cannot be read."""

    code = "log-copy-unreadable"


class WordsMissing(LogStopped):
    """The log says that words are published which are not there, or not in their last version."""

    code = "log-words-missing"


class ReplayImpossible(LogStopped):
    """An entry cannot follow what the database holds."""

    code = "log-replay-impossible"
