"""GET /b/<id>/<slug>/number: how a figure came about, to the last digit, now or at any earlier point of the log."""

import csv
import io
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from reputation.core import months
from reputation.log import errors as log_errors
from reputation.log import queries as log
from reputation.ratings import errors as rating_errors
from reputation.ratings import queries as ratings
from reputation.web import answers, business, checkpoints, figures, pages

CSV = "text/csv; charset=utf-8"
PLAIN_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
CELLS = ("1", "2", "3", "4", "5", "well", "unsolved", "lost")
# What of an answer follows from the rows; the page's script makes the same and compares.
COMPUTED = (
    "published",
    "too_few",
    "figure",
    "recent",
    "basis",
    "counts",
    "outcomes",
    "recent_outcomes",
    "stars",
    "alerts",
    "order",
)
CLASSES = ("independent", "seller", "none")


def asked_point(request: HttpRequest) -> tuple[int | None, int | None]:
    """The month and size of the log that the address names, by itself or by a day; None where it does not.

    Raises:
        UnknownMonth, UnknownLogSize: it is no month, or no size.
        UnknownDay, NoCheckpointYet: it is no day, or nothing was published by then.
    """
    if request.GET.get("on"):
        day = checkpoints.day_of(request.GET["on"])
        return months.of(day), log.checkpoint_of(day).size
    month, size = request.GET.get("month"), request.GET.get("log_size")
    try:
        at = months.parse(month) if month else None
    except ValueError as error:
        raise rating_errors.UnknownMonth from error
    if size and not PLAIN_NUMBER.fullmatch(size):
        raise log_errors.UnknownLogSize
    return at, int(size) if size else None


@require_safe
def page(request: HttpRequest, business: UUID, slug: str) -> HttpResponseBase:
    """The workings, in words and in digits."""
    return _page(request, business, slug)


def _page(request: HttpRequest, public_id: UUID, slug: str) -> HttpResponseBase:
    version = business.version_of(public_id)
    at, size = asked_point(request)

    def render() -> str:
        profile = business.named(public_id, slug).profile
        workings = ratings.explanation(business=public_id, month=at, log_size=size)
        checkpoint = log.latest_checkpoint()
        context = context_of(workings) | {
            "section": "rating",
            "profile": profile,
            "is_past": at is not None or size is not None,
            "checkpoint": checkpoint,
            "position": workings["answer"]["log_size"] - 1,
        }
        return pages.to_text("web/number/page.html", context, path=request.path)

    try:
        return pages.kept(request, ("number", public_id, slug, at, size, version), render)
    except business.Elsewhere as turn:
        return HttpResponsePermanentRedirect(reverse("number", args=[public_id, turn.slug]))


@require_safe
def rows(request: HttpRequest, business: UUID, slug: str) -> HttpResponseBase:
    """The rows of the workings as a table for a spreadsheet."""
    return _rows(request, business, slug)


def _rows(request: HttpRequest, public_id: UUID, slug: str) -> HttpResponseBase:
    version = business.version_of(public_id)
    at, size = asked_point(request)

    def render() -> str:
        business.named(public_id, slug)
        return to_csv(ratings.explanation(business=public_id, month=at, log_size=size))

    try:
        return pages.kept(request, ("rows", public_id, slug, at, size, version), render, CSV)
    except business.Elsewhere as turn:
        return HttpResponsePermanentRedirect(reverse("number-rows", args=[public_id, turn.slug]))


def to_csv(workings: Mapping[str, Any]) -> str:
    """One line a month: counts by class and cell, then the weights of both sums."""
    out = io.StringIO()
    writer = csv.writer(out)
    counts = [f"{kind}_{cell}" for kind in CLASSES for cell in CELLS]
    writer.writerow(
        ["month", "age_weight", *counts, *(f"i_{cell}" for cell in CELLS), *(f"r_{cell}" for cell in CELLS)]
    )
    for row in workings["rows"]:
        cells = [
            value for kind in CLASSES for value in (*row["counts"]["stars"][kind], *row["counts"]["outcomes"][kind])
        ]
        writer.writerow([row["month"], row["weight"], *cells, *row["i"], *row["r"]])
    return out.getvalue()


def context_of(workings: Mapping[str, Any]) -> dict[str, Any]:
    """The workings as the page shows them: rows with their share, sums, quantities, data for the script."""
    answer = workings["answer"]
    weights = [row["weight"] * (sum(row["i"][5:]) + sum(row["r"][5:])) for row in workings["rows"]]
    most = max(weights, default=0)
    shown = [
        row
        | {
            "told": [_told(row, place) for place in range(3)],
            "i_weight": sum(row["i"][5:]),
            "r_weight": sum(row["r"][5:]),
            "bar": f"{figures.length(100 * weight / most) if most else '0'}%",
        }
        for row, weight in zip(workings["rows"], weights, strict=True)
    ]
    return {
        "told": answers.tell(answer),
        "rows": shown,
        "work": workings["window"],
        "recent_work": workings["recent"],
        "quantities": {part["quantity"]: part for part in workings["window"]["shown"]},
        "prior": workings["prior"],
        "limits": workings["limits"],
        "unit": workings["unit"],
        "cells": CELLS,
        "sums": _sums(workings),
        "is_capped": sum(workings["window"]["sr"][5:]) > workings["limits"]["figure"],
        "data": {
            "rows": [{"month": row["month"], "counts": row["counts"]} for row in workings["rows"]],
            "month": workings["month"],
            "suspended": workings["suspended"],
            "answer": {name: answer[name] for name in COMPUTED},
            "window": workings["window"],
            "recent": workings["recent"],
        },
    }


def _told(row: Mapping[str, Any], place: int) -> tuple[int, int]:
    """Of a month and an outcome: reviews with a receipt, and without."""
    found = row["counts"]["outcomes"]
    return found["independent"][place] + found["seller"][place], found["none"][place]


def _sums(workings: Mapping[str, Any]) -> list[tuple[str, int, int, int, int, int]]:
    """Each cell with its sums: independent, the rest, prior, and what comes out for the figure and its careful end."""
    window = workings["window"]
    columns = (window["si"], window["sr"], workings["prior"], window["figure"], window["careful"])
    return [(name, *values) for name, *values in zip(CELLS, *columns, strict=True)]
