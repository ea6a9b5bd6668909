"""What has stood its time: peppers, counts that shops are told in bands."""

from datetime import date

from reputation.evidence import rules
from reputation.evidence.models import Coverage, Pepper
from reputation.receipts.rules import band_of


def destroy_peppers(*, today: date) -> int:
    """Destroy the peppers of quarters whose mails are no longer taken. Answers how many."""
    over = [epoch for epoch in _epochs() if rules.last_day_of_pepper(epoch) < today]
    return Pepper.objects.filter(epoch__in=over).delete()[0]


def _epochs() -> list[int]:
    return list(Pepper.objects.values_list("epoch", flat=True))


def show_coverage() -> int:
    """Let shops see the counts as they are tonight, in bands: nobody sees one more come. Answers how many changed."""
    changed = 0
    for row in Coverage.objects.all():
        if (band := band_of(row.count)) != row.shown:
            changed += Coverage.objects.filter(pk=row.pk).exclude(shown=band).update(shown=band)
    return changed
