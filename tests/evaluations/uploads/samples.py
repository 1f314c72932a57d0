"""Honest and hostile files, made here byte by byte so that every trick can be read."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from PIL import Image

from tests import bombs

CANARY = "李四光明正大"


# --- PDF ------------------------------------------------------------------------------------


def pdf(
    *, catalogue: bytes = b"", page: bytes = b"", extra: dict[int, bytes] | None = None
) -> bytes:
    """One page of A4. ``catalogue`` and ``page`` add entries; ``extra`` adds objects from 10 on."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % page,
        4: b"<< /Length 14 >>\nstream\n0 0 m 9 9 l S \nendstream",
        **(extra or {}),
    }
    return written(objects)


def written(objects: dict[int, bytes], root: int = 1) -> bytes:
    body, offsets = b"%PDF-1.7\n", {}
    for number, text in objects.items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    size, start = max(objects) + 1, len(body)
    body += b"xref\n0 %d\n" % size
    for number in range(size):
        used = number in offsets
        body += b"%010d %05d %s \n" % (
            offsets.get(number, 0),
            0 if used else 65535,
            b"n" if used else b"f",
        )
    return body + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        root,
        start,
    )


def annotation(action: bytes) -> bytes:
    return b"[<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << %s >> >>]" % action


_SCRIPT = b"/S /JavaScript /JS (app.alert\\(1\\))"
_FILE = b"<< /Type /Filespec /F (a.exe) /EF << /F 10 0 R >> >>"

# name -> (where, key, value): things a PDF must not contain.
ACTIVE: dict[str, tuple[str, bytes, bytes]] = {
    "script when opened": ("catalogue", b"/OpenAction", b"<< %s >>" % _SCRIPT),
    "script in the name tree": (
        "catalogue",
        b"/Names",
        b"<< /JavaScript << /Names [(a) << %s >>] >> >>" % _SCRIPT,
    ),
    "script behind a page turn": (
        "catalogue",
        b"/OpenAction",
        b"<< /S /GoTo /D [3 0 R /Fit] /Next << %s >> >>" % _SCRIPT,
    ),
    "unknown act when opened": ("catalogue", b"/OpenAction", b"<< /S /Named /N /Print >>"),
    "script on a page": ("page", b"/AA", b"<< /O << %s >> >>" % _SCRIPT),
    "script in a link": ("page", b"/Annots", annotation(_SCRIPT)),
    "script behind a link": (
        "page",
        b"/Annots",
        annotation(b"/S /URI /URI (https://example.org) /Next [<< %s >>]" % _SCRIPT),
    ),
    "page turn by itself": ("page", b"/AA", b"<< /O << /S /Named /N /NextPage >> >>"),
    "launch": ("page", b"/Annots", annotation(b"/S /Launch /F (cmd.exe)")),
    "other file": ("page", b"/Annots", annotation(b"/S /GoToR /F (other.pdf) /D [0 /Fit]")),
    "other file inside": ("page", b"/Annots", annotation(b"/S /GoToE /D [0 /Fit]")),
    "thread of another file": ("page", b"/Annots", annotation(b"/S /Thread /F (o.pdf) /D 0")),
    "form that sends": ("page", b"/Annots", annotation(b"/S /SubmitForm /F (https://example.org)")),
    "form that loads": ("page", b"/Annots", annotation(b"/S /ImportData /F (a.fdf)")),
    "film action": ("page", b"/Annots", annotation(b"/S /Rendition /OP 0")),
    "sound action": ("page", b"/Annots", annotation(b"/S /Sound")),
    "script address": ("page", b"/Annots", annotation(b"/S /URI /URI (javascript:alert\\(1\\))")),
    "file address": ("page", b"/Annots", annotation(b"/S /URI /URI (FILE:///etc/passwd)")),
    "rich media": ("page", b"/Annots", b"[<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>]"),
    "film": ("page", b"/Annots", b"[<< /Type /Annot /Subtype /Screen /Rect [0 0 9 9] >>]"),
    "3D": ("page", b"/Annots", b"[<< /Type /Annot /Subtype /3D /Rect [0 0 9 9] >>]"),
    "file on a page": (
        "page",
        b"/Annots",
        b"[<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS %s >>]" % _FILE,
    ),
    "attached file": (
        "catalogue",
        b"/Names",
        b"<< /EmbeddedFiles << /Names [(a) %s] >> >>" % _FILE,
    ),
    "associated file": ("catalogue", b"/AF", b"[%s]" % _FILE),
    "portfolio": ("catalogue", b"/Collection", b"<< /Type /Collection /View /D >>"),
    "dynamic form": ("catalogue", b"/AcroForm", b"<< /Fields [] /XFA 10 0 R >>"),
}
_PAYLOAD = {10: b"<< /Length 3 >>\nstream\nMZ!\nendstream"}


