"""Answers questions about logs with a Python library: one JSON object a line, in and out.

Run by the Python of .venv/interop, with the name of the library; nothing of ours is imported here.
"""
# mypy: disable-error-code="import-not-found"

import base64
import itertools
import json
import sys
from pathlib import Path
from typing import Any

Question = dict[str, Any]
Answer = dict[str, Any]


class Pymerkle:
    """Trees and proofs of inclusion. Its consistency proofs have a form of their own: it verifies what it made."""

    def inclusion(self, q: Question) -> Answer:
        from pymerkle import InclusionProof, InmemoryTree, verify_inclusion
        from pymerkle.core import _inclusion_path_layout

        leaf = InmemoryTree(algorithm="sha256").hash_buff(bytes.fromhex(q["entry"]))
        place = q["index"] + 1
        rule, _ = _inclusion_path_layout(place, q["size"])
        path = [leaf, *map(bytes.fromhex, q["proof"])]
        proof = InclusionProof("sha256", True, q["size"], place, rule, path)  # noqa: FBT003 - with leaf and node marks
        verify_inclusion(leaf, bytes.fromhex(q["root"]), proof, index=place, size=q["size"], algorithm="sha256")
        return {}

    def tree(self, q: Question) -> Answer:
        from pymerkle import InmemoryTree

        tree = InmemoryTree(algorithm="sha256")
        for entry in q["entries"]:
            tree.append_entry(bytes.fromhex(entry))
        proofs = [tree.prove_inclusion(index + 1, size) for index, size in q["places"]]
        return {
            "roots": {size: tree.get_root(size).hex() for size in q["sizes"]},
            "inclusions": [[step.hex() for step in proof.path[1:]] for proof in proofs],
        }

    def grown(self, q: Question) -> Answer:
        """Whether its own proof leads from the one given root to the other."""
        from pymerkle import InmemoryTree, verify_consistency

        tree = InmemoryTree(algorithm="sha256")
        for entry in q["entries"]:
            tree.append_entry(bytes.fromhex(entry))
        proof = tree.prove_consistency(q["first"], q["second"])
        verify_consistency(bytes.fromhex(q["firstroot"]), bytes.fromhex(q["secondroot"]), proof)
        return {}


class Sigstore:
    """Checkpoints and proofs of inclusion, as it verifies those of Rekor."""

    def note(self, q: Question) -> Answer:
        from sigstore._internal.rekor.checkpoint import SignedCheckpoint

        signed = SignedCheckpoint.from_text(q["note"])
        key_id = bytes.fromhex(q["keys"][0].split("+", 2)[1])
        signed.signed_note.verify(self._keyring(q["keys"][0]), key_id)
        found = signed.checkpoint
        return {"origin": found.origin, "size": found.log_size, "root": found.log_hash}

    def receipt(self, q: Question) -> Answer:
        from sigstore._internal.merkle import verify_merkle_inclusion
        from sigstore._internal.rekor.checkpoint import verify_checkpoint
        from sigstore.models import TransparencyLogEntry
        from sigstore_models.rekor.v1 import TransparencyLogEntry as Inner

        key_id = bytes.fromhex(q["keys"][0].split("+", 2)[1])
        inner = {
            "log_index": str(q["index"]),
            "log_id": {"key_id": base64.b64encode(key_id)},
            "kind_version": {"kind": "entry", "version": "1"},
            "inclusion_proof": {
                "log_index": str(q["index"]),
                "tree_size": str(q["size"]),
                "root_hash": base64.b64encode(bytes.fromhex(q["root"])),
                "hashes": [base64.b64encode(bytes.fromhex(step)) for step in q["proof"]],
                "checkpoint": {"envelope": q["note"]},
            },
            "canonicalized_body": base64.b64encode(bytes.fromhex(q["entry"])),
        }
        entry = TransparencyLogEntry(Inner.model_validate(inner))
        verify_merkle_inclusion(entry)
        verify_checkpoint(self._keyring(q["keys"][0]), entry)
        return {}

    @staticmethod
    def _keyring(vkey: str) -> Any:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
        from sigstore._internal.trust import Keyring
        from sigstore_models.common.v1 import PublicKey, PublicKeyDetails

        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(vkey.split("+", 2)[2])[1:])
        der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return Keyring([PublicKey(raw_bytes=base64.b64encode(der), key_details=PublicKeyDetails.PKIX_ED25519)])


