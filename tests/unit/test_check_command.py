"""The command line that checks addresses privately: what it prints, how it ends, and what it keeps."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reputation.clients.check import SAYS, Exit, main
from tests.checks_files import LOG, RATING, SITES, publish, record
from tests.unit.check_cases import RECORDS

Printed = pytest.CaptureFixture[str]
KEY = ("--key", LOG.verifier().vkey)
TODAY = datetime.now(UTC).date()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    publish(tmp_path / "files", RECORDS)
    return tmp_path / "files"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    publish(tmp_path / "large", RECORDS, is_large=True)
    return tmp_path / "large"


def test_what_it_says_of_a_participant(folder: Path, capsys: Printed) -> None:
    assert main([str(folder), "https://kettle-and-moss.example/kettles", *KEY]) == Exit.CHECKED
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "https://kettle-and-moss.example/kettles: belongs to Kettle & Moss Ltd, which takes part since 2026-01-05.",
        "  Of 100 recent buyers who reviewed, about 93 say it ended well, likely 84 to 97.",
        f"  Checked privately, nothing was asked for. The list is of {TODAY}.",
    ]
    assert err == ""


@pytest.mark.parametrize(
    ("address", "says", "status"),
    [
        (
            "kettle-and-rnoss.example",
            "this is NOT the verified site of Kettle & Moss Ltd. That is kettle-and-moss.example. (rule: skeleton)",
            Exit.IMITATES,
        ),
        (
            "kettle-and-moss.test",
            "resembles kettle-and-moss.example, the site of Kettle & Moss Ltd; nothing is known about this one.",
            Exit.CHECKED,
        ),
        ("orrin-electronics.example", "belongs to Orrin Electronics Ltd, which left on 2026-05-01.", Exit.CHECKED),
        (
            "nothing-like-it.example",
            "nothing is known about it. That is neither good nor bad: most businesses do not take part.",
            Exit.CHECKED,
        ),
        ("192.0.2.7", "This is a bare network address.", Exit.NO_ADDRESS),
    ],
)
def test_what_it_says_of_the_others(folder: Path, capsys: Printed, address: str, says: str, status: Exit) -> None:
    assert main([str(folder), address, *KEY]) == status
    assert capsys.readouterr().out.splitlines()[0] == f"{address}: {says}"


def test_figures_that_are_missing_and_notices(tmp_path: Path, capsys: Printed) -> None:
    few = dict(RATING) | {"well": None, "ends": None, "stars": None}
    rows = [
        record("few.example", r=few),
        record("new.example", r=None),
        record("bad.example", r=dict(RATING) | {"warned": True}),
    ]
    publish(tmp_path, rows)
    assert main([str(tmp_path), "few.example", "new.example", "bad.example", *KEY]) == Exit.CHECKED
    out = capsys.readouterr().out
    assert "Too few recent reviews" in out
    assert "It joined moments ago" in out
    assert out.count("There is a notice about it") == 1


def test_a_range_is_asked_for_one_check_and_none_for_many(large: Path, capsys: Printed) -> None:
    assert main([str(large), "kettle-and-moss.example", *KEY]) == Exit.CHECKED
    assert f"hides among about {SITES} possible sites" in capsys.readouterr().out
    for more in (["brightharbour.example"], ["--whole"]):
        assert main([str(large), "kettle-and-moss.example", *more, *KEY]) == Exit.CHECKED
        assert "nothing was asked for" in capsys.readouterr().out


def test_a_batch_as_json_goes_on_after_what_is_no_address(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    lines = "kettle-and-moss.example\n\nco.uk\nkettle-and-moss.test\n"
    (tmp_path / "batch.txt").write_text(lines)
    assert main([str(folder), "--batch", str(tmp_path / "batch.txt"), "--json", *KEY]) == Exit.NO_ADDRESS
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert found[0] == {
        "asked": "kettle-and-moss.example",
        "host": "kettle-and-moss.example",
        "registrable": "kettle-and-moss.example",
        "answer": "participant",
        "tier": None,
        "rule": None,
        "business": {"name": "Kettle & Moss Ltd", "domain": "kettle-and-moss.example", "id": RECORDS[0]["b"]},
        "left_on": None,
        "rating": dict(RATING),
        "range": None,
        "hides_among": None,
        "epoch": 7,
        "date": TODAY.isoformat(),
    }
    assert found[1] == {"asked": "co.uk", "refused": "public-suffix"}
    assert (found[2]["answer"], found[2]["tier"], found[2]["rule"]) == ("imitation", "weak", "skeleton")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{lines}kettle-and-rnoss.example\n"))
    assert main([str(folder), "--batch", "-", *KEY]) == Exit.IMITATES


def test_a_snapshot_and_answers_that_were_saved(folder: Path, large: Path, tmp_path: Path, capsys: Printed) -> None:
    for files, name in ((folder, "snapshot"), (large, "answers")):
        saved = tmp_path / f"saved-{name}"
        saved.mkdir()
        (saved / "manifest").write_bytes((files / "manifest").read_bytes())
        (files / "7" / name).rename(saved / "list")
        given = [str(saved), "kettle-and-moss.example", "--snapshot", str(saved / "list"), *KEY]
        assert main(given) == Exit.CHECKED
        assert "nothing was asked for" in capsys.readouterr().out
        (saved / "list").write_bytes((saved / "list").read_bytes()[:-1])
        assert main(given) == Exit.NOT_IN_LOG
        assert f"(code: {name})" in capsys.readouterr().err


def test_a_copy_of_what_is_public_is_read_where_it_lies(tmp_path: Path) -> None:
    publish(tmp_path / "check" / "v1", RECORDS)
    assert main([str(tmp_path), "kettle-and-moss.example", *KEY]) == Exit.CHECKED


def test_the_newest_epoch_is_remembered_and_nothing_else(tmp_path: Path, capsys: Printed) -> None:
    publish(tmp_path / "new", RECORDS, epoch=7)
    publish(tmp_path / "old", RECORDS, epoch=6, on=TODAY - timedelta(days=1))
    seen = tmp_path / "seen"

    def check(name: str) -> int:
        return main([str(tmp_path / name), "kettle-and-moss.example", "--seen", str(seen), *KEY])

    assert (check("old"), check("new"), check("old")) == (Exit.CHECKED, Exit.CHECKED, Exit.OLDER)
    assert "older than it should be" in capsys.readouterr().err
    assert seen.read_text() == "7\n"
    seen.write_text("kettle")
    assert check("new") == Exit.WRONG_ARGUMENTS


def test_every_refusal_is_in_plain_words(folder: Path, tmp_path: Path, capsys: Printed) -> None:
    at = str(folder)
    publish(tmp_path / "tables", RECORDS, skeletons="0" * 64)
    (folder / "7" / "snapshot").write_bytes(b"")
    for given, status, says in (
        ([at, *KEY], Exit.WRONG_ARGUMENTS, "Give an address to check"),
        ([at, "a.example"], Exit.WRONG_ARGUMENTS, "a folder cannot vouch for itself"),
        ([at, "a.example", "--key", "none"], Exit.WRONG_ARGUMENTS, "The log's key is none"),
        ([str(tmp_path / "no"), "a.example", *KEY], Exit.WRONG_ARGUMENTS, "is no folder"),
        ([at, "--batch", str(tmp_path / "no"), *KEY], Exit.WRONG_ARGUMENTS, "cannot be read as text"),
        (["https://", "a.example", *KEY], Exit.WRONG_ARGUMENTS, "Give the address of a service"),
        ([str(tmp_path), "a.example", *KEY], Exit.NOT_REACHED, "do not arrive"),
        ([str(tmp_path / "tables"), "a.example", *KEY], Exit.OTHER_TABLES, "update the program"),
        ([at, "a.example", *KEY], Exit.NOT_IN_LOG, "The snapshot is not what the log signed"),
    ):
        assert main(given) == status, given
        assert says in capsys.readouterr().err


def test_help_names_every_exit_status(capsys: Printed) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    out = " ".join(capsys.readouterr().out.split())
    assert all(f"{status} {says}" in out for status, says in SAYS.items())
    assert set(SAYS) == set(Exit)
