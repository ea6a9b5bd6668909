"""One appeal against what was decided about a business: a measure, or its exclusion. Others decide it, once."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from reputation.core.db import one_of
from reputation.disputes.measure_rules import Verdict, decide_until
from reputation.rulebook import desk as numbers

models.TextField.register_lookup(Length)


def explained(column: str) -> Q:
    """A text long enough to say something, and short enough to be read."""
    shortest, limit = numbers.EXPLANATION_SHORTEST.value, numbers.EXPLANATION_LIMIT.value
    return Q(**{f"{column}__length__gte": shortest, f"{column}__length__lte": limit})


class Appealable(models.Model):
    """The columns of an appeal. `appeal` is what the business says, `appeal_reasons` what the panel answers."""

    appeal_until = models.DateField()
    appealed_on = models.DateField(null=True)
    appeal = models.TextField(blank=True)
    decide_until = models.DateField(null=True)
    appeal_decided_on = models.DateField(null=True)
    appeal_outcome = models.CharField(max_length=12, blank=True)
    appeal_reasons = models.TextField(blank=True)

    class Meta:
        abstract = True
        constraints = [
            one_of("%(class)s_outcome_known", "appeal_outcome", ("", *Verdict)),
            models.CheckConstraint(
                name="%(class)s_appeal_whole",
                condition=Q(appealed_on__isnull=True, appeal="", decide_until__isnull=True)
                | Q(appealed_on__isnull=False, decide_until__isnull=False) & explained("appeal"),
            ),
            models.CheckConstraint(
                name="%(class)s_appeal_decided",
                condition=Q(appeal_decided_on__isnull=True, appeal_outcome="", appeal_reasons="")
                | Q(appeal_decided_on__isnull=False, appealed_on__isnull=False)
                & ~Q(appeal_outcome="")
                & explained("appeal_reasons"),
            ),
        ]

    def lodge(self, said: str, today: date) -> None:
        """Keep the appeal and until when it is decided. The caller has seen that there can be one."""
        self.appealed_on, self.appeal, self.decide_until = today, said.strip(), decide_until(today)
        self.save(update_fields=["appealed_on", "appeal", "decide_until"])

    def settle(self, verdict: Verdict, reasons: str, today: date, *, also: tuple[str, ...] = ()) -> None:
        """Keep how it was decided, and why. `also`: what else the caller changed with it."""
        self.appeal_decided_on, self.appeal_outcome, self.appeal_reasons = today, verdict, reasons
        self.save(update_fields=["appeal_decided_on", "appeal_outcome", "appeal_reasons", *also])

    @property
    def is_appeal_open(self) -> bool:
        return self.appealed_on is not None and self.appeal_decided_on is None
