"""What refusals mean to those who are a side of a case, by their stable codes: what is wrong, and what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reputation.web.terms import Words

OF_SIDES: Mapping[str, tuple[Words, Words]] = {
    "nothing-offered": (
        _("There is no offer that you could agree to."),
        _("It was taken back, or the case is decided. Open the case again."),
    ),
    "appealed-before": (
        _("You have appealed against this decision already."),
        _("Once is enough: the panel decides about all of it. You can still add something."),
    ),
    "nothing-to-appeal": (
        _("There is nothing here that a panel could change for you."),
        _("If something else about the review is wrong, use what the mailbox offers, or write to us."),
    ),
    "nonce-not-due": (
        _("No number is waited for now."),
        _("It was told before, or the lot is drawn already. Your appeal is decided all the same."),
    ),
    "nonce-wrong": (
        _("This is not the number that you kept."),
        _("Compare it with what you noted, letter by letter. Without it the lot is drawn all the same."),
    ),
    "proof-missing": (_("Choose a file."), _("The one that came was empty.")),
    "proof-too-large": (
        _("The file is larger than 5 MiB."),
        _("A photograph in lower quality, or the pages that matter, is enough. Nothing was kept."),
    ),
    "proof-kind-unknown": (
        _("Only a text, a PDF, a PNG or a JPEG file can be taken."),
        _("Save it as one of these, or photograph it. Nothing was kept."),
    ),
    "too-many-proofs": (
        _("You have shown ten proofs in this case, as many as can be taken."),
        _("Say in words what matters beside them."),
    ),
    "proofs-busy": (
        _("So many files come in just now that yours has to wait."),
        _("Send it again in a moment. Nothing was kept."),
    ),
}
