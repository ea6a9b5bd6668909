"""What a challenge is called on pages: what each ground covers and needs, where a case stands, and whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reputation.disputes.challenger_rules import Who
from reputation.disputes.notice_rules import Line
from reputation.disputes.rooms import Which
from reputation.disputes.rules import Ground, Outcome, Saying, State
from reputation.proofs.rules import Fault, Kind, Seen, Size
from reputation.web.terms import Words

STEPS: tuple[Words, ...] = (_("The rule"), _("The words"), _("Your reasons"), _("Look it over"))
STEPS_WITH_CODENAME: tuple[Words, ...] = (*STEPS, _("Your codename"))


@dataclass(frozen=True, slots=True)
class Guide:
    """A ground in plain words. `covers`, `covers_not`: examples; `bring`: exactly what is needed."""

    covers: Words
    covers_not: Words
    bring: tuple[Words, ...]


GUIDES: Mapping[Ground, Guide] = {
    Ground.NO_GENUINE_EXPERIENCE: Guide(
        _("Nobody can have had the experience that is told: you sold nothing of the kind, or not in that time."),
        _("You do not find the buyer in your books. Reviews carry no name, so that alone shows nothing."),
        (
            _("Which statement in the review cannot be true of any purchase from you."),
            _("What shows it: a price list, opening days, a range of goods, a closure."),
        ),
    ),
    Ground.WRONG_BUSINESS: Guide(
        _("The text is about another shop: it names it, or something that only the other one sells or does."),
        _("The buyer bought from you through a marketplace or another brand of yours."),
        (
            _("The words that fit the other business."),
            _("What shows that they do not fit you, such as your range or your address."),
        ),
    ),
    Ground.NAMES_A_PERSON: Guide(
        _("A name, a phone number, a position that only one person holds, a look by which somebody is known."),
        _("The name of the business, its brands, and what it publishes of itself."),
        (_("The words. Nothing else: they speak for themselves."),),
    ),
    Ground.THREAT_OR_EXTORTION: Guide(
        _("“Refund me or I come by”, or a bad review that was announced to get something that was not owed."),
        _("Somebody asks for a refund that the law gives, or says that they will write a review."),
        (
            _("The words of the threat, or the message in which the review was announced."),
            _("That message whole, with its date, as a picture or a PDF. Moderators alone see it."),
        ),
    ),
    Ground.HATE_OR_HARASSMENT: Guide(
        _("Words that degrade people for origin, faith, sex, age, illness or love, or that hound somebody."),
        _("Harsh words about a product, a service or a price."),
        (_("The words. Nothing else: they speak for themselves."),),
    ),
    Ground.UNLAWFUL_CONTENT: Guide(
        _("To publish these words breaks a law, for instance because they insult, or are protected by copyright."),
        _("Something is bad for business, or you would rather not have it said."),
        (
            _("The law and its article, such as § 185 StGB."),
            _("The words, and why they fall under it. A judgment, if there is one."),
        ),
    ),
    Ground.CONFIDENTIAL_DATA: Guide(
        _("An account number, a password, a recipe, a price that was agreed to be secret."),
        _("What a buyer may tell anybody: what was bought, what it cost, what went wrong."),
        (
            _("The words, and what makes them confidential."),
            _("If it was agreed: the agreement, as a file. Moderators alone see it."),
        ),
    ),
    Ground.CONFLICT_OF_INTEREST: Guide(
        _("The writer works for you, for a competitor, or was given something for the review, good or bad."),
        _("You suspect a competitor, and nothing shows it."),
        (
            _("What shows the tie or the incentive: a message, an offer, a post."),
            _("The words of the review that match it."),
        ),
    ),
    Ground.OFF_TOPIC: Guide(
        _("The text is about politics, a job interview, the parking of others: about no purchase."),
        _("Delivery, service, returns, complaints: all of that belongs to a purchase."),
        (_("The words. Nothing else: they speak for themselves."),),
    ),
    Ground.FALSE_STATEMENT_OF_FACT: Guide(
        _("A fact that can be looked up, and a document shows at first sight that it is otherwise."),
        _("An opinion, a summary in the buyer’s own words, or word against word."),
        (
            _("The sentence. One at a time: a second one is a second challenge."),
            _("The document that plainly shows the contrary, and where in it."),
        ),
    ),
}
TURNS: Mapping[Who, Words] = {
    Who.MODERATOR: _("A moderator has the next step"),
    Who.WRITER: _("The writer of the review may answer"),
    Who.CHALLENGER: _("It is your turn"),
    Who.SECOND: _("Two people decide"),
    Who.BOTH: _("Both sides may appeal"),
    Who.PANEL: _("A panel of three decides"),
    Who.NOBODY: _("Nothing is to be done any more"),
}
STATES: Mapping[State, Words] = {
    State.FILED: _("Filed"),
    State.NOTICED: _("Being answered"),
    State.ANSWERED: _("Answered"),
    State.READY: _("Being decided"),
    State.DRAFTED: _("Being decided"),
    State.DECIDED: _("Decided"),
    State.APPEALED: _("Under appeal"),
    State.FINAL: _("Decided for good"),
    State.CLOSED: _("Closed"),
    State.WITHDRAWN: _("Withdrawn"),
    State.SETTLED: _("Settled"),
}
OUTCOMES: Mapping[Outcome, Words] = {
    Outcome.REJECTED: _("Everything stays as it is"),
    Outcome.REMOVED: _("The review was removed"),
    Outcome.MASKED: _("Some words are masked, the rest stays"),
    Outcome.RESTORED: _("The review is back"),
    Outcome.INADMISSIBLE: _("This ground could not be raised"),
    Outcome.ADMITTED: _("The ground can be raised after all: the case goes on"),
    Outcome.SUSPENDED: _("The notice has an innocent cause, and is suspended"),
    Outcome.EXEMPT: _("The address imitates nothing, and nobody is warned of it any more"),
}
HAPPENED: Mapping[Line, Words] = {
    Line.CHALLENGED: _("Filed. A dated mark went on the review; it stayed visible and counted"),
    Line.MAY_ANSWER: _("The ground can be raised: the writer was told, and may answer"),
    Line.ANSWERED: _("The writer answered"),
    Line.ADDED: _("A side added something"),
    Line.MORE_TIME: _("The writer was given more time, as everybody may ask once"),
    Line.PAUSED: _("Paused: we wait for somebody outside"),
    Line.RESUMED: _("It goes on"),
    Line.HEARD: _("Everybody was heard, or had the time for it"),
    Line.REPLIED: _("You replied"),
    Line.OFFERED: _("You made an offer"),
    Line.SETTLED: _("Settled: both sides agreed"),
    Line.WITHDRAWN: _("Withdrawn: the challenge was taken back"),
    Line.REOPENED: _("A late answer opened the case again"),
    Line.HIDDEN: _("The review is not shown for the time being"),
    Line.HIDDEN_STILL: _("A second person agreed that it is not shown meanwhile"),
    Line.SHOWN_AGAIN: _("The review is shown again"),
    Line.DECIDED: _("Decided"),
    Line.APPEALED: _("Appealed: a panel of three decides"),
    Line.LOT: _("The list of those who may sit on the panel is in the log"),
    Line.FINAL: _("The panel decided, for good"),
    Line.OVERDUE: _("We did not decide in time. That is counted in public, and you may go straight to the panel"),
    Line.CLOSED: _("Closed"),
    Line.GONE: _("The writer took the review back: there was nothing left to decide"),
    Line.WORDS_GONE: _("The text of the review is gone, and the case repeats none of it"),
}
SAYINGS: Mapping[Saying, Words] = {
    Saying.ANSWER: _("Answer"),
    Saying.LATE_ANSWER: _("Answer, after the last day"),
    Saying.REPLY: _("Reply"),
    Saying.OFFER: _("Offer to settle"),
    Saying.MORE: _("Added"),
    Saying.APPEAL: _("Appeal"),
}
KINDS: Mapping[Kind, Words] = {
    Kind.TEXT: _("Text"),
    Kind.PDF: _("PDF"),
    Kind.PNG: _("Picture (PNG)"),
    Kind.JPEG: _("Picture (JPEG)"),
}
SIZES: Mapping[Size, Words] = {
    Size.SMALL: _("up to 100 kB"),
    Size.MIDDLE: _("up to 1 MB"),
    Size.LARGE: _("more than 1 MB"),
}
SEEN: Mapping[Seen, Words] = {
    Seen.ORDER_CONFIRMATION: _("order confirmation"),
    Seen.INVOICE: _("invoice"),
    Seen.DELIVERY_NOTE: _("delivery note"),
    Seen.MESSAGE: _("letter or message"),
    Seen.PHOTOGRAPH: _("photograph"),
    Seen.STATEMENT: _("bank or card statement"),
    Seen.CONTRACT: _("contract"),
    Seen.OTHER: _("something else"),
}
# What is wrong with a file, and what to do.
FAULTS: Mapping[Fault, Words] = {
    Fault.DAMAGED: _("The file is damaged, or is not what it says it is. Save it anew, or take a picture of it."),
    Fault.ENCRYPTED: _("The PDF opens with a password only. Save it without one."),
    Fault.TOO_MANY_PAGES: _("The PDF has more than 50 pages. Send the ones that matter."),
    Fault.TOO_MANY_PIXELS: _("The picture has more than 50 million pixels. Save it smaller."),
    Fault.TOO_LONG: _("The text is empty or has more than 20,000 characters. Send the part that matters."),
    Fault.TOO_HEAVY: _("It takes too long to open this file. Print it anew as a PDF, or send pictures of its pages."),
}
WHICH: Mapping[Which, Words] = {
    Which.ALL: _("All"),
    Which.YOURS: _("Your turn"),
    Which.OPEN: _("Being decided"),
    Which.DECIDED: _("Decided"),
    Which.OVER: _("Over"),
}
# In a case about an address, where these differ.
DOMAIN_OUTCOMES: Mapping[Outcome, Words] = {**OUTCOMES, Outcome.REJECTED: _("The warning stays as it is")}
DOMAIN_HAPPENED: Mapping[Line, Words] = {
    **HAPPENED,
    Line.CHALLENGED: _("Filed. The warning stands meanwhile"),
    Line.ANSWERED: _("The business answered"),
}
ADDRESS_STEPS: tuple[Words, ...] = (_("The address"), _("Your reasons"), _("Your codename"))
# What is missing in a claim, by its field.
CLAIM_FAULTS: Mapping[str, Words] = {
    "address": _("This is no address that somebody could have registered. Copy it from the line of your browser."),
    "quote": _("These words do not stand in the review like this. Choose a sentence, or copy them from the text."),
    "law": _("Name the law and its article: 1 to 200 characters."),
    "said": _("Say in 1 to 2,000 characters why. Nothing of yours was cut off."),
    "email": _("No mail can be sent to this address. Correct it, or leave it out."),
}
# What stands in a calendar.
REMINDERS: Mapping[Who, Words] = {
    Who.MODERATOR: _("A moderator has looked at your challenge by today"),
    Who.WRITER: _("Last day for the writer to answer your challenge"),
    Who.CHALLENGER: _("Last day to reply to the answer in your case"),
    Who.SECOND: _("Your challenge is decided by today"),
    Who.BOTH: _("Last day to appeal the decision in your case"),
    Who.PANEL: _("The panel has decided about your case by today"),
}
