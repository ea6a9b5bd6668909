"""A log with tiles of three levels: more than 65,536 entries, nearly all of them one review after the other."""

from functools import cache

from reputation.audit.findings import Kind
from reputation.core import ids, months
from reputation.rulebook.editions import EDITIONS
from reputation.tlog.checkpoints import Checkpoint, sign
from reputation.tlog.edges import Edge
from reputation.tlog.tiles import Tile, encode_bundle, width_at
from reputation.tlog.trees import leaf_hash
from tests.faults.tampering.files import NO_ROOT, NOT_GIVEN, another_star, swap
from tests.faults.tampering.tampering import Tampering, flip
from tests.published_log import HASH
from tests.rich_log import FIRST, SIGNER, RichService, day

SIZE = 65_536 + 300


@cache
def deep() -> RichService:
    """The honest log; written without the help that makes each entry of the others, which would take long here."""
    log = RichService()
    log.append("operator", commitment=HASH, funder="nobody", policy="1", date=day(FIRST))
    about = {"spec_sha256": EDITIONS[1].spec_sha256, "effective": months.show(FIRST), "announced": day(FIRST)}
    log.append("edition", edition=1, persons=2, **about)
    shop, source, month = log.join(FIRST), ids.Seeded(3), months.show(FIRST)
    before = f'{{"business":"{shop}","class":"none","commitment":"{HASH}","kind":"review","month":"{month}",'
    while len(log.entries) < SIZE:
        review = f'"outcome":"as-agreed","review":"{source.uuid()}","stars":5,"v":1}}'
        log.entries.append((before + review).encode())
    edge = Edge()
    for start in range(0, SIZE, 256):
        part = log.entries[start : start + 256]
        log.files[f"/log/{Tile(None, start // 256, len(part)).path}"] = encode_bundle(part)
        for tile, raw in edge.append([leaf_hash(raw) for raw in part]):
            log.files[f"/log/{tile.path}"] = raw
    for level, raw in enumerate(edge.tiles()):
        index, width = width_at(level, SIZE)
        log.files[f"/log/{Tile(level, index, width).path}"] = raw
    log.files["/log/checkpoint"] = sign(Checkpoint(SIGNER.name, SIZE, edge.root()), SIGNER).encode()
    return log


FULL, LAST, TOP = "/log/tile/1/000", "/log/tile/1/001.p/1", "/log/tile/2/000.p/1"
CASES = (
    Tampering("a hash of level 2 changed", lambda log: flip(log, TOP), Kind.TREE, f"tile/2/000.p/1 {NOT_GIVEN}"),
    Tampering("a tile of level 2 taken away", lambda log: log.files.pop(TOP), Kind.TREE, "tile/2/000 does not exist"),
    Tampering(
        "a hash of a full tile of level 1 changed", lambda log: flip(log, FULL), Kind.TREE, f"tile/1/000 {NOT_GIVEN}"
    ),
    Tampering(
        "a partial tile of level 1 changed", lambda log: flip(log, LAST), Kind.TREE, f"tile/1/001.p/1 {NOT_GIVEN}"
    ),
    Tampering(
        "level 2 in the place of level 1", lambda log: swap(log, TOP, LAST), Kind.TREE, f"tile/2/000.p/1 {NOT_GIVEN}"
    ),
    Tampering(
        "an entry deep inside changed up to level 1",
        lambda log: another_star(log, 100, upper=2),
        Kind.TREE,
        f"tile/2/000.p/1 {NOT_GIVEN}",
    ),
    Tampering(
        "an entry deep inside changed up to level 2", lambda log: another_star(log, 100, upper=3), Kind.TREE, NO_ROOT
    ),
)
