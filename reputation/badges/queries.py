"""The badge of a business, drawn and signed from what is public about it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from reputation.badges import errors, rules, signing, snippets, svg
from reputation.businesses import queries as businesses
from reputation.businesses.rules import State
from reputation.ratings import queries as ratings
from reputation.ratings.errors import NoRating
from reputation.tlog.notes import Signer


@dataclass(frozen=True, slots=True)
class Badge:
    """A signed badge with all that belongs to it. `svg` holds `note` already."""

    svg: str
    note: str
    link: str
    alt: str
    html: str
    linked_data: dict[str, Any]


def signer() -> Signer:
    """The key that signs badges, under its name.

    Raises:
        BadgeKeyMissing: BADGE_KEY is not set.
    """
    if settings.BADGE_KEY is None:
        raise errors.BadgeKeyMissing
    return Signer(f"{settings.LOG_ORIGIN}/badge", settings.BADGE_KEY)


def verifier_key() -> str:
    """The public half, as everybody notes it. Raises as `signer`."""
    return signer().verifier().vkey


def page_of(business: UUID, slug: str, language: str) -> str:
    """The full address of the page of a business."""
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return f"{settings.SERVICE_URL}{prefix}/b/{business}/{slug}"


def badge(*, business: UUID, language: str, day: date, warnings: tuple[date, ...]) -> Badge:
    """The badge of a business as of a day. `warnings`: the last days of those that stand, for the caller knows them.

    Raises:
        NoSuchBusiness: there is none.
        BadgeGone: it left.
        NoRating: it joined moments ago, and its answer is not stored yet.
        BadgeKeyMissing: nothing can be signed.
    """
    key = signer()
    profile = businesses.profile(business)
    if profile.state is State.LEFT:
        raise errors.BadgeGone
    stored = ratings.answer(business)
    if stored is None:
        raise NoRating
    subject = rules.Subject(
        service=settings.SERVICE_NAME,
        operator=settings.OPERATOR,
        business=business,
        name=profile.legal_name,
        page=page_of(business, profile.slug, language),
        language=language,
        day=day,
        answer=json.loads(stored),
        warnings=warnings,
    )
    said = rules.said(subject)
    picture = svg.drawn(subject)
    note = signing.sign(subject, picture, key)
    domains = [proved.domain for proved in profile.domains]
    return Badge(
        svg=signing.joined(picture, note),
        note=note,
        link=subject.link,
        alt=snippets.alt(said),
        html=snippets.html(subject, said),
        linked_data=snippets.linked_data(subject, said, numbers=profile.numbers, domains=domains),
    )
