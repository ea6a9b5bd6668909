"""The environment is read strictly: an odd value stops the start, and no message shows a secret."""

import base64
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.database import configure, parse, without_owner

Patch = pytest.MonkeyPatch
SECRET = "hunter2-very-secret"


def test_a_value_comes_from_the_variable_or_from_the_file(monkeypatch: Patch, tmp_path: Path) -> None:
    monkeypatch.setenv("THING", "direct")
    assert env.text("THING") == "direct"
    monkeypatch.delenv("THING")
    (tmp_path / "thing").write_text("from a file\n")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "thing"))
    assert env.text("THING") == "from a file"


def test_both_at_once_neither_or_an_unreadable_file_stop_the_start(monkeypatch: Patch, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="THING is not set"):
        env.text("THING")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(ImproperlyConfigured, match="THING_FILE cannot be read"):
        env.text("THING")
    (tmp_path / "odd").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "odd"))
    with pytest.raises(ImproperlyConfigured, match="not UTF-8"):
        env.text("THING")
    monkeypatch.setenv("THING", "direct")
    with pytest.raises(ImproperlyConfigured, match="not both"):
        env.text("THING")


@pytest.mark.parametrize(("value", "meaning"), [("yes", True), ("ON", True), ("1", True), ("no", False), ("", False)])
def test_a_flag_is_yes_or_no(monkeypatch: Patch, value: str, meaning: bool) -> None:  # noqa: FBT001 - a row of the table
    monkeypatch.setenv("THING", value)
    assert env.flag("THING", default=not meaning) is meaning


@pytest.mark.parametrize("value", ["maybe", "2", "tru", "yes please"])
def test_a_flag_that_is_neither_stops_the_start(monkeypatch: Patch, value: str) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match="yes or no"):
        env.flag("THING", default=False)


@pytest.mark.parametrize("value", ["0", "70000", "8000.0", "８０００", "eight", "", "-1", "1e3"])
def test_a_number_outside_its_limits_or_none_at_all_stops_the_start(monkeypatch: Patch, value: str) -> None:
    monkeypatch.setenv("PORT", "65535")
    assert env.number("PORT", 8000, low=1, high=65_535) == 65_535
    monkeypatch.setenv("PORT", value)
    with pytest.raises(ImproperlyConfigured, match="whole number from 1 to 65535"):
        env.number("PORT", 8000, low=1, high=65_535)


def test_a_word_must_be_one_of_those_known(monkeypatch: Patch) -> None:
    monkeypatch.setenv("THING", "Production")
    assert env.choice("THING", "development", ("development", "production")) == "production"
    monkeypatch.setenv("THING", "prod")
    with pytest.raises(ImproperlyConfigured, match="one of: development, production"):
        env.choice("THING", "development", ("development", "production"))


def test_a_key_is_thirty_two_bytes_in_base64_and_never_shown(monkeypatch: Patch) -> None:
    assert env.key("THING") is None
    monkeypatch.setenv("THING", base64.b64encode(bytes(range(32))).decode())
    assert env.key("THING") == bytes(range(32))
    for value in (SECRET, base64.b64encode(SECRET.encode()).decode()):
        monkeypatch.setenv("THING", value)
        with pytest.raises(ImproperlyConfigured) as refusal:
            env.key("THING")
        assert SECRET not in str(refusal.value)
        assert value not in str(refusal.value)


def test_a_folder_must_be_a_path(monkeypatch: Patch) -> None:
    monkeypatch.setenv("THING", "~")
    assert env.folder("THING", Path("/")).is_absolute()
    for value in ("", "  ", "~nobody-of-that-name/x"):
        monkeypatch.setenv("THING", value)
        with pytest.raises(ImproperlyConfigured):
            env.folder("THING", Path("/"))


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://me:{SECRET}@host/name",
        f"postgresql://me:{SECRET}@host:port:9/name?x=1&",
        f"postgresql://me:{SECRET}@host:5432/",
        f"postgresql://me:{SECRET}@host/name?no_such_option=1",
        SECRET,
    ],
)
def test_a_database_address_that_cannot_be_read_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        parse(url)
    assert SECRET not in str(refusal.value)


def test_a_process_gets_the_address_without_the_owner(tmp_path: Path) -> None:
    url = f"postgresql://boss:{SECRET}@db.example:5433/our%20base?sslmode=require"
    bare = without_owner(url)
    assert SECRET not in bare
    assert "boss" not in bare
    assert parse(bare) == {"dbname": "our base", "host": "db.example", "port": "5433", "sslmode": "require"}
    made = configure(url=bare, home=tmp_path, role="web", pool=4)
    assert (made["USER"], made["HOST"], made["NAME"]) == ("reputation_web", "db.example", "our base")
    assert made["OPTIONS"]["sslmode"] == "require"
    assert made["OPTIONS"]["pool"]["max_size"] == 4


def test_only_the_owner_connects_as_the_owner(tmp_path: Path) -> None:
    owner = configure(url="", home=tmp_path, role="owner", pool=0)
    assert owner["OPTIONS"]["options"] == "-c role=reputation_owner"
    for role in ("web", "worker", "issuer", "ratings", "lookup"):
        made = configure(url="", home=tmp_path, role=role, pool=0)
        assert made["USER"] == f"reputation_{role}"
        assert "options" not in made["OPTIONS"]
