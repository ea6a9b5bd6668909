"""What becomes of files that people show: pixels and words stay, all else goes; hostile ones are refused in time."""

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable

import pypdfium2
import pytest
from PIL import Image

from reputation.proofs import cleaning, errors, rules
from reputation.proofs.rules import Fault, Kind
from reputation.rulebook import proofs as numbers
from reputation.rulebook.values import Value
from tests import proofs_made as made

PALE_RED = (227, 142, 142)
HIDDEN = [made.CANARY.encode(), *b"JavaScript /JS AcroForm XFA Metadata EmbeddedFile /URI /Annots /AA /Info".split()]
LIMITS = {
    "work": 5,
    "memory": numbers.MEMORY.value,
    "pages_most": 50,
    "pixels_most": 50_000_000,
    "pixels_kept": 12_000_000,
    "page_pixels": 2_200_000,
    "pages_pixels": 60_000_000,
    "kept_largest": numbers.KEPT_LARGEST.value,
}


def fault(kind: Kind, content: bytes) -> object:
    with pytest.raises(errors.ProofNotReadable) as refused:
        cleaning.clean(kind, content)
    return refused.value.facts["rule"]


@pytest.mark.parametrize("kind", [Kind.PNG, Kind.JPEG])
def test_a_picture_is_made_anew_without_metadata_and_the_right_way_up(kind: Kind) -> None:
    content = made.png() if kind is Kind.PNG else made.jpeg()
    assert made.CANARY.encode() in content
    clean = cleaning.clean(kind, content)
    assert made.CANARY.encode() not in clean.content
    assert b"Exif" not in clean.content
    assert b"xmp" not in clean.content.lower()
    shown = Image.open(io.BytesIO(clean.content))
    assert (shown.format, clean.pages) == (kind.upper(), 1)
    assert not shown.getexif()
    # The photograph was held upright; nothing shines through where the picture let something through.
    assert shown.size == ((60, 40) if kind is Kind.PNG else (40, 60))
    if kind is Kind.PNG:
        assert shown.getpixel((5, 5)) == PALE_RED


def test_a_large_photograph_is_kept_smaller_and_as_wide_as_it_was_high() -> None:
    shown = Image.open(io.BytesIO(cleaning.clean(Kind.JPEG, made.jpeg(6_000, 4_000, orientation=1)).content))
    assert shown.width * shown.height <= numbers.PIXELS_KEPT.value
    assert abs(shown.width / shown.height - 1.5) < 0.01


def test_a_pdf_becomes_pictures_of_its_pages_and_nothing_that_was_hidden_in_it_is_left() -> None:
    content = made.armed()
    clean = cleaning.clean(Kind.PDF, content)
    assert clean.pages == 1
    for word in HIDDEN:
        assert word in content
        assert word not in clean.content
    assert b"Date" not in clean.content
    document = pypdfium2.PdfDocument(clean.content)
    assert document.get_metadata_dict(skip_empty=True) == {}
    page = document[0]
    assert page.get_textpage().get_text_bounded() == ""
    # What was to be seen is to be seen: dark ink where the words stand, and none elsewhere.
    seen = page.render(scale=1).to_pil().convert("L")
    assert seen.crop((60, 90, 300, 130)).getextrema()[0] < 100
    assert seen.crop((60, 300, 300, 800)).getextrema()[0] > 200


def test_fifty_pages_are_taken_and_stay_small_enough() -> None:
    clean = cleaning.clean(Kind.PDF, made.pages(50))
    assert clean.pages == 50
    assert len(clean.content) < numbers.KEPT_LARGEST.value


