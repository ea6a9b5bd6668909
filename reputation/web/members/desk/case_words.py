"""What codes of cases are called on the pages of the desk."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reputation.desk.case_queue import Next, Waits
from reputation.disputes.rules import Deadline, Outcome, Party, Saying, Speaker, Step, Subject
from reputation.proofs.rules import Kind, Seen, Size
from reputation.web.terms import Words

NEXT: Mapping[Next, Words] = {
    Next.LOOK: _("Urgent: look, and say whether it can be raised"),
    Next.ADMIT: _("Say whether it can be raised"),
    Next.WORDS: _("Look at held words of a side"),
    Next.CONFIRM: _("Confirm the interim measure, or let it lapse"),
    Next.DRAFT: _("Draft the decision"),
    Next.SECOND: _("Agree to the draft, or give it back"),
    Next.RESUME: _("Let the time run on"),
    Next.ANSWER: _("Answer"),
    Next.REPLY: _("Reply to the answer"),
    Next.OPINION: _("Write your opinion for the panel"),
    Next.OTHERS: _("The others on the panel write"),
    Next.PANEL_DRAFT: _("Draft the decision of the panel"),
    Next.VOTE: _("Vote on the draft of the panel"),
}
WAITS: Mapping[Waits, Words] = {
    Waits.YOU: _("You"),
    Waits.SECOND: _("A second person"),
    Waits.WRITER: _("The writer"),
    Waits.CHALLENGER: _("Whoever challenged"),
    Waits.PANEL: _("The others on the panel"),
    Waits.OUTSIDE: _("Somebody outside"),
}
PARTIES: Mapping[Speaker, Words] = {
    Speaker.CHALLENGER: _("Whoever challenged"),
    Speaker.WRITER: _("The writer"),
    Speaker.BUSINESS: _("The business"),
}
SAYINGS: Mapping[Saying, Words] = {
    Saying.ANSWER: _("Answer"),
    Saying.LATE_ANSWER: _("Late answer"),
    Saying.REPLY: _("Reply"),
    Saying.OFFER: _("Offer to settle"),
    Saying.MORE: _("Added later"),
    Saying.APPEAL: _("Appeal"),
}
STEPS: Mapping[Step, Words] = {
    Step.NOTICED: _("Admitted: the writer was told"),
    Step.ANSWERED: _("The writer answered"),
    Step.REPLIED: _("Whoever challenged replied"),
    Step.EXTENDED: _("The writer has more time"),
    Step.PAUSED: _("The time stands still"),
    Step.RESUMED: _("The time runs on"),
    Step.READY: _("Both sides were heard"),
    Step.REOPENED: _("Opened again by a late answer"),
    Step.OVERDUE: _("We were late"),
    Step.WITHDRAWN: _("Withdrawn"),
    Step.SETTLED: _("Settled"),
    Step.CLOSED: _("Closed"),
    Step.WORDS_GONE: _("The text of the review is gone"),
}
DECIDED = _("Decided by two people: %(outcome)s")
DECIDED_BY_PANEL = _("Decided by the panel: %(outcome)s")
APPEALED: Mapping[Party, Words] = {
    Party.CHALLENGER: _("Whoever challenged appealed"),
    Party.WRITER: _("The writer appealed"),
}
DEADLINES: Mapping[Deadline, Words] = {
    Deadline.ADMISSIBILITY: _("with saying whether it can be raised"),
    Deadline.DECISION: _("with the decision"),
    Deadline.APPEAL_DECISION: _("with the decision on the appeal"),
    Deadline.REVERSAL: _("with letting a reversal take effect"),
}
# What may be drafted: as a choice, and what it does.
OUTCOMES: Mapping[Outcome, tuple[Words, Words]] = {
    Outcome.REJECTED: (_("Leave the review as it is"), _("The challenge is rejected. The mark goes.")),
    Outcome.MASKED: (
        _("Mask the quoted words"),
        _("Other words stand in their place. Stars, outcome and the rest of the text stay."),
    ),
    Outcome.REMOVED: (
        _("Remove the review"),
        _("It is not shown and does not count. A tombstone with ground and figures stands in its place."),
    ),
    Outcome.RESTORED: (_("Put the review back"), _("It is shown and counts again: the earlier decision is replaced.")),
    Outcome.INADMISSIBLE: (
        _("It cannot be raised"),
        _("The ground does not fit what is claimed, or nothing of what it needs was brought. The review stays."),
    ),
    Outcome.ADMITTED: (_("It can be raised after all"), _("The writer is told, and the case begins.")),
    Outcome.SUSPENDED: (
        _("Suspend the alert"),
        _("It is shown as suspended, with the reasons, until a month. Its counts stay public."),
    ),
    Outcome.EXEMPT: (
        _("It imitates nothing: warn of it no more"),
        _("Nobody is warned of this address any more because it looks like one of this business. That is for good."),
    ),
}
# The same, where it is an alert that nothing happens to.
ALERT_STAYS: tuple[Words, Words] = (
    _("Leave the alert as it is"),
    _("What is contested is rejected. The alert stands."),
)
WARNING_STAYS: tuple[Words, Words] = (
    _("Leave the warning as it is"),
    _("What is contested is rejected. Whoever checks the address is warned as before."),
)
# Of a panel, where nothing changes.
STAYS: Mapping[Subject, tuple[Words, Words]] = {
    Subject.REVIEW: OUTCOMES[Outcome.REJECTED],
    Subject.ALERT: ALERT_STAYS,
    Subject.DOMAIN: WARNING_STAYS,
}
APPEAL_REJECTED: tuple[Words, Words] = (_("Leave what was decided"), _("The appeal is rejected. This is final."))
SEEN: Mapping[Seen, Words] = {
    Seen.ORDER_CONFIRMATION: _("A confirmation of an order"),
    Seen.INVOICE: _("An invoice or a receipt"),
    Seen.DELIVERY_NOTE: _("A note of a delivery"),
    Seen.MESSAGE: _("A message between the two sides"),
    Seen.PHOTOGRAPH: _("A photograph"),
    Seen.STATEMENT: _("A statement of a bank or a card"),
    Seen.CONTRACT: _("A contract"),
    Seen.OTHER: _("Something else"),
}
KINDS: Mapping[Kind, Words] = {
    Kind.TEXT: _("Text"),
    Kind.PDF: _("PDF"),
    Kind.PNG: _("Picture"),
    Kind.JPEG: _("Picture"),
}
SIZES: Mapping[Size, Words] = {
    Size.SMALL: _("up to 100 kB"),
    Size.MIDDLE: _("up to 1 MB"),
    Size.LARGE: _("more than 1 MB"),
}


def outcome(wanted: Outcome, *, subject: Subject, is_appeal: bool = False) -> tuple[Words, Words]:
    """What may be decided, as a choice, and what it does."""
    if wanted is not Outcome.REJECTED:
        return OUTCOMES[wanted]
    return APPEAL_REJECTED if is_appeal else STAYS[subject]
