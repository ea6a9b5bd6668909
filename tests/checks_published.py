"""The files of the private check of a published service for audit tests: a domain for each of its businesses."""

import tempfile
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from reputation.checks import epochs
from reputation.checks.epochs import Wish
from reputation.checks.formats import Manifest
from reputation.checks.records import Subject
from reputation.checks.tables import Tables
from reputation.core import months
from reputation.ratings import rules
from tests.published_log import Service

TABLES = Tables("01" * 32, "02" * 32)


def subjects(service: Service, month: int) -> list[Subject]:
    """What there is to say about each business, as of now."""
    found = []
    for business, state in service.fold(len(service.entries)).businesses.items():
        domain = f"shop-{business}.example"
        found.append(
            Subject(
                domain=domain,
                domain_key=sha256(f"d{domain}".encode()).digest(),
                skeleton_key=sha256(f"s{domain}".encode()).digest(),
                business=UUID(str(business)),
                name="Shop Ltd",
                slug="shop-ltd",
                country="GB",
                joined_on=date(2026, 1, 1),
                left_on=None,
                answer=rules.answer(business, state, month),
                is_warned=False,
            )
        )
    return sorted(found, key=lambda one: one.skeleton_key)


def append_checks(
    service: Service, *, epoch: int = 3, on: date | None = None, said: list[Subject] | None = None
) -> Manifest:
    """Publish the files of an epoch, and log the hash of its manifest."""
    day = on or datetime.now(UTC).date()
    wish = Wish(service.signer.name, epoch, day, participants=3, tables=TABLES)
    found = subjects(service, months.of(day)) if said is None else said
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / str(epoch)
        manifest = epochs.write(place, wish, found, None)
        assert manifest is not None
        for file in place.iterdir():
            service.files[f"/check/v1/{epoch}/{file.name}"] = file.read_bytes()
    show_manifest(service, manifest)
    service.append("checks-manifest", sha256=manifest.sha256, epoch=epoch, date=day.isoformat())
    return manifest


def show_manifest(service: Service, manifest: Manifest) -> None:
    service.files["/check/v1/manifest"] = manifest.sign([service.signer])
