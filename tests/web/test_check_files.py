"""GET /check/v1/…: every range alike, nothing that tells readers apart, and nothing else in the folder."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from config.logs import Lines
from reputation.checks import formats
from reputation.lookalikes import keys
from tests import checks_made, pages_made
from tests.checks_made import Files, make_business
from tests.promises.conftest import listening

pytestmark = pytest.mark.django_db
IMMUTABLE = "public, max-age=604800, immutable, no-transform"


@pytest.fixture
def files(settings: LazySettings, tmp_path: Path) -> Files:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    make_business("kettle.example")
    checks_made.publish()
    return checks_made.shown()


def get(path: str, **headers: str) -> Any:
    return Client(raise_request_exception=False).get(f"/check/v1/{path}", headers=headers)


def body(answer: Any) -> bytes:
    raw: bytes = b"".join(answer) if answer.streaming else answer.content
    answer.close()
    return raw


def prefix(domain: str) -> str:
    return formats.prefix_of(keys.of(domain).skeleton_key, 8)


def test_hit_and_miss_are_answered_alike(files: Files) -> None:
    hit, miss = get(f"1/{prefix('kettle.example')}"), get(f"1/{prefix('nobody.example')}")

    assert hit.status_code == miss.status_code == 200
    assert hit.content != miss.content
    assert len(hit.content) == len(miss.content) == files.manifest.length
    assert hit.headers.items() == miss.headers.items()
    assert hit.headers["Cache-Control"] == IMMUTABLE
    assert hit.headers["Access-Control-Allow-Origin"] == "*"


def test_every_range_of_an_epoch_is_there(files: Files) -> None:
    for place in range(256):
        assert body(get(f"1/{formats.prefix(place, 8)}")) == files.read(formats.prefix(place, 8))


@pytest.mark.parametrize("name", ["00", "ranges", "snapshot", "manifest"])
def test_nothing_in_an_answer_tells_readers_apart(files: Files, name: str) -> None:
    path = name if name == "manifest" else f"1/{name}"

    plain = get(path)
    other = get(path, cookie="a=b", accept_language="de", accept_encoding="gzip", user_agent="x", origin="https://a.b")

    assert plain.headers.items() == other.headers.items()
    assert body(plain) == body(other)
    assert not plain.cookies
    for header in ("Vary", "Content-Encoding", "Last-Modified", "Set-Cookie"):
        assert header not in plain.headers


def test_the_manifest_is_asked_for_again_and_not_sent_twice(files: Files) -> None:
    first = get("manifest")

    assert first.headers["Cache-Control"] == "public, no-cache"
    assert first.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert first.content == (files.folder / "manifest").read_bytes()
    assert get("manifest", if_none_match=first.headers["ETag"]).status_code == 304
    make_business("moss.example")
    checks_made.publish()
    assert get("manifest", if_none_match=first.headers["ETag"]).status_code == 200


@pytest.mark.parametrize("name", ["ranges", "snapshot"])
def test_what_stands_beside_the_ranges_is_served(files: Files, name: str) -> None:
    answer = get(f"1/{name}")

    assert answer.headers["Cache-Control"] == IMMUTABLE
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert body(answer) == files.read(name)


def test_an_epoch_that_is_gone_is_said_to_be(files: Files) -> None:
    answer = get("2/00")

    assert answer.status_code == 404
    assert "read the manifest again" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["manifest?a", "1/00?reader=1", "1/00?"])
def test_a_query_string_is_refused(files: Files, path: str) -> None:
    answer = get(path)

    if path.endswith("?"):
        assert answer.status_code == 200, "an empty one tells nothing, and no server sees it"
        return
    assert answer.status_code == 404
    assert "no query string" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "1",
        "1/",
        "1/text",
        "1/manifest",
        "1/filter",
        "1/answers",
        "1/0",
        "1/000",
        "1/00/",
        "1/AB",
        "01/00",
        "0/00",
        "+1/00",
        "1/../manifest",
        "1/../../../secret",
        "../../secret",
        "2.new/00",
        "manifest.new",
        "1/%30%30x",
        "1/00%00",
        "١/00",
    ],
)
def test_nothing_else_can_be_named(files: Files, path: str) -> None:
    (files.folder / "2.new").mkdir()
    (files.folder / "2.new" / "00").write_bytes(b"secret")
    (files.folder / "manifest.new").write_bytes(b"secret")
    (files.folder.parents[1] / "secret").write_bytes(b"secret")

    answer = get(path)

    assert answer.status_code == 404
    assert b"secret" not in body(answer)


def test_other_methods_are_refused(files: Files) -> None:
    client = Client()
    assert client.post("/check/v1/1/00").status_code == 405
    assert client.head("/check/v1/1/00").status_code == 200


def test_no_look_up_is_written_to_a_log(files: Files) -> None:
    typed = prefix("kettle.example")
    with listening() as records:
        for path in (f"1/{typed}", "1/quxcanaryzz", "9/quxcanaryzz", "1/00?quxcanaryzz", "manifest"):
            get(path, referer="https://quxcanaryzz.example/", user_agent="quxcanaryzz")

    assert not [record for record in records if record.name.startswith("reputation")]
    lines = "\n".join(Lines().format(record) for record in records)
    assert "canary" not in lines
    assert f"/{typed}" not in lines
