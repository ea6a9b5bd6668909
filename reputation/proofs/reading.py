"""Makes plain pictures of a file, in a process of its own: `python -I reading.py`, which `cleaning.py` starts.

A parser of hostile files may be led astray. So this process is given the file and nothing else: no key, no setting,
no database, no network, and after the libraries are loaded no file to open; little time, little memory. It is a script
that imports nothing of ours.

Limits come as JSON in the first argument, the file on standard input. Answers one line of JSON, `{"pages": 3}` or
`{"fault": "damaged"}`, and then what is kept. A PDF becomes one that consists of pictures of its pages: scripts,
forms, links, files within it, words under black bars and whatever else is hidden are gone because they are no pixels.
"""

import io
import json
import math
import resource
import sys
import warnings
from typing import Any, NoReturn

import pypdfium2 as pdfium
from PIL import Image, ImageOps
from pypdfium2 import raw

# Pillow loads these when it needs them first, and then nothing can be opened any more.
from PIL import ImageColor, ImageFile, ImagePalette, MpoImagePlugin, PdfImagePlugin, TiffImagePlugin  # isort: skip # noqa: F401

Limits = dict[str, int]
POINTS_AN_INCH = 72
DOTS_AN_INCH = 150
JPEG_QUALITY = 85
PAGE_QUALITY = 70
WHITE = (255, 255, 255)


class FaultError(Exception):
    """Why a file is not kept."""


def confine(limits: Limits) -> None:
    """Give this process little of everything, before anything of the file is looked at."""
    seconds, memory = limits["work"], limits["memory"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def shut() -> None:
    """Open no file, no socket and no process from now on. The libraries are loaded."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def picture(content: bytes, form: str, limits: Limits) -> bytes:
    """A picture with its pixels and nothing else, turned as it is meant to be seen.

    Raises:
        FaultError
    """
    try:
        found = Image.open(io.BytesIO(content), formats=[form])
        if found.width * found.height > limits["pixels_most"]:
            raise FaultError("too-many-pixels")
        found.load()
        turned = ImageOps.exif_transpose(found)
    except FaultError:
        raise
    except (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, ArithmeticError, EOFError) as error:
        raise FaultError("damaged") from error
    most = limits["pixels_kept"]
    if turned.width * turned.height > most:
        factor = math.sqrt(most / (turned.width * turned.height))
        size = (max(1, int(turned.width * factor)), max(1, int(turned.height * factor)))
        turned = plain(turned).resize(size, Image.Resampling.LANCZOS)
    kept = io.BytesIO()
    plain(turned).save(kept, form, quality=JPEG_QUALITY)
    return kept.getvalue()


def plain(found: Any) -> Any:
    """The same pixels on white, in a picture that never knew anything else."""
    seen = found.convert("RGBA" if found.has_transparency_data else "RGB")
    new = Image.new("RGB", seen.size, WHITE)
    new.paste(seen, mask=seen if seen.mode == "RGBA" else None)
    return new


def document(content: bytes, limits: Limits) -> tuple[bytes, int]:
    """A PDF of pictures of all pages, and how many they are.

    Raises:
        FaultError
    """
    try:
        found = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        is_shut = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise FaultError("encrypted" if is_shut else "damaged") from error
    count = len(found)
    if count > limits["pages_most"]:
        raise FaultError("too-many-pages")
    if count == 0:
        raise FaultError("damaged")
    pixels = min(limits["page_pixels"], limits["pages_pixels"] // count)
    try:
        found.init_forms()
        pages = [page_of(found[number], pixels) for number in range(count)]
    except pdfium.PdfiumError as error:
        raise FaultError("damaged") from error
    kept = io.BytesIO()
    # Without the two days a PDF says by itself when it was made.
    pages[0].save(
        kept,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=DOTS_AN_INCH,
        quality=PAGE_QUALITY,
        creationDate=None,
        modDate=None,
    )
    return kept.getvalue(), count


def page_of(page: Any, pixels: int) -> Any:
    """A picture of a page, with what was filled in."""
    width, height = page.get_size()
    if not (width >= 1 and height >= 1 and math.isfinite(width * height)):
        raise FaultError("damaged")
    scale = min(DOTS_AN_INCH / POINTS_AN_INCH, math.sqrt(pixels / (width * height)))
    drawn = page.render(scale=scale)
    seen = plain(drawn.to_pil())
    drawn.close()
    page.close()
    return seen


def main() -> NoReturn:
    """Read, make pictures, answer."""
    limits: Limits = json.loads(sys.argv[1])
    kind = sys.argv[2]
    confine(limits)
    warnings.simplefilter("ignore")
    content = sys.stdin.buffer.read()
    try:
        Image.preinit()
        Image.MAX_IMAGE_PIXELS = None  # our own limit is lower
        shut()
        kept, pages = document(content, limits) if kind == "pdf" else (picture(content, kind.upper(), limits), 1)
        answer: dict[str, int | str] = {"pages": pages}
        if len(kept) > limits["kept_largest"]:
            raise FaultError("too-heavy")
    except FaultError as fault:
        answer, kept = {"fault": str(fault)}, b""
    except MemoryError:
        answer, kept = {"fault": "too-heavy"}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + kept)
    sys.stdout.buffer.flush()
    sys.exit(0)


if __name__ == "__main__":
    main()
