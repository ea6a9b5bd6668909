"""Without any key: whoever holds the files, or stands between them and the reader, changes them."""

from reputation.audit.findings import Kind
from reputation.log.entries import decode, encode
from reputation.tlog.notes import Signer
from reputation.tlog.tiles import encode_bundle
from tests.faults.tampering.tampering import (
    Tampering,
    bundle,
    bundle_path,
    flip,
    partial,
    put_bundle,
)
from tests.rich_log import SIGNER, RichService

NOT_GIVEN = "is not what the entries give"
RATED = (Kind.RATINGS,)
"""The ratings that the false entry would give are not those of the ratings file."""
NO_ROOT = "the entries do not add up to the signed root"


def five_stars(raw: bytes) -> bytes:
    """The same review with another number of stars."""
    body = dict(decode(raw).body)
    return encode("review", body | {"stars": 1 + body["stars"] % 5})


def another_star(log: RichService, index: int, *, upper: int) -> None:
    """A review changed in its bundle, and in so many levels of tiles above."""
    entries = bundle(log, index)
    place = next(place for place, raw in enumerate(entries) if decode(raw).kind == "review")
    entries[place] = five_stars(entries[place])
    put_bundle(log, index, entries, upper=upper)


def edit(log: RichService, index: int, place: int, entries: list[bytes], *, instead: int) -> None:
    """Some entries of a bundle replaced by others."""
    found = bundle(log, index)
    found[place : place + instead] = entries
    log.files[bundle_path(log, index)[0]] = encode_bundle(found)


