"""A participant with reviews, one that left, a registry entity; the log numbered, published and followed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings, settings
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from reputation.businesses import actions as businesses
from reputation.businesses import leavings
from reputation.businesses.models import RegistryEntity
from reputation.businesses.rules import Method
from reputation.core import months
from reputation.log import actions as log
from reputation.log import publisher
from reputation.ratings import actions as ratings
from reputation.reviews import publication
from reputation.reviews.rules import ReceiptClass
from tests import pages_made
from tests.reviews_made import submit

JOINED = datetime(2026, 1, 5, 9, tzinfo=UTC)
MONTH = months.parse("2026-11")
LEI = "5493000IBP32UQZ0KL24"


@dataclass(frozen=True)
class World:
    """What the tests of the API ask about."""

    shop: UUID
    gone: UUID


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The same for all tests of a module: they only read. Rolled back at its end."""
    settings.PUBLIC_ROOT, before = tmp_path_factory.mktemp("public"), settings.PUBLIC_ROOT
    with django_db_blocker.unblock(), transaction.atomic():
        yield _made()
        transaction.set_rollback(True)
    settings.PUBLIC_ROOT = before


def _made() -> World:
    log.start(now=JOINED)
    shop = businesses.join(
        legal_name="Kettle & Moss Ltd", numbers=[("example", "EX00000117")], country="GB", place="Ludlow", now=JOINED
    ).public_id
    businesses.prove_domain(business=shop, domain="kettle-and-moss.example", method=Method.DNS, now=JOINED)
    gone = businesses.join(
        legal_name="Orrin Electronics Ltd", numbers=[("example", "EX00000118")], country="GB", now=JOINED
    ).public_id
    leavings.leave(business=gone, now=JOINED + timedelta(days=90))
    RegistryEntity.objects.create(
        lei=LEI, legal_name="Somebody Else plc", country="GB", source="GLEIF", as_of=date(2026, 11, 1)
    )
    for week in range(12):
        when = JOINED + timedelta(weeks=week * 3)
        for kind in (ReceiptClass.INDEPENDENT, ReceiptClass.SELLER, ReceiptClass.NONE):
            submit(shop, stars=1 + week % 5, receipt_class=kind, now=when)
        connection.check_constraints()  # ends what waits for the commit that a test's transaction never makes
        publication.publish_due(now=when + timedelta(weeks=5))
    while log.sequence():
        pass
    publisher.publish(now=datetime(2026, 11, 2, tzinfo=UTC))
    while ratings.follow(month=MONTH):
        pass
    return World(shop=shop, gone=gone)


@pytest.fixture
def started(db: None, settings: LazySettings, tmp_path: Path) -> None:
    """An empty log in a folder of its own."""
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()


@pytest.fixture
def api(client: Client) -> Client:
    return client
