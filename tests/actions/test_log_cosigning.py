"""Cosignatures: collected before a checkpoint is shown, and put under it later when a witness was late."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction

from reputation.log import actions, cosignatures, files, models, publisher, queries, witnesses
from reputation.log.cosignatures import Quorum
from reputation.tlog import checkpoints, notes, policies, receipts
from reputation.tlog.notes import Cosigner
from reputation.tlog.policies import Group, Log, Policy
from tests.actions.conftest import SIGNER, MakeWitness
from tests.log_folder import LATER, NOW, assert_published, grow, wait
from tests.unit.test_tlog_notes import cosigned
from tests.witness_server import AT, policy, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    actions.start(now=NOW)
    return tmp_path / "log"


def shown(folder: Path) -> dict[notes.Verifier, int | None]:
    """Who has signed what the folder shows, by every key in the policy published there."""
    published = policies.decode((folder / "policy").read_bytes())
    keys = [witness.key for witness in published.witnesses]
    return checkpoints.open_signed((folder / "checkpoint").read_bytes(), [published.logs[0].key], keys)[1]


def assert_kept(folder: Path) -> None:
    """The database has the checkpoint as the folder shows it, byte for byte."""
    latest = queries.latest_checkpoint()
    assert latest is not None
    assert (folder / "checkpoint").read_text(encoding="utf-8") == latest.note


def test_cosignatures_come_with_the_checkpoint(folder: Path, make_witness: MakeWitness, settings: LazySettings) -> None:
    two, one = make_witness(2), make_witness(1)
    settings.LOG_WITNESSES = policy(two, one, quorum=two.witness.name)
    published = grow(5)
    assert published.size == 7
    expected = SIGNER.sign(checkpoints.Checkpoint(SIGNER.name, 7, published.root).text)
    text = expected.partition("\n\n")[0] + "\n"
    expected += one.cosigner.line(text, AT) + two.cosigner.line(text, AT)
    assert (folder / "checkpoint").read_text(encoding="utf-8") == published.note == expected
    assert models.Checkpoint.objects.get(size=7).note == SIGNER.sign(text)
    assert one.held == two.held == (7, published.root)
    (request,) = one.heard
    assert (request.old, request.proof, request.note) == (0, (), SIGNER.sign(text))
    found = cosignatures.witnessing()
    assert [(witness.name, witness.cosigned_at) for witness in found.witnesses] == [
        (two.cosigner.name, NOW),
        (one.cosigner.name, NOW),
    ]
    assert found.quorum is Quorum.MET
    log, leaf = SIGNER.verifier(), queries.entry(3).leaf_hash
    keys = [one.witness.key, two.witness.key]
    assert receipts.verify(queries.receipt(3), leaf, log, keys).size == 7
    assert queries.receipt(3).decode().endswith(one.cosigner.line(text, AT) + two.cosigner.line(text, AT))
    assert [row.note for row in queries.checkpoints(on=None, below=None, limit=9)] == [published.note]


def test_a_witness_gets_the_proof_from_what_it_cosigned_last(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    one = make_witness()
    settings.LOG_WITNESSES = policy(one)
    for seed in range(3):
        grow(300, seed)
    assert [request.old for request in one.heard] == [0, 302, 602]
    assert one.held[0] == 902
    assert_published(folder)


def test_a_conflict_is_answered_once_with_the_proof_from_there(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    one = make_witness()
    settings.LOG_WITNESSES = policy(one)
    grow(98)
    before = queries.tree()
    settings.LOG_WITNESSES = Policy()
    grow(50, 1)
    one.hold(100, before.root)
    settings.LOG_WITNESSES = policy(one)
    one.hold(120, queries.tree().root_at(120))  # it answered, and the answer was lost
    grow(50, 2)
    assert [request.old for request in one.heard] == [0, 100, 120]
    assert one.witness.key in shown(folder)


def test_who_was_late_is_asked_again_and_put_under_the_same_checkpoint(
    folder: Path, make_witness: MakeWitness, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, late = make_witness(2), make_witness(1)
    late.instead = lambda _: (500, {}, b"")
    settings.LOG_WITNESSES = policy(good, late, quorum=late.witness.name)
    published = grow(5)
    late.instead = None
    assert publisher.publish(now=LATER) is None
    assert late.heard == [], "it is left alone"
    witnesses._resting.clear()
    good.heard.clear()
    assert publisher.publish(now=LATER) is None
    assert (len(late.heard), len(good.heard)) == (1, 0)
    assert shown(folder).keys() == {SIGNER.verifier(), good.witness.key, late.witness.key}
    assert_kept(folder)
    assert published.note.splitlines()[4] in (folder / "checkpoint").read_text(encoding="utf-8")
    assert cosignatures.witnessing().quorum is Quorum.MET
    assert publisher.publish(now=LATER) is None
    assert (len(late.heard), len(good.heard)) == (1, 0), "nobody is asked twice"


def test_a_witness_put_on_the_list_cosigns_what_is_published(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    grow(5)
    one = make_witness()
    settings.LOG_WITNESSES = policy(one)
    publisher.repair(now=LATER)
    assert [request.old for request in one.heard] == [7, 0], "a conflict, its answer, and nothing more"
    assert shown(folder) == {SIGNER.verifier(): None, one.witness.key: AT}
    assert_kept(folder)
    settings.LOG_WITNESSES = Policy()
    publisher.repair(now=LATER)
    assert one.cosigner.name in (folder / "checkpoint").read_text(encoding="utf-8")
    assert_kept(folder)
    assert cosignatures.witnessing().quorum is Quorum.NONE


def test_a_group_is_the_quorum(folder: Path, make_witness: MakeWitness, settings: LazySettings) -> None:
    some = [make_witness(number) for number in (1, 2, 3)]
    names = tuple(one.witness.name for one in some)
    group = Group("two-of-three", 2, names)
    settings.LOG_WITNESSES = Policy((), tuple(one.witness for one in some), (group,), group.name)
    for one in some[:2]:
        one.instead = lambda _: (500, {}, b"")
    grow(5)
    assert cosignatures.witnessing().quorum is Quorum.MISSING
    assert cosignatures.witnessing().cosigned == 1
    some[1].instead = None
    witnesses._resting.clear()
    publisher.publish(now=LATER)
    assert cosignatures.witnessing().quorum is Quorum.MET
    raw = (folder / "checkpoint").read_bytes()
    published = policies.decode((folder / "policy").read_bytes())
    assert policies.open_under(raw, published)[0].size == 7
    assert published.logs == (Log(SIGNER.verifier()),)
    assert {witness.url for witness in published.witnesses} == {None}


class Crash(Exception):
    pass


STEPS: list[tuple[str, Any, str]] = [
    ("before the witnesses are asked", witnesses, "cosigned"),
    ("after they are asked, before the checkpoint", files.Folder, "put_checkpoint"),
    ("after the checkpoint, before its rows", publisher, "_record"),
]


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "completed"])
@pytest.mark.parametrize(("module", "name"), [step[1:] for step in STEPS], ids=[step[0] for step in STEPS])
def test_a_crash_between_two_steps_is_made_good(
    folder: Path,
    make_witness: MakeWitness,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    name: str,
    *,
    is_new: bool,
) -> None:
    one = make_witness()
    grow(5)
    settings.LOG_WITNESSES = policy(one)
    if is_new:
        wait(5, seed=1)
        actions.sequence()
    with monkeypatch.context() as patched:
        done = getattr(module, name)

        def crash(*given: Any, **named: Any) -> Any:
            if one.heard or module is witnesses:
                raise Crash
            return done(*given, **named)

        patched.setattr(module, name, crash)
        with pytest.raises(Crash):
            publisher.publish(now=NOW)
    if name == "_record":
        raw = (folder / "checkpoint").read_bytes()
        one.heard.clear()
        publisher.publish(now=LATER)
        assert one.heard == [], "what was shown is kept, and not asked for again"
        assert (folder / "checkpoint").read_bytes() == raw
    publisher.repair(now=LATER)
    assert shown(folder).keys() == {SIGNER.verifier(), one.witness.key}
    assert_kept(folder)
    assert_published(folder)
    assert cosignatures.witnessing().cosigned == 1


def test_lines_that_nobody_known_signed_are_not_kept(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    one, away = make_witness(1), make_witness(2, instead=lambda _: (500, {}, b""))
    settings.LOG_WITNESSES = policy(one, away)
    published = grow(5)
    good, stranger = published.note.encode(), Cosigner("witness.example/stranger", b"\x63" * 32)
    text = published.note.partition("\n\n")[0] + "\n"
    line, absent = one.cosigner.line(text, AT).encode(), away.cosigner.line(text, AT).encode()
    odd = (
        wrong(line),
        wrong(absent),
        stranger.line(text, AT).encode(),
        away.cosigner.line(text, AT + 999).encode(),
        cosigned(text, 0, away.cosigner.seed, away.cosigner.name)[0].encode(),
    )
    for bad in odd:
        (folder / "checkpoint").write_bytes(good.replace(line, b"") + bad)
        publisher.publish(now=NOW)
        assert (folder / "checkpoint").read_bytes() == good, "it gets back the line it lost"
        assert models.Cosignature.objects.count() == 1
    (folder / "checkpoint").write_bytes(good + absent)
    publisher.publish(now=NOW)
    assert models.Cosignature.objects.count() == 2
    assert_kept(folder)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"key_id": b"\x00" * 3}, "log_cosignature_key_id_length"),
        ({"signature": b"\x00" * 63}, "log_cosignature_signature_length"),
        ({"signature": b"\x00" * 73}, "log_cosignature_signature_length"),
        ({"name": "w"}, "log_cosignature_one_a_key"),
    ],
)
def test_the_database_refuses_impossible_rows(folder: Path, change: dict[str, Any], constraint: str) -> None:
    publisher.publish(now=NOW)
    row = {"checkpoint_id": 2, "key_id": b"\x00" * 4, "signature": b"\x00" * 72, "signed_at": NOW}
    models.Cosignature.objects.create(name="w", **row)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        models.Cosignature.objects.create(**{"name": "v"} | row | change)


def test_a_time_long_past_is_kept_as_it_was_said(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    one = make_witness(at=AT - 86_400)
    settings.LOG_WITNESSES = policy(one)
    grow(5)
    assert cosignatures.witnessing().witnesses[0].cosigned_at == NOW - timedelta(days=1)
