"""The private check: the manifest that is shown must be one that the log names, and all files what it says.

The manifest is read before the checkpoint. It is shown only once a checkpoint covers its entry, so the entry must be
among those that are audited: a manifest for one reader alone shows.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from reputation.audit.businesses import Drawn
from reputation.audit.findings import Findings, Kind
from reputation.audit.source import CHECK, Missing, Source, Withheld
from reputation.checks import formats, fuse, records
from reputation.checks.formats import FormatError, Manifest, Record
from reputation.core import months
from reputation.ratings import rules
from reputation.rulebook import checks as numbers
from reputation.tlog.notes import Verifier

MANIFEST = f"{CHECK}manifest"
LARGEST_FILTER = 1 << 31
LARGEST_WHOLE = 1 << 40
SHOWN_LATE = timedelta(days=numbers.DATED_ANEW.value)
"""So long another manifest may be shown than the log names last: it is shown a moment later."""


class ManifestNamed(NamedTuple):
    """What an entry says about a manifest."""

    position: int
    sha256: str
    epoch: int
    day: date

    def wrong(self, known: Sequence["ManifestNamed"]) -> str | None:
        """What is wrong with the entry after others, or None."""
        if known and self.epoch <= known[-1].epoch:
            return f"epoch {self.epoch} comes after epoch {known[-1].epoch}"
        if known and self.day < known[-1].day:
            return f"it is of {self.day}, and the one before it of {known[-1].day}"
        return None


def read(source: Source, findings: Findings) -> bytes | None:
    """The manifest that is shown, None when there is none.

    Raises:
        Unreadable: the service does not answer.
    """
    try:
        return source.read(MANIFEST, formats.LARGEST_MANIFEST)
    except Missing:
        return None
    except Withheld as error:
        findings.fault(Kind.CHECKS, f"the manifest of the private check: {error}")
        return None


@dataclass(frozen=True, slots=True)
class Told:
    """What the log and its audit know: the manifests that were named, and the states of businesses drawn by lot.

    `is_whole`: all entries were read. `today`: of a service this day, of a copy the last one that it names.
    """

    named: Sequence[ManifestNamed]
    drawn: Iterable[Drawn]
    is_whole: bool
    today: date


def compare(
    source: Source,
    raw: bytes | None,
    keys: Sequence[Verifier],
    told: Told,
    findings: Findings,
    progress: Callable[[int], object] = lambda _: None,
) -> None:
    """Compare all that a manifest leads to. `progress` hears of each range.

    Raises:
        Unreadable: the service no longer answers.
    """
    if raw is None:
        if source.is_service and told.named and told.named[0].day + SHOWN_LATE < told.today:
            first = told.named[0]
            said = f"no manifest of the private check is shown, though entry {first.position} of {first.day} names one"
            findings.fault(Kind.CHECKS, said)
        return
    try:
        manifest = formats.open_manifest(raw, keys)
        if not _is_named(manifest, told, findings):
            return
        one = _Files(source, manifest, {drawn.business: drawn for drawn in told.drawn})
        one.compare(progress)
    except (FormatError, fuse.FilterError, Withheld) as error:
        findings.fault(Kind.CHECKS, f"the private check: {error}")
        return
    findings.note(
        "private check",
        f"epoch {manifest.epoch} of {manifest.on}: {one.records} records in {1 << manifest.bits} ranges, "
        f"{one.compared} of them compared with ratings drawn by lot",
    )


def _is_named(manifest: Manifest, told: Told, findings: Findings) -> bool:
    """Whether the log names the manifest that is shown, as the newest or not long before it."""
    if not any((one.epoch, one.sha256) == (manifest.epoch, manifest.sha256) for one in told.named):
        if told.is_whole:
            findings.fault(Kind.CHECKS, f"the manifest that is shown (epoch {manifest.epoch}) is not in the log")
        else:
            findings.note("private check", "not compared: the manifest that is shown was named before, if at all")
        return False
    newest = told.named[-1]
    if newest.epoch != manifest.epoch and newest.day + SHOWN_LATE < told.today:
        findings.fault(
            Kind.CHECKS,
            f"the manifest of epoch {manifest.epoch} is shown, though the log names epoch {newest.epoch} "
            f"(entry {newest.position}) since {newest.day}",
        )
    return True


@dataclass(slots=True)
class _Files:
    """The files of an epoch, read from the list of ranges on."""

    source: Source
    manifest: Manifest
    drawn: Mapping[UUID, Drawn]
    records: int = 0
    compared: int = 0
    _whole: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    _filter: fuse.Filter | None = None

    def compare(self, progress: Callable[[int], object]) -> None:
        """Read everything.

        Raises:
            FormatError, FilterError, Withheld: a file is not what it should be; the message names it.
        """
        manifest = self.manifest
        hashes = formats.hashes_of(self._read(formats.RANGES, formats.HASH_BYTES << manifest.bits), manifest)
        if manifest.filter is not None:
            raw = formats.require_hash(self._read(formats.FILTER, LARGEST_FILTER), manifest.filter, formats.FILTER)
            self._filter = fuse.decode(raw)
        for place in range(1 << manifest.bits):
            name = formats.prefix(place, manifest.bits)
            raw = self._read(name, manifest.length)
            try:
                found = formats.open_range(raw, place, hashes, manifest)
            except FormatError as error:
                raise FormatError(f"range {name}: {error}") from error
            self._whole.update(formats.container_of(raw))
            for record in found:
                self._record(record, place)
            progress(1)
        self._compare_whole()

    def _read(self, name: str, most: int) -> bytes:
        return self.source.read(f"{CHECK}{self.manifest.epoch}/{name}", most)

    def _compare_whole(self) -> None:
        """The snapshot, or the answers beside the filter, must be the ranges one after the other."""
        manifest = self.manifest
        name, said = (
            (formats.SNAPSHOT, manifest.snapshot) if manifest.answers is None else (formats.ANSWERS, manifest.answers)
        )
        served = hashlib.sha256()
        for piece in self.source.stream(f"{CHECK}{manifest.epoch}/{name}", LARGEST_WHOLE):
            served.update(piece)
        if served.hexdigest() != said:
            raise FormatError(f"the {name} is not the one that the manifest names")
        if self._whole.hexdigest() != said:
            raise FormatError(f"the {name} holds something else than the ranges")
        if self.records != manifest.records:
            raise FormatError(f"there are {self.records} records, and the manifest says {manifest.records}")

    def _record(self, record: Record, place: int) -> None:
        self.records += 1
        try:
            keys = [bytes.fromhex(record["s"]), bytes.fromhex(record["d"])]
            business, rating = UUID(record["b"]), record["r"]
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError("a record is none") from error
        if formats.place_of(keys[0], self.manifest.bits) != place:
            raise FormatError(f"a record about {business} is in a range where nobody finds it")
        if self._filter is not None and not all(int.from_bytes(key[:8]) in self._filter for key in keys):
            raise FormatError(f"the filter does not know a record about {business}")
        if business in self.drawn and isinstance(rating, dict):
            self._rating(business, rating)

    def _rating(self, business: UUID, rating: Mapping[str, object]) -> None:
        """The figures of a business drawn by lot, where they follow from the entries that were audited."""
        state, month = self.drawn[business].state, rating.get("month")
        if rating.get("log_size") != state.log_size or not isinstance(month, str):
            return
        try:
            own = records.rating(rules.answer(business, state, months.parse(month)))
        except ValueError as error:
            raise FormatError(f"a record about {business} names no month") from error
        self.compared += 1
        said = {name: value for name, value in rating.items() if name != "warned"}
        if formats.canonical(said) != formats.canonical(own):
            raise FormatError(f"the figures of {business} do not follow from the log")
