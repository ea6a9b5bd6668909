"""Everything that could be changed behind an auditor's back, changed once: each must make the audit fail."""

import dataclasses
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from reputation.audit.__main__ import main
from reputation.audit.findings import Kind
from reputation.audit.run import Options, audit
from reputation.audit.source import Unreadable
from reputation.log.entries import decode, encode
from reputation.rulebook.editions import EDITIONS
from reputation.tlog.notes import Signer
from reputation.tlog.tiles import Tile, encode_bundle
from tests.published_log import SIGNER, Service, audited, make_service, served


def faults(service: Service) -> list[str]:
    return [fault.text for fault in audited(service).faults]


def change_entry(service: Service) -> None:
    raw = service.entries[100]
    body = dict(decode(raw).body)
    body["stars"] = 5 if body["stars"] != 5 else 1
    service.entries[100] = encode("review", body)
    republish_bundles(service)


def republish_bundles(service: Service) -> None:
    """The bundles alone, as somebody without the log key could."""
    for index in range((len(service.entries) + 255) // 256):
        part = service.entries[256 * index : 256 * (index + 1)]
        service.files[f"/log/{Tile(None, index, len(part)).path}"] = encode_bundle(part)


def rewrite_all_but_the_checkpoint(service: Service) -> None:
    """Bundles, tiles and shown ratings agree with each other; only the signature does not fit them."""
    signed = service.files["/log/checkpoint"]
    change_entry(service)
    service.publish()
    service.files["/log/checkpoint"] = signed


def change_ratings_header(service: Service) -> None:
    path = next(path for path in service.files if path.startswith("/log/ratings/"))
    service.files[path] = service.files[path].replace(b'"count":3', b'"count":4')


def drop_entry(service: Service) -> None:
    del service.entries[100]
    republish_bundles(service)


def repeat_entry(service: Service) -> None:
    service.entries.insert(100, service.entries[100])
    service.entries.pop()
    republish_bundles(service)


def swap_entries(service: Service) -> None:
    service.entries[100:102] = service.entries[101:99:-1]
    republish_bundles(service)


def change_leaf_tile(service: Service) -> None:
    flip(service, "/log/tile/0/000")


def change_upper_tile(service: Service) -> None:
    flip(service, "/log/tile/1/000.p/1")


def lose_tile(service: Service) -> None:
    del service.files["/log/tile/0/000"]


def lose_bundle(service: Service) -> None:
    del service.files["/log/tile/entries/000"]


def lengthen_partial_tile(service: Service) -> None:
    path = next(path for path in service.files if path.startswith("/log/tile/0/001.p/"))
    service.files[path] += b"\x00" * 32


def forge_signature(service: Service) -> None:
    service.publish(Signer(SIGNER.name, b"\x08" * 32))


def change_shown_rating(service: Service) -> None:
    path = next(path for path in service.files if path.startswith("/api/"))
    shown = json.loads(service.files[path])
    shown["rating"]["figure"]["stars"]["mean"] += 1
    service.files[path] = json.dumps(shown).encode()


def show_old_rating(service: Service) -> None:
    path = next(path for path in service.files if path.startswith("/api/"))
    shown = json.loads(service.files[path])
    shown["rating"]["month"] = "2020-01"
    service.files[path] = json.dumps(shown).encode()


def lose_shown_rating(service: Service) -> None:
    del service.files[next(path for path in service.files if path.startswith("/api/"))]


def change_ratings_file(service: Service) -> None:
    flip(service, next(path for path in service.files if path.startswith("/log/ratings/")))


def lose_ratings_file(service: Service) -> None:
    del service.files[next(path for path in service.files if path.startswith("/log/ratings/"))]


def flip(service: Service, path: str, place: int = 40) -> None:
    raw = bytearray(service.files[path])
    raw[place % len(raw)] ^= 1
    service.files[path] = bytes(raw)


def test_an_honest_service_passes() -> None:
    assert faults(make_service()) == []


@pytest.mark.parametrize(
    ("tamper", "kind", "words"),
    [
        (change_entry, Kind.TREE, "tile/0/000 is not what the entries give"),
        (rewrite_all_but_the_checkpoint, Kind.TREE, "do not add up to the signed root"),
        (change_ratings_header, Kind.RATINGS, "is not the one that entry 285 names"),
        (drop_entry, Kind.TREE, "tile/0/000 is not what the entries give"),
        (repeat_entry, Kind.TREE, "tile/0/000 is not what the entries give"),
        (swap_entries, Kind.TREE, "tile/0/000 is not what the entries give"),
        (change_leaf_tile, Kind.TREE, "tile/0/000 is not what the entries give"),
        (change_upper_tile, Kind.TREE, "tile/1/000.p/1 is not what the entries give"),
        (lose_tile, Kind.TREE, "/log/tile/0/000 does not exist"),
        (lose_bundle, Kind.TREE, "/log/tile/entries/000 does not exist"),
        (lengthen_partial_tile, Kind.TREE, "tile/0/001.p/50 is not what the entries give"),
        (forge_signature, Kind.SIGNATURE, "checkpoint: "),
        (change_shown_rating, Kind.SHOWN, "does not follow from the log"),
        (show_old_rating, Kind.SHOWN, "is not of this month"),
        (lose_shown_rating, Kind.SHOWN, "does not exist"),
        (change_ratings_file, Kind.RATINGS, "is not the one that entry 285 names"),
        (lose_ratings_file, Kind.RATINGS, "is missing (entry 285)"),
    ],
)
def test_tampering_is_found_and_named(tamper: Callable[[Service], None], kind: Kind, words: str) -> None:
    service = make_service()
    tamper(service)
    found = audited(service)
    assert any(fault.kind is kind and words in fault.text for fault in found.faults), found.summary()
    assert found.status == kind.status


def test_a_false_rating_under_the_log_s_own_key_is_found() -> None:
    """The operator itself publishes a ratings file, correctly hashed and signed, with one wrong digit."""
    service = make_service()
    honest = service.fold

    def favour(size: int) -> object:
        fold = honest(size)
        first = next(iter(fold.businesses.values()))
        next(iter(first.reviews.values())).stars = 5
        first.cells[next(iter(first.cells))][4] += 1
        first.cells[next(iter(first.cells))][15] += 1
        return fold

    service.fold = favour  # type: ignore[method-assign,assignment]
    service.append_ratings_file("2026-11")
    service.fold = honest  # type: ignore[method-assign]
    service.publish()
    assert any("ratings file: the rating of" in fault for fault in faults(service))


def test_impossible_entries_are_found() -> None:
    service = make_service()
    service.entries.append(service.entries[50])
    service.publish()
    assert any("published before" in fault for fault in faults(service))


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
