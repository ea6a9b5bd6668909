"""One audit, in the order in which trust grows: checkpoint, tree and entries, tokens, ratings, pages, acceptances."""

import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from tqdm import tqdm

from reputation.audit import acceptances, checks, pages, published, reports
from reputation.audit.attesters import Vouched, check_attesters
from reputation.audit.businesses import Followed, Wish, follow
from reputation.audit.checkpoints import Trust
from reputation.audit.findings import Findings, Kind
from reputation.audit.lots import Lot, Rosters
from reputation.audit.mirror import Mirror
from reputation.audit.orders import in_order
from reputation.audit.reading import Log, Pools, Reader, another, earlier_edge, start_at
from reputation.audit.source import CHECKPOINT, Source, TooLong, Unreadable, Withheld, open_source
from reputation.audit.stock import Stock
from reputation.audit.tokens import Checked, TokensWish, check_keys, check_once
from reputation.core import months
from reputation.tlog.checkpoints import Checkpoint, open_signed
from reputation.tlog.edges import Edge
from reputation.tlog.notes import LONGEST_NOTE, NoteError
from reputation.tlog.tiles import TileError

DEMONSTRATION = "demo.open-reference.example/log"
COPIED = frozenset({Kind.SIGNATURE, Kind.QUORUM, Kind.HISTORY, Kind.TREE})
"""With none of these, what was read is a copy of the signed log."""
LOTS_SHOWN = 20
IN_PARALLEL_FROM = 20_000
"""Starting processes takes as long as reading so many entries."""

W = TypeVar("W")
P = TypeVar("P", Followed, Checked, Vouched)


@dataclass(frozen=True, slots=True)
class Options:
    """What is audited and how. `where`: an address or a folder; the other names are those of the command line."""

    where: str
    keys: tuple[str, ...] = ()
    policy: Path | None = None
    since: Path | None = None
    full: bool = False
    log_only: bool = False
    keep: Path | None = None
    save: Path | None = None
    acceptances: tuple[Path, ...] = ()
    connections: int = 8
    quiet: bool = False


