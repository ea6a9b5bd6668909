"""The checkpoint that is audited, and older ones: who must have signed them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reputation.audit.findings import Findings, Kind
from reputation.audit.source import Unreadable
from reputation.tlog import policies
from reputation.tlog.checkpoints import Checkpoint, open_signed
from reputation.tlog.notes import ED25519, NoteError, Verifier, parse_vkey, split


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the auditor trusts: keys of the log, of which any one must have signed, and witnesses, of which a quorum."""

    logs: tuple[Verifier, ...]
    policy: policies.Policy | None = None

    @classmethod
    def of(cls, keys: Sequence[str], policy: Path | None) -> "Trust":
        """What the command line says.

        Raises:
            Unreadable: a key or the policy cannot be used, or there is no key of a log.
        """
        try:
            logs = [parse_vkey(key) for key in keys]
        except NoteError as error:
            raise Unreadable(f"The key is none: {error}.") from error
        if any(log.kind != ED25519 for log in logs):
            raise Unreadable("The key is that of a witness; it goes into a policy.")
        found = None if policy is None else _policy(policy)
        if found is not None:
            logs += [log.key for log in found.logs if log.key not in logs]
        if not logs:
            raise Unreadable("Give the log's public key, by --key or in the policy.")
        return cls(tuple(logs), found)

    @property
    def witnesses(self) -> tuple[Verifier, ...]:
        """The witnesses whose cosignatures are verified."""
        return () if self.policy is None else tuple(witness.key for witness in self.policy.witnesses)

    def older(self, raw: bytes) -> Checkpoint:
        """An older checkpoint, which the log must have signed too.

        Raises:
            Unreadable: it did not.
        """
        try:
            return open_signed(raw, self.logs)[0]
        except NoteError as error:
            raise Unreadable(f"The older checkpoint is none of this log: {error}.") from error

    def now(self, raw: bytes, findings: Findings) -> Checkpoint | None:
        """The checkpoint to be audited; None when the log has not signed it."""
        try:
            checkpoint, _ = open_signed(raw, self.logs)
        except NoteError as error:
            findings.fault(Kind.SIGNATURE, f"checkpoint: {error}")
            return None
        if self.policy is None:
            findings.note("witnesses", f"{_others(raw, self.logs)} cosignatures, not verified: no policy was given")
        else:
            self._quorum(raw, self.policy, findings)
        return checkpoint

    def _quorum(self, raw: bytes, policy: policies.Policy, findings: Findings) -> None:
        try:
            _, signers = open_signed(raw, self.logs, self.witnesses)
        except NoteError as error:
            findings.fault(Kind.QUORUM, f"checkpoint: {error}")
            return
        signed = {key.name: at for key, at in signers.items() if at is not None}
        if not policy.is_met(signers):
            who = ", ".join(sorted(signed)) or "none"
            findings.fault(Kind.QUORUM, f"checkpoint: the quorum {policy.quorum} is not met; witnesses known: {who}")
            return
        said = f"quorum {policy.quorum} met by {len(signed)} of {len(self.witnesses)}"
        if signed:
            said += f", the latest at {datetime.fromtimestamp(max(signed.values()), UTC):%Y-%m-%d %H:%M} UTC"
        findings.note("witnesses", said)


def _policy(path: Path) -> policies.Policy:
    try:
        return policies.decode(path.read_bytes())
    except OSError as error:
        raise Unreadable(f"The policy cannot be read: {error.strerror}.") from error
    except policies.PolicyError as error:
        raise Unreadable(f"The policy cannot be used: {error}.") from error


def _others(raw: bytes, logs: Sequence[Verifier]) -> int:
    """How many signature lines are not the log's."""
    own = {(log.name, log.key_id) for log in logs}
    return sum((signature.name, signature.key_id) not in own for signature in split(raw)[1])
