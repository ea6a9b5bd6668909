"""What the mailbox says of a case about the review: where it stands, what can be said, and what comes of it."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from reputation.disputes.notice_rules import Line
from reputation.disputes.rules import Party, Saying, WriterActKind
from reputation.proofs.rules import Fault, Kind, Seen
from reputation.web.terms import Words


class Told(NamedTuple):
    """A line: what it is called, and what it means for the writer. Days go into `says`."""

    title: Words
    says: Words


class Asked(NamedTuple):
    """A text that the writer may write: the title of its page, what to say, the button, and what is said afterwards."""

    title: Words
    says: Words
    label: Words
    button: Words
    done: Words


LINES: Mapping[Line, Told] = {
    Line.CHALLENGED: Told(
        _("Your review was challenged"),
        _("By %(admit_until)s a moderator looks whether this ground can be raised at all. You need not do anything."),
    ),
    Line.MAY_ANSWER: Told(
        _("You can answer a challenge to your review"),
        _("Your review stays visible and counted meanwhile, whether you answer or not."),
    ),
    Line.ANSWERED: Told(
        _("Your answer is with the other side"),
        _("They can say something to it. Then two people decide, by %(decide_until)s at the latest."),
    ),
    Line.ADDED: Told(_("The other side added something"), _("Read it below.")),
    Line.MORE_TIME: Told(_("You have more time"), _("You can answer until %(answer_until)s.")),
    Line.PAUSED: Told(
        _("The case waits for somebody outside"),
        _("Its days stand still meanwhile, 30 days in all at most. You need not do anything."),
    ),
    Line.RESUMED: Told(_("The case goes on"), _("It is decided by %(decide_until)s.")),
    Line.HEARD: Told(
        _("Two people decide about your review"),
        _("By %(decide_until)s at the latest. Until then it stays visible and counted."),
    ),
    Line.REPLIED: Told(_("The other side replied to your answer"), _("Read it below.")),
    Line.OFFERED: Told(_("The other side makes an offer"), _("You can agree, or leave it. Nothing follows if you do.")),
    Line.SETTLED: Told(_("The case was settled"), _("It ended without a decision, and your review stays as it is.")),
    Line.WITHDRAWN: Told(
        _("The challenge was taken back"), _("Your review stays as it is. Nothing remains to be done.")
    ),
    Line.REOPENED: Told(_("Your late answer opened the case again"), _("Two people decide anew.")),
    Line.HIDDEN: Told(_("Your review is not shown for now"), _("One person decided so; a second one has 48 hours.")),
    Line.HIDDEN_STILL: Told(_("Your review stays hidden until it is decided"), _("A second person confirmed it.")),
    Line.SHOWN_AGAIN: Told(_("Your review is shown again"), _("The case goes on.")),
    Line.DECIDED: Told(_("It is decided"), _("The reasons stand below, with what you can do if you disagree.")),
    Line.APPEALED: Told(
        _("Three other people look at it"),
        _("They had no part in the case, and decide by %(panel_until)s. Until then what was decided stays in effect."),
    ),
    Line.LOT: Told(
        _("Tell your number for the lot now"),
        _("The list of those who can be drawn is public now. With your number nobody can know who it will be."),
    ),
    Line.FINAL: Told(
        _("The panel has decided"),
        _("This is final with us. It keeps nobody from going to a court or to an out-of-court body."),
    ),
    Line.OVERDUE: Told(
        _("We were late"),
        _("That is our fault, and we count it in public. You can go to the panel at once, without a decision."),
    ),
    Line.CLOSED: Told(_("The case is closed"), _("Nobody appealed in time, and what was decided stays.")),
    Line.GONE: Told(_("The case is closed"), _("You took the review back, so there was nothing left to decide.")),
    Line.WORDS_GONE: Told(
        _("Your text is gone from the case"),
        _("It was erased or taken back, and nothing here repeats it any more."),
    ),
}
# What the writer may write, by the word under which its page is asked for.
TEXTS: Mapping[str, tuple[WriterActKind, Asked]] = {
    "answer": (
        WriterActKind.ANSWER,
        Asked(
            _("Answer the challenge"),
            _(
                "Say how it was, in your own words. What you bought and what happened is enough; leave out whatever "
                "only you and the business can know, such as an order number or a day."
            ),
            _("Your answer"),
            _("Send the answer"),
            _("Your answer is noted."),
        ),
    ),
    "late-answer": (
        WriterActKind.ANSWER,
        Asked(
            _("Answer after all"),
            _("A late answer always opens the case again: the other side may reply, and two people decide anew."),
            _("Your answer"),
            _("Send the answer"),
            _("Your answer is noted."),
        ),
    ),
    "more": (
        WriterActKind.MORE,
        Asked(
            _("Add something"),
            _("Whatever the deciding people should know, and have not read yet. It is read by the other side as well."),
            _("What you add"),
            _("Send it"),
            _("What you add is noted."),
        ),
    ),
    "appeal-case": (
        WriterActKind.APPEAL,
        Asked(
            _("Appeal against the decision"),
            _(
                "Three people who had no part in the case look at it anew. It is free, and a few words are enough: say "
                "what you think is wrong."
            ),
            _("Why the decision is wrong"),
            _("Send the appeal"),
            _("Your appeal is noted."),
        ),
    ),
}
# What waits for the next release.
WAITING: Mapping[WriterActKind, Words] = {
    WriterActKind.ANSWER: _("Your answer is on its way"),
    WriterActKind.MORE_TIME: _("Your request for more time is on its way"),
    WriterActKind.MORE: _("What you added is on its way"),
    WriterActKind.AGREE: _("That you agree is on its way"),
    WriterActKind.APPEAL: _("Your appeal is on its way"),
    WriterActKind.NONCE: _("Your number for the lot is on its way"),
}
SAID: Mapping[Saying, Words] = {
    Saying.ANSWER: _("Answer"),
    Saying.LATE_ANSWER: _("Late answer"),
    Saying.REPLY: _("Reply to the answer"),
    Saying.OFFER: _("Offer"),
    Saying.MORE: _("Added"),
    Saying.APPEAL: _("Appeal"),
}
WHO: Mapping[Party, Words] = {Party.WRITER: _("You"), Party.CHALLENGER: _("The other side")}
# What the other side reads of a proof.
KINDS: Mapping[Kind, Words] = {
    Kind.TEXT: _("a text"),
    Kind.PDF: _("a PDF file"),
    Kind.PNG: _("a picture"),
    Kind.JPEG: _("a picture"),
}
SEEN: Mapping[Seen, Words] = {
    Seen.ORDER_CONFIRMATION: _("an order confirmation"),
    Seen.INVOICE: _("an invoice"),
    Seen.DELIVERY_NOTE: _("a delivery note"),
    Seen.MESSAGE: _("a message"),
    Seen.PHOTOGRAPH: _("a photograph"),
    Seen.STATEMENT: _("a statement"),
    Seen.CONTRACT: _("a contract"),
    Seen.OTHER: _("something else"),
}
FAULTS: Mapping[Fault, Words] = {
    Fault.DAMAGED: _("It is damaged, or not what its first bytes say. Save it once more, or send a picture of it."),
    Fault.ENCRYPTED: _("It is locked with a password. Save it without one, or send a picture of it."),
    Fault.TOO_MANY_PAGES: _("It has more than 50 pages. Send those that matter."),
    Fault.TOO_MANY_PIXELS: _("The picture is larger than any camera makes. Send a smaller one."),
    Fault.TOO_LONG: _("The text is longer than 20,000 characters. Send the part that matters."),
    Fault.TOO_HEAVY: _("It takes too much work to open. Send a picture of the page that matters."),
}
