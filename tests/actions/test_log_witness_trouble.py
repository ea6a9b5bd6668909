"""Witnesses in trouble: one that fails holds up nothing; one that knows better stops everything."""

import shutil
import ssl
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings

from reputation.log import actions, cosignatures, errors, models, publisher, queries, witnesses
from reputation.log.cosignatures import Quorum
from reputation.tlog import checkpoints
from reputation.tlog.notes import Cosigner, Verifier
from reputation.tlog.policies import Policy
from reputation.tlog.trees import EMPTY_ROOT
from tests.actions.conftest import SIGNER, MakeWitness
from tests.actions.test_log_repair import set_back
from tests.certificates import certificate
from tests.log_folder import LATER, NOW, assert_published, contents, grow, wait
from tests.witness_server import AT, LocalWitness, Reply, policy, served, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    actions.start(now=NOW)
    return tmp_path / "log"


OTHER = Cosigner("witness.example/other", b"\x63" * 32)


def status(number: int, kind: str = "text/plain", raw: bytes = b"") -> Callable[[LocalWitness, bytes], Reply]:
    return lambda _witness, _body: (number, {"Content-Type": kind}, raw)


SIZE = "text/x.tlog.size"
ODD: dict[str, Callable[[LocalWitness, bytes], Reply]] = {
    "unknown log": status(404),
    "not trusted": status(403),
    "malformed": status(400),
    "refused without reason": status(422),
    "broken": status(500),
    "moved": lambda witness, _: (307, {"Location": f"{witness.url}/elsewhere"}, b""),
    "a conflict without size": status(409, raw=b"9999\n"),
    "an odd conflict": status(409, SIZE, b"many\n"),
    "garbage": status(200, raw=b"\xff\x00<html>"),
    "nothing": status(200),
    "a header without end": status(200, "x" * 70_000),
    "a wrong signature": lambda witness, body: (200, {}, wrong(witness.answer(body)[2])),
    "a right one and a wrong one": lambda witness, body: (200, {}, (line := witness.answer(body)[2]) + wrong(line)),
    "another key": lambda witness, body: replace(witness, cosigner=OTHER).answer(body),
    "a huge body": lambda witness, body: (200, {}, witness.answer(body)[2] + b"x" * 200_000),
    "a time to come": lambda witness, body: replace(witness, at=AT + 999).answer(body),
}


def keys(*some: LocalWitness) -> list[Verifier]:
    return [one.witness.key for one in some]


@pytest.mark.parametrize("name", ODD)
def test_a_witness_that_fails_is_passed_over_and_left_alone(
    folder: Path, make_witness: MakeWitness, settings: LazySettings, name: str
) -> None:
    good, odd = make_witness(1), make_witness(2)
    odd.instead = lambda body: ODD[name](odd, body)
    settings.LOG_WITNESSES = policy(good, odd, quorum=odd.witness.name)
    published = grow(5)
    _, signers = checkpoints.open_signed((folder / "checkpoint").read_bytes(), [SIGNER.verifier()], keys(good, odd))
    assert set(signers) == {SIGNER.verifier(), good.witness.key}
    assert cosignatures.witnessing().quorum is Quorum.MISSING
    assert witnesses._resting.keys() == {odd.witness}
    odd.instead = None
    good.heard.clear()
    odd.heard.clear()
    assert grow(1, 1).size == published.size + 1
    assert (len(good.heard), len(odd.heard)) == (1, 0)


