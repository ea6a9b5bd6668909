"""What the mailbox says: where a review stands, why a text was refused, what goes and what stays."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from reputation.reviews.mailbox import Mailbox, Stage
from reputation.reviews.rules import ActKind, Refusal
from reputation.web.terms import Words


class Told(NamedTuple):
    """A stage: the title of the page, and what it means. Days go into `says`."""

    title: Words
    says: Words


class Question(NamedTuple):
    """A last question: what goes and what stays, and what the button says."""

    title: Words
    says: Words
    goes: tuple[Words, ...]
    stays: tuple[Words, ...]
    button: Words


STAGES: Mapping[Stage, Told] = {
    Stage.HELD: Told(
        _("A moderator reads your text first"),
        _("By %(decide_by)s it is decided. Until then nothing is published; a receipt you used is kept for you."),
    ),
    Stage.REFUSED: Told(
        _("Your text was not published"),
        _("A moderator found that it cannot come out as it is. You can have a second person look, or write anew."),
    ),
    Stage.APPEALED: Told(
        _("A second person reads your text"),
        _("Somebody who had no part in the first decision looks at it by %(decide_by)s."),
    ),
    Stage.REFUSED_FINALLY: Told(
        _("Your text was not published"),
        _("Two people came to the same decision. The text is deleted; a receipt you used is free again."),
    ),
    Stage.OVERDUE: Told(
        _("Nobody looked in time"),
        _("That is our fault, and we count it in public. The text is deleted; a receipt you used is free again."),
    ),
    Stage.WAITING: Told(
        _("Your review waits to be published"),
        _("It comes out by %(published_by)s at the latest, together with others: so nobody can tell who wrote it."),
    ),
    Stage.PUBLISHED: Told(
        _("Your review is public"),
        _("Everybody can read it, and it counts in the figure of the business."),
    ),
    Stage.WITHDRAWN: Told(
        _("You took this review back"),
        _("It is neither shown nor counted. A note in its place says so."),
    ),
    Stage.ERASED: Told(
        _("The words of your review are erased"),
        _("Stars and outcome stay and count. Nobody can read the words any more, we neither."),
    ),
    Stage.RESTRICTED: Told(
        _("Your review was removed by a decision"),
        _("It is neither shown nor counted while the decision stands. The reasons are public."),
    ),
}
# Why a moderator refused a text, and what would help.
REFUSALS: Mapping[Refusal, tuple[Words, Words]] = {
    Refusal.NAMES_A_PERSON: (
        _("It names a person, or says enough to find one."),
        _("Say what the person does instead: “the waiter”, “the driver”, “somebody on the phone”."),
    ),
    Refusal.CONTACT: (
        _("It holds a contact, an address or a number that belongs to somebody."),
        _("Leave it out. What matters is what happened with your purchase."),
    ),
    Refusal.SPECIAL_CATEGORY: (
        _("It says something about a person’s health, religion, politics or private life."),
        _("Nobody’s private life belongs here, whoever it is. Tell what happened with your purchase."),
    ),
    Refusal.NO_REVIEW: (
        _("It does not tell of a purchase."),
        _("A review says what you bought or ordered, and how it went."),
    ),
}
# A change of a review at which a moderator looks first.
EDITS: Mapping[Stage, Told] = {
    Stage.HELD: Told(
        _("A moderator reads your new text first"), _("By %(decide_by)s it is decided. Until then nothing changes.")
    ),
    Stage.REFUSED: Told(
        _("Your new text was refused"), _("The review stands as it was. You can change it again, or appeal.")
    ),
    Stage.APPEALED: Told(
        _("A second person reads your new text"), _("By %(decide_by)s it is decided. Until then nothing changes.")
    ),
    Stage.REFUSED_FINALLY: Told(
        _("Your new text was refused"), _("Two people came to the same decision. The review stands as it was.")
    ),
    Stage.OVERDUE: Told(
        _("Nobody looked at your new text in time"),
        _("That is our fault, and we count it in public. The review stands as it was; send the change once more."),
    ),
}
# What becomes of a review at the next release.
ACTS: Mapping[ActKind, tuple[Words, Words]] = {
    ActKind.CHANGE: (_("Your change is on its way"), _("Until then everybody reads the review as it was.")),
    ActKind.WITHDRAW: (_("Your review is being taken back"), _("Until then it stands as it is.")),
    ActKind.ERASE: (_("The text of your review is being erased"), _("Until then it stands as it is.")),
}
_NO_CODENAME = _("Your codename then leads nowhere any more.")
_BACKUPS = _("In encrypted backups the text stays until they expire, 30 days at most.")
WITHDRAW = Question(
    _("Take this review back?"),
    _("It will no longer be shown or counted."),
    (
        _("The text, and the salt with which anybody could prove what it said."),
        _("Stars and outcome, out of every figure from then on."),
        _NO_CODENAME,
    ),
    (
        _("A note in its place: a review of this month, with so many stars, was taken back by its writer."),
        _("A public count of reviews taken back, by stars: somebody could be paid to take one back."),
        _("The lines of the public log, which hold no words and no name."),
        _BACKUPS,
    ),
    _("Take it back"),
)
WITHDRAW_WAITING = Question(
    _("Take this review back?"),
    _("It will never be published."),
    (_("Text, stars and outcome."), _NO_CODENAME),
    (
        _("One line in the public log: that an accepted review was taken back before it came out, and nothing else."),
        _("That a receipt was used: there is no second review with it."),
        _BACKUPS,
    ),
    _("Take it back"),
)
ERASE = Question(
    _("Erase the text of this review?"),
    _("Nobody will be able to read it again, we neither."),
    (
        _("The text, and the salt with which anybody could prove what it said."),
        _NO_CODENAME,
    ),
    (
        _("Stars and outcome: they stay public and count. Take the review back instead if they shall go as well."),
        _("The reply of the business, if there is one."),
        _("The lines of the public log, which hold no words and no name."),
        _BACKUPS,
    ),
    _("Erase the text"),
)
GIVE_UP = Question(
    _("Take this text back?"),
    _("No moderator looks at it any more, and it is never published."),
    (_("Text, stars and outcome."), _NO_CODENAME),
    (_("A receipt you used: it is free again, and you can write another review with it."), _BACKUPS),
    _("Take it back"),
)


def question_of_withdrawal(box: Mailbox) -> Question:
    """What is asked before a review is taken back."""
    return WITHDRAW_WAITING if box.stage is Stage.WAITING else WITHDRAW


def question_of_giving_up(box: Mailbox) -> Question:
    """What is asked before a text is given up that never came out."""
    del box
    return GIVE_UP


def question_of_erasure(box: Mailbox) -> Question:
    """What is asked before a text is erased. Of a review that waits nothing is left then."""
    return WITHDRAW_WAITING if box.stage is Stage.WAITING else ERASE
