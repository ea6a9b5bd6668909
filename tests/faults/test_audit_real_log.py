"""The audit over what sequencer, publisher and follower really publish, as it is and with a byte of a file flipped."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import transaction

from reputation.audit.run import Options, audit
from reputation.core import months
from reputation.core.ids import Seeded
from reputation.log import actions, publisher, queries
from reputation.log.files import KEY, LOCK, POLICY
from reputation.ratings import actions as rating_actions
from reputation.ratings import queries as ratings
from reputation.simulation import actions as simulation
from tests import log_entries
from tests.published_log import Service, served

NOW = datetime.now(UTC)
pytestmark = pytest.mark.django_db


def join(business: str) -> None:
    body = log_entries.EXAMPLES["business-joined"] | {"business": business}
    with transaction.atomic():
        actions.append(kind="business-joined", body=body)


def review(business: str, seed: int, count: int, age: int = 0) -> None:
    """Reviews of two months, the later one `age` months ago: months never go back."""
    with transaction.atomic():
        for place, body in enumerate(log_entries.reviews(count, business=business, seed=seed)):
            month = months.show(months.of(NOW) - age - (2 * place < count))
            actions.append(kind="review", body=body | {"month": month})


@contextmanager
def published(folder: Path, shops: list[str]) -> Iterator[tuple[str, Service]]:
    """The folder but for what no audit may trust, and the stored answers, behind a server; tests may change both."""
    service = Service()
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in (KEY, LOCK, POLICY):
            service.files[f"/log/{path.relative_to(folder)}"] = path.read_bytes()
    for shop in shops:
        stored = ratings.answer(UUID(shop))
        assert stored is not None
        service.files[f"/api/v1/businesses/{shop}/rating"] = json.dumps({"rating": json.loads(stored)}).encode()
    with served(service) as url:
        yield url, service


def test_a_real_log_passes_and_no_flipped_byte_does(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    source, dice = Seeded(4), random.Random(4)
    shops = [str(source.uuid()) for _ in range(3)]
    actions.start(now=NOW)
    for seed, shop in enumerate(shops):
        join(shop)
        review(shop, seed, 80, age=7 - 2 * seed)
        actions.sequence()
    publisher.publish(now=NOW)
    while rating_actions.follow(month=months.of(NOW)):
        pass
    rating_actions.publish_file(now=NOW)
    review(shops[0], 9, 40)
    actions.sequence()
    publisher.publish(now=NOW)
    while rating_actions.follow(month=months.of(NOW)):
        pass

    key = queries.verifier_key()
    with published(tmp_path / "log", shops) as (url, service):
        findings = audit(Options(url, (key,), quiet=True))
        assert findings.is_clean, findings.summary()
        assert findings.checked["ratings file"].endswith(" entries")
        needed = [path for path in service.files if "/000.p/" not in path or "/tile/1/000.p/1" in path]
        assert len(needed) == len(service.files) - 2, "only the partial tiles of the first checkpoint are left out"
        for path in needed:
            honest = service.files[path]
            place = dice.randrange(len(honest))
            service.files[path] = honest[:place] + bytes([honest[place] ^ 1 << dice.randrange(8)]) + honest[place + 1 :]
            assert not audit(Options(url, (key,), quiet=True)).is_clean, f"a changed byte in {path} went unseen"
            service.files[path] = honest


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_passes(settings: LazySettings, tmp_path: Path) -> None:
    """Every invented case, measure and month keeps the promises that can be read off a log."""
    settings.PUBLIC_ROOT = tmp_path
    simulation.build(month=months.of(NOW), now=NOW)
    findings = audit(Options(str(tmp_path), (queries.verifier_key(),), quiet=True))
    assert findings.is_clean, findings.summary()
    assert findings.checked["ratings"].endswith(" compared with the file")
