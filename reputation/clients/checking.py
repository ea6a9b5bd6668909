"""The private check as programs make it: an address to an answer, with lists that are signed and verified.

Up to ten thousand records everything is in one snapshot, and nothing is asked for. Beyond, a filter knows what there
is, and one range of answers is asked for: that of what the address looks like, or else its own. One a check, whether or
not anything is found: several together would tell the site, and none that there is nothing.
"""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Protocol

from reputation.checks import formats, fuse
from reputation.checks.formats import FormatError, Manifest, Record
from reputation.checks.fuse import FilterError
from reputation.clients.probing import probes, slips_near
from reputation.lookalikes import keys, rules, tables
from reputation.lookalikes.keys import Keys
from reputation.lookalikes.rules import Imitation, Proved, Rule, Visited
from reputation.tlog.notes import Verifier

FILTERED_BYTES = 8
"""So much of a key is in a filter."""
LONGEST = timedelta(days=3)
"""How long a manifest stands for what is: a new one comes every day."""


class Refused(Exception):
    """A file is missing or not what it should be. `code` says which, as the script of the check page does."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_NOT_USED = "not what the log signed, and was not used: somebody may have changed it on the way."
SAYS: Mapping[str, str] = {
    "not-reached": "The files of the check do not arrive. Try again later.",
    "manifest": f"The manifest is {_NOT_USED}",
    "older": "What arrived is older than it should be, and was not used: somebody may be holding back what is new.",
    "tables": "This program and the files were made with different tables of suffixes or letters: update the program.",
    "snapshot": f"The snapshot is {_NOT_USED}",
    "filter": f"The filter is {_NOT_USED}",
    "answers": f"The file of all answers is {_NOT_USED}",
    "ranges": f"The list of ranges is {_NOT_USED}",
    "range": f"The range that was asked for is {_NOT_USED}",
}


class Source(Protocol):
    """Where files come from: by their path below the manifest's folder."""

    def read(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            Refused: not-reached.
        """


@dataclass(frozen=True, slots=True)
class Answer:
    """What the lists say of an address. `kind`: participant, left, imitation or unknown.

    `record`: of the participant that it belongs to or imitates. `asked`: the range that was asked for, None for none.
    """

    keys: Keys
    kind: str
    record: Record | None
    imitation: Imitation | None
    asked: str | None


class Lists(Protocol):
    """What answers come from."""

    manifest: Manifest

    def near(self, seen: Visited) -> tuple[Iterable[Record], str | None]:
        """The records that an address may be about, and the range that was asked for.

        Raises:
            Refused
        """


class Whole:
    """All records in memory: nothing is asked for."""

    def __init__(self, manifest: Manifest, records: Sequence[Record]) -> None:
        self.manifest = manifest
        self._records = records
        self._by_look: dict[bytes, list[Record]] = defaultdict(list)
        for record in records:
            self._by_look[bytes.fromhex(record["s"])[:FILTERED_BYTES]].append(record)

    @cached_property
    def _long(self) -> list[tuple[str, Record]]:
        """Names that may be two slips away, with their records; of a snapshot alone, where they are few."""
        if self.manifest.snapshot is None:
            return []
        found = [(keys.of(record["w"]).skeleton, record) for record in self._records]
        return [(look, record) for look, record in found if rules.slips(len(rules.glyphs(look))) == rules.MOST_SLIPS]

    def near(self, seen: Visited) -> tuple[Iterable[Record], str | None]:
        found = {}
        for look in probes(seen):
            for record in self._by_look.get(keys.skeleton_key(look)[:FILTERED_BYTES], ()):
                found[record["w"]] = record
        found |= {record["w"]: record for look, record in self._long if slips_near(seen, look)}
        return found.values(), None


class Filtered:
    """A filter in memory, and ranges of answers where they are published."""

    def __init__(self, source: Source, manifest: Manifest) -> None:
        self.manifest = manifest
        self._source = source
        try:
            self._filter = fuse.decode(_verified(source, manifest, "filter"))
        except FilterError as error:
            raise Refused("filter") from error
        self._ranges = _hashes(source, manifest)

    def near(self, seen: Visited) -> tuple[Iterable[Record], str | None]:
        key = self._wanted(seen)
        bits = self.manifest.bits
        prefix = formats.prefix_of(key, bits)
        raw = self._source.read(f"{self.manifest.epoch}/{prefix}")
        try:
            return formats.open_range(raw, formats.place_of(key, bits), self._ranges, self.manifest), prefix
        except FormatError as error:
            raise Refused("range") from error

    def _wanted(self, seen: Visited) -> bytes:
        """The key whose range is asked for: of the first look that the filter knows, or else of the address itself."""
        sought = map(keys.skeleton_key, probes(seen))
        known = (key for key in sought if int.from_bytes(key[:FILTERED_BYTES]) in self._filter)
        return next(known, keys.skeleton_key(seen.skeleton))


def open_manifest(raw: bytes, log: Verifier, *, seen: int = 0, today: date | None = None) -> Manifest:
    """The manifest, once verified. `seen`: the newest epoch seen before; `today`: given where it has to be new.

    Raises:
        Refused: manifest, older or tables.
    """
    try:
        manifest = formats.open_manifest(raw, [log])
    except FormatError as error:
        raise Refused("manifest") from error
    if manifest.epoch < seen or (today is not None and today > manifest.on + LONGEST):
        raise Refused("older")
    if {"suffixes": manifest.suffixes, "skeletons": manifest.skeletons} != tables.digests():
        raise Refused("tables")
    return manifest


def open_lists(source: Source, manifest: Manifest, *, whole: bool = False) -> Lists:
    """The lists of a manifest; `whole`: with all answers, so that nothing is asked for however many checks are made.

    Raises:
        Refused
    """
    if manifest.snapshot is None and not whole:
        return Filtered(source, manifest)
    name = "answers" if manifest.snapshot is None else "snapshot"
    return read_whole(_verified(source, manifest, name), manifest)


def read_whole(raw: bytes, manifest: Manifest) -> Lists:
    """The lists in a snapshot or in answers.

    Raises:
        Refused: snapshot or answers.
    """
    name = "answers" if manifest.snapshot is None else "snapshot"
    _require(raw, manifest, name)
    try:
        return Whole(manifest, [record for some in formats.read_all(io.BytesIO(raw)) for record in some])
    except FormatError as error:
        raise Refused(name) from error


def _verified(source: Source, manifest: Manifest, name: str) -> bytes:
    raw = source.read(f"{manifest.epoch}/{name}")
    _require(raw, manifest, name)
    return raw


def _require(raw: bytes, manifest: Manifest, name: str) -> None:
    try:
        formats.require_hash(raw, getattr(manifest, name), name)
    except FormatError as error:
        raise Refused(name) from error


def _hashes(source: Source, manifest: Manifest) -> list[bytes]:
    try:
        return formats.hashes_of(_verified(source, manifest, "ranges"), manifest)
    except FormatError as error:
        raise Refused("ranges") from error


def ask(text: str, lists: Lists) -> Answer:
    """The answer to an address.

    Raises:
        NotADomain: no registered domain can be read from it.
        Refused: a range is missing, or not what it should be.
    """
    found = keys.of(text)
    seen = rules.visited(found)
    near, asked = lists.near(seen)
    records = list(near)
    own = [record for record in records if record["w"] in (found.host, found.registrable)]
    if own:
        record = next((one for one in own if one["w"] == found.host), own[0])
        return Answer(found, record["k"], record, None, asked)
    by_domain = {record["w"]: record for record in _imitable(found, records)}
    for imitation in rules.imitations(seen, map(_proved, by_domain.values())):
        return Answer(found, "imitation", by_domain[imitation.domain], imitation, asked)
    return Answer(found, "unknown", None, None, asked)


def _imitable(found: Keys, records: Sequence[Record]) -> Iterator[Record]:
    """The records that an address may imitate: of participants that neither own its domain nor are exempt from it."""
    domain = found.domain_key.hex()
    owners = {record["b"] for record in records if domain.startswith(record["d"])}
    for record in records:
        if record["k"] == "participant" and record["b"] not in owners and domain[:16] not in record["x"]:
            yield record


def _proved(record: Record) -> Proved:
    found = keys.of(record["w"])
    return Proved(
        domain=record["w"],
        registrable=found.registrable,
        label=found.label,
        skeleton=found.skeleton,
        rules=frozenset(rule for rule in Rule if rule in record["i"]),
    )


def as_json(text: str, answer: Answer, manifest: Manifest) -> dict[str, Any]:
    """An answer for programs. `hides_among`: how many sites share the range that was asked for, None when none was."""
    record, imitation = answer.record, answer.imitation
    return {
        "asked": text,
        "host": answer.keys.host,
        "registrable": answer.keys.registrable,
        "answer": answer.kind,
        "tier": imitation.tier if imitation else None,
        "rule": imitation.rule if imitation else None,
        "business": None if record is None else {"name": record["n"], "domain": record["w"], "id": record["b"]},
        "left_on": record.get("l") if record and answer.kind == "left" else None,
        "rating": record["r"] if record and answer.kind in ("participant", "left") else None,
        "range": answer.asked,
        "hides_among": None if answer.asked is None else manifest.sites,
        "epoch": manifest.epoch,
        "date": manifest.on.isoformat(),
    }
