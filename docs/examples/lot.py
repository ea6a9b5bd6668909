"""Do a lot of a panel again, or make a nonce to appeal with. Needs Python 3.10 and nothing else; see docs/panels.md."""

# ruff: noqa: INP001 - a script of its own

import base64
import hashlib
import secrets
import sys
from pathlib import Path

USAGE = """
python lot.py nonce
python lot.py draw roster.txt ROSTER_SHA256 ROOT NONCE_OF_THE_CHALLENGER NONCE_OF_THE_WRITER
"""


def commitment(nonce: bytes) -> str:
    """What goes into the log with the appeal. The nonce itself stays with its side until the lot waits for it."""
    return hashlib.sha256(b"reputation/panel-nonce/v1" + nonce).hexdigest()


def draw(roster: list[str], roster_sha256: str, root: bytes, challenger: bytes, writer: bytes) -> list[str]:
    """Everybody on the list in the order in which they are asked."""
    listed = "".join(f"{member}\n" for member in sorted(roster))
    if hashlib.sha256(listed.encode()).hexdigest() != roster_sha256:
        sys.exit("This is not the list that was logged.")
    seed = hashlib.sha256(root + challenger + writer).digest()
    return sorted(roster, key=lambda member: hashlib.sha256(seed + bytes.fromhex(member)).digest())


def main() -> None:
    """Print what was asked for."""
    match sys.argv[1:]:
        case ["nonce"]:
            nonce = secrets.token_bytes(32)
            print(f"keep this    {nonce.hex()}\nappeal with  {commitment(nonce)}")
        case ["draw", path, roster_sha256, root, challenger, writer]:
            roster = Path(path).read_text(encoding="ascii").split()
            nonces = bytes.fromhex(challenger), bytes.fromhex(writer)
            ranked = draw(roster, roster_sha256, base64.b64decode(root), *nonces)
            for rank, member in enumerate(ranked, start=1):
                print(f"{rank:3}  {member}")
        case _:
            sys.exit(USAGE)


if __name__ == "__main__":
    main()