def test_one_that_always_conflicts_is_asked_twice_and_no_more(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    one = make_witness(instead=lambda _: (409, {"Content-Type": SIZE}, b"1\n"))
    settings.LOG_WITNESSES = policy(one)
    grow(5)
    assert one.asked == 2
    assert models.Cosignature.objects.count() == 0
    assert witnesses._resting.keys() == {one.witness}


def test_one_that_is_not_there_holds_up_nothing(
    folder: Path, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witnesses, "_resting", {})
    with served(LocalWitness(OTHER, [], tmp_path / "nothing")) as gone:
        pass
    settings.LOG_WITNESSES = policy(gone)
    assert grow(5).size == 7
    assert witnesses._resting[gone.witness].failures == 1


def test_the_time_a_witness_is_left_alone_grows_and_ends_when_it_answers(
    folder: Path, make_witness: MakeWitness, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests = [witnesses.rest_after(failures) for failures in (1, 2, 3, 8, 9000)]
    assert rests == [5.0, 10.0, 20.0, 600.0, 600.0]
    monkeypatch.setattr(witnesses, "FIRST_REST_S", 0.0)
    one = make_witness(instead=lambda _: (500, {}, b""))
    settings.LOG_WITNESSES = policy(one)
    grow(5)
    publisher.publish(now=LATER)
    assert witnesses._resting[one.witness].failures == 2
    one.instead = None
    publisher.publish(now=LATER)
    assert witnesses._resting == {}


def test_one_that_holds_more_than_the_database_stops_everything(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    one = make_witness()
    settings.LOG_WITNESSES = policy(one)
    grow(1)
    set_back(folder, 1)
    shutil.rmtree(folder)
    with pytest.raises(errors.WitnessAhead, match=r"with 3 entries, the database holds 1\. .*LOG_WITNESSES"):
        publisher.repair(now=LATER)
    assert contents(folder) == {}, "not a single file is written"
    with pytest.raises(errors.WitnessAhead):
        publisher.publish(now=LATER)
    assert not (folder / "checkpoint").exists()


def test_a_new_database_under_an_old_name_is_noticed(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    one = make_witness()
    one.hold(957, b"\x09" * 32)
    settings.LOG_WITNESSES = policy(one)
    with pytest.raises(errors.WitnessAhead, match="with 957 entries, the database holds 2"):
        publisher.repair(now=NOW)
    assert contents(folder) == {}


@pytest.mark.parametrize("size", [3, 7])
def test_one_that_holds_another_tree_stops_everything(
    folder: Path, make_witness: MakeWitness, settings: LazySettings, size: int
) -> None:
    one = make_witness()
    one.hold(size, b"\x09" * 32)
    settings.LOG_WITNESSES = policy(one)
    wait(5)
    actions.sequence()
    with pytest.raises(errors.WitnessDiffers, match=f"holds {size} entries"):
        publisher.publish(now=NOW)
    assert not (folder / "checkpoint").exists()
    settings.LOG_WITNESSES = Policy()
    publisher.publish(now=NOW)
    settings.LOG_WITNESSES = policy(one)
    before = contents(folder)
    with pytest.raises(errors.WitnessDiffers):
        publisher.repair(now=NOW)
    assert contents(folder) == before
    shutil.rmtree(folder)
    with pytest.raises(errors.WitnessDiffers):
        publisher.repair(now=NOW)
    assert contents(folder) == {}, "the row tells what to ask about when the folder is lost"


def test_a_start_asks_about_what_was_published_last(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    one = make_witness()
    settings.LOG_WITNESSES = policy(one)
    publisher.repair(now=NOW)
    assert [request.note.split("\n")[1] for request in one.heard] == ["0", "2"]
    one.heard.clear()
    publisher.repair(now=NOW)
    assert [(request.old, request.note.split("\n")[1]) for request in one.heard] == [(2, "2")]
    assert one.held[0] == 2
    assert one.held[1] != EMPTY_ROOT


def test_a_start_bears_with_one_that_is_between_two_checkpoints(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    """A crash after the witness answered and before the checkpoint was shown: it holds more than is published."""
    one = make_witness()
    settings.LOG_WITNESSES = policy(one)
    grow(5)
    wait(5, seed=1)
    actions.sequence()
    tree = queries.tree()
    one.hold(tree.size, tree.root)
    publisher.repair(now=LATER)
    assert cosignatures.witnessing().cosigned == 1
    assert_published(folder)
    assert witnesses._resting == {}


def test_one_that_another_publisher_brought_further_meanwhile_is_not_ahead(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    one = make_witness()
    settings.LOG_WITNESSES = policy(one)
    grow(5)
    before = queries.tree()
    wait(5, seed=1)
    actions.sequence()
    now = queries.tree()
    one.hold(now.size, now.root)
    checkpoint = checkpoints.Checkpoint(before.origin, before.size, before.root)
    note = checkpoints.sign(checkpoint, SIGNER)
    assert witnesses.cosigned(checkpoint, note, before, [one.witness], now=NOW) == []
    assert witnesses._resting == {}


@pytest.mark.parametrize("is_trusted", [False, True])
def test_a_secure_address_needs_a_certificate_that_is_trusted(
    folder: Path,
    make_witness: MakeWitness,
    settings: LazySettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_trusted: bool,
) -> None:
    path = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(path)
    one = make_witness(tls=tls)
    if is_trusted:
        trusting = ssl.create_default_context(cafile=str(path))
        monkeypatch.setattr(witnesses, "_tls", lambda: trusting)
    settings.LOG_WITNESSES = policy(one)
    grow(5)
    assert one.url.startswith("https://")
    assert cosignatures.witnessing().cosigned == int(is_trusted)
