"""What a case of tampering is, and the tools with which it is done."""

import copy
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from reputation.audit.findings import Kind
from reputation.core import months
from reputation.ratings import rules
from reputation.reports.case_figures import Period
from reputation.tlog.tiles import Tile, decode, decode_bundle, encode_bundle
from reputation.tlog.trees import HASH_BYTES, leaf_hash, root_of
from tests.rich_log import THIS, Case, Key, RichService, issuers, make_rich_service

ORDINARY = 500
SOON = THIS - 1
"""The month of what a case appends: the log's last one."""
OVER = Period.of(datetime.now(UTC).date()).before
"""The half-year about which there is a report that stays."""


@dataclass(frozen=True)
class Tampering:
    """One way of cheating: what is done, and how the audit must name it.

    `also`: kinds of faults that follow from it, and none but those. `since`: the audit is given the honest log's
    checkpoint as an older one. `over_http`: ratings as they are shown are compared. `acceptance`: which is given.
    """

    name: str
    done: Callable[[RichService], object]
    kind: Kind
    words: str
    also: tuple[Kind, ...] = ()
    since: bool = False
    over_http: bool = False
    acceptance: str | None = None


@cache
def honest() -> RichService:
    """The log before anybody cheats: two full bundles, one that is not, two ratings files and two reports."""

    def last(log: RichService) -> None:
        log.append_ratings_file(months.show(SOON))
        log.append_report(OVER)
        log.show_report()

    return make_rich_service(last, ordinary=ORDINARY)


def copy_of(service: RichService) -> RichService:
    """The same log, to be changed."""
    twin = copy.copy(service)
    twin.entries, twin.files = list(service.entries), dict(service.files)
    twin.cosigners, twin.acceptances = list(service.cosigners), dict(service.acceptances)
    return twin


# Without any key: files


def flip(log: RichService, path: str, place: int = 40) -> None:
    """Change one bit of a file."""
    raw = bytearray(log.files[path])
    raw[place % len(raw)] ^= 1
    log.files[path] = bytes(raw)


def bundle(log: RichService, index: int) -> list[bytes]:
    """The entries of a bundle."""
    path, width = bundle_path(log, index)
    return decode_bundle(log.files[path], width)


def bundle_path(log: RichService, index: int) -> tuple[str, int]:
    width = min(256, len(log.entries) - 256 * index)
    return f"/log/{Tile(None, index, width).path}", width


def put_bundle(log: RichService, index: int, entries: list[bytes], *, upper: int = 0) -> None:
    """Publish a bundle, with so many levels of tiles above it that agree with it."""
    log.files[bundle_path(log, index)[0]] = encode_bundle(entries)
    raw = b"".join(map(leaf_hash, entries))
    for level in range(upper):
        size, place = len(log.entries) >> 8 * level, index >> 8 * level
        path = f"/log/{Tile(level, place, min(256, size - 256 * place)).path}"
        if level:
            start = HASH_BYTES * (index >> 8 * (level - 1) & 255)
            raw = log.files[path][:start] + root_of(decode(raw, 256)) + log.files[path][start + HASH_BYTES :]
        log.files[path] = raw


def partial(log: RichService, level: int | None) -> str:
    """The path of the bundle or tile at the end of a level."""
    size = len(log.entries) >> 8 * (level or 0)
    return f"/log/{Tile(level, size // 256, size % 256).path}"


# With the log's key: entries


def seal(log: RichService) -> None:
    """Publish and sign whatever the entries are now; nothing is shown of a log that nobody can rate."""
    with suppress(rules.FoldError, ValueError):
        log.publish()


def sealed(done: Callable[[RichService], object]) -> Callable[[RichService], None]:
    """The operator does it, and signs what comes of it."""

    def tamper(log: RichService) -> None:
        done(log)
        seal(log)

    return tamper


def appended(kind: str, **body: object) -> Callable[[RichService], None]:
    """One entry more."""
    return sealed(lambda log: log.append(kind, **body))


def changed(kind: str, number: int = 0, **change: Any) -> Callable[[RichService], None]:
    """The n-th entry of a kind has other fields."""
    return sealed(lambda log: log.change(log.position(kind, number), **change))


def rewritten(kind: str, number: int, written: Callable[[bytes], bytes]) -> Callable[[RichService], None]:
    """The n-th entry of a kind is other bytes."""

    def done(log: RichService) -> None:
        place = log.position(kind, number)
        log.entries[place] = written(log.entries[place])

    return sealed(done)


def shop(log: RichService, number: int = 0) -> str:
    """The n-th business."""
    return str(log.body(log.position("business-joined", number))["business"])


def key(log: RichService, number: int) -> Key:
    """The n-th key that signs receipts: 0 has ended, 1 and 2 live, 3 was annulled, 4 lives."""
    body = log.body(log.position("receipt-key", number))
    return Key(issuers()[number], {name: body[name] for name in ("business", "class", "epoch", "key_id")})


def ordinary(log: RichService, number: int = 0) -> dict[str, Any]:
    """A review that nothing has happened to: its business and id."""
    body = log.body(log.position("review", 100 + number))
    return {"business": body["business"], "review": body["review"]}


def mark(log: RichService, number: int = 0) -> dict[str, Any]:
    """What entries about such a review begin with."""
    return ordinary(log, number) | {"month": months.show(SOON)}


def case(log: RichService, number: int = 0) -> Case:
    """A case about such a review."""
    about = ordinary(log, number)
    return Case(log, about["business"], about["review"], SOON)


# What is shown


def page(log: RichService, number: int = 0) -> str:
    """Where the rating of the n-th business is shown."""
    return f"/api/v1/businesses/{shop(log, number)}/rating"


def show_other(log: RichService, change: Callable[[dict[str, Any]], object]) -> None:
    """Show another rating of the first business."""
    shown = json.loads(log.files[page(log)])
    change(shown["rating"])
    log.files[page(log)] = json.dumps(shown).encode()