def drop_and_close_up(log: RichService) -> None:
    """An entry goes, and all behind it move up, through all bundles."""
    del log.entries[300]
    size = len(log.entries)
    for index in range(size // 256 + 1):
        part = log.entries[256 * index : 256 * (index + 1)]
        path = f"/log/tile/entries/{index:03d}"
        log.files[path if len(part) == 256 else f"{path}.p/{len(part) + 1}"] = encode_bundle(part)


def repeat_in_place(log: RichService) -> None:
    edit(log, 0, 101, [bundle(log, 0)[100]], instead=1)


def swap_neighbours(log: RichService) -> None:
    entries = bundle(log, 0)
    edit(log, 0, 100, [entries[101], entries[100]], instead=2)


def swap_far_apart(log: RichService) -> None:
    first, second = bundle(log, 0), bundle(log, 1)
    edit(log, 0, 200, [second[10]], instead=1)
    edit(log, 1, 10, [first[200]], instead=1)


def swap(log: RichService, first: str, second: str) -> None:
    log.files[first], log.files[second] = log.files[second], log.files[first]


def swap_businesses(log: RichService) -> None:
    """Two reviews of two businesses change places: a good one for a bad one; the tiles follow."""
    entries = bundle(log, 1)
    first, second = (dict(decode(entries[place]).body) for place in (20, 21))
    assert first["business"] != second["business"]
    first["business"], second["business"] = second["business"], first["business"]
    entries[20:22] = encode("review", first), encode("review", second)
    put_bundle(log, 1, entries, upper=2)


def full_instead_of_partial(log: RichService, level: int | None, other: bytes) -> None:
    """The file at the end has gone, as if the log had gone on, and the full one begins otherwise."""
    path = partial(log, level)
    raw = bytearray(log.files.pop(path))
    raw[40] ^= 1
    log.files[path.partition(".p/")[0]] = bytes(raw) + other


def swap_hashes(log: RichService) -> None:
    raw = log.files["/log/tile/0/000"]
    log.files["/log/tile/0/000"] = raw[32:64] + raw[:32] + raw[64:]


FIRST, SECOND = "/log/tile/entries/000", "/log/tile/entries/001"
LEAVES, MORE_LEAVES = "/log/tile/0/000", "/log/tile/0/001"

BUNDLES = (
    Tampering(
        "an entry changed in its bundle alone", lambda log: another_star(log, 1, upper=0), Kind.TREE, NOT_GIVEN, RATED
    ),
    Tampering(
        "an entry changed in bundle and level 0",
        lambda log: another_star(log, 1, upper=1),
        Kind.TREE,
        f"tile/1/000.p/2 {NOT_GIVEN}",
        RATED,
    ),
    Tampering(
        "an entry changed in bundle, level 0 and level 1",
        lambda log: another_star(log, 1, upper=2),
        Kind.TREE,
        NO_ROOT,
        RATED,
    ),
    Tampering(
        "an entry of the last bundle changed", lambda log: another_star(log, 2, upper=1), Kind.TREE, NO_ROOT, RATED
    ),
    Tampering(
        "an entry dropped from a bundle",
        lambda log: edit(log, 0, 100, [], instead=1),
        Kind.TREE,
        "tile/entries/000: the bundle holds 255 entries, not 256",
    ),
    Tampering("an entry dropped, and all behind it moved up", drop_and_close_up, Kind.TREE, "the bundle holds"),
    Tampering(
        "an entry repeated in the place of another", repeat_in_place, Kind.TREE, NO_ROOT, (Kind.COURSE, Kind.RATINGS)
    ),
    Tampering(
        "an entry put in between",
        lambda log: edit(log, 0, 100, [bundle(log, 0)[100]], instead=0),
        Kind.TREE,
        "the bundle holds 257 entries",
    ),
    Tampering("two neighbours in the other order", swap_neighbours, Kind.TREE, NO_ROOT),
    Tampering("two entries of two bundles swapped", swap_far_apart, Kind.TREE, NO_ROOT),
    Tampering(
        "two whole bundles swapped",
        lambda log: swap(log, FIRST, SECOND),
        Kind.TREE,
        NO_ROOT,
        (Kind.ENTRY, Kind.COURSE, Kind.RATINGS),
    ),
    Tampering("the businesses of two reviews swapped", swap_businesses, Kind.TREE, NO_ROOT, RATED),
    Tampering("a bundle taken away", lambda log: log.files.pop(SECOND), Kind.TREE, "tile/entries/001 does not exist"),
    Tampering(
        "the last bundle taken away",
        lambda log: log.files.pop(partial(log, None)),
        Kind.TREE,
        "tile/entries/002 does not exist",
    ),
    Tampering(
        "a bundle cut off",
        lambda log: log.files.update({FIRST: log.files[FIRST][:-7]}),
        Kind.TREE,
        "a bundle ends within an entry",
    ),
    Tampering(
        "bytes behind a bundle",
        lambda log: log.files.update({FIRST: log.files[FIRST] + b"\0"}),
        Kind.TREE,
        "a bundle ends within an entry",
    ),
    Tampering(
        "an empty entry behind a bundle",
        lambda log: log.files.update({FIRST: log.files[FIRST] + b"\0\0"}),
        Kind.TREE,
        "the bundle holds 257 entries",
    ),
    Tampering("the length of an entry changed", lambda log: flip(log, FIRST, 0), Kind.TREE, "tile/entries/000: "),
    Tampering(
        "a bundle that is empty", lambda log: log.files.update({FIRST: b""}), Kind.TREE, "the bundle holds 0 entries"
    ),
    Tampering(
        "a bundle without end",
        lambda log: log.files.update({FIRST: bytes(256 * 65_537 + 1)}),
        Kind.TREE,
        "tile/entries/000 is longer than",
    ),
    Tampering(
        "the full bundle begins otherwise than the partial one that has gone",
        lambda log: full_instead_of_partial(log, None, b"\0\0" * 200),
        Kind.TREE,
        "tile/entries/002: the bundle holds",
    ),
)

TILES = (
    Tampering("a hash of level 0 changed", lambda log: flip(log, LEAVES), Kind.TREE, f"tile/0/000 {NOT_GIVEN}"),
    Tampering(
        "a hash of level 1 changed", lambda log: flip(log, partial(log, 1)), Kind.TREE, f"tile/1/000.p/2 {NOT_GIVEN}"
    ),
    Tampering("a hash of a partial tile changed", lambda log: flip(log, partial(log, 0)), Kind.TREE, "tile/0/002.p/"),
    Tampering(
        "a tile of level 0 taken away", lambda log: log.files.pop(LEAVES), Kind.TREE, "tile/0/000 does not exist"
    ),
    Tampering(
        "a tile of level 1 taken away",
        lambda log: log.files.pop(partial(log, 1)),
        Kind.TREE,
        "tile/1/000 does not exist",
    ),
    Tampering(
        "a partial tile taken away", lambda log: log.files.pop(partial(log, 0)), Kind.TREE, "tile/0/002 does not exist"
    ),
    Tampering(
        "a hash more than a full tile holds",
        lambda log: log.files.update({LEAVES: log.files[LEAVES] + bytes(32)}),
        Kind.TREE,
        "tile/0/000 is longer than",
    ),
    Tampering(
        "a hash more than a partial tile says",
        lambda log: log.files.update({partial(log, 0): log.files[partial(log, 0)] + bytes(32)}),
        Kind.TREE,
        NOT_GIVEN,
    ),
    Tampering(
        "a hash less in a tile",
        lambda log: log.files.update({LEAVES: log.files[LEAVES][:-32]}),
        Kind.TREE,
        f"tile/0/000 {NOT_GIVEN}",
    ),
    Tampering("an empty tile", lambda log: log.files.update({LEAVES: b""}), Kind.TREE, f"tile/0/000 {NOT_GIVEN}"),
    Tampering("two hashes of a tile swapped", swap_hashes, Kind.TREE, f"tile/0/000 {NOT_GIVEN}"),
    Tampering("two tiles swapped", lambda log: swap(log, LEAVES, MORE_LEAVES), Kind.TREE, f"tile/0/001 {NOT_GIVEN}"),
    Tampering(
        "a tile of level 0 in the place of one of level 1",
        lambda log: log.files.update({partial(log, 1): log.files[LEAVES][:64]}),
        Kind.TREE,
        f"tile/1/000.p/2 {NOT_GIVEN}",
    ),
    Tampering(
        "the full tile begins otherwise than the partial one that has gone",
        lambda log: full_instead_of_partial(log, 1, bytes(32 * 254)),
        Kind.TREE,
        f"tile/1/000.p/2 {NOT_GIVEN}",
    ),
)


def edit_note(log: RichService, before: str, after: str) -> None:
    note = log.files["/log/checkpoint"].decode()
    assert before in note
    log.files["/log/checkpoint"] = note.replace(before, after, 1).encode()


def lines_of(log: RichService) -> list[str]:
    """Origin, size, root, blank, the log's signature, those of witnesses."""
    return log.files["/log/checkpoint"].decode().splitlines(keepends=True)


def put_lines(log: RichService, lines: list[str]) -> None:
    log.files["/log/checkpoint"] = "".join(lines).encode()


def only(log: RichService, *numbers: int) -> None:
    put_lines(log, [lines_of(log)[number] for number in numbers])


def other_bit(log: RichService, place: int) -> None:
    """One bit of the log's signature line, at a place of its base64."""
    lines = lines_of(log)
    start = len(f"— {SIGNER.name} ") + place
    letter = "A" if lines[4][start] != "A" else "B"
    put_lines(log, [*lines[:4], lines[4][:start] + letter + lines[4][start + 1 :], *lines[5:]])


def signed_by(log: RichService, signer: Signer) -> None:
    """The same log, signed by a key of somebody else."""
    log.publish(signer)


CHECKPOINTS = (
    Tampering(
        "a checkpoint of another size",
        lambda log: put_lines(log, [lines_of(log)[0], "500\n", *lines_of(log)[2:]]),
        Kind.SIGNATURE,
        "is not valid",
    ),
    Tampering(
        "a checkpoint with another root",
        lambda log: put_lines(log, [*lines_of(log)[:2], "A" * 43 + "=\n", *lines_of(log)[3:]]),
        Kind.SIGNATURE,
        "is not valid",
    ),
    Tampering(
        "a checkpoint with another origin",
        lambda log: edit_note(log, "log.rich", "log.poor"),
        Kind.SIGNATURE,
        "is not valid",
    ),
    Tampering("a bit of the signature changed", lambda log: other_bit(log, 40), Kind.SIGNATURE, "is not valid"),
    Tampering(
        "a bit of the key's id changed", lambda log: other_bit(log, 1), Kind.SIGNATURE, "nobody known has signed"
    ),
    Tampering(
        "no signature of the log", lambda log: only(log, 0, 1, 2, 3, 5, 6), Kind.SIGNATURE, "nobody known has signed"
    ),
    Tampering("no signature at all", lambda log: only(log, 0, 1, 2, 3), Kind.SIGNATURE, "has no signatures"),
    Tampering(
        "the log's signature twice", lambda log: only(log, 0, 1, 2, 3, 4, 4, 5, 6), Kind.SIGNATURE, "signed twice"
    ),
    Tampering(
        "another key under the same name",
        lambda log: signed_by(log, Signer(SIGNER.name, b"\x66" * 32)),
        Kind.SIGNATURE,
        "nobody known has signed",
    ),
    Tampering(
        "the checkpoint of another log",
        lambda log: signed_by(log, Signer("other.example/log", b"\x66" * 32)),
        Kind.SIGNATURE,
        "nobody known has signed",
    ),
    Tampering(
        "another log's name with the log's own key",
        lambda log: signed_by(log, Signer("other.example/log", SIGNER.seed)),
        Kind.SIGNATURE,
        "nobody known has signed",
    ),
    Tampering(
        "a line put into the checkpoint",
        lambda log: put_lines(log, [*lines_of(log)[:3], "more\n", *lines_of(log)[3:]]),
        Kind.SIGNATURE,
        "is not valid",
    ),
    Tampering(
        "a checkpoint with other ends of lines",
        lambda log: put_lines(log, [line.replace("\n", "\r\n") for line in lines_of(log)]),
        Kind.SIGNATURE,
        "control characters",
    ),
    Tampering(
        "a checkpoint that is no text",
        lambda log: log.files.update({"/log/checkpoint": b"\xff" + log.files["/log/checkpoint"]}),
        Kind.SIGNATURE,
        "not UTF-8",
    ),
    Tampering("an empty checkpoint", lambda log: put_lines(log, []), Kind.SIGNATURE, "has no signatures"),
    Tampering(
        "a checkpoint without end",
        lambda log: log.files.update({"/log/checkpoint": b"x" * 1_000_001}),
        Kind.SIGNATURE,
        "is longer than",
    ),
    Tampering(
        "the root in another spelling",
        lambda log: put_lines(log, [*lines_of(log)[:2], lines_of(log)[2].replace("=", ""), *lines_of(log)[3:]]),
        Kind.SIGNATURE,
        "is not valid",
    ),
    Tampering(
        "the signature in another spelling",
        lambda log: put_lines(log, [*lines_of(log)[:4], lines_of(log)[4].replace("=", ""), *lines_of(log)[5:]]),
        Kind.SIGNATURE,
        "base64",
    ),
)
CASES = (*BUNDLES, *TILES, *CHECKPOINTS)
