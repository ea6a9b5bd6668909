"""The reasoning of a decision as it begins: by ground, by outcome, with gaps that nobody can send it with.

Who drafts fills each gap. What a ground asks comes first, then what was found, then why this outcome and no other.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from reputation.desk.drafting import is_upheld
from reputation.disputes.rules import Ground, Outcome, Speaker
from reputation.rulebook.cases import ALERT_GROUND, DOMAIN_GROUND
from reputation.web.terms import Words


class Found(NamedTuple):
    """What is said of a ground where the challenge was right, and where it was not."""

    upheld: Words
    not_upheld: Words


GROUNDS: Mapping[str, Found] = {
    Ground.NO_GENUINE_EXPERIENCE: Found(
        _(
            "The rule asks whether the writer dealt with this business. That nobody can have done so follows from [?]. "
            "The writer said [?]."
        ),
        _(
            "The rule asks whether the writer dealt with this business. What was brought against it is [?]. "
            "It leaves open that they did, because [?]."
        ),
    ),
    Ground.WRONG_BUSINESS: Found(
        _("The text is about [?], not about this business. That follows from the words [?]."),
        _("The words [?] fit this business as well, because [?]."),
    ),
    Ground.NAMES_A_PERSON: Found(
        _("The quoted words single out a natural person, because [?]. That person holds no public office here."),
        _("The quoted words single out nobody: they fit [?]."),
    ),
    Ground.THREAT_OR_EXTORTION: Found(
        _("The text threatens, or was announced to get something: [?]. Nothing of the kind was owed, because [?]."),
        _("What the writer announced is [?]. Whoever claims a right by lawful means threatens nobody, because [?]."),
    ),
    Ground.HATE_OR_HARASSMENT: Found(
        _("The words degrade people for what they are, or pursue somebody: [?]."),
        _("The words are harsh, and they are about [?]. They degrade nobody for what they are."),
    ),
    Ground.UNLAWFUL_CONTENT: Found(
        _("The law cited forbids to publish [?]. The quoted words do that, because [?]."),
        _("The law cited forbids [?]. The quoted words do not do that, because [?]."),
    ),
    Ground.CONFIDENTIAL_DATA: Found(
        _("The quoted words give away [?]. They were entrusted for [?] only."),
        _("The quoted words say [?]. That was not entrusted to the writer, because [?]."),
    ),
    Ground.CONFLICT_OF_INTEREST: Found(
        _("What ties the writer to one side, or was given for the review, is [?]. That follows from [?]."),
        _("What was brought as a tie is [?]. It shows none, because [?]."),
    ),
    Ground.OFF_TOPIC: Found(
        _("The text is about [?]. Nothing in it is about a purchase from this business."),
        _("The text is about a purchase where it says [?]. The rest belongs to that, because [?]."),
    ),
    Ground.FALSE_STATEMENT_OF_FACT: Found(
        _("The quoted sentence says that [?]. That can be proved, and [?] plainly shows the contrary."),
        _("The quoted sentence says that [?]. What was brought does not plainly show the contrary, because [?]."),
    ),
    ALERT_GROUND.code: Found(
        _("The counts are right. They have the cause [?], for which the business is not to blame, as [?] shows."),
        _("The counts are right. The cause that the business names is [?]. It does not explain them, because [?]."),
    ),
    DOMAIN_GROUND.code: Found(
        _("The name in the address is used since [?] for [?], as [?] shows. Nothing there passes for the business."),
        _("What was brought for a right to the name is [?]. Buyers would still take one for the other, because [?]."),
    ),
}
ENDS: Mapping[Outcome, Words] = {
    Outcome.REJECTED: _("So it stays as it is."),
    Outcome.MASKED: _("Without the quoted words the rule is kept, because [?]. The rest stays."),
    Outcome.REMOVED: _("To mask words would not be enough, because [?]."),
    Outcome.RESTORED: _("The earlier decision rested on [?]. That no longer holds, because [?]."),
    Outcome.INADMISSIBLE: _("What this ground needs was not brought: [?]. Another challenge may bring it."),
    Outcome.ADMITTED: _("So the challenge can be raised, and both sides are to be heard."),
    Outcome.EXEMPT: _("So nobody is warned of it any more."),
    Outcome.SUSPENDED: _("The cause is over since [?]. Until the month named the alert is shown as suspended."),
}
SILENT: Mapping[Speaker, Words] = {
    Speaker.WRITER: _("The writer did not answer."),
    Speaker.BUSINESS: _("The business did not answer."),
}
NOBODY_WROTE = _("An alert has no writer who could say something.")


def reasoning(ground: str, outcome: Outcome) -> str:
    """How the reasoning begins."""
    found = GROUNDS[ground]
    return f"{found.upheld if is_upheld(outcome) else found.not_upheld} {ENDS[outcome]}"
