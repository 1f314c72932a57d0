"""The print desk: everything is made again from data, never from signed files."""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from html import escape

import pikepdf

from certificates import conf, engine, locked, render
from certificates.designs.ink import MM, Drawing, Path, rectangle
from certificates.finish import BLEED
from certificates.layout import Sheet
from certificates.models import Certificate, Printer, PrintRun

#: SRA3, the sheet that holds two A4 with marks, in mm.
SRA3 = (320.0, 450.0)
#: From here on two processes share the work.
LARGE = 100


def sheets(certificates: Sequence[Certificate]) -> list[Sheet]:
    """Pages for paper: no attachment and no signature."""
    return [
        Sheet(c.award, str(c), c.code, conf.verify_url(c.code), record=b"") for c in certificates
    ]


def merged(pages: Sequence[Sheet], *, grounded: bool = True) -> bytes:
    """One file, one page per certificate of one design, with shared art and fonts.

    A small file is tagged PDF/A; a large one comes from two processes, each with its own art and
    fonts, and is for the printer only.
    """
    if len({page.design.name for page in pages}) != 1:
        raise ValueError("one print file holds certificates of one design")
    if len(pages) < LARGE or not conf.locked_process():
        return render.merged(pages, grounded=grounded)
    half = -(-len(pages) // 2)
    with locked.several(2) as makers, ThreadPoolExecutor(2) as pool:
        work = zip(makers, (pages[:half], pages[half:]), strict=True)
        parts = pool.map(lambda part: part[0].merged(part[1], grounded=grounded), work)
        return _joined(list(parts))


def _joined(parts: Sequence[bytes]) -> bytes:
    result = pikepdf.new()
    for part in parts:
        with pikepdf.open(io.BytesIO(part)) as pdf:
            result.pages.extend(pdf.pages)
    # The tags stay behind, and a page must not point to them.
    for page in result.pages:
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]
    return _saved(result)


def overprint(pages: Sequence[Sheet], *, printer: Printer) -> bytes:
    """套打: only what varies, moved by the printer's calibration."""
    with pikepdf.open(io.BytesIO(merged(pages, grounded=False))) as pdf:
        right, down = float(printer.right_mm) * MM, float(printer.down_mm) * MM
        for page in pdf.pages:
            page.contents_add(f"q 1 0 0 1 {right:.3f} {-down:.3f} cm".encode(), prepend=True)
            page.contents_add(b"Q")
        return _saved(pdf)


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


_ENVELOPE = """@page { size: 220mm 110mm; margin: 0 } body { margin: 0 }
div { break-after: page; position: relative; width: 220mm; height: 110mm; font-family: "LXGW WenKai", HanaMinA, HanaMinB }
p { position: absolute; margin: 0 } .to { left: 80mm; top: 40mm; font-size: 6mm } .name { left: 80mm; top: 52mm; font-size: 9mm }
.from { right: 15mm; bottom: 12mm; font-size: 4.5mm }"""


def envelopes(certificates: Sequence[Certificate]) -> bytes:
    """DL envelopes: employer and holder, and the issuing office as sender."""
    pages = "".join(
        f'<div><p class="to">{escape(c.employer_name)}</p>'
        f'<p class="name">{escape(c.holder_name)} 同志 收</p>'
        f'<p class="from">{escape(c.facts["issuers"][0])}</p></div>'
        for c in certificates
    )
    return engine.print_document(f'<html lang="zh-Hans"><title>信封</title>{pages}', _ENVELOPE)


_RECEIPTS = """@page { size: A4; margin: 18mm 15mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt } }
html { font-family: "LXGW WenKai", HanaMinA, HanaMinB; font-size: 10.5pt } h1 { font-size: 16pt; text-align: center }
table { width: 100%; border-collapse: collapse } th, td { border: 0.2mm solid #333; padding: 1.6mm 2mm; text-align: left }
td:nth-child(5) { width: 32mm } tr { break-inside: avoid } thead { display: table-header-group }"""


def receipts(certificates: Sequence[Certificate]) -> bytes:
    """证书领取签收表: number, name, employer, and a place to sign."""
    rows = "".join(
        f"<tr><td>{index}</td><td>{escape(str(c))}</td><td>{escape(c.holder_name)}</td>"
        f"<td>{escape(c.employer_name)}</td><td></td></tr>"
        for index, c in enumerate(certificates, start=1)
    )
    head = "<tr><th>序号</th><th>证书编号</th><th>姓名</th><th>单位</th><th>签收</th></tr>"
    body = f"<h1>证书领取签收表</h1><table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    return engine.print_document(
        f'<html lang="zh-Hans"><title>证书领取签收表</title>{body}', _RECEIPTS
    )


def log(
    certificates: Sequence[Certificate],
    *,
    kind: str,
    by: str,
    at: datetime,
    subject: str = "",
    printer: str = "",
) -> PrintRun:
    """The print log, one row per print file; ``subject`` names the list it was printed from."""
    return PrintRun.objects.create(
        kind=kind,
        sheets=len(certificates),
        numbers=[str(certificate) for certificate in certificates],
        subject=subject,
        printer=printer,
        printed_by=by,
        printed_at=at,
    )


def spoil(run: PrintRun, *, sheets: int) -> PrintRun:
    """Say how many sheets of a run were spoiled; never more than were printed."""
    if not 0 <= sheets <= run.sheets:
        raise ValueError("more spoiled than printed")
    run.spoiled = sheets
    run.save(update_fields=["spoiled"])
    return run
