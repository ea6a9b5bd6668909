"""Typed helpers for the private check: businesses with proved domains, published, and read as clients do."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from reputation.businesses import actions as businesses
from reputation.businesses.rules import Method
from reputation.checks import formats, fuse, publisher
from reputation.checks.formats import Manifest, Record
from reputation.core import clock, months
from reputation.log import manifests, signatures
from reputation.lookalikes import keys
from tests import pages_made

_numbers = count(700_001)


def make_business(*domains: str, name: str = "Kettle & Moss Ltd", now: datetime | None = None) -> UUID:
    """A participant that proved some domains; nobody reviewed it."""
    at = now or pages_made.now_in(1)
    number = ("example", f"EX{next(_numbers):08d}")
    found = businesses.join(legal_name=name, numbers=[number], country="GB", place="Ludlow", now=at)
    for domain in domains:
        businesses.prove_domain(business=found.public_id, domain=domain, method=Method.DNS, now=at)
    return found.public_id


def publish(*, days: int = 0) -> Manifest | None:
    """Publish what there is, and let the log name and show it, as the service does within a second."""
    pages_made.settle()
    made = publisher.publish(now=clock.now() + timedelta(days=days))
    pages_made.settle()
    return made


class Files(NamedTuple):
    """What is published, read and verified as a client does."""

    folder: Path
    manifest: Manifest

    @property
    def epoch(self) -> Path:
        return self.folder / str(self.manifest.epoch)

    def read(self, name: str) -> bytes:
        return (self.epoch / name).read_bytes()

    def range_of(self, typed: str) -> list[Record]:
        """What the one request about an address is answered with."""
        place = formats.place_of(keys.of(typed).skeleton_key, self.manifest.bits)
        hashes = formats.hashes_of(self.read("ranges"), self.manifest)
        raw = self.read(formats.prefix(place, self.manifest.bits))
        return formats.open_range(raw, place, hashes, self.manifest)

    def find(self, typed: str) -> list[Record]:
        """The records about the registered domain of an address."""
        wanted = keys.of(typed).domain_key[:16].hex()
        return [record for record in self.range_of(typed) if record["d"] == wanted]

    def whole(self) -> list[Record]:
        """The records of the snapshot, or of the answers beside the filter."""
        name, hashed = ("snapshot", self.manifest.snapshot)
        if hashed is None:
            name, hashed = ("answers", self.manifest.answers)
        raw = formats.require_hash(self.read(name), hashed or "", name)
        return [record for some in formats.read_all(io.BytesIO(raw)) for record in some]

    def filter(self) -> fuse.Filter:
        return fuse.decode(formats.require_hash(self.read("filter"), self.manifest.filter or "", "filter"))


def shown() -> Files:
    """What the shown manifest leads to."""
    folder = manifests.folder()
    raw = (folder / "manifest").read_bytes()
    return Files(folder, formats.open_manifest(raw, signatures.log_keys()))


def epochs() -> list[int]:
    """The epochs that are served."""
    return sorted(int(path.name) for path in manifests.folder().iterdir() if path.name.isdigit())


def make_subdomains(domain: str, many: int) -> list[str]:
    """Names under a domain that do not get shorter when they are packed; all are in one range."""
    return [f"{sha256(str(number).encode()).hexdigest()[:60]}.{domain}" for number in range(many)]


def month() -> str:
    return months.show(months.of(clock.now()))


def domains_of(records: Sequence[Record]) -> list[Any]:
    return sorted(record["w"] for record in records)