def plainly(where: str, key: bytes, value: bytes) -> bytes:
    return pdf(**{where: key + b" " + value}, extra=_PAYLOAD)


def escaped(where: str, key: bytes, value: bytes) -> bytes:
    """Every name written with a hexadecimal escape: /J#61vaScript."""
    entry = bytearray()
    for part in (key + b" " + value).split(b"/"):
        # Only after a slash that starts a name, not one inside a string with an address.
        entry += b"/" + (b"#%02x" % part[0] + part[1:] if part[:1].isalnum() else part)
    return pdf(**{where: bytes(entry[1:])}, extra=_PAYLOAD)


def indirectly(where: str, key: bytes, value: bytes) -> bytes:
    return pdf(**{where: key + b" 11 0 R"}, extra={**_PAYLOAD, 11: value})


def packed(where: str, key: bytes, value: bytes) -> bytes:
    """The same inside compressed object streams, where no byte search finds it."""
    with pikepdf.open(io.BytesIO(indirectly(where, key, value))) as opened:
        file = io.BytesIO()
        opened.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


WRITINGS: dict[str, Callable[[str, bytes, bytes], bytes]] = {
    "plain": plainly,
    "escaped": escaped,
    "indirect": indirectly,
    "packed": packed,
}


def encrypted(user: str = "", owner: str = "owner") -> bytes:
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        file = io.BytesIO()
        opened.save(file, encryption=pikepdf.Encryption(user=user, owner=owner))
    return file.getvalue()


def with_object_stream(padding: int, streams: int = 1, filters: bytes = b"/FlateDecode") -> bytes:
    """Catalogue and pages in an object stream followed by ``padding`` spaces: a decompression bomb."""
    inner = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    head = b"1 0 2 %d " % (len(inner[0]) + 1)
    content = bombs.packed(head + b" ".join(inner), b" ", padding)
    body, rows = b"%PDF-1.7\n", [(0, 0, 65535), (2, 3, 0), (2, 3, 1)]
    for number in range(3, 3 + streams):
        rows.append((1, len(body), 0))
        body += b"%d 0 obj\n<< /Type /ObjStm /N 2 /First %d /Length %d /Filter %s >>\n" % (
            number,
            len(head),
            len(content),
            filters,
        )
        body += b"stream\n" + content + b"\nendstream\nendobj\n"
    start = len(body)
    rows.append((1, start, 0))
    # One more object in every further stream, so that each of them is needed.
    rows += [(2, number, 0) for number in range(4, 3 + streams)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    body += b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Root 1 0 R /Length %d >>\nstream\n" % (
        3 + streams,
        len(rows),
        len(table),
    )
    return body + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def archive(comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("payload.txt", "payload")
        made.comment = comment
    return file.getvalue()


def pdf_around_archive() -> bytes:
    """A ZIP in the middle whose comment is the rest of the PDF: both readers are content."""
    inside = archive()
    body = pdf(extra={10: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(inside), inside)})
    end = body.rindex(b"PK\x05\x06") + 20
    return body[:end] + struct.pack("<H", len(body) - end - 2) + body[end + 2 :]


# --- pictures -------------------------------------------------------------------------------


def picture(
    form: str = "JPEG", size: tuple[int, int] = (60, 80), mode: str = "RGB", **options: Any
) -> bytes:
    """Left half dark, right half light, so that turning it can be seen."""
    made = Image.new("RGB", size, (200, 190, 180))
    made.paste((30, 40, 90), (0, 0, size[0] // 2, size[1]))
    file = io.BytesIO()
    made.convert(mode).save(file, form, **options)
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(*chunks: bytes) -> bytes:
    """An honest PNG with further chunks after its header."""
    whole = picture("PNG")
    return whole[:33] + b"".join(chunks) + whole[33:]


def pixel_flood(side: int) -> bytes:
    """A black square of ``side`` pixels in a few hundred kilobytes."""
    size = side * (1 + -(-side // 8))
    rows = bombs.packed(b"\0" * (size % bombs.BLOCK), b"\0", size)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