@pytest.mark.parametrize(
    ("kind", "content", "rule"),
    [
        (Kind.PDF, lambda: made.pages(51), Fault.TOO_MANY_PAGES),
        (Kind.PDF, made.encrypted, Fault.ENCRYPTED),
        (Kind.PDF, lambda: b"%PDF-1.7\nnothing else", Fault.DAMAGED),
        (Kind.PDF, lambda: made.pages(3)[:-300], Fault.DAMAGED),
        (Kind.PDF, made.circle, Fault.DAMAGED),
        (Kind.PDF, lambda: made.pages(0), Fault.DAMAGED),
        (Kind.PNG, made.picture_bomb, Fault.TOO_MANY_PIXELS),
        (Kind.PNG, lambda: made.png(800, 800)[:200], Fault.DAMAGED),
        (Kind.PNG, lambda: b"\x89PNG\r\n\x1a\n" + b"canary" * 20, Fault.DAMAGED),
        (Kind.JPEG, lambda: made.jpeg(900, 900)[:400], Fault.DAMAGED),
        (Kind.JPEG, lambda: b"\xff\xd8\xff" + b"\x00" * 100, Fault.DAMAGED),
        (Kind.JPEG, made.png, Fault.DAMAGED),
        (Kind.TEXT, lambda: b"a" * 20_001, Fault.TOO_LONG),
        (Kind.TEXT, lambda: "\u202e \u202d".encode(), Fault.TOO_LONG),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_rule(kind: Kind, content: Callable[[], bytes], rule: Fault) -> None:
    assert fault(kind, content()) == rule


@pytest.mark.parametrize("bomb", [made.stream_bomb, made.nested_bomb])
def test_a_bomb_goes_off_in_its_own_process_within_its_bounds(
    bomb: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "WORK", Value(2, "seconds of computing", 1, "for this test"))
    content = bomb()
    assert len(content) < numbers.LARGEST.value
    began = time.monotonic()
    assert fault(Kind.PDF, content) == Fault.TOO_HEAVY
    assert time.monotonic() - began < numbers.WORK_ENDS.value


def test_a_huge_page_is_drawn_small() -> None:
    clean = cleaning.clean(Kind.PDF, made.pages(2, box=b"0 0 14000 14000"))
    assert len(clean.content) < 1_000_000


def test_the_reader_has_no_environment_and_can_open_nothing_once_it_reads(tmp_path: object) -> None:
    probe = (
        "import runpy, sys, os, socket\n"
        f"space = runpy.run_path({str(cleaning.READER)!r})\n"
        f"space['confine']({LIMITS!r}); space['shut']()\n"
        "tries = [lambda: open('/etc/hostname'), lambda: socket.socket(), lambda: os.pipe()]\n"
        "for one in tries:\n"
        "    try:\n        one()\n        sys.exit('opened')\n"
        "    except OSError:\n        pass\n"
    )
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_a_file_that_waits_too_long_for_its_turn_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "WORK", Value(0, "seconds of computing", 1, "for this test"))
    for _ in range(numbers.AT_ONCE.value):
        cleaning._at_once.acquire()
    try:
        with pytest.raises(errors.ProofsBusy):
            cleaning.clean(Kind.PNG, made.png())
    finally:
        for _ in range(numbers.AT_ONCE.value):
            cleaning._at_once.release()


def test_what_is_larger_afterwards_than_is_kept_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "KEPT_LARGEST", Value(100, "bytes", 1, "for this test"))
    assert fault(Kind.PNG, made.png()) == Fault.TOO_HEAVY


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", Kind.PDF),
        (b"\xff\xd8\xff\xe0", Kind.JPEG),
        (b"\x89PNG\r\n\x1a\nx", Kind.PNG),
        ("Grüße".encode(), Kind.TEXT),
        (b"\xef\xbb\xbfwith a mark", Kind.TEXT),
        (b"RIFF1234WEBP", None),
        (b"PK\x03\x04\xff\xfe", None),
        (b"a\x00b", None),
        ("Grüße".encode("latin-1"), None),
    ],
)
def test_a_file_is_known_by_how_it_begins(content: bytes, kind: Kind | None) -> None:
    assert rules.kind_of(content) == kind


def test_a_text_keeps_its_lines_and_loses_what_cannot_be_seen() -> None:
    clean = cleaning.clean(Kind.TEXT, "\ufeffYour order\r\n\r\n\tshipped\u202e today\x07 ".encode())
    assert clean.content.decode() == "Your order\n\n shipped today"


@pytest.mark.parametrize(
    ("size", "shown"), [(100_000, "up-to-100-kb"), (100_001, "up-to-1-mb"), (1_000_001, "more-than-1-mb")]
)
def test_the_other_side_reads_about_how_large_a_proof_is(size: int, shown: str) -> None:
    assert rules.size_of(size) == shown


def test_limits_reach_the_reader_as_the_rulebook_has_them() -> None:
    assert json.loads(json.dumps(cleaning.limits())) == LIMITS | {"work": numbers.WORK.value}
