"""Reads the log: every entry under its schema, every tile against our own, the root up to the signature."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter

from reputation.audit.batches import Job, Leaves, Loaded, Taken, is_tile, take
from reputation.audit.findings import Findings, Kind
from reputation.audit.orders import in_order
from reputation.audit.overall import Overall
from reputation.audit.source import LOG, Missing, Source, Unreadable, Withheld
from reputation.audit.stock import Stock
from reputation.log.entries import Entry
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.edges import Edge, edge_at
from reputation.tlog.tiles import LARGEST_BUNDLE, WIDTH, Tile, TileError, decode, width_at
from reputation.tlog.trees import HASH_BYTES

LARGEST_TILE = WIDTH * HASH_BYTES
BUNDLES_A_BATCH = 16
BYTES_A_BATCH = 1 << 20


@dataclass(slots=True)
class Log:
    """What reading came to. `is_whole`: every entry up to the size was there."""

    edge: Edge
    overall: Overall
    kinds: Counter[str] = field(default_factory=Counter)
    receipted: int = 0
    unproved: int = 0
    """Reviews that are said to have a receipt and name no key, and the position of the first one."""
    first_unproved: int | None = None
    accepted: list[tuple[int, Entry]] = field(default_factory=list)
    unlike: list[Checkpoint] = field(default_factory=list)
    """Older checkpoints with another root than the entries had at their size."""
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Pools:
    """Threads that load and processes that work; None: it is done here."""

    threads: Executor | None = None
    connections: int = 1
    processes: Executor | None = None
    cores: int = 1


def bundles(before: int, size: int) -> Iterator[Tile]:
    """The bundles with the entries from `before` on of a log of this size."""
    full, width = width_at(None, size)
    for index in range(before // WIDTH, full):
        yield Tile(None, index)
    if width:
        yield Tile(None, full, width)


def load(source: Source, tile: Tile, most: int) -> tuple[bytes, Tile]:
    """A tile or bundle; the full one when the partial one has gone because the log went on while we read.

    Raises:
        Missing: neither is there.
        Withheld: it is not given, or is longer than it may be.
        Unreadable: the service does not answer.
    """
    try:
        return source.read(LOG + tile.path, most), tile
    except Missing:
        if tile.is_full:
            raise
        return source.read(LOG + tile.whole.path, most), tile.whole


def earlier_edge(source: Source, earlier: int, size: int) -> Edge:
    """The edge of the tree when the log was of an earlier size, from tiles of the present one.

    Raises:
        Withheld, TileError: a tile is not there, or is none.
        Unreadable: the service does not answer.
    """

    def hashes(tile: Tile) -> list[bytes]:
        full, width = width_at(tile.level, size)
        present = Tile(tile.level, tile.index, WIDTH if tile.index < full else width)
        raw, loaded = load(source, present, LARGEST_TILE)
        return decode(raw, loaded.width)[: tile.width]

    return edge_at(earlier, hashes)


def start_at(source: Source, older: Checkpoint, size: int, findings: Findings) -> Edge | None:
    """The edge of the tree at an older checkpoint, from tiles of the present one; None when its root is another."""
    try:
        edge = earlier_edge(source, older.size, size)
    except (Withheld, TileError) as error:
        findings.fault(Kind.TREE, f"the edge of the older checkpoint cannot be read: {error}")
        return None
    if edge.root() != older.root:
        findings.fault(Kind.HISTORY, another(older))
        return None
    return edge


class Reader:
    """Reads entries in their order; downloads and work on entries run ahead."""

    def __init__(
        self, source: Source, stock: Stock, findings: Findings, pools: Pools, wanted: frozenset[bytes]
    ) -> None:
        self._source = source
        self._stock = stock
        self._findings = findings
        self._pools = pools
        self._wanted = wanted

    def read(
        self,
        size: int,
        *,
        start: Edge,
        older: Sequence[Checkpoint] = (),
        progress: Callable[[int], object] = lambda _: None,
    ) -> Log:
        """Read the entries from `start` up to `size`, rebuild the tree, and keep what comes later in the stock.

        `older`: checkpoints that must lie on the way. Stops at the first bundle that cannot be used.

        Raises:
            Unreadable, OSError: the service no longer answers, or nothing can be kept; what came before was judged.
        """
        log = Log(start, Overall(from_start=start.size == 0))
        way = sorted((one for one in older if one.size >= start.size), key=lambda one: one.size)
        self._compare_older(log, way)
        job = Job(self._stock.parts, start.size, self._wanted)
        lost: list[Unreadable | OSError] = []
        tiles = bundles(start.size, size)
        loaded = until_lost(in_order(self._pools.threads, self._load, tiles, self._pools.connections), lost)
        for taken in in_order(self._pools.processes, partial(take, job), batched(loaded), 2 * self._pools.cores):
            for leaves in taken.leaves:
                progress(self._grow(log, leaves, way))
            self._take(log, taken)
            if not log.is_whole:
                break
        if lost:
            raise lost[0]
        if log.is_whole:
            self._compare_partial_tiles(log.edge, size)
        self._stock.flush()
        return log

    def _load(self, bundle: Tile) -> Loaded:
        """A bundle and the tile of its hashes."""
        raw = hashes = None
        try:
            raw = load(self._source, bundle, LARGEST_BUNDLE)
            hashes = load(self._source, Tile(0, bundle.index, bundle.width), LARGEST_TILE)
        except Withheld as error:
            return Loaded(bundle, raw, hashes, (str(error),))
        return Loaded(bundle, raw, hashes)

    def _take(self, log: Log, taken: Taken) -> None:
        findings, overall = self._findings, log.overall
        findings.take(taken.faults)
        steps: list[tuple[int, Entry | int]] = [*taken.overall, *taken.months]
        for position, said in sorted(steps, key=itemgetter(0)):
            step = overall.feed(position, said) if isinstance(said, Entry) else overall.review_month(position, said)
            findings.take(list(step))
        for path in taken.spoiled:
            self._source.forget(LOG + path)
        for (stream, part), packed in taken.packed.items():
            self._stock.put(stream, part, packed)
        log.kinds += taken.kinds
        log.receipted += taken.receipted
        log.unproved += taken.unproved
        if log.first_unproved is None:
            log.first_unproved = taken.first_unproved
        log.accepted += taken.accepted
        log.is_whole = taken.is_whole

    def _grow(self, log: Log, leaves: Leaves, way: list[Checkpoint]) -> int:
        """Put a bundle's leaves into the tree; answers how many are new."""
        edge, bundle = log.edge, leaves.bundle
        known = edge.size - WIDTH * bundle.index
        new = bundle.width - known
        if bundle.is_full and not known and not (way and way[0].size < edge.size + new):
            full = edge.append_tile(leaves.raw, leaves.root)
        else:
            hashes = decode(leaves.raw, bundle.width)
            if known and hashes[:known] != edge.rows[0]:
                self._findings.fault(
                    Kind.TREE, f"{bundle.path}: its first {known} entries are not those of the older checkpoint"
                )
            full = []
            for leaf in hashes[known:]:
                full += edge.append([leaf])
                self._compare_older(log, way)
        for tile, own in full:
            if tile.level:
                self._compare_tile(tile, own)
        self._compare_older(log, way)
        return new

    @staticmethod
    def _compare_older(log: Log, way: list[Checkpoint]) -> None:
        """Compare the tree with the older checkpoints of its size."""
        while way and way[0].size == log.edge.size:
            older = way.pop(0)
            if older.root != log.edge.root():
                log.unlike.append(older)

    def _compare_tile(self, tile: Tile, own: bytes) -> None:
        """A published tile must be the one we computed; ours alone counts for the root."""
        try:
            published, loaded = load(self._source, tile, LARGEST_TILE)
        except Withheld as error:
            self._findings.fault(Kind.TREE, str(error))
            return
        if not is_tile(published, loaded, own):
            self._findings.fault(Kind.TREE, f"{tile.path} is not what the entries give")
            self._source.forget(LOG + loaded.path)

    def _compare_partial_tiles(self, edge: Edge, size: int) -> None:
        for level, own in enumerate(edge.tiles()):
            index, width = width_at(level, size)
            if width and level:
                self._compare_tile(Tile(level, index, width), own)


def another(older: Checkpoint) -> str:
    """What is said about a log that does not begin like an older one."""
    return f"the first {older.size} entries are not those of the older checkpoint"


def until_lost(loaded: Iterable[Loaded], lost: list[Unreadable | OSError]) -> Iterator[Loaded]:
    """What can be loaded; what ended it goes to `lost`, so that work on what came before is finished first."""
    try:
        yield from loaded
    except (Unreadable, OSError) as error:
        lost.append(error)


def batched(loaded: Iterable[Loaded]) -> Iterator[list[Loaded]]:
    """Bundles in batches that are worth handing over, and no larger than memory likes."""
    batch: list[Loaded] = []
    held = 0
    for bundle in loaded:
        batch.append(bundle)
        held += 0 if bundle.bundle is None else len(bundle.bundle[0])
        if len(batch) == BUNDLES_A_BATCH or held >= BYTES_A_BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
