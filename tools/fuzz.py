"""Coverage-guided fuzzing of the parsers of the log's formats: `make fuzz`, for as long as it is told to.

An input's first byte chooses the parser. It stops at the first input that a parser does not refuse as it says, or that
would be written in another way than it came. tests/property/test_formats_fuzzed.py asks the same of a few thousand
inputs in every run of the tests.
"""
# mypy: disable-error-code="import-not-found,import-untyped"

import base64
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["reputation"]):
    from reputation.log import entries
    from reputation.tlog import checkpoints, notes, receipts, tiles
    from reputation.tlog.checkpoints import Checkpoint

SECONDS = 60
ONCE_MORE = Callable[[bytes], bytes]


def text_of(raw: bytes) -> str:
    """Text with whatever the bytes hold, as on a command line."""
    return raw.decode(errors="surrogateescape")


def entry(raw: bytes) -> bytes:
    """An entry."""
    found = entries.decode(raw)
    return entries.encode(found.kind, found.body)


def note(raw: bytes) -> bytes:
    """A signed note."""
    text, signatures = notes.split(raw)
    lines = [f"— {one.name} {base64.b64encode(one.key_id + one.raw).decode()}\n" for one in signatures]
    return f"{text}\n{''.join(lines)}".encode()


def checkpoint(raw: bytes) -> bytes:
    """What a checkpoint says."""
    return checkpoints.parse(text_of(raw)).text.encode()


def receipt(raw: bytes) -> bytes:
    """A receipt."""
    found = receipts.decode(raw)
    return receipts.encode(found.index, found.proof, found.note, found.extra)


def key(raw: bytes) -> bytes:
    """A verifier key."""
    return notes.parse_vkey(text_of(raw)).vkey.encode()


def path(raw: bytes) -> bytes:
    """The path of a tile."""
    return tiles.parse_path(text_of(raw)).path.encode()


PARSERS: tuple[ONCE_MORE, ...] = (entry, note, checkpoint, receipt, key, path)
REFUSALS = (entries.EntryError, notes.NoteError, tiles.TileError)


def seeds() -> list[bytes]:
    """One valid input of each form, to begin with."""
    signer = notes.Signer("log.example", b"\x01" * 32)
    said = Checkpoint(signer.name, 9, b"\x02" * 32)
    signed = checkpoints.sign(said, signer)
    left = {"business": "1f2e3d4c-1111-4222-8333-444455556666", "date": "2026-11-23"}
    valid = (
        entries.encode("business-left", left),
        signed.encode(),
        said.text.encode(),
        receipts.encode(3, [b"\x03" * 32], signed, b"extra"),
        signer.verifier().vkey.encode(),
        tiles.Tile(0, 1234, 7).path.encode(),
    )
    return [bytes([number]) + raw for number, raw in enumerate(valid)]


def try_one(raw: bytes) -> None:
    """One input. An exception is what the fuzzer looks for."""
    if not raw:
        return
    parser = PARSERS[raw[0] % len(PARSERS)]
    try:
        again = parser(raw[1:])
    except REFUSALS:
        return
    if again != raw[1:]:
        raise AssertionError(f"{parser.__name__}: read in one way and written in another")


def main() -> None:
    """Fuzz for so many seconds; the exit status is not 0 when something was found, which is printed as base64."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory() as name:
        for number, raw in enumerate(seeds()):
            (Path(name) / str(number)).write_bytes(raw)
        limits = [f"-max_total_time={seconds}", "-max_len=8000", "-timeout=5", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={name}/", name], try_one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
