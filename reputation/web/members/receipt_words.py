"""What codes of receipts are called on the pages of a business."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reputation.evidence.rules import Via
from reputation.receipts.rules import Moment, ReceiptClass
from reputation.reports.receipts import Figures
from reputation.web.terms import Words

CLASSES: Mapping[ReceiptClass, Words] = {
    ReceiptClass.SELLER: _("from you"),
    ReceiptClass.INDEPENDENT: _("from somebody else"),
}
STATES: Mapping[str, Words] = {
    "made": _("the key is being made"),
    "issuing": _("codes can be used"),
    "ended": _("codes have ended; tickets can be used"),
    "annulled": _("annulled: nothing of it counts"),
}
VIA: Mapping[Via, Words] = {
    Via.MAIL: _("by the order mail"),
    Via.PAYMENT_PROOF: _("by a payment proof"),
}
MOMENTS: Mapping[Moment, Words] = {
    Moment.ISSUING_ENDED: _("after the last code could be used"),
    Moment.KEY_DEAD: _("after the last ticket could be used"),
}


def band(text: str | None) -> str:
    """A band in words: none, or from one number to another."""
    if text is None:
        return ""
    least, _dash, most = text.partition("-")
    if not most:
        return gettext("none")
    ends = {name: f"{int(end):,}".replace(",", "\u202f") for name, end in (("least", least), ("most", most))}
    return gettext("%(least)s to %(most)s") % ends


def quarter(epoch: int) -> str:
    """An epoch in words: Quarter 4 of 2026."""
    return gettext("Quarter %(number)s of %(year)s") % {"number": epoch % 4 + 1, "year": epoch // 4}


def newest(found: Figures) -> dict[str, str] | None:
    """The newest quarter in words, None before the first code."""
    if not found.keys:
        return None
    line = found.keys[0]
    return {"quarter": quarter(line.epoch), "registered": band(line.registered), "claimed": band(line.claimed)}
