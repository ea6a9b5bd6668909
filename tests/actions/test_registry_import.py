import csv
import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reputation.businesses import errors, registry_import
from reputation.businesses.models import RegistryEntity, RegistryImport, SearchName, StagedEntity
from reputation.lookup import names

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)
GOOD = ["5493000IBP32UQZ0KL24", "Blue Heron Kayaks Limited", "GB", "GENERAL"]
OTHER = ["213800KMXSIRLOGPXM24", "Čistý Dům, s.r.o.", "CZ", "GENERAL"]
PERSON = ["097900BICQ0000135514", "Jane Canary Person", "SK", "SOLE_PROPRIETOR"]


def text_of(*rows: list[str], header: str = "lei,legal_name,country,entity_category") -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return f"{header}\n{out.getvalue()}"


def written(folder: Path, text: str, name: str = "file.csv") -> Path:
    path = folder / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(text.encode()))
    elif name.endswith(".zip"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("golden-copy.csv", text)
    else:
        path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["file.csv", "file.csv.gz", "file.csv.zip"])
def test_entities_are_stored_and_found(tmp_path: Path, name: str) -> None:
    report = registry_import.import_file(written(tmp_path, text_of(GOOD, OTHER), name), today=TODAY)
    assert (report.rows, report.stored, report.persons, dict(report.bad)) == (2, 2, 0, {})
    assert [found.lei for found in names.search("blue heron kajaks ltd")] == [GOOD[0]]
    assert [found.lei for found in names.search("cisty dum")] == [OTHER[0]]
    assert not StagedEntity.objects.exists()
    assert not RegistryImport.objects.exists()


def test_the_golden_copy_s_columns_are_read(tmp_path: Path) -> None:
    header = (
        "LEI,Entity.LegalName,Entity.LegalAddress.City,Entity.LegalAddress.Country,Entity.EntityCategory,"
        "Entity.LegalForm.EntityLegalFormCode,Entity.EntityStatus,Registration.LastUpdateDate"
    )
    row = [GOOD[0], GOOD[1], "Ludlow", "GB", "GENERAL", "H0PO", "ACTIVE", "2026-05-04T10:00:00Z"]
    sole = [OTHER[0], "Jane Canary Person", "Wien", "AT", "", "G3R6", "ACTIVE", "2026-05-04T10:00:00Z"]
    report = registry_import.import_file(written(tmp_path, text_of(row, sole, header=header)), today=TODAY)
    assert (report.stored, report.persons) == (1, 1)
    entity = RegistryEntity.objects.get()
    assert (entity.place, entity.status, entity.as_of) == ("Ludlow", "ACTIVE", date(2026, 5, 4))


def test_natural_persons_are_dropped_unread(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_lei", written(tmp_path, text_of(GOOD, PERSON)))
    out = capsys.readouterr()
    assert "1 rows of natural persons" in out.out
    assert "Canary" not in out.out + out.err
    assert not RegistryEntity.objects.filter(lei=PERSON[0]).exists()
    assert not SearchName.objects.filter(folded__contains="canary").exists()


def test_bad_rows_are_reported_by_line_and_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = [["X" * 20, "Canary Name", "GB", "GENERAL"], [OTHER[0], "", "GB", ""], [OTHER[0], "A", "Britain", ""], ["a"]]
    call_command("import_lei", written(tmp_path, text_of(*bad, GOOD)))
    out = capsys.readouterr().out
    assert "1 legal entities" in out
    for code, line in {"bad-lei": 2, "bad-name": 3, "bad-country": 4, "bad-columns": 5}.items():
        assert f"1 rows skipped: {code} (lines {line})" in out
    assert "Canary" not in out


def damaged(folder: Path) -> list[Path]:
    whole = gzip.compress(text_of(GOOD, OTHER).encode())
    half = folder / "half.csv.gz"
    half.write_bytes(whole[: len(whole) // 2])
    flipped = folder / "flipped.csv.gz"
    flipped.write_bytes(whole[:-6] + b"\x00\x00" + whole[-4:])
    not_text = folder / "binary.csv"
    not_text.write_bytes(text_of(GOOD).encode() + b"\xff\xfe\x00")
    columns = written(folder, "a,b\n1,2\n", "columns.csv")
    empty = written(folder, "", "empty.csv")
    archive = written(folder, text_of(GOOD), "broken.csv.zip")
    archive.write_bytes(archive.read_bytes()[:-10])
    return [half, flipped, not_text, columns, empty, archive, folder / "absent.csv"]


def test_a_damaged_file_leaves_nothing(tmp_path: Path) -> None:
    for path in damaged(tmp_path):
        with pytest.raises(errors.BadImport):
            registry_import.import_file(path, today=TODAY)
        for table in (RegistryEntity, StagedEntity, RegistryImport, SearchName):
            assert not table.objects.exists(), path.name
    with pytest.raises(CommandError, match="bad-import-file"):
        call_command("import_lei", tmp_path / "half.csv.gz")


def test_an_import_that_was_broken_off_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, text_of(GOOD, OTHER))
    monkeypatch.setattr(registry_import, "BATCH", 1)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        registry_import.import_file(path, today=TODAY, progress=stop)
    assert not RegistryEntity.objects.exists()
    assert StagedEntity.objects.count() == 1
    report = registry_import.import_file(path, today=TODAY)
    assert (report.resumed_at, report.rows, report.stored) == (1, 2, 2)


def test_another_file_does_not_go_on_with_the_rows_of_the_first(tmp_path: Path) -> None:
    RegistryImport.objects.create(sha256="0" * 64, rows=1)
    report = registry_import.import_file(written(tmp_path, text_of(GOOD)), today=TODAY)
    assert (report.resumed_at, report.stored) == (0, 1)


def test_a_later_file_brings_facts_up_to_date(tmp_path: Path) -> None:
    registry_import.import_file(written(tmp_path, text_of(GOOD)), today=TODAY)
    renamed = [GOOD[0], "Red Heron Canoes Limited", "GB", "GENERAL"]
    registry_import.import_file(written(tmp_path, text_of(renamed)), today=TODAY)
    assert RegistryEntity.objects.get().legal_name == "Red Heron Canoes Limited"
    assert names.search("blue heron kayaks") == []


def test_the_shipped_file_loads_whole_but_for_its_one_false_number(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_lei")
    assert RegistryEntity.objects.count() == 46_145
    assert "1 rows skipped: bad-lei (lines 12080)" in capsys.readouterr().out
