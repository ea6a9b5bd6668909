"""What codes are called on pages. Every code that a page can meet has its words here, in the reader's language."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Alarm(NamedTuple):
    """An alert in words: its counts go into `says` and `before`."""

    title: Words
    says: Words
    before: Words | None
    causes: Words


JOIN_STEPS: tuple[Words, ...] = (_("Country"), _("Number"), _("Names"), _("Charter"))
OUTCOMES: Mapping[str, Words] = {
    "as-agreed": _("As agreed"),
    "problem-solved": _("Problem solved"),
    "problem-unsolved": _("Problem not solved"),
    "never-delivered": _("Never delivered"),
    "charged-wrongly": _("Charged wrongly"),
}
# Which figure stands beside an outcome.
OUTCOME_KINDS = {
    "as-agreed": "solid",
    "problem-solved": "solid",
    "problem-unsolved": "unsolved",
    "never-delivered": "lost",
    "charged-wrongly": "lost",
}
RESULTS: Mapping[str, Words] = {
    "well": _("ended well"),
    "unsolved": _("problem not solved"),
    "lost": _("lost money"),
}
QUANTITIES: Mapping[str, Words] = {
    "stars": _("stars"),
    "well": _("ended well"),
    "unsolved": _("problem not solved"),
    "lost": _("lost money"),
    "harm": _("harm, for the order of lists"),
}
CLASSES: Mapping[str, Words] = {
    "independent": _("Receipt: payment provider or marketplace"),
    "seller": _("Receipt: the shop’s own"),
    "none": _("No receipt · weighs half at most"),
}
CLASS_NAMES: Mapping[str, Words] = {
    "independent": _("independent receipt"),
    "seller": _("the shop’s own receipt"),
    "none": _("no receipt"),
}
SURE: Mapping[str, Words] = {
    "quite": _("We are quite sure of this."),
    "fairly": _("We are fairly sure of this."),
    "not-very": _("We are not very sure of this."),
    "rough": _("This is only a rough idea."),
}
BASIS: Mapping[str, Words] = {
    "own-receipts-only": _(
        "All receipts come from the shop itself, which could have invented them. However many there are, they weigh "
        "like 20 reviews in the figure and like 10 in the careful end of its range."
    ),
    "few-independent": _(
        "Few receipts come from somebody other than the shop. What the shop could have written itself weighs like 20 "
        "reviews at most, and like 10 in the careful end of the range."
    ),
    "mostly-independent": _("Most of the weight comes from receipts of somebody other than the shop."),
}
ALERTS: Mapping[str, Alarm] = {
    "surge": Alarm(
        _("More people than usual say they lost money"),
        _("In the last three months <b>%(bad)s of %(all)s</b> reviewers with a receipt say so."),
        _("In the twelve months before: <b>%(bad)s of %(all)s</b>."),
        _("It can have innocent causes: fast growth, a parcel service on strike, a supplier that failed."),
    ),
    "worse": Alarm(
        _("More purchases than usual end badly"),
        _(
            "In the last three months <b>%(bad)s of %(all)s</b> reviewers with a receipt report an unsolved problem or "
            "lost money."
        ),
        _("In the twelve months before: <b>%(bad)s of %(all)s</b>."),
        _("It can have innocent causes: fast growth, a busy season, a faulty batch, or chance."),
    ),
    "money-lost": Alarm(
        _("More than one in twenty say they lost money"),
        _("In the last twelve months <b>%(bad)s of %(all)s</b> reviewers with a receipt say so."),
        None,
        _("It can have innocent causes: those who lost money review more often than those who did not."),
    ),
    "no-receipt-given": Alarm(
        _("People say they lost money and were given no receipt"),
        _(
            "In the last three months <b>%(bad)s of %(all)s</b> reviewers who say that they were given no receipt also "
            "say that they lost money."
        ),
        None,
        _(
            "It can have innocent causes: a code is easily overlooked in an e-mail, and reviews without a receipt can "
            "be made up."
        ),
    ),
}
EVENTS: Mapping[str, Words] = {
    "joined": _("Joined"),
    "names-changed": _("Changed its name"),
    "numbers-changed": _("Corrected its registry numbers"),
    "charter-accepted": _("Accepted version %(detail)s of the charter"),
    "domain-proved": _("Showed that it controls %(detail)s"),
    "domain-lost": _("No longer shows that it controls %(detail)s"),
    "left": _("Left"),
    "returned": _("Came back"),
    "owner-changed": _("Has another owner from this day on; its figure runs on"),
    "successor-named": _("Said which business goes on in its place"),
    "terminated": _("Was excluded until %(detail)s"),
}
BUSINESS_GROUNDS: Mapping[str, Words] = {
    "charter-breach": _("It broke the charter it had accepted"),
    "false-reviews": _("It wrote or bought reviews"),
    "false-receipts": _("It vouched for purchases that never took place"),
    "pressure-on-reviewers": _("It put pressure on people who had reviewed it"),
    "unfounded-challenges": _("It kept challenging reviews without any ground"),
}
ATTESTERS: Mapping[str, Words] = {
    "business": _("The shop itself"),
    "payment-provider": _("Payment provider"),
    "marketplace": _("Marketplace"),
    "mail": _("Signed mails, read by this service"),
    "moderator": _("Proofs of payment, seen by this service"),
}
KEY_ANNULMENTS: Mapping[str, Words] = {
    "leaked": _("The key leaked"),
    "more-spent-than-claimed": _("More receipts were used than were claimed"),
    "false-attestation": _("The purchases it vouched for never took place"),
}
TOTAL_MOMENTS: Mapping[str, Words] = {
    "issuing-ended": _("when no more were given out"),
    "key-dead": _("when none could be used any more"),
}
MEASURES: Mapping[str, Words] = {
    "warning": _("Warning"),
    "right-suspended": _("Right to challenge reviews suspended"),
    "legal-threat": _("The writer of a review was threatened with the law"),
}
SEVERITIES: Mapping[str, Words] = {
    "minor": _("minor: three months at most"),
    "moderate": _("moderate: twelve months at most"),
    "serious": _("serious: thirty-six months at most"),
}
MEASURE_ENDS: Mapping[str, Words] = {
    "cured": _("Ended early: what it was about is put right"),
    "reversed": _("Reversed after an appeal"),
}
VERDICTS: Mapping[str, Words] = {
    "upheld": _("The panel let the measure stand."),
    "reversed": _("The panel reversed the measure."),
}
EXCLUSION_OUTCOMES: Mapping[str, Words] = {
    "upheld": _("The panel let the exclusion stand."),
    "reversed": _("The panel reversed the exclusion."),
}
MARKS: Mapping[str, Words] = {"challenged": _("Challenged on %(day)s"), "restored": _("Restored on %(day)s")}
MARK_MEANINGS: Mapping[str, Words] = {
    "challenged": _(
        "Somebody says that this review breaks a rule. It stays visible and counted until two people decide."
    ),
    "restored": _("It was removed and is back: a later decision replaced the first. It counts again."),
}
CASE_OUTCOMES: Mapping[str, Words] = {
    "open": _("Being decided: the review stays visible and counted"),
    "settled": _("Settled: both sides agreed, the review stays"),
    "closed": _("Closed without a decision"),
    "inadmissible": _("Not admissible: the review stays"),
    "admitted": _("The panel let the case begin: it is being decided"),
    "suspended": _("Decided: the notice is suspended"),
    "exempt": _("Decided: the address imitates nothing"),
    "withdrawn": _("Withdrawn: the review stays"),
    "rejected": _("Decided: the review stays"),
    "removed": _("Decided: the review was removed"),
    "masked": _("Decided: some words are masked, the rest stays"),
    "restored": _("Decided again: the review is back"),
}
CASE_COUNTS: Mapping[str, Words] = {
    "open": _("open"),
    "settled": _("settled"),
    "closed": _("closed without a decision"),
    "inadmissible": _("not admissible"),
    "admitted": _("begun by a panel"),
    "withdrawn": _("withdrawn"),
    "rejected": _("rejected"),
    "removed": _("upheld, review removed"),
    "masked": _("upheld, words masked"),
    "restored": _("removed first, restored later"),
}
DECISIONS: Mapping[str, Words] = {
    "inadmissible": _("The ground cannot be raised here. The review stays as it is."),
    "admitted": _("The ground can be raised after all. The case begins."),
    "suspended": _("The notice has an innocent cause, and is shown as suspended for a time."),
    "exempt": _("The address imitates nothing. Nobody is warned any more that it looks like one of this business."),
    "rejected": _("The review stays as it is."),
    "removed": _("The review is no longer shown and no longer counts. A tombstone stands in its place."),
    "masked": _("The words are masked. Stars, outcome and the rest of the text stay."),
    "restored": _("The review is shown again and counts again."),
}
DURATIONS: Mapping[str, Words] = {
    "until-a-month": _("Until a month that stands beside the notice"),
    "none": _("Nothing was imposed"),
    "until-replaced": _("Until a later decision replaces this one"),
    "final": _("For good"),
}
TERRITORIES: Mapping[str, Words] = {"everywhere": _("everywhere it is shown")}
SOURCES: Mapping[str, Words] = {
    "challenge-by-the-business": _("A challenge by the business"),
    "challenge-by-somebody-else": _("A challenge by somebody else"),
}
SIDES: Mapping[str, Words] = {"business": _("the business"), "public": _("somebody else")}
ROLES: Mapping[str, Words] = {
    "moderator": _("a moderator"),
    "second-moderator": _("a second moderator"),
    "panel": _("the panel"),
}
METHODS: Mapping[str, Words] = {
    "dns": _("by an entry in its name server"),
    "file": _("by a file on its site"),
    "mail": _("by a signed message of its postmaster"),
}
CATEGORIES: Mapping[str, Words] = {
    "BRANCH": _("Branch"),
    "FUND": _("Fund"),
    "GENERAL": _("Company or other organisation"),
    "INTERNATIONAL_ORGANIZATION": _("International organisation"),
    "RESIDENT_GOVERNMENT_ENTITY": _("Public body"),
}
STATUSES: Mapping[str, Words] = {
    "ACTIVE": _("Active"),
    "INACTIVE": _("Inactive"),
    "ISSUED": _("Issued"),
    "LAPSED": _("Not renewed"),
}
FACTS: Mapping[str, Words] = {
    "legal-name": _("Legal name"),
    "lei": _("Legal Entity Identifier"),
    "place": _("Registered office"),
    "country": _("Country"),
    "category": _("Kind of entity"),
    "legal-form": _("Legal form (ISO 20275)"),
    "status": _("Status in the register"),
}
PROMISES: tuple[Words, ...] = (
    _("Nobody is scored. There is no number about a person, anywhere."),
    _("Only businesses that joined have a figure. Leaving is possible, but no way to hide."),
    _("Anybody can recompute every figure from the public log."),
    _("Nothing secret moves a figure."),
    _("No measure without notice, reasons, an appeal and an end date."),
    _("A review cannot be linked to a purchase, not even by us."),
    _("Checking leaves no trace."),
    _("You cannot look up a person here."),
    _("Only trade counts. Never opinion, religion, politics or health."),
    _("Nothing a business pays changes anything."),
    _("Nothing negative counts for ever: 24 months at most."),
    _("Who runs this, who pays and which rules apply stand on every page."),
)
# Refusals of a look-up: what it looks like, by its code.
REFUSALS: Mapping[str, Words] = {
    "phone-number": _("This looks like a phone number."),
    "e-mail-address": _("This looks like an e-mail address."),
    "personal-number": _("This looks like a person’s number."),
    "handle": _("This looks like somebody’s handle."),
    "ip-address": _("This is a bare network address."),
}
SLIPS: Mapping[str, tuple[Words, Words]] = {
    "bad-check-digit": (
        _("There is a slip in this number."),
        _("Its check digits do not fit: a digit or letter is wrong, missing or swapped. Compare it letter by letter."),
    ),
    "unknown-number": (
        _("This is no registry number we know."),
        _("A number from a register has a fixed form. Try the web address or the name instead."),
    ),
    "bad-address": (
        _("This is no complete web address."),
        _(
            "An address that somebody registered looks like this: kettle-and-moss.example. Copy it from the line at "
            "the top of your browser."
        ),
    ),
    "not-a-name": (
        _("There is no name in this."),
        _("A name has letters or digits. Type the shop’s name, its web address or its registry number."),
    ),
    "query-too-long": (
        _("This is too long for a look-up."),
        _("Type the name, the web address or the registry number alone: 200 characters at most."),
    ),
    "invalid-text": (
        _("This text is damaged."),
        _("It holds characters that no text can have. Type it by hand instead of pasting it."),
    ),
    "empty-query": (
        _("Nothing was typed."),
        _("Type the shop’s name, its web address or its registry number."),
    ),
}
