"""Pages put on larger sheets, moved, joined and noted; pages in, pages out, no names known."""

import io
from collections.abc import Sequence

import pikepdf

from certificates.designs.ink import BLEED, MM, Drawing, Path, rectangle

#: SRA3, the sheet that holds two A4 with marks, in mm.
SRA3 = (320.0, 450.0)


def joined(parts: Sequence[bytes]) -> bytes:
    """One file of several; for the printer only: the tags stay behind."""
    result = pikepdf.new()
    for part in parts:
        with pikepdf.open(io.BytesIO(part)) as pdf:
            result.pages.extend(pdf.pages)
    # A page must not point to tags that stayed behind.
    for page in result.pages:
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]
    return _saved(result)


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
    """Two pages on one SRA3 sheet with crop marks and bleed; boxes tell the cutter where."""
    result = pikepdf.new()
    with pikepdf.open(io.BytesIO(source)) as pdf:
        for start in range(0, len(pdf.pages), 2):
            pair = [pdf.pages[i] for i in range(start, min(start + 2, len(pdf.pages)))]
            _impose(result, pair)
        return _saved(result)


def _impose(result: pikepdf.Pdf, pair: list[pikepdf.Page]) -> None:
    width, height = (float(pair[0].mediabox[i]) for i in (2, 3))
    landscape = height > width
    sheet = (SRA3[1] * MM, SRA3[0] * MM) if landscape else (SRA3[0] * MM, SRA3[1] * MM)
    result.add_blank_page(page_size=sheet)
    target = result.pages[-1]
    across, down = (2, 1) if landscape else (1, 2)
    left, bottom = (sheet[0] - across * width) / 2, (sheet[1] - down * height) / 2
    content = [b""]
    for index, page in enumerate(pair):
        x = left + (index * width if landscape else 0)
        y = bottom + (0 if landscape else (1 - index) * height)
        content.append(_placed(result, target, page, index, x, y))
        content.append(crop_marks(x, y, width, height))
    target.contents_add(b"\n".join(content))
    target.obj.TrimBox = [left, bottom, left + across * width, bottom + down * height]


def _placed(
    result: pikepdf.Pdf, target: pikepdf.Page, page: pikepdf.Page, index: int, x: float, y: float
) -> bytes:
    """The page as a form, clipped where its bleed ends or its neighbour begins."""
    form = result.copy_foreign(page.as_form_xobject())
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    bleed = BLEED * MM
    form.BBox = [-bleed, -bleed, width + bleed, height + bleed]
    name = target.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(f"/Page{index}"))
    return f"q 1 0 0 1 {x:.3f} {y:.3f} cm {name} Do Q".encode()


def crop_marks(x: float, y: float, width: float, height: float) -> bytes:
    """Hairlines 5 mm long that end 3 mm before the corner, in registration black."""
    near, far = 3 * MM, 8 * MM
    lines = []
    for cx, sx in ((x, -1), (x + width, 1)):
        for cy, sy in ((y, -1), (y + height, 1)):
            lines.append(f"{cx + sx * near:.2f} {cy:.2f} m {cx + sx * far:.2f} {cy:.2f} l")
            lines.append(f"{cx:.2f} {cy + sy * near:.2f} m {cx:.2f} {cy + sy * far:.2f} l")
    return f"q 0 G 0.25 w {' '.join(lines)} S Q".encode()


def ruler_page(*, width: float = 297.0, height: float = 210.0) -> bytes:
    """A page of millimetre rulers: print it, measure where zero fell, enter the difference."""
    drawing = Drawing(width, height)
    drawing.stroke(rectangle(20, 20, width - 40, height - 40), "#000000", 0.2)
    for along, length in (("x", width), ("y", height)):
        for mm in range(20, int(length) - 19):
            size = 6 if mm % 10 == 0 else 4 if mm % 5 == 0 else 2.5
            start, end = (mm, 20), (mm, 20 + size)
            if along == "y":
                start, end = (20, mm), (20 + size, mm)
            drawing.stroke(Path().move(*start).line(*end), "#000000", 0.1)
    for x, y in ((20, 20), (width - 20, 20), (20, height - 20), (width - 20, height - 20)):
        drawing.stroke(Path().move(x - 8, y).line(x + 8, y), "#000000", 0.15)
        drawing.stroke(Path().move(x, y - 8).line(x, y + 8), "#000000", 0.15)
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(width * MM, height * MM))
    pdf.pages[0].contents_add(drawing.as_pdf())
    return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
