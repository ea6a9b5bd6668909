"""/members/b/{id}/receipts/figures: what became of the receipts of a business, in bands."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reputation.reports import receipts
from reputation.web.members import receipt_words as words
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import signed_in


@require_safe
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """By key, then who had no voucher, then reviews that say so."""
    actor = actor_of(request, business)
    found = receipts.figures(business)
    context = {
        **about(request, actor, "receipts"),
        "keys": [
            {
                "key": line,
                "quarter": words.quarter(line.epoch),
                "who": words.CLASSES[line.receipt_class],
                "state": words.STATES[line.state],
                "registered": words.band(line.registered),
                "claimed": words.band(line.claimed),
                "contested": words.band(line.contested),
            }
            for line in found.keys
        ],
        "coverage": [
            {
                "quarter": words.quarter(row.epoch),
                "via": words.VIA[row.via],
                "had_voucher": row.had_voucher,
                "band": words.band(row.band),
            }
            for row in found.coverage
        ],
        "no_receipt_given": found.no_receipt_given,
        "reviews": found.reviews,
    }
    return render(request, "web/members/business/receipt_figures.html", context)
