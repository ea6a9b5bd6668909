"""Why the headers of a mail show no purchase, in words, and what to do instead."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reputation.domains.signed_mails import Fault
from reputation.web.terms import Words

_UNREADABLE = _("These are no headers of a mail. Open the mail as a file, or copy its lines from “show source”.")
_CHANGED = _(
    "The signature does not fit these lines: something was changed on the way, or is missing. Take the mail from the "
    "mailbox that it was sent to, not one that was forwarded."
)
_NO_KEY = _("The shop does not publish the key that this mail was signed with, or it is none. Show a payment instead.")
_IN_PART = _("The shop’s mail server signs too little of its mails: they could be changed. Show a payment instead.")
FAULTS: Mapping[Fault, Words] = {
    Fault.TOO_LARGE: _("These are more lines than the headers of a mail have. Send the headers only."),
    Fault.NOT_A_MESSAGE: _UNREADABLE,
    Fault.HEADER_MISSING: _("From, To, Subject and Date are needed, and one of them is missing."),
    Fault.HEADER_TWICE: _("A line is there twice that may be there once. Take the mail as it came."),
    Fault.TOO_OLD: _("The mail is older than 120 days, or its date cannot be read."),
    Fault.OTHER_SUBJECT: _("The subject does not name this business as the payment provider writes it."),
    Fault.OTHER_SENDER: _("The mail was not sent by this business."),
    Fault.OTHER_RECEIVER: _("The mail must be to one address, and not to the shop itself."),
    Fault.NOT_SIGNED: _(
        "None of its signatures is of a web address that this business has shown to control. Many shops have their "
        "mails sent by somebody else. Show a payment instead."
    ),
    Fault.SIGNED_IN_PART: _IN_PART,
    Fault.WEAK_SIGNATURE: _IN_PART,
    Fault.BAD_SIGNATURE: _CHANGED,
    Fault.NO_KEY: _NO_KEY,
    Fault.REVOKED_KEY: _NO_KEY,
    Fault.TEST_KEY: _NO_KEY,
    Fault.WEAK_KEY: _NO_KEY,
    Fault.TO_A_LIST: _("This mail went to everybody on a list. Take the one that confirms your order."),
}
