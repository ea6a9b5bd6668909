"""Files that people show as proofs, honest and hostile, made here."""

import io
import zlib
from functools import cache

from PIL import Image

EXIF_ORIENTATION, EXIF_MAKE, EXIF_GPS = 0x0112, 0x010F, 0x8825
CANARY = "canary-of-a-camera"
INVOICE = b"BT /F 24 Tf 72 720 Td (Invoice 10042) Tj ET"


@cache
def png(width: int = 60, height: int = 40) -> bytes:
    """A picture with words in its metadata and after its end."""
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", CANARY)
    info.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{CANARY}</x:xmpmeta>")
    made = io.BytesIO()
    Image.new("RGBA", (width, height), (200, 30, 30, 128)).save(made, "PNG", pnginfo=info)
    return made.getvalue() + CANARY.encode()


@cache
def jpeg(width: int = 60, height: int = 40, orientation: int = 6) -> bytes:
    """A photograph that says where it was taken, with which camera, and which way up it was held."""
    exif = Image.Exif()
    exif[EXIF_MAKE] = CANARY
    exif[EXIF_ORIENTATION] = orientation
    exif[EXIF_GPS] = {1: "N", 2: (52.0, 31.0, 12.0)}
    made = io.BytesIO()
    Image.new("RGB", (width, height), (30, 30, 200)).save(made, "JPEG", exif=exif, comment=CANARY.encode())
    return made.getvalue()


def pdf_of(objects: list[bytes], *, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from one."""
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(objects) + 1, table, end)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A compressed stream."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def pages(count: int, *, drawn: bytes | None = None, box: bytes = b"0 0 595 842") -> bytes:
    """A PDF of so many pages that are all alike."""
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 3 0 R /Resources << /Font << /F 4 0 R >> >> >>" % box
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
            drawn or stream(INVOICE),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *[page] * count,
        ]
    )


def armed() -> bytes:
    """A PDF with what should not reach a moderator: scripts, a form, a link, a file, metadata, hidden words."""
    canary = CANARY.encode()
    files = b"/EmbeddedFiles << /Names [(a) 10 0 R] >> /JavaScript << /Names [(b) 6 0 R] >>"
    catalog = b"/OpenAction 6 0 R /AcroForm << /Fields [7 0 R] /XFA 9 0 R >> /Metadata 8 0 R /Names << %s >>" % files
    page = b"/Annots [7 0 R 12 0 R] /Resources << /Font << /F 4 0 R >> >> /AA << /O 6 0 R >>"
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
            stream(INVOICE + b" BT 3 Tr (%s) Tj ET" % canary),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R %s >>" % page,
            b"<< /S /JavaScript /JS (app.alert\\('%s'\\)) >>" % canary,
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (field) /V (%s) /Rect [72 600 300 630] /F 2 >>" % canary,
            stream(b"<x:xmpmeta>%s</x:xmpmeta>" % canary, b"/Type /Metadata /Subtype /XML"),
            stream(b"<xdp>%s</xdp>" % canary),
            b"<< /Type /Filespec /F (%s) /EF << /F 11 0 R >> >>" % canary,
            stream(png(), b"/Type /EmbeddedFile"),
            b"<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A << /S /URI /URI (https://%s.example) >> >>" % canary,
            b"<< /Author (%s) /Producer (%s) >>" % (canary, canary),
        ],
        trailer=b"/Root 1 0 R /Info 13 0 R",
    )


def encrypted() -> bytes:
    """A PDF that says it is encrypted under a password which nobody gives."""
    plain = pages(1)
    wall = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"aa" * 32,
        b"bb" * 32,
    )
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R " + wall)


def picture_bomb() -> bytes:
    """A PNG of 50 kilobytes and 400 million pixels."""
    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    return made.getvalue()


def flood(unit: bytes, times: int) -> bytes:
    """A compressed stream that says the same again and again, made without ever saying it."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = b"\x78\xda" + block * times + b"\x03\x00" + b"\x00" * 4
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def stream_bomb() -> bytes:
    """A PDF of 3 megabytes whose page is drawn by 2 gigabytes of commands."""
    return pages(1, drawn=flood(b"0 0 500 500 re f\n" * 60_000, 2_000))


def nested_bomb() -> bytes:
    """A PDF of some kilobytes whose page draws a form twelve times, which draws another twelve times, and so on."""
    depth, first = 9, 3
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (first + depth),
    ]
    for level in range(depth):
        inner = b"/X Do " * 12 if level else b"0 0 500 500 re f "
        uses = b"/Resources << /XObject << /X %d 0 R >> >>" % (first + level - 1) if level else b""
        objects.append(stream(inner, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + uses))
    last = first + depth - 1
    objects.append(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
        b"/Resources << /XObject << /X %d 0 R >> >> >>" % (last, last - 1)
    )
    return pdf_of(objects)


def circle() -> bytes:
    """A PDF whose pages are the list of its pages."""
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R 2 0 R] >>"])