class Scales:
    """tlog-scales reads and writes whole folders in the formats of C2SP."""

    def note(self, q: Question) -> Answer:
        from tlog_scales.signing import Vkey
        from tlog_scales.tlog import Checkpoint

        found = Checkpoint.from_text(q["note"])
        for key in q["keys"]:
            found.verify(Vkey.from_string(key))
        return {"origin": found.origin, "size": found.size, "root": found.root_hash.hex()}

    def inclusion(self, q: Question) -> Answer:
        from tlog_scales.tiles import leaf_hash
        from tlog_scales.tlog import InclusionProof

        proof = InclusionProof(q["index"], q["size"], [bytes.fromhex(step) for step in q["proof"]])
        proof.check(leaf_hash(bytes.fromhex(q["entry"])), bytes.fromhex(q["root"]))
        return {}

    def consistency(self, q: Question) -> Answer:
        from tlog_scales.tlog import ConsistencyProof

        proof = ConsistencyProof(q["first"], q["second"], [bytes.fromhex(step) for step in q["proof"]])
        proof.check(bytes.fromhex(q["firstroot"]), bytes.fromhex(q["secondroot"]))
        return {}

    def folder(self, q: Question) -> Answer:
        """Every entry, by a proof made from the tiles, up to the signed root."""
        from tlog_scales.backend import LocalBackend
        from tlog_scales.reader import TilesReader
        from tlog_scales.signing import Vkey
        from tlog_scales.tiles import leaf_hash

        reader = TilesReader(LocalBackend(Path(q["folder"])))
        found = reader.get_checkpoint()
        for key in q["keys"]:
            found.verify(Vkey.from_string(key))
        for index in range(found.size):
            proof = reader.get_inclusion_proof(index, found.size)
            proof.check(leaf_hash(reader.get_entry(index)), found.root_hash)
        return {"origin": found.origin, "size": found.size, "root": found.root_hash.hex()}

    def proofs(self, q: Question) -> Answer:
        """Proofs made from the tiles of a folder."""
        from tlog_scales.backend import LocalBackend
        from tlog_scales.reader import TilesReader

        reader = TilesReader(LocalBackend(Path(q["folder"])))
        reader.get_checkpoint()
        inclusions = [reader.get_inclusion_proof(*place) for place in q["places"]]
        consistencies = [reader.get_consistency_proof(*step) for step in q["steps"]]
        return {
            "inclusions": [[step.hex() for step in proof.node_hashes] for proof in inclusions],
            "consistencies": [[step.hex() for step in proof.node_hashes] for proof in consistencies],
        }

    def write(self, q: Question) -> Answer:
        """A folder, one checkpoint after the other, each cosigned by a witness with a key that is not Ed25519."""
        from tlog_scales.signing import MLDSA44CosignatureSigner, PlainEd25519Signer
        from tlog_scales.writer import TilesWriter

        folder = Path(q["folder"])
        writer = TilesWriter.create(folder, q["origin"])
        signer = PlainEd25519Signer(q["origin"], bytes.fromhex(q["seed"]))
        witness = MLDSA44CosignatureSigner("witness.example/w", b"\x05" * 32)
        notes = []
        for first, second in itertools.pairwise([0, *q["sizes"]]):
            for entry in q["entries"][first:second]:
                writer.add_leaf(bytes.fromhex(entry))
            writer.commit([signer, witness], gc=False)
            notes.append((folder / "checkpoint").read_text())
        return {"key": signer.vkey.serialize(), "notes": notes}


LIBRARIES = {"pymerkle": Pymerkle, "sigstore": Sigstore, "tlog-scales": Scales}


def main() -> None:
    library = LIBRARIES[sys.argv[1]]()
    for line in sys.stdin:
        question = json.loads(line)
        try:
            found = getattr(library, question["asked"])(question)
        except Exception as error:
            # Whatever a library raises is its refusal; its words go into the answer, and tests show them.
            found = {"refused": f"{type(error).__name__}: {error}"}
        print(json.dumps(found))


if __name__ == "__main__":
    main()
