"""Addresses below /members/ where businesses join and are at home."""

from django.urls import path

import reputation.web.converters  # noqa: F401 - it names the parts of addresses
from reputation.web.members import (
    applications,
    business,
    charter,
    deeds,
    domains,
    export,
    invitations,
    join,
    keys,
    leaving,
    measures,
    particulars,
    people,
    receipt_figures,
    reviews,
    totals,
    vouchers,
    webhooks,
)

B = "b/<id:business>"

urlpatterns = [
    path("join", join.page, name="members-join"),
    path("application/<id:application>", applications.page, name="members-application"),
    path("invitation", invitations.page, name="members-invitation"),
    path("account/keys", keys.own, name="members-own-keys"),
    path(B, business.page, name="members-business"),
    path(f"{B}/members", people.page, name="members-people"),
    path(f"{B}/members/change", people.change, name="members-people-change"),
    path(f"{B}/particulars", particulars.page, name="members-particulars"),
    path(f"{B}/particulars/ownership", particulars.ownership, name="members-ownership"),
    path(f"{B}/charter", charter.page, name="members-charter"),
    path(f"{B}/domains", domains.page, name="members-domains"),
    path(f"{B}/domains/<id:claim>", domains.one, name="members-domain"),
    path(f"{B}/webhooks", webhooks.page, name="members-webhooks"),
    path(f"{B}/webhooks/<id:endpoint>", webhooks.one, name="members-webhook"),
    path(f"{B}/webhooks/<id:endpoint>/change", webhooks.change, name="members-webhook-change"),
    path(f"{B}/reviews", reviews.page, name="members-reviews"),
    path(f"{B}/reviews/<id:review>", reviews.reply, name="members-reply"),
    path(f"{B}/receipts", vouchers.page, name="members-receipts"),
    path(f"{B}/receipts/codes", vouchers.codes_again, name="members-receipts-codes"),
    path(f"{B}/receipts/figures", receipt_figures.page, name="members-receipt-figures"),
    path(f"{B}/receipts/totals", totals.page, name="members-receipt-totals"),
    path(f"{B}/measures", measures.index, name="members-measures"),
    path(f"{B}/measures/<id:measure>", measures.page, name="members-measure"),
    path(f"{B}/measures/<id:measure>/statement", measures.statement, name="members-measure-statement"),
    path(f"{B}/keys", keys.page, name="members-keys"),
    path(f"{B}/deeds", deeds.page, name="members-deeds"),
    path(f"{B}/export", export.page, name="members-export"),
    path(f"{B}/leaving", leaving.page, name="members-leaving"),
    path(f"{B}/leaving/change", leaving.change, name="members-leaving-change"),
]
