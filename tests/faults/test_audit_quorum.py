"""Witnesses: with a policy the quorum must have signed; without one cosignatures are only counted."""

from pathlib import Path

import pytest

from reputation.audit.findings import Findings, Kind
from reputation.audit.run import Options, audit
from reputation.audit.source import Unreadable
from reputation.tlog.notes import Cosigner
from tests.published_log import COSIGNED_AT, Service, served
from tests.rich_log import WITNESSES, RichService, make_rich_service


@pytest.fixture
def service() -> RichService:
    return make_rich_service(ordinary=20)


@pytest.fixture
def policy(tmp_path: Path, service: RichService) -> Path:
    path = tmp_path / "policy"
    path.write_bytes(service.policy)
    return path


def found(service: Service, policy: Path, *keys: str) -> Findings:
    with served(service) as url:
        return audit(Options(url, keys, policy=policy, quiet=True))


def test_a_met_quorum_passes_and_the_policy_alone_names_the_log(service: RichService, policy: Path) -> None:
    findings = found(service, policy)
    assert findings.is_clean, findings.summary()
    assert findings.checked["witnesses"] == "quorum two met by 2 of 3, the latest at 2026-09-21 14:13 UTC"
    assert COSIGNED_AT == 1_790_000_000


def test_too_few_cosignatures(service: RichService, policy: Path) -> None:
    service.cosigners.pop()
    service.publish()
    findings = found(service, policy)
    assert findings.status == Kind.QUORUM.status == 11
    assert [fault.text for fault in findings.faults] == [
        "checkpoint: the quorum two is not met; witnesses known: witness-0.example"
    ]


def test_a_forged_cosignature(service: RichService, policy: Path) -> None:
    """Under a witness's name and key id, and not its own."""
    honest, forged = WITNESSES[1].line("a\n", 1), Cosigner(WITNESSES[1].name, b"\x55" * 32).line("a\n", 1)
    assert honest != forged
    note = service.files["/log/checkpoint"].decode().splitlines(keepends=True)
    service.files["/log/checkpoint"] = "".join([*note[:-1], honest]).encode()
    findings = found(service, policy)
    assert findings.status == Kind.QUORUM.status
    assert [fault.text for fault in findings.faults] == ["checkpoint: the signature of witness-1.example is not valid"]


def test_without_a_policy_cosignatures_are_counted_only(service: RichService) -> None:
    with served(service) as url:
        findings = audit(Options(url, (service.key,), quiet=True))
    assert findings.is_clean
    assert findings.checked["witnesses"] == "2 cosignatures, not verified: no policy was given"


def test_a_log_that_is_not_in_the_policy(service: RichService, policy: Path) -> None:
    policy.write_bytes(b"\n".join(line for line in service.policy.split(b"\n") if not line.startswith(b"log ")))
    with pytest.raises(Unreadable, match="Give the log's public key"):
        found(service, policy)
    assert found(service, policy, service.key).is_clean


@pytest.mark.parametrize("raw", [b"", b"quorum\n", b"quorum nobody\n", b"\x00"])
def test_a_policy_that_is_none(service: RichService, policy: Path, raw: bytes) -> None:
    policy.write_bytes(raw)
    with pytest.raises(Unreadable, match="The policy cannot be used"):
        found(service, policy, service.key)
    policy.unlink()
    with pytest.raises(Unreadable, match="The policy cannot be read"):
        found(service, policy, service.key)


def test_a_witness_s_key_is_none_of_a_log(service: RichService) -> None:
    with served(service) as url, pytest.raises(Unreadable, match="that of a witness"):
        audit(Options(url, (WITNESSES[0].verifier().vkey,), quiet=True))