class Audit:
    """What one audit goes through."""

    def __init__(self, options: Options, findings: Findings) -> None:
        self._options = options
        self._findings = findings
        self._trust = Trust.of(options.keys, options.policy)
        self._promised = acceptances.wanted(options.acceptances)
        self._wanted = acceptances.commitments(self._promised, {log.name for log in self._trust.logs})
        self._manifest: bytes | None = None

    def run(self) -> None:
        """Audit. Once there is a checkpoint, whatever cannot be read later hides nothing that was found before.

        Raises:
            Unreadable: the checkpoint or something given cannot be read at all.
        """
        with ExitStack() as stack:
            published_at = open_source(self._options.where, self._tell)
            stack.callback(published_at.close)
            mirror = None if self._options.keep is None else Mirror(self._options.keep, published_at)
            source: Source = mirror or published_at
            since = None if self._options.since is None else self._read_since(self._options.since)
            kept = None if mirror is None or (raw := mirror.checkpoint()) is None else self._trust.older(raw)
            self._manifest = None if self._options.log_only else checks.read(source, self._findings)
            note = self._now(source)
            now = None if note is None else self._trust.now(note, self._findings)
            try:
                if note is not None and now is not None:
                    self._follow(source, now, since, [one for one in (since, kept) if one is not None])
            except (Unreadable, OSError) as error:
                self._findings.unreadable = _said(error)
            try:
                self._keep(mirror, note)
            except OSError as error:
                self._findings.unreadable = _said(error)

    def _tell(self, said: str) -> None:
        if not self._options.quiet:
            tqdm.write(said, file=sys.stderr)

    def _read_since(self, path: Path) -> Checkpoint:
        try:
            return self._trust.older(path.read_bytes())
        except OSError as error:
            raise Unreadable(f"The older checkpoint cannot be read: {error.strerror}.") from error

    def _now(self, source: Source) -> bytes | None:
        try:
            return source.read(CHECKPOINT, LONGEST_NOTE)
        except TooLong as error:
            self._findings.fault(Kind.SIGNATURE, f"checkpoint: {error}")
            return None

    def _keep(self, mirror: Mirror | None, note: bytes | None) -> None:
        """Keep the checkpoint. A copy that is whole is one, whatever its entries say."""
        if note is None:
            return
        is_copied = all(kind not in COPIED for kind in self._findings.counts)
        if mirror is not None and not (is_copied and self._findings.unreadable):
            mirror.finish(note, is_copied=is_copied)
        if self._options.save is not None and self._findings.is_clean:
            self._options.save.write_bytes(note)

    def _follow(self, source: Source, now: Checkpoint, since: Checkpoint | None, older: list[Checkpoint]) -> None:
        findings = self._findings
        findings.note("log", f"{now.origin}, {now.size} entries")
        for one in older:
            if one.size > now.size:
                findings.fault(Kind.HISTORY, f"the log has shrunk: it had {one.size} entries and now has {now.size}")
                return
        first = since if since is not None and not self._options.full else None
        new = now.size - (first.size if first is not None else 0)
        with Stock(now.size) as stock, self._pools(new, source) as pools:
            reader = Reader(source, stock, findings, pools, self._wanted)
            start = Edge() if first is None else start_at(source, first, now.size, findings)
            if start is None:
                return
            with self._bar(now.size - start.size, "entries") as progress:
                log = reader.read(now.size, start=start, older=older, progress=progress)
            if log.is_whole:
                self._tree(source, now, log, older)
                self._meaning(source, now, log, stock, pools)

    def _tree(self, source: Source, now: Checkpoint, log: Log, older: list[Checkpoint]) -> None:
        findings = self._findings
        if log.edge.root() == now.root:
            findings.note("root", f"{now.root.hex()}, signed by the log's key")
        else:
            findings.fault(Kind.TREE, "the entries do not add up to the signed root")
        if isinstance(source, Mirror) and Kind.TREE in findings.counts:
            # Was the copy damaged, or the past rewritten? The tiles that are published now tell.
            findings.note("copy", "what may be damaged was dropped: audit again to see whether the copy or the log was")
            for one in older:
                start_at(source.source, one, now.size, findings)
        else:
            for one in log.unlike:
                findings.fault(Kind.HISTORY, another(one))
        if older and not log.unlike and Kind.HISTORY not in findings.counts:
            findings.note("since", f"the first {max(one.size for one in older)} entries are unchanged")

    def _meaning(self, source: Source, now: Checkpoint, log: Log, stock: Stock, pools: Pools) -> None:
        """What the entries say, once it is known which they are."""
        files = log.overall.ratings_files
        joined = log.kinds["business-joined"] if log.overall.from_start else None
        with self._bar(None, "ratings files", unit="B", quiet=not files) as progress:
            newest = published.fetch_all(source, files, stock, self._findings, joined=joined, progress=progress)
        stock.flush()
        self._tokens(now, log, stock, pools)
        from_start = log.overall.from_start
        told = reports.fetch_all(source, log.overall.report_files, now.size, self._findings) if from_start else []
        wish = Wish(
            shelf=stock.shelves.businesses,
            from_start=from_start,
            cut=None if newest is None or not from_start else newest.log_size,
            month=0 if newest is None else months.parse(newest.month),
            rosters=Rosters(from_start, log.overall.rosters.known),
            last_day=log.overall.last_day,
            salt=secrets.token_bytes(16),
            reports=tuple(one.cut for one in told),
        )
        found = self._parts(pools, stock, partial(follow, wish), Followed(), "ratings")
        findings = self._findings
        self._lots(source, now, found.lots)
        if not from_start:
            findings.note(
                "not checked",
                f"what rests on the entries before: ratings, pages, {found.passed_over} entries "
                f"about businesses that joined earlier, keys named earlier; {found.businesses} businesses are new",
            )
        else:
            if newest is None and not log.overall.ratings_files:
                findings.note("ratings file", "none published so far")
            elif newest is not None:
                findings.note("ratings file", f"of {newest.month}, over the first {newest.log_size} entries")
            findings.note("ratings", f"{found.businesses} recomputed, {found.compared} compared with the file")
            reports.compare(told, found.tallies, log.overall.orders, findings)
            self._shown(source, log, found)
        self._checks(source, log, found)
        if self._promised:
            today = datetime.now(UTC).date() if source.is_service else log.overall.last_day
            acceptances.check(self._promised, log, now.origin, today, findings)

    def _checks(self, source: Source, log: Log, found: Followed) -> None:
        """The files of the private check, if any are published here."""
        if self._options.log_only:
            return
        overall = log.overall
        today = datetime.now(UTC).date() if source.is_service else overall.last_day
        told = checks.Told(overall.manifests, found.drawn, overall.from_start, today)
        with self._bar(None, "private check", quiet=self._manifest is None) as progress:
            checks.compare(source, self._manifest, self._trust.logs, told, self._findings, progress)

    def _lots(self, source: Source, now: Checkpoint, lots: list[Lot]) -> None:
        """The seeds of the newest lots: whoever has the list of one draws again with it."""
        for lot in sorted(lots, key=attrgetter("position"))[-LOTS_SHOWN:]:
            try:
                seed = lot.seed(earlier_edge(source, lot.drawn_at, now.size).root())
            except (Withheld, TileError) as error:
                self._findings.fault(Kind.TREE, f"the root of the lot of entry {lot.position} cannot be read: {error}")
            else:
                self._findings.note(f"lot, entry {lot.position}", f"drawn by the seed {seed.hex()}")

    def _shown(self, source: Source, log: Log, found: Followed) -> None:
        if not source.is_service or self._options.log_only:
            where = "you asked for the log only" if source.is_service else "a folder shows no ratings"
            self._findings.note("shown", f"not compared: {where}")
            return
        shown = pages.compare(source, found.drawn, log.edge.size, partial(self._size_now, source), self._findings)
        self._findings.note("shown", f"{shown} of {len(found.drawn)} ratings drawn by lot compared with the API")

    def _size_now(self, source: Source) -> int:
        """How many entries are published by now.

        Raises:
            Withheld: the log has not signed the checkpoint that is published now, or there is none.
            Unreadable: the service no longer answers.
        """
        published_at = source.source if isinstance(source, Mirror) else source
        try:
            return open_signed(published_at.read(CHECKPOINT, LONGEST_NOTE), self._trust.logs)[0].size
        except NoteError as error:
            raise Withheld(f"the checkpoint published now is none of this log: {error}") from error

    def _tokens(self, now: Checkpoint, log: Log, stock: Stock, pools: Pools) -> None:
        """Receipted reviews need tokens; the demonstration log alone may lack them."""
        findings, from_start, shelves = self._findings, log.overall.from_start, stock.shelves
        if log.unproved and now.origin != DEMONSTRATION:
            findings.fault(
                Kind.TOKENS,
                f"entry {log.first_unproved} (review): said to have a receipt, and names no key; {log.unproved} in all",
            )
        keys = self._parts(
            pools,
            stock,
            partial(check_keys, TokensWish(shelves.keys, from_start, log.overall.last_day)),
            Checked(),
            "keys",
        )
        self._parts(pools, stock, partial(check_once, TokensWish(shelves.once, from_start)), Checked(), "")
        wish = TokensWish(shelves.attesters, from_start)
        totals = self._parts(pools, stock, partial(check_attesters, wish), Vouched(), "")
        if log.unproved and now.origin == DEMONSTRATION:
            findings.note(
                "tokens",
                f"{keys.tokens} verified; not present for {log.unproved} invented reviews of the demonstration log",
            )
        elif log.receipted or keys.keys:
            findings.note("tokens", f"{keys.tokens} verified, of {keys.keys} keys")
        else:
            findings.note("tokens", "none needed: no review has a receipt")
        if keys.unknown:
            findings.note("tokens", f"{keys.tokens} verified; {keys.unknown} entries name a key that was logged before")
        if totals.signed or totals.unsigned:
            findings.note("totals", f"{totals.signed} signed by their attester, {totals.unsigned} unsigned")

    def _parts(self, pools: Pools, stock: Stock, work: Callable[[int], P], total: P, what: str) -> P:
        """Work on every part, and put together what they came to."""
        with self._bar(stock.parts, what, quiet=not what) as progress:
            for found in in_order(pools.processes, work, range(stock.parts), 2 * pools.cores):
                self._findings.take(found.faults)
                total.add(found)
                progress(1)
        return total

    @contextmanager
    def _bar(
        self, total: int | None, what: str, *, unit: str = "", quiet: bool = False
    ) -> Iterator[Callable[[int], object]]:
        with tqdm(total=total, desc=what, unit=unit, unit_scale=True, disable=self._options.quiet or quiet) as bar:
            yield bar.update

    @contextmanager
    def _pools(self, size: int, source: Source) -> Iterator[Pools]:
        """Processes for a large log on several cores, threads for a service."""
        cores = os.cpu_count() or 1
        processes = _processes(cores) if size >= IN_PARALLEL_FROM and cores > 1 else None
        threads = ThreadPoolExecutor(self._options.connections) if source.is_service else None
        try:
            yield Pools(threads, self._options.connections, processes, cores)
        except BaseException:
            source.close()  # no thread shall wait for an answer that nobody needs any more
            raise
        finally:
            for pool in (threads, processes):
                if pool is not None:
                    pool.shutdown(cancel_futures=True)


def _processes(cores: int) -> ProcessPoolExecutor:
    """Processes to work in. To copy this one is quicker than to start anew, and safe only while it has no threads."""
    is_alone = sys.platform == "linux" and threading.active_count() == 1
    context = get_context("fork" if is_alone else "spawn")
    pool = ProcessPoolExecutor(cores, mp_context=context, initializer=_leave_signals)
    pool.submit(os.getpid).result()  # a pool that copies starts all its processes with the first work
    return pool


def _leave_signals() -> None:
    """An interruption reaches all processes of a terminal; the first one ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _said(error: Unreadable | OSError) -> str:
    """What went wrong, in words; what is no `Unreadable` is of this machine."""
    if isinstance(error, Unreadable):
        return str(error)
    where = error.filename or "a temporary file"
    return f"Nothing more can be read or written here: {error.strerror or error} ({where})."


def audit(options: Options) -> Findings:
    """Audit a service or a folder; when it passes, keep the audited checkpoint where `keep` and `save` say.

    What stopped it after the checkpoint was read is in its findings.

    Raises:
        Unreadable: it, its checkpoint or something given cannot be read at all.
    """
    findings = Findings()
    Audit(options, findings).run()
    return findings
