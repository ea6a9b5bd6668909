"""Addresses of the pages. They are included once, under the language's prefix; the log's files have none."""

from django.conf import settings
from django.urls import path

import reputation.web.converters  # noqa: F401 - it names the parts of addresses
from reputation.web import (
    about,
    badges,
    business,
    cases,
    check,
    checkpoints,
    domains,
    entries,
    feeds,
    home,
    masks,
    number,
    papers,
    receipts,
    reports,
    reviews,
    style,
    vouchers,
)
from reputation.web.contest import public as contest
from reputation.web.contest import warning
from reputation.web.evidence import mail, proof
from reputation.web.mailbox import pages as mailbox
from reputation.web.writing import look, steps

urlpatterns = [
    path("", home.page, name="home"),
    path("check", check.page, name="check"),
    path("b/<id:business>", business.unnamed, name="business-unnamed"),
    path("b/<id:business>/<slug:slug>", business.page, name="business"),
    path("b/<id:business>/<slug:slug>/number", number.page, name="number"),
    path("b/<id:business>/<slug:slug>/number/rows.csv", number.rows, name="number-rows"),
    path("b/<id:business>/<slug:slug>/reviews", reviews.page, name="reviews"),
    path("b/<id:business>/<slug:slug>/domain/<host:domain>", domains.page, name="domain"),
    path("b/<id:business>/<slug:slug>/feed", feeds.page, name="feed"),
    path("b/<id:business>/<slug:slug>/badge", badges.page, name="badge"),
    path("b/<id:business>/<slug:slug>/badge.svg", badges.picture, name="badge-picture"),
    path("review/<id:review>", reviews.one, name="review"),
    path("review/<id:review>/words", masks.page, name="review-words"),
    path("review/<id:review>/words/work", masks.work, name="review-words-work"),
    path("review/<id:review>/challenge", contest.challenge, name="review-challenge"),
    path("contest/warning", warning.page, name="contest-warning"),
    path("case", contest.room, name="case-room"),
    path("case/work", contest.work, name="case-work"),
    path("mailbox", mailbox.page, name="mailbox"),
    path("mailbox/work", mailbox.work, name="mailbox-work"),
    path("case/<id:case>", cases.page, name="case"),
    path("case/<id:case>.json", cases.data, name="case-data"),
    path("report", reports.page, name="report"),
    path("report.csv", reports.as_csv, name="report-csv"),
    path("report.json", reports.as_json, name="report-json"),
    path("report/<half:period>", reports.page, name="report-of"),
    path("report/<half:period>.csv", reports.as_csv, name="report-of-csv"),
    path("report/<half:period>.json", reports.as_json, name="report-of-json"),
    path("entry/<entry:position>", entries.page, name="entry"),
    path("entry/<entry:position>/bytes", entries.raw, name="entry-bytes"),
    path("receipt/<entry:position>", receipts.page, name="receipt"),
    path("r/mail", mail.page, name="evidence-mail"),
    path("r/proof", proof.page, name="evidence-proof"),
    path("write", steps.page, name="write"),
    path("write/look", look.look, name="write-look"),
    path("write/work", look.work, name="write-work"),
    path("write/reminder", look.reminder, name="write-reminder"),
    path("write/<id:business>", steps.without_receipt, name="write-business"),
    path("checkpoints", checkpoints.page, name="checkpoints"),
    path("r", vouchers.page, name="voucher"),
    path("r/help", vouchers.trouble, name="voucher-help"),
    path("about", about.index, name="about"),
    path("about/papers", papers.index, name="papers"),
    path("about/papers/<slug:paper>", papers.page, name="paper"),
    path("about/papers/<slug:paper>/text", papers.text, name="paper-text"),
    path("about/<slug:topic>", about.page, name="about-topic"),
]
if settings.DEBUG:
    urlpatterns.append(path("style/", style.page, name="style"))
