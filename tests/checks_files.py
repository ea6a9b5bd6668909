"""Files of the private check, written small and whole: what a publisher would put in its folder."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from reputation.checks import formats, fuse
from reputation.checks.formats import Manifest
from reputation.lookalikes import keys, tables
from reputation.tlog.notes import Signer

LOG = Signer("reference.example/log", b"\x07" * 32)
TABLES = tables.digests()
RULES = ("edit", "skeleton", "subdomain", "token")
SITES = 90_000
RATING: Mapping[str, Any] = {
    "published": 64,
    "receipts": [12, 49, 3],
    "basis": "few-independent",
    "well": 93,
    "ends": [84, 97],
    "unsolved": 5,
    "lost": 2,
    "stars": [43, 39, 47],
    "few": None,
    "month": "2026-11",
    "log_size": 48_213,
    "alerts": [],
    "suspended": [],
    "warned": False,
}


def record(domain: str, name: str = "", *, left: str = "", **changes: Any) -> dict[str, Any]:
    """What is said about a proved domain."""
    found = keys.of(domain)
    said = {
        "d": found.domain_key[:16].hex(),
        "s": found.skeleton_key[:16].hex(),
        "w": domain,
        "b": f"00000000-0000-4000-8000-{int.from_bytes(found.domain_key[:6]):012x}",
        "n": name or f"{found.label.capitalize()} Ltd",
        "g": found.label,
        "c": "GB",
        "k": "left" if left else "participant",
        "j": "2026-01-05",
        "r": dict(RATING),
        "i": list(RULES),
        "x": [],
        **changes,
    }
    return said | ({"l": left} if left else {})


def publish(
    folder: Path,
    records: Iterable[Mapping[str, Any]],
    *,
    epoch: int = 7,
    is_large: bool = False,
    bits: int = 8,
    on: date | None = None,
    log: Signer = LOG,
    **changes: Any,
) -> Manifest:
    """Write an epoch: with a snapshot, or as if there were more than it takes, with a filter."""
    rows = sorted(records, key=lambda one: one["s"])
    places: dict[int, list[bytes]] = defaultdict(list)
    for one in rows:
        places[formats.place_of(bytes.fromhex(one["s"]), bits)].append(formats.canonical(one))
    empty = formats.pack([])
    packed = [formats.pack(places[place]) if place in places else empty for place in range(1 << bits)]
    length = formats.padded(max(map(len, packed)))
    files = {formats.prefix(place, bits): formats.fill(one, length) for place, one in enumerate(packed)}
    hashes = b"".join(sha256(raw).digest() for raw in files.values())
    beside = {"ranges": hashes}
    if is_large:
        known = {bytes.fromhex(one[name])[:8] for one in rows for name in "ds"}
        beside |= {
            "filter": fuse.build(array("Q", sorted(map(int.from_bytes, known)))).encode(),
            "answers": b"".join(packed),
        }
    else:
        beside["snapshot"] = b"".join(packed)
    manifest = replace(
        Manifest(
            origin=log.name,
            epoch=epoch,
            on=on or datetime.now(UTC).date(),
            bits=bits,
            records=len(rows),
            participants=len({one["b"] for one in rows}),
            length=length,
            sites=SITES,
            **TABLES,
            **{name: sha256(raw).hexdigest() for name, raw in beside.items()},
        ),
        **changes,
    )
    there = folder / str(epoch)
    there.mkdir(parents=True)
    for name, raw in (files | beside).items():
        (there / name).write_bytes(raw)
    (folder / "manifest").write_bytes(manifest.sign([log]))
    return manifest
