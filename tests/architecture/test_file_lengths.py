"""No file is longer than somebody reads at once; one that grows past it is split by what it is about."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400
SUFFIXES = {".py", ".js", ".css"}


def sources(root: Path) -> Iterator[Path]:
    """Every source file of the repository; what is installed, built or kept at run time is none."""
    ignored = {line.strip("/") for line in (root / ".gitignore").read_text(encoding="utf-8").split()}
    for top in root.iterdir():
        if top.name not in ignored and not top.name.startswith("."):
            yield from (path for path in (top, *top.rglob("*")) if path.suffix in SUFFIXES and path.is_file())


def too_long(root: Path) -> dict[str, int]:
    """The files beyond the limit, with their lines."""
    lines = {path: path.read_bytes().count(b"\n") for path in sources(root)}
    return {str(path.relative_to(root)): count for path, count in lines.items() if count > MOST_LINES}


def test_no_file_is_too_long() -> None:
    found = {path.suffix for path in sources(ROOT)}
    assert found == SUFFIXES
    assert too_long(ROOT) == {}


def test_a_planted_long_file_is_found_wherever_it_is_and_what_was_built_is_left_out(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("build/\n")
    for name, lines in (("long.py", 401), ("room/long.css", 401), ("room/fits.js", 400), ("build/long.js", 401)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("\n" * lines)
    assert too_long(tmp_path) == {"long.py": 401, "room/long.css": 401}
