"""The audit over logs that nobody honest writes: it says what is wrong, and never breaks."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reputation.audit.run import Options, audit
from reputation.audit.source import Unreadable
from reputation.log import entries
from reputation.log.kinds import KINDS
from tests.log_bodies import bodies
from tests.log_entries import uuid
from tests.property.mutations import mutated
from tests.published_log import Service, make_service, served

FUZZ = settings(suppress_health_check=list(HealthCheck))
FEW = st.sampled_from([uuid(number) for number in range(3)])


@st.composite
def related(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """An entry about one of a few businesses, reviews and cases, so that entries have to do with each other."""
    kind = draw(st.sampled_from(["business-joined", "review", "challenge", "decision", "receipts-spent", *KINDS]))
    body = draw(bodies(kind))
    for name in ("business", "review", "case", "attester", "decision", "interim"):
        if name in body:
            body[name] = draw(FEW)
    return kind, body


def write(service: Service, folder: Path) -> None:
    for path, raw in service.files.items():
        if path.startswith("/log/"):
            file = folder / path.removeprefix("/log/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(raw)


@given(made=st.lists(related(), max_size=12))
@settings(FUZZ, max_examples=100)
def test_any_entries_in_any_order(made: list[tuple[str, dict[str, Any]]]) -> None:
    service = Service()
    service.fold = lambda size: Service.fold(service, min(size, 1))  # type: ignore[method-assign] # nothing is shown
    service.append("operator", commitment="ab" * 32, funder="nobody", policy="1", date="2026-01-01")
    for kind, body in made:
        service.entries.append(entries.encode(kind, body))
    service.publish()
    with tempfile.TemporaryDirectory() as name:
        write(service, Path(name))
        found = audit(Options(name, (service.key,), quiet=True))
    assert "root" in found.checked


HONEST = make_service(reviews=60)
PATHS = sorted(path for path in HONEST.files if path.startswith("/log/"))


@given(path=st.sampled_from(PATHS), data=st.data())
@settings(FUZZ, max_examples=200)
def test_any_published_file_spoiled(path: str, data: st.DataObject) -> None:
    """It is found, or it is not read at all."""
    spoiled = data.draw(mutated(st.just(HONEST.files[path])))
    with tempfile.TemporaryDirectory() as name:
        write(HONEST, Path(name))
        (Path(name) / path.removeprefix("/log/")).write_bytes(spoiled)
        try:
            found = audit(Options(name, (HONEST.key,), quiet=True))
        except Unreadable:
            return
    assert found.faults or spoiled == HONEST.files[path]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in a JSON document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for name, item in inner for found in places(item, (*path, name)))]


def replaced(document: Any, path: tuple[Any, ...], value: object) -> Any:
    if not path:
        return value
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[path[0]] = replaced(copy[path[0]], path[1:], value)
    return copy


@pytest.fixture(scope="module")
def shop() -> Iterator[tuple[str, Service, str]]:
    """A service with one business; where it is, and where it shows its rating."""
    service = make_service(reviews=30, businesses=1)
    with served(service) as url, pytest.MonkeyPatch.context() as patched:
        patched.setattr("reputation.audit.pages.FOLLOWER_PATIENCE_S", 0)
        yield url, service, next(path for path in service.files if path.startswith("/api/"))


@given(data=st.data())
@settings(FUZZ, max_examples=150)
def test_any_answer_about_a_business(shop: tuple[str, Service, str], data: st.DataObject) -> None:
    """One value of a shown rating replaced, by something of another type as well: it is no longer the rating."""
    url, service, where = shop
    honest = service.files[where]
    document = json.loads(honest)
    place = data.draw(st.sampled_from(places(document)))
    spoiled = json.dumps(replaced(document, place, data.draw(JSON | st.sampled_from([True, False, 0, 1, 1.0, 0.0]))))
    service.files[where] = spoiled.encode()
    try:
        found = audit(Options(url, (service.key,), quiet=True))
    finally:
        service.files[where] = honest
    assert found.faults or json.loads(spoiled) == document, spoiled
