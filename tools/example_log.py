"""The example of the docs: a log of three entries whose every byte is shown. `python -m tools.example_log` writes it.

Its key is known to everybody, so that the reader can make the same bytes.
"""

import shutil
from pathlib import Path

from reputation.log.entries import encode
from reputation.rulebook.editions import EDITIONS
from reputation.tlog import checkpoints, receipts, tiles
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.notes import Signer
from reputation.tlog.tiles import Tile
from reputation.tlog.trees import leaf_hash, node_hash

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "example-log"
SIGNER = Signer("example.open-reference.example/log", bytes(range(32)))
ENTRIES = [
    encode(
        "operator",
        {"commitment": "00" * 32, "funder": "nobody", "policy": "1", "date": "2026-11-02"},
    ),
    encode(
        "edition",
        {
            "edition": 1,
            "spec_sha256": EDITIONS[1].spec_sha256,
            "effective": "2026-11",
            "announced": "2026-11-02",
            "persons": 2,
        },
    ),
    encode(
        "business-joined",
        {
            "business": "6f2d7c1e-0a55-4c3b-9d18-2b7e4f90a1c6",
            "numbers": [{"scheme": "example", "value": "EX-000042"}],
            "country": "DE",
            "charter": "1",
            "names": "11" * 32,
            "date": "2026-11-02",
        },
    ),
]


def tree() -> tuple[list[bytes], bytes, bytes]:
    """The hashes of the entries, the node over the first two, and the root."""
    leaves = [leaf_hash(raw) for raw in ENTRIES]
    node = node_hash(leaves[0], leaves[1])
    return leaves, node, node_hash(node, leaves[2])


def checkpoint() -> str:
    """The signed checkpoint."""
    return checkpoints.sign(Checkpoint(SIGNER.name, len(ENTRIES), tree()[2]), SIGNER)


def receipt() -> bytes:
    """The receipt of the entry at position 2."""
    return receipts.encode(2, [tree()[1]], checkpoint())


def files() -> dict[str, bytes]:
    """Every file of the published folder, and the receipt, by path."""
    leaves, width = tree()[0], len(ENTRIES)
    return {
        Tile(None, 0, width).path: tiles.encode_bundle(ENTRIES),
        Tile(0, 0, width).path: tiles.encode(leaves),
        "checkpoint": checkpoint().encode(),
        "key": f"{SIGNER.verifier().vkey}\n".encode(),
        "receipt-2.tlog-proof": receipt(),
    }


def main() -> None:
    """Write the folder anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for path, raw in files().items():
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_bytes(raw)


if __name__ == "__main__":
    main()
