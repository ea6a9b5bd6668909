"""Reads the whole log: every entry under its schema, every tile against our own, the root up to the signature."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from reputation.audit.findings import Findings
from reputation.audit.source import Missing, Source
from reputation.audit.spool import Spool
from reputation.log.entries import Entry, EntryError, decode
from reputation.rulebook.editions import EDITIONS
from reputation.tlog.edges import Edge
from reputation.tlog.tiles import LARGEST_ENTRY, WIDTH, Tile, TileError, decode_bundle, width_at
from reputation.tlog.trees import HASH_BYTES, leaf_hash

LOG = "/log/"
LARGEST_TILE = WIDTH * HASH_BYTES
LARGEST_BUNDLE = WIDTH * (2 + LARGEST_ENTRY)
TOKEN_KINDS = frozenset({"receipt-key", "receipt-totals", "receipts-spent"})


@dataclass(frozen=True, slots=True)
class RatingsFile:
    """What an entry says about a published file of all ratings."""

    position: int
    sha256: str
    log_size: int
    month: str


@dataclass(slots=True)
class Log:
    """What reading came to. `is_whole`: every entry up to the size was there."""

    edge: Edge = field(default_factory=Edge)
    root_before: bytes | None = None
    kinds: dict[str, int] = field(default_factory=dict)
    receipted: int = 0
    about_businesses: int = 0
    editions: set[int] = field(default_factory=set)
    ratings_files: list[RatingsFile] = field(default_factory=list)
    is_whole: bool = True


def bundles(size: int) -> Iterator[Tile]:
    """The bundles of a log of this size."""
    full, width = width_at(None, size)
    for index in range(full):
        yield Tile(None, index)
    if width:
        yield Tile(None, full, width)


def _take(log: Log, position: int, raw: bytes, spool: Spool, findings: Findings) -> None:
    try:
        entry = decode(raw)
    except EntryError as error:
        findings.fault(f"entry {position}: {error}")
        return
    log.kinds[entry.kind] = log.kinds.get(entry.kind, 0) + 1
    if position == 0 and entry.kind != "operator":
        findings.fault("entry 0: the first entry must say who runs the service")
    if entry.kind == "edition":
        _edition(log, position, entry, findings)
    if entry.kind == "review":
        _review(log, position, entry, findings)
    if entry.kind == "ratings-file":
        _ratings_file(log, position, entry, findings)
    if entry.business is not None:
        spool.put(position, entry.business, raw)
        log.about_businesses += 1


def _edition(log: Log, position: int, entry: Entry, findings: Findings) -> None:
    """The formula that is announced must be the one that recomputes here."""
    number = entry.body["edition"]
    own = EDITIONS.get(number)
    if own is None:
        findings.fault(f"entry {position}: edition {number} of the formula is not known here: use a newer audit")
    elif own.spec_sha256 != entry.body["spec_sha256"]:
        findings.fault(f"entry {position}: edition {number} of the formula is another one than that known here")
    log.editions.add(number)


def _review(log: Log, position: int, entry: Entry, findings: Findings) -> None:
    log.receipted += entry.receipt_class != "none"
    if not log.editions and log.kinds["review"] == 1:
        findings.fault(f"entry {position}: a review comes before any edition of the formula")


def _ratings_file(log: Log, position: int, entry: Entry, findings: Findings) -> None:
    said = RatingsFile(position, entry.body["sha256"], entry.body["log_size"], entry.body["month"])
    if said.log_size > position:
        findings.fault(f"entry {position}: a ratings file cannot rest on entries after it")
        return
    log.ratings_files.append(said)


def _load(source: Source, tile: Tile, most: int) -> tuple[bytes, Tile]:
    """A tile or bundle; the full one when the partial one has gone because the log went on while we read."""
    try:
        return source.read(LOG + tile.path, most), tile
    except Missing:
        if tile.is_full:
            raise
        full = Tile(tile.level, tile.index)
        return source.read(LOG + full.path, most), full


def _entries(source: Source, bundle: Tile) -> list[bytes]:
    raw, loaded = _load(source, bundle, LARGEST_BUNDLE)
    return decode_bundle(raw, loaded.width)[: bundle.width]


def _same_tile(source: Source, tile: Tile, own: bytes, findings: Findings) -> None:
    """A published tile must be the one we computed; ours alone counts for the root."""
    try:
        published, loaded = _load(source, tile, LARGEST_TILE)
    except Missing:
        findings.fault(f"{tile.path} is missing")
        return
    if len(published) != HASH_BYTES * loaded.width or published[: len(own)] != own:
        findings.fault(f"{tile.path} is not what the entries give")


def read(
    source: Source,
    size: int,
    spool: Spool,
    findings: Findings,
    *,
    before: int | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Log:
    """Read a log of `size` entries, rebuild its tree, and keep what ratings need in `spool`.

    `before`: also remember the root the log had at that size. Stops at the first bundle that cannot be used.
    """
    log = Log()
    if before == 0:
        log.root_before = log.edge.root()
    for bundle in bundles(size):
        try:
            entries = _entries(source, bundle)
        except (Missing, TileError) as error:
            findings.fault(f"{bundle.path}: {error}")
            log.is_whole = False
            break
        first = log.edge.size
        for place, raw in enumerate(entries):
            _take(log, first + place, raw, spool, findings)
        leaves = [leaf_hash(raw) for raw in entries]
        if before is not None and first < before <= first + len(leaves):
            cut = before - first
            full = log.edge.append(leaves[:cut])
            log.root_before = log.edge.root()
            full += log.edge.append(leaves[cut:])
        else:
            full = log.edge.append(leaves)
        for tile, own in full:
            _same_tile(source, tile, own, findings)
        progress(len(entries))
    for level, own in enumerate(log.edge.tiles() if log.is_whole else []):
        index, width = width_at(level, size)
        if width:
            _same_tile(source, Tile(level, index, width), own, findings)
    spool.flush()
    return log
