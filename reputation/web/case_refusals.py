"""What each refusal in a case means for whoever challenges, and for others who meet it, by its stable code."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
OF_CASES: Mapping[str, tuple[Words, Words]] = {
    "case-already-open": (
        _("This is being challenged already."),
        _("A second challenge waits until the first is decided. Keep your reasons: nothing of yours was filed."),
    ),
    "challenge-inadmissible": (
        _("This ground cannot be raised here."),
        _("A receipt already shows that there was a purchase. Another ground may fit."),
    ),
    "challenge-not-valid": (
        _("A part of this challenge is missing or does not fit."),
        _("Look at the words you quote, your reasons, and the law if one is asked for. What you typed is still here."),
    ),
    "case-text-not-valid": (
        _("This text is empty, too long, or holds characters that cannot be seen."),
        _("Write 1 to 2,000 characters. Nothing of yours was cut off."),
    ),
    "case-in-wrong-state": (
        _("This cannot be done with the case any more."),
        _("Something happened meanwhile, perhaps a moment ago. The page shows how the case stands now."),
    ),
    "challenged-review-gone": (
        _("The writer took this review back."),
        _("There is nothing to decide any more, and nothing for you to do."),
    ),
    "no-such-alert": (
        _("This notice does not stand, or cannot be suspended for so long."),
        _("It may have gone since you opened the page: load it again. Nothing was changed."),
    ),
    "not-warned-of": (
        _("No check warns that this address looks like one of this business."),
        _("There is nothing to contest: it never did, it was found to imitate nothing, or the business is gone."),
    ),
    "no-such-filer": (
        _("This codename leads to no case."),
        _("Its words are right, but no case runs that was filed with it. When a case is over, its codename ends."),
    ),
    "case-room-closed": (
        _("The case closed."),
        _("It stays open for half an hour, so that nobody finds it open later. Open it again with your codename."),
    ),
    "appeal-not-valid": (
        _("A part of this appeal is missing or does not fit."),
        _("Say what was overlooked. A sealed number has 64 digits, 0 to 9 and a to f; you can leave it out."),
    ),
    "proof-not-readable": (
        _("This file cannot be read."),
        _("Save it anew, or send pictures of the pages that matter. Nothing was kept."),
    ),
    "no-such-proof": (
        _("There is no such document, or its time has passed."),
        _("Documents are destroyed twelve months after the end of their case."),
    ),
}
