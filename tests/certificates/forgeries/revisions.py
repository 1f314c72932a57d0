"""A later revision behind the signed one, as editors write it."""

import functools
import io
import random
import re
import zlib

import pikepdf

from tests.certificates.forgeries.genuine import FORGERIES, Genuine, forgery


def _append(content: bytes, objects: dict[int, bytes], *, new_size: int) -> bytes:
    """An incremental update with a classic table, as editors write it."""
    start = [int(n) for n in re.findall(rb"startxref\s+(\d+)", content)][-1]
    root = re.findall(rb"/Root (\d+) 0 R", content)[-1].decode()
    out, offsets = bytearray(content + b"\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n"
    for number, offset in offsets.items():
        out += f"{number} 1\n{offset:010d} 00000 n \n".encode()
    out += (
        f"trailer\n<</Size {new_size}/Root {root} 0 R/Prev {start}>>\nstartxref\n{table}\n%%EOF\n"
    ).encode()
    return bytes(out)


@functools.cache
def _page(g: Genuine) -> tuple[int, str, int]:
    """(number of the page object, its dictionary as text, first free number)."""
    with pikepdf.open(io.BytesIO(g.file)) as pdf:
        page = pdf.pages[0].obj
        return page.objgen[0], page.unparse(resolved=True).decode("latin-1"), len(pdf.objects) + 5


def _stream(operators: str) -> bytes:
    packed = zlib.compress(operators.encode())
    head = f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n".encode()
    return head + packed + b"\nendstream"


def _overlay(g: Genuine, operators: str) -> bytes:
    number, page, free = _page(g)
    changed = re.sub(r"/Contents \[([^\]]*)\]", rf"/Contents [\1 {free} 0 R]", page)
    assert changed != page
    objects = {number: changed.encode("latin-1"), free: _stream(operators)}
    return _append(g.file, objects, new_size=free + 1)


@forgery
def name_painted_over(g: Genuine, dice: random.Random) -> bytes:
    return _overlay(g, f"1 1 1 rg {dice.randrange(100, 300)} 330 200 60 re f")


@forgery
def line_drawn_on_top(g: Genuine, dice: random.Random) -> bytes:
    return _overlay(g, f"0 0 0 RG 2 w 10 10 m {dice.randrange(20, 800)} 400 l S")


@forgery
def text_written_on_top(g: Genuine, dice: random.Random) -> bytes:
    return _overlay(g, f"BT /F1 {dice.randrange(10, 40)} Tf 200 300 Td (1) Tj ET")


@forgery
def everything_hidden(g: Genuine, dice: random.Random) -> bytes:
    return _overlay(g, f"0.9{dice.randrange(10)} g 0 0 842 596 re f")


def _annotated(subtype: str, extra: str) -> None:
    def work(g: Genuine, dice: random.Random) -> bytes:
        number, page, free = _page(g)
        x = dice.randrange(50, 500)
        note = f"<</Type/Annot/Subtype/{subtype}/Rect[{x} 100 {x + 200} 150]/F 4{extra}>>"
        changed = re.sub(r"/Annots \[([^\]]*)\]", rf"/Annots [\1 {free} 0 R]", page)
        assert changed != page
        objects = {number: changed.encode("latin-1"), free: note.encode()}
        return _append(g.file, objects, new_size=free + 1)

    FORGERIES[f"annotation added: {subtype}"] = work


for _subtype, _extra in (
    ("FreeText", "/Contents(x)/DA(/Helv 20 Tf 0 g)"),
    ("Stamp", "/Name/Approved"),
    ("Square", "/IC[1 1 1]/C[1 1 1]"),
    ("Link", "/A<</S/URI/URI(http://look-alike.example/)>>"),
    ("Ink", "/InkList[[10 10 90 90]]/C[0 0 0]"),
    ("Highlight", "/QuadPoints[1 1 2 1 1 2 2 2]/C[1 1 0]"),
    ("FileAttachment", "/FS<</Type/Filespec/F(x)>>"),
    ("Widget", "/FT/Tx/T(x)/V(y)"),
):
    _annotated(_subtype, _extra)


@forgery
def later_revision_that_says_nothing(g: Genuine, dice: random.Random) -> bytes:
    _number, _text, free = _page(g)
    return _append(g.file, {free: f"({dice.random()})".encode()}, new_size=free + 1)


@forgery
def page_turned(g: Genuine, dice: random.Random) -> bytes:
    number, page, free = _page(g)
    turned = page.rstrip().removesuffix(">>") + f"/Rotate {dice.choice([90, 180, 270])} >>"
    return _append(g.file, {number: turned.encode("latin-1")}, new_size=free)


@forgery
def page_cropped(g: Genuine, dice: random.Random) -> bytes:
    number, page, free = _page(g)
    cropped = page.rstrip().removesuffix(">>") + f"/CropBox [0 {dice.randrange(9, 200)} 842 596] >>"
    return _append(g.file, {number: cropped.encode("latin-1")}, new_size=free)
