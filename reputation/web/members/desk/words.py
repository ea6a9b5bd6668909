"""What codes of the desk are called on its pages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reputation.accounts.rules import Duty
from reputation.admissions.rules import State as Application
from reputation.businesses.admission import Reason
from reputation.desk.queues import Waits, What
from reputation.desk.rules import Bar, Kind, Stage, State
from reputation.log.about import Said
from reputation.receipts.rules import AttesterState, KeyState
from reputation.web.members.desk.text_words import TITLES
from reputation.web.terms import Words

# What is proposed, as a title.
KINDS: Mapping[Kind, Words] = {
    Kind.ADMIT: _("Admit the business"),
    Kind.REFUSE: _("Refuse the application"),
    Kind.EDITION: _("Announce an edition of the formula"),
    Kind.OPERATOR: _("Say in the log that the operator’s particulars changed"),
    Kind.TERMINATE: _("Exclude the business"),
    Kind.NUMBERS: _("Correct the registry numbers"),
    Kind.GIVE_DUTY: _("Give a duty"),
    Kind.END_DUTY: _("End a duty"),
    Kind.UPHOLD: _("Let the exclusion stand"),
    Kind.REVERSE: _("Reverse the exclusion"),
    Kind.ADMIT_ATTESTER: _("Admit the attester"),
    Kind.REFUSE_ATTESTER: _("Refuse the attester"),
    Kind.END_ATTESTER: _("End the attester"),
    Kind.ANNUL_KEY: _("Annul a key of receipts"),
    Kind.WARN: _("Warn the business"),
    Kind.SUSPEND_RIGHT: _("Suspend its right to challenge reviews"),
    Kind.NOTE_THREAT: _("Note on the case that the writer was threatened with the law"),
    Kind.END_WARNING: _("End the warning before its day"),
    Kind.UPHOLD_MEASURE: _("Let the measure stand"),
    Kind.REVERSE_MEASURE: _("Reverse the measure"),
}
# What happens at once when a second person confirms it.
EFFECTS: Mapping[Kind, Words] = {
    Kind.ADMIT: _("The business takes part at once, and the log says so. Whoever applied is told."),
    Kind.REFUSE: _("Whoever applied is sent the reasons, word by word, and may appeal for 184 days."),
    Kind.EDITION: _("The log announces the edition. It takes effect at least 30 days later."),
    Kind.OPERATOR: _("The next start of the service says in the log who runs it now."),
    Kind.TERMINATE: _(
        "The business is sent the reasons, word by word, and excluded 30 days later. It may appeal at once. From that "
        "day on its page shows ground and reasons to everybody."
    ),
    Kind.NUMBERS: _("The numbers are changed, and the log says so."),
    Kind.GIVE_DUTY: _("The duty begins at once. Whoever gets it signs in anew, with a second factor, and is told."),
    Kind.END_DUTY: _("The duty ends at once. Whoever had it is told."),
    Kind.UPHOLD: _("The exclusion goes on as announced. The business is sent the reasons. This is final."),
    Kind.REVERSE: _("The exclusion is cancelled; if it has begun, the business may come back at once."),
    Kind.ADMIT_ATTESTER: _("It can register codes for every business at once, and the log says so. It is told."),
    Kind.REFUSE_ATTESTER: _("It is sent the reasons, word by word, and may apply again."),
    Kind.END_ATTESTER: _(
        "It registers no more codes, and the log says so. Receipts it vouched for stay good. It is sent the reasons, "
        "word by word."
    ),
    Kind.ANNUL_KEY: _(
        "Reviews with receipts of this key count no more, and the log says so. The business is sent the reasons, word "
        "by word. It cannot be undone."
    ),
    Kind.WARN: _(
        "The business is sent the statement of reasons, word by word, and may appeal. Its page, its badge and every "
        "answer about it say so until the last day. No figure moves."
    ),
    Kind.SUSPEND_RIGHT: _(
        "It files no challenge for 30 days, the second time for 90, then for 180; on urgent grounds it still can. "
        "It is sent the statement of reasons, word by word, and may appeal."
    ),
    Kind.NOTE_THREAT: _(
        "The page of the case says so for twelve months, and the page of the business counts it. The business is sent "
        "the statement of reasons, word by word, and may appeal."
    ),
    Kind.END_WARNING: _("Nothing speaks of the warning any more. The business is sent the reasons."),
    Kind.UPHOLD_MEASURE: _("The measure goes on. The business is sent the reasons. This is final."),
    Kind.REVERSE_MEASURE: _("The measure ends at once, and weighs in no other. The business is sent the reasons."),
}
STATES: Mapping[State, Words] = {
    State.OPEN: _("Waits for a second person"),
    State.CONFIRMED: _("Confirmed by two people"),
    State.DECLINED: _("Declined"),
    State.WITHDRAWN: _("Taken back"),
    State.LAPSED: _("Lapsed"),
}
APPLICATIONS: Mapping[Application, Words] = {
    Application.WAITING: _("Waits for two people"),
    Application.ADMITTED: _("Admitted"),
    Application.REFUSED: _("Refused"),
    Application.APPEALED: _("Refused, and appealed: waits for two others"),
    Application.UPHELD: _("Refused, also after an appeal"),
    Application.WITHDRAWN: _("Taken back"),
}
ATTESTERS: Mapping[AttesterState, Words] = {
    AttesterState.APPLIED: _("Waits for two people"),
    AttesterState.ADMITTED: _("Admitted"),
    AttesterState.REFUSED: _("Refused"),
    AttesterState.LAPSED: _("Taken back, or lapsed"),
    AttesterState.ENDED: _("Ended"),
}
KEYS: Mapping[KeyState, Words] = {
    KeyState.ISSUING: _("gives out receipts"),
    KeyState.ENDED: _("gives out no more"),
    KeyState.ANNULLED: _("annulled"),
}
WHAT: Mapping[What, Words] = {
    What.APPLICATION: _("Application"),
    What.APPEAL: _("Appeal of an applicant"),
    What.PROPOSAL: _("Proposal"),
    What.EXCLUSION: _("Exclusion that begins"),
    What.EXCLUSION_APPEAL: _("Appeal against an exclusion"),
    What.MEASURE_APPEAL: _("Appeal against a measure"),
    What.UNFOUNDED: _("Manifestly unfounded challenges: a step may be proposed"),
    What.ATTESTER: _("Asks to vouch for purchases"),
    What.PAYMENT: _("Payment proof"),
    What.WORDS: _("Words of a review"),
    **TITLES,
}
WAITS: Mapping[Waits, Words] = {
    Waits.YOU: _("You"),
    Waits.SECOND: _("A second person"),
    Waits.DAY: _("Its day"),
}
BARS: Mapping[Bar, Words] = {
    Bar.DUTY: _("Your duty is another one."),
    Bar.TIE: _("It is about you, or about a business you belong to or belonged to in the last 24 months."),
    Bar.PART: _("You had a part in the decision that is appealed."),
    Bar.OWN: _("You proposed it: somebody else confirms or declines it."),
}
DUTIES: Mapping[Duty, Words] = {
    Duty.MODERATOR: _("moderator"),
    Duty.PANEL: _("member of the panel"),
    Duty.OPERATOR: _("operator"),
}
STAGES: Mapping[Stage, Words] = {
    Stage.ANNOUNCED: _("Announced"),
    Stage.EFFECTIVE: _("In effect"),
    Stage.REVERSED: _("Reversed after an appeal"),
    Stage.LAPSED: _("Never began: its last day came first"),
}
SAID: Mapping[Said, Words] = {
    Said.NOTHING: _("The log does not say yet who runs the service. The next start says it by itself."),
    Said.LOGGED: _("The log says what the settings say."),
    Said.CHANGED: _("The settings say something else than the log. Two operators have to confirm it."),
    Said.CONFIRMED: _("Two operators confirmed the change. The next start says it in the log."),
}
DOUBTS: Mapping[str, Words] = {
    Reason.NUMBER_IN_DOUBT: _("Companies and persons both can have a number of this kind."),
    Reason.NUMBER_OF_ANOTHER_COUNTRY: _("The number is of another country than the one given."),
    Reason.FORM_IN_DOUBT: _("The legal form may be a company’s or a person’s, or is not one we know."),
    Reason.CATEGORY_IN_DOUBT: _("The public registry does not say clearly what it is."),
    Reason.NATURAL_PERSON_NUMBER: _("This number belongs to a person, not to a company or an association."),
    Reason.NATURAL_PERSON_FORM: _("This legal form is that of one person who trades under a name."),
    Reason.SOLE_PROPRIETOR: _("The public registry lists it as a sole proprietor."),
    Reason.LEGAL_PERSON_NUMBER: _("Only companies and other legal persons have a number of this kind."),
    Reason.LEGAL_PERSON_FORM: _("The legal form is that of a legal person."),
    Reason.REGISTRY_CATEGORY: _("The public registry lists it as a legal person."),
    Reason.NO_EVIDENCE: _("Nothing given so far shows that it is a legal person."),
}
PARTICULARS: Mapping[str, Words] = {
    "name": _("Name"),
    "contact": _("Contact"),
    "funder": _("Who pays"),
    "funder_code": _("Code of who pays, in the log"),
    "policy_version": _("Version of the rules, in the log"),
}
