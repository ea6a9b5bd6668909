"""The worked example of the docs is what the code makes, and the audit accepts it."""

import re
from pathlib import Path

from reputation.audit.run import Options, audit
from reputation.tlog import receipts
from reputation.tlog.trees import leaf_hash
from tests.log_folder import contents
from tools import example_log

PAGE = Path(__file__).resolve().parents[2] / "docs" / "example-log.md"


def lines() -> set[str]:
    """What the page shows as bytes: its indented lines."""
    return {line[4:].strip() for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("    ")}


def test_the_folder_is_what_the_code_makes() -> None:
    assert contents(example_log.FOLDER) == example_log.files()


def test_the_page_shows_the_same_bytes() -> None:
    shown = lines()
    for raw in example_log.ENTRIES:
        assert f"{len(raw).to_bytes(2).hex()}  {raw.decode()}" in shown
    leaves, node, root = example_log.tree()
    for number, leaf in enumerate(leaves):
        assert f"entry {number}   {leaf.hex()}" in shown
    assert any(line.startswith("node ") and line.endswith(node.hex()) for line in shown)
    assert any(line.startswith("root ") and line.endswith(root.hex()) for line in shown)
    key = example_log.SIGNER.verifier()
    assert {f"public    {key.public.hex()}", f"vkey      {key.vkey}"} <= shown
    assert any(line.startswith(f"key id    {key.key_id.hex()},") for line in shown)
    for text in (example_log.checkpoint(), example_log.receipt().decode()):
        assert {line for line in text.splitlines() if line} <= shown
    sizes = [len(raw) for raw in example_log.ENTRIES]
    assert "{}, {} and {} bytes, hence {} bytes in all".format(*sizes, sum(sizes) + 6) in re.sub(
        r"\s+", " ", PAGE.read_text(encoding="utf-8")
    )


def test_the_audit_and_the_receipt_hold() -> None:
    key = example_log.SIGNER.verifier()
    assert audit(Options(str(example_log.FOLDER), (key.vkey,), quiet=True)).is_clean
    assert receipts.verify(example_log.receipt(), leaf_hash(example_log.ENTRIES[2]), key).size == 3
