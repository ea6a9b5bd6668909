"""GET /log/…: what is served, how it may be kept, and that nothing else in the folder can be reached."""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import RequestFactory

from reputation.log import actions, publisher, queries, side_files
from reputation.tlog import checkpoints, notes, tiles
from reputation.web.log_files import log_file
from tests import log_entries

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    actions.start(now=NOW)
    with transaction.atomic():
        for body in log_entries.reviews(300):
            actions.append(kind="review", body=body)
    actions.sequence()
    publisher.publish(now=NOW)
    return tmp_path / "log"


def get(path: str, **headers: str) -> HttpResponseBase:
    return log_file(RequestFactory().get(f"/log/{path}", headers=headers), path)


def body(answer: HttpResponseBase) -> bytes:
    raw: bytes = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    answer.close()
    return raw


def test_checkpoint_is_never_kept(folder: Path) -> None:
    answer = get("checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    log = notes.parse_vkey(body(get("key")).decode().strip())
    assert checkpoints.open_checkpoint(body(answer), log).size == 302


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001.p/46", "tile/1/000.p/1", "tile/entries/001.p/46"])
def test_tiles_are_kept_for_ever(folder: Path, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Cache-Control"] == "public, max-age=604800, immutable"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert body(answer) == (folder / path).read_bytes()
    again = get(path, if_none_match=answer.headers["ETag"])
    assert again.status_code == 304
    assert not body(again)


def test_entries_are_packed_when_asked_for(folder: Path) -> None:
    plain, packed = get("tile/entries/000"), get("tile/entries/000", accept_encoding="br;q=1, gzip;q=0.5")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert gzip.decompress(body(packed)) == body(plain)
    assert len(tiles.decode_bundle(body(plain), 256)) == 256
    assert "Content-Encoding" not in get("tile/entries/000", accept_encoding="gzip;q=0").headers
    assert "Content-Encoding" not in get("tile/0/000", accept_encoding="gzip").headers


def test_ratings_file_is_streamed(folder: Path) -> None:
    (folder / "ratings").mkdir()
    (folder / "ratings" / "302").write_bytes(b"{}\n")
    answer = get("ratings/302")
    assert answer.streaming
    assert body(answer) == b"{}\n"
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    assert get("ratings/302", if_none_match=answer.headers["ETag"]).status_code == 304


def test_side_files_are_asked_for_again_each_time(folder: Path) -> None:
    """Words can go: nobody may keep them without asking whether they still stand."""
    place = side_files.Place("texts", UUID(log_entries.uuid(2)))
    with transaction.atomic():
        actions.append(kind="review", body=log_entries.review(), words={"texts": {"text": "A pan – “good”."}})
    actions.sequence()
    publisher.publish(now=NOW)
    answer = get(place.path)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.content == (folder / place.path).read_bytes()  # type: ignore[attr-defined]
    assert get(place.path, if_none_match=answer.headers["ETag"]).status_code == 304
    with transaction.atomic():
        actions.append(kind="review-erased", body=log_entries.MARK)
    actions.sequence()
    publisher.publish(now=NOW)
    assert get(place.path, if_none_match=answer.headers["ETag"]).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "side/texts",
        "side/texts/../../checkpoint",
        "side/texts/000/x",
        "side/other/000/00000000-0000-4000-8000-000000000000",
        "",
        ".lock",
        "checkpoint.new",
        "../secret",
        "tile/../../secret",
        "tile/0/../../../secret",
        "tile/0/000/../../../../secret",
        "ratings/../checkpoint",
        "ratings/0302",
        "ratings/.hidden",
        "tile/0/000.p/256",
        "tile/0/000.p/45",
        "tile/0/000.p/999",
        "tile/0/x001" + "/x000" * 1500 + "/000",
        "tile/00/000",
        "tile/0/x000/000",
        "tile/0",
        "tile/0/0",
        "tile/9/000",
        "tile/entries/999",
        "tile/0/%2e%2e",
        "tile/0/000\x00",
    ],
)
def test_nothing_else_can_be_named(folder: Path, path: str) -> None:
    (folder.parent / "secret").write_text("secret")
    answer = get(path)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"secret" not in body(answer)


def test_other_methods_are_refused(folder: Path) -> None:
    assert log_file(RequestFactory().post("/log/checkpoint"), "checkpoint").status_code == 405
    assert log_file(RequestFactory().head("/log/checkpoint"), "checkpoint").status_code == 200


def test_key_and_policy_are_files_like_the_others(folder: Path) -> None:
    key = queries.verifier_key()
    for path, text in (("key", f"{key}\n"), ("policy", f"log {key}\nquorum none\n")):
        answer = get(path)
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert body(answer).decode() == (folder / path).read_text() == text
        (folder / path).unlink()
        assert get(path).status_code == 404
