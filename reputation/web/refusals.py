"""What refusals mean on pages where people sign in, by their stable code: what is wrong, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

WORDS: dict[str, tuple[Words, Words]] = {
    # Joining, and what a business is.
    "number-taken": (
        _("A business with this registry number takes part already."),
        _("If it is yours, let one of its owners invite you. If somebody took its place, write to us."),
    ),
    "not-a-legal-person": (
        _("Only legal persons can join: a registry number that only legal persons have is needed."),
        _("Nothing of what you typed was kept."),
    ),
    "legal-person-in-doubt": (
        _("What was given does not show for sure that this is a legal person: a person has to look at it."),
        _("Go through joining once more from its first step."),
    ),
    "bad-number": (
        _("This registry number is not valid."),
        _("Compare it with the register, letter by letter, and see that its kind fits."),
    ),
    "bad-country": (_("This is no country."), _("Choose one from the list.")),
    "bad-name": (
        _("This name cannot be used."),
        _("A name has letters or digits, stands on one line, and has 300 characters at most; there are twenty at most."),
    ),
    "charter-not-accepted": (
        _("The charter is accepted by name and office, with every question answered as the charter asks."),
        _("A business that cannot answer so does not keep the charter yet, and cannot take part."),
    ),
    "no-such-charter": (
        _("This version of the charter cannot be accepted now."),
        _("Load the page again: it shows the version that can."),
    ),
    "too-many-applications": (
        _("As many of your applications are waiting as may wait at a time."),
        _("Take one back, or wait until one is decided."),
    ),
    "no-such-application": (
        _("There is no such application among yours."),
        _("Sign in with the address with which it was made, and start from your businesses."),
    ),
    "wrong-business-state": (
        _("This cannot follow: the business has left, or has not left."),
        _("Load the page again to see how it stands."),
    ),
    "excluded": (
        _("This business was excluded, and the day until which has not come."),
        _("It can come back from that day on, or when an appeal finds so."),
    ),
    "bad-successor": (
        _("A business that left can point to another one that takes part, once."),
        _("Load the page again to see which ones can be chosen."),
    ),
    "already-leaving": (
        _("Notice to leave was given already, or there is none to take back."),
        _("Load the page again to see how it stands."),
    ),
    # Members and keys.
    "not-yours": (
        _("There is no such business among yours."),
        _("Start from your businesses. If it is missing there, let one of its owners invite you."),
    ),
    "not-allowed": (
        _("Your role does not allow this."),
        _("An owner of the business can do it, or give you another role."),
    ),
    "no-such-member": (
        _("Nobody of this business has this id."),
        _("Perhaps a colleague was quicker: load the page again."),
    ),
    "last-owner": (_("A business needs an owner: make somebody else one first."), ""),
    "already-member": (
        _("Whoever has this address is a member already, or was invited."),
        _("An invitation that got lost can be taken back and sent anew."),
    ),
    "too-many": (_("There are as many of these as there may be: end one first."), ""),
    "invitation-over": (
        _("This invitation can no longer be used: it was used, taken back, is too old, or is for another address."),
        _("Sign in with the very address it was sent to, or let an owner invite you anew."),
    ),
    "bad-email": (_("This is no e-mail address."), _("An address looks like office@shop.example.")),
    "no-such-key": (_("There is no such key here."), _("Perhaps it was ended already: load the page again.")),
    "bad-key": (
        _("A key needs a name of up to 60 characters and at least one thing it may do."),
        _("The name stands on one line."),
    ),
    # Webhooks.
    "no-such-webhook": (_("There is no such webhook."), _("Start from the list of your webhooks.")),
    "no-such-delivery": (_("There is no such delivery."), _("What was sent is kept for 30 days.")),
    "too-many-webhooks": (
        _("The business has as many webhooks as it may have."),
        _("Remove one first."),
    ),
    "bad-webhook-address": (
        _("Nothing can be sent to this address."),
        _("It begins with https://, names a host of the internet, and has no password in it."),
    ),
    "bad-webhook-events": (_("Choose at least one event, and only such as exist."), ""),
    "webhook-not-live": (
        _("Nothing is sent to this webhook while it is paused or stopped."),
        _("Let it be told again first."),
    ),
}
