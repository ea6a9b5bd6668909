"""The audit of a service and of a copy: a byte anywhere counts, and the exit status means something.

The ways of cheating, one by one, are in tests/faults/tampering.
"""

import dataclasses
import json
import random
from pathlib import Path

import pytest

from reputation.audit.__main__ import main
from reputation.audit.findings import Kind
from reputation.audit.run import Options, audit
from reputation.audit.source import Unreadable
from reputation.log.entries import decode
from reputation.rulebook.editions import EDITIONS
from tests.published_log import SIGNER, Service, audited, make_service, served


def faults(service: Service) -> list[str]:
    return [fault.text for fault in audited(service).faults]


def flip(service: Service, path: str, place: int = 40) -> None:
    raw = bytearray(service.files[path])
    raw[place % len(raw)] ^= 1
    service.files[path] = bytes(raw)


def test_an_honest_service_passes() -> None:
    assert faults(make_service()) == []


def test_a_partial_tile_that_has_gone_is_read_out_of_the_full_one() -> None:
    """The log went on while we read: the full tile and bundle are there, the partial ones are not."""
    service = make_service()
    older = {path: raw for path, raw in service.files.items() if path == "/log/checkpoint" or path.startswith("/api/")}
    shop = decode(service.entries[1]).body["business"]
    for number in range(300):
        service.append("domain-proved", business=shop, domain=f"shop-{number}.example", method="dns", date="2026-11-01")
    service.publish()
    gone = [path for path in service.files if "/001.p/" in path]
    assert len(gone) == 2
    for path in gone:
        del service.files[path]
    service.files |= older
    assert faults(service) == []
    flip(service, "/log/tile/entries/001")
    assert faults(service)


def test_another_formula_than_the_one_known_here_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    service = make_service()
    with monkeypatch.context() as patched:
        patched.setitem(EDITIONS, 1, dataclasses.replace(EDITIONS[1], spec_sha256="0" * 64))
        assert any("another one" in fault for fault in faults(service))
    with monkeypatch.context() as patched:
        patched.delitem(EDITIONS, 1)
        assert any("not known here" in fault for fault in faults(service))


def test_any_flipped_byte_is_found() -> None:
    """One byte at random in each published file, a few times over."""
    dice = random.Random(11)
    service = make_service()
    paths = [path for path in service.files if path.startswith("/log/")]
    for path in paths * 3:
        before = service.files[path]
        flip(service, path, dice.randrange(len(before)))
        assert faults(service), f"a changed byte in {path} went unseen"
        service.files[path] = before
    assert faults(service) == []


def test_receipts_without_tokens_pass_on_the_demonstration_log_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    service = make_service()
    assert audited(service).checked["tokens"].endswith("invented reviews of the demonstration log")
    monkeypatch.setattr("reputation.audit.run.DEMONSTRATION", "another.example/log")
    found = audited(service)
    assert found.status == Kind.TOKENS.status
    assert "entry 5 (review): said to have a receipt, and names no key; 214 in all" in found.faults[0].text


def test_the_exit_status_means_something(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    service, kept = make_service(), tmp_path / "kept"
    with served(service) as url:
        assert main([url, "--key", service.key, "--quiet", "--save", str(kept)]) == 0
        assert "The audit passed" in capsys.readouterr().out
        assert main([url, "--key", service.key, "--quiet", "--since", str(kept)]) == 0
        flip(service, "/log/tile/0/000")
        assert main([url, "--key", service.key, "--quiet"]) == Kind.TREE.status == 13
        assert "THE AUDIT FAILED" in capsys.readouterr().out
        assert main([url, "--key", "nonsense", "--quiet"]) == 2
        assert main([url, "--key", service.key, "--quiet", "--since", str(tmp_path / "absent")]) == 2
    assert main([url, "--key", service.key, "--quiet"]) == 2


def test_a_copy_of_the_folder_is_audited_without_its_service(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service = make_service()
    service.copy_to(tmp_path)
    for where in (tmp_path, tmp_path / "log"):
        found = audit(Options(str(where), (service.key,), quiet=True))
        assert found.is_clean
        assert found.checked["ratings"] == "3 recomputed, 3 compared with the file"
        assert found.checked["shown"].startswith("not compared")
    dice = random.Random(3)
    for file in [path for path in tmp_path.rglob("*") if path.is_file()]:
        before = file.read_bytes()
        raw = bytearray(before)
        raw[dice.randrange(len(raw))] ^= 1
        file.write_bytes(raw)
        assert audit(Options(str(tmp_path), (service.key,), quiet=True)).faults, (
            f"a changed byte in {file.name} went unseen"
        )
        file.write_bytes(before)
    (tmp_path / "log/tile/entries/000").unlink()
    assert main([str(tmp_path), "--key", service.key, "--quiet", "--json"]) == Kind.TREE.status
    report = json.loads(capsys.readouterr().out)
    assert report["passed"] is False
    assert {"kind": "tree", "text": "/log/tile/entries/000 does not exist."} in report["faults"]
    assert report["counts"] == {"tree": 1}
    (tmp_path / "log/checkpoint").write_bytes(b"x" * 10_000_000)
    assert main([str(tmp_path), "--key", service.key, "--quiet"]) == Kind.SIGNATURE.status
    assert "is longer than" in capsys.readouterr().out
    (tmp_path / "log/checkpoint").unlink()
    assert main([str(tmp_path), "--key", service.key, "--quiet"]) == 2
    assert "holds no log" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["ftp://example.com", "localhost:8000", "http://", "http://example.com/?q=1"])
def test_an_odd_address_is_refused(url: str) -> None:
    with pytest.raises(Unreadable):
        audit(Options(url, (SIGNER.verifier().vkey,), quiet=True))
