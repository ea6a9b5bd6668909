"""What codes of held texts are called on the pages of the desk."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reputation.desk.queues import What
from reputation.reviews.rules import Choice, HeldCause
from reputation.screening.findings import Kind, Tier
from reputation.web.terms import Words

TITLES: Mapping[What, Words] = {
    What.REVIEW: _("A review, before it goes out"),
    What.EDIT: _("New words for a review, before they go out"),
    What.REPLY: _("A reply of the business, before it goes out"),
    What.TEXT_APPEAL: _("Refused, and the writer asks for a second look"),
    What.AUDIT: _("A text that seemed clean"),
}
CAUSES: Mapping[HeldCause, Words] = {
    HeldCause.INSISTED: _("The writer was shown the marked passages and left them as they are."),
    HeldCause.LANGUAGE: _("The screening does not know this language, or the text is in another one than was said."),
    HeldCause.SCREENING_FAILED: _("The screening failed or was too slow. Look at everything."),
    HeldCause.AUDIT: _("Nothing was marked, or one doubtful passage. It was drawn by chance."),
}
SEEMS: Mapping[Kind, Words] = {
    Kind.PERSON: _("looks like a person’s name"),
    Kind.ROLE: _("may point to one person"),
    Kind.EMAIL: _("looks like an e-mail address"),
    Kind.PHONE: _("looks like a telephone number"),
    Kind.ADDRESS: _("looks like an address"),
    Kind.ACCOUNT: _("looks like the number of a bank account or a card"),
    Kind.IDENTITY: _("looks like a number that belongs to one person"),
    Kind.PLATE: _("looks like a number plate"),
    Kind.HANDLE: _("looks like somebody’s name or page on a network"),
    Kind.SPECIAL: _("may be about a person’s health, religion, politics or orientation"),
}
TIERS: Mapping[Tier, Words] = {
    Tier.PROPOSES: _("The writer was offered other words."),
    Tier.ASKS: _("In doubt: the writer was only asked."),
}
CHOICES: Mapping[Choice, tuple[Words, Words]] = {
    Choice.FINE: (_("It names nobody"), _("The mark is wrong. That is counted as a mistake of the screening.")),
    Choice.PUBLIC: (
        _("It may be named here"),
        _("The business itself, its own contacts, or a public role that the text is about."),
    ),
    Choice.MASK: (_("Put other words there"), _("The text comes out with the words below in its place.")),
    Choice.REFUSE: (_("The text cannot come out with it"), _("Other words would not help. Say why at the end.")),
}
