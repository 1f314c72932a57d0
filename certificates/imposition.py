"""Pages put on larger sheets, moved, joined and noted; pages in, pages out, no names known."""

import io
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import pikepdf

from certificates.designs.ink import BLEED, MM

#: SRA3, the sheet that holds two A4 with marks, in mm.
SRA3 = (320.0, 450.0)


def joined(parts: Sequence[bytes]) -> bytes:
    """One file of several, which have what lies under their pages in common; for the printer only:
    tags stay behind."""
    result, grounds = pikepdf.new(), _Grounds()
    for part in parts:
        with pikepdf.open(io.BytesIO(part)) as pdf:
            first = len(result.pages)
            result.pages.extend(pdf.pages)
        for page in result.pages[first:]:
            # A page must not point to tags that stayed behind.
            if "/StructParents" in page.obj:
                del page.obj["/StructParents"]
            grounds.share(page)
    return _saved(result)


class _Grounds:
    """Lets forms that draw the same be one. What nothing points at any more is not written."""

    def __init__(self) -> None:
        self._known: dict[bytes, pikepdf.Object] = {}
        self._kept: set[tuple[int, int]] = set()

    def share(self, page: pikepdf.Page) -> None:
        if "/XObject" not in page.resources:
            return
        forms: Any = page.resources["/XObject"]
        for name, form in list(forms.items()):
            if form.get("/Subtype") == "/Form" and form.objgen not in self._kept:
                kept = self._known.setdefault(_likeness(form), form)
                self._kept.add(kept.objgen)
                forms[name] = kept


def _likeness(form: pikepdf.Object) -> bytes:
    """The same for forms that draw the same with the same pictures."""
    drawn: list[Any] = [form]
    if "/XObject" in form.get("/Resources", {}):
        drawn += [picture for _name, picture in sorted(form.Resources.XObject.items())]
    drawn += [picture.SMask for picture in drawn if "/SMask" in picture]
    return b"".join(sha256(each.read_raw_bytes()).digest() for each in drawn)


def moved(source: bytes, *, right: float, down: float) -> bytes:
    """Every page shifted by so many mm."""
    with pikepdf.open(io.BytesIO(source)) as pdf:
        for page in pdf.pages:
            shift = f"q 1 0 0 1 {right * MM:.3f} {-down * MM:.3f} cm"
            page.contents_add(shift.encode(), prepend=True)
            page.contents_add(b"Q")
        return _saved(pdf)


def noted(source: bytes, note: bytes) -> bytes:
    """The first page with another laid over it: a copy that says what it is for."""
    with pikepdf.open(io.BytesIO(source)) as page, pikepdf.open(io.BytesIO(note)) as over:
        # Not add_overlay: it names its form by lot, and the digest of the copy is kept.
        leaf, form = page.pages[0], page.copy_foreign(over.pages[0].as_form_xobject())
        name = leaf.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Note)
        leaf.contents_add(b"q", prepend=True)
        leaf.contents_add(f"Q q {name} Do Q".encode())
        # Neither PDF/A nor PDF/UA any more, and it must not say that it is.
        del page.Root.Metadata
        out = io.BytesIO()
        page.save(out, deterministic_id=True)
    return out.getvalue()


def two_up(source: bytes) -> bytes:
    """Two pages on one SRA3 sheet with crop marks and bleed; boxes tell the cutter where.

    The first half of the list lies before the second: cut the pile once, put one half on the
    other, and the certificates are in order.
    """
    result = pikepdf.new()
    with pikepdf.open(io.BytesIO(source)) as pdf:
        half = -(-len(pdf.pages) // 2)
        for first in range(half):
            pair = [pdf.pages[i] for i in (first, first + half) if i < len(pdf.pages)]
            _impose(result, pair)
        return _saved(result)


def _impose(result: pikepdf.Pdf, pair: list[pikepdf.Page]) -> None:
    width, height = (float(pair[0].mediabox[i]) for i in (2, 3))
    tall, bleed = height > width, BLEED * MM
    sheet = (SRA3[1] * MM, SRA3[0] * MM) if tall else (SRA3[0] * MM, SRA3[1] * MM)
    result.add_blank_page(page_size=sheet)
    target = result.pages[-1]
    # Between the two a strip falls out, so that each keeps its own bleed on every side.
    across = 2 * width + 2 * bleed if tall else width
    down = height if tall else 2 * height + 2 * bleed
    left, bottom = (sheet[0] - across) / 2, (sheet[1] - down) / 2
    spots = [(left, bottom), (left + width + 2 * bleed, bottom)] if tall else \
        [(left, bottom + height + 2 * bleed), (left, bottom)]  # fmt: skip
    content = [b""]
    for index, (page, (x, y)) in enumerate(zip(pair, spots, strict=False)):
        content.append(_placed(result, target, page, index, x, y))
    marks = target.add_resource(registration(), pikepdf.Name.ColorSpace)
    cuts_x = sorted({edge for x, _y in spots for edge in (x, x + width)})
    cuts_y = sorted({edge for _x, y in spots for edge in (y, y + height)})
    content.append(crop_marks(cuts_x, cuts_y, colour=str(marks)))
    target.contents_add(b"\n".join(content))
    target.obj.TrimBox = [left, bottom, left + across, bottom + down]
    target.obj.BleedBox = [
        left - bleed,
        bottom - bleed,
        left + across + bleed,
        bottom + down + bleed,
    ]


def registration() -> pikepdf.Array:
    """The colour that is on every plate (ISO 32000-2 8.6.6.4)."""
    tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[0, 0, 0, 0], C1=[1, 1, 1, 1])
    return pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.All, pikepdf.Name.DeviceCMYK, tint])


def _placed(
    result: pikepdf.Pdf, target: pikepdf.Page, page: pikepdf.Page, index: int, x: float, y: float
) -> bytes:
    """The page as a form, clipped where its bleed ends."""
    form = result.copy_foreign(page.as_form_xobject())
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    bleed = BLEED * MM
    form.BBox = [-bleed, -bleed, width + bleed, height + bleed]
    name = target.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(f"/Page{index}"))
    return f"q 1 0 0 1 {x:.3f} {y:.3f} cm {name} Do Q".encode()


def crop_marks(cuts_x: list[float], cuts_y: list[float], *, colour: str) -> bytes:
    """Hairlines for every cut, 5 mm long, outside of the pages and of their bleed."""
    near, far = BLEED * MM, 8 * MM
    lines = []
    for edge, way in ((cuts_y[0], -1), (cuts_y[-1], 1)):
        for x in cuts_x:
            lines.append(f"{x:.2f} {edge + way * near:.2f} m {x:.2f} {edge + way * far:.2f} l")
    for edge, way in ((cuts_x[0], -1), (cuts_x[-1], 1)):
        for y in cuts_y:
            lines.append(f"{edge + way * near:.2f} {y:.2f} m {edge + way * far:.2f} {y:.2f} l")
    return f"q {colour} CS 1 SCN 0.25 w {' '.join(lines)} S Q".encode()


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
