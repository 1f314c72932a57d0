"""What lies beside the certificates on the print desk: envelopes, the list to sign, the ruler page."""

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates import locked
from certificates.designs import ink
from certificates.designs.ink import Drawing, rectangle
from certificates.models import Certificate


@cache
def _style(name: str) -> str:
    folder = Path(__file__).parent / "stationery_styles"
    return (folder / f"{name}.css").read_text(encoding="utf-8")


def envelopes(certificates: Sequence[Certificate]) -> bytes:
    """DL envelopes: employer and holder, the issuing office as sender, and in small type which
    certificate belongs inside."""
    pages = "".join(
        f'<div><div class="to">{escape(c.employer_name)}'
        f'<p class="name">{escape(c.holder_name)} 同志 收</p></div>'
        f'<p class="inside">内装证书 {escape(str(c))}</p>'
        f'<p class="from">{escape(c.facts["issuers"][0])}</p></div>'
        for c in certificates
    )
    html = f'<html lang="zh-Hans"><title>信封</title>{pages}'
    return locked.ours("document", html, _style("envelope"), size=len(certificates))


def receipts(certificates: Sequence[Certificate]) -> bytes:
    """证书领取签收表: number, name, employer, and a place for signature and day."""
    rows = "".join(
        f'<tr><td>{index}</td><td class="n">{escape(str(c))}</td><td>{escape(c.holder_name)}</td>'
        f"<td>{escape(c.employer_name)}</td><td></td><td></td></tr>"
        for index, c in enumerate(certificates, start=1)
    )
    heads = ("序号", "证书编号", "姓名", "工作单位", "领取人签名", "领取日期")
    head = "".join(f"<th>{each}</th>" for each in heads)
    about = "、".join(dict.fromkeys(f"{c.year}年度{c.title}" for c in certificates))
    body = (
        f"<h1>证书领取签收表</h1><h2>{escape(about)}（共 {len(certificates)} 份）</h2>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    html = f'<html lang="zh-Hans"><title>证书领取签收表</title>{body}'
    return locked.ours("document", html, _style("receipts"), size=len(certificates))


#: Distance of the crosses from the edges, in mm.
EDGE = 20


def ruler_page(*, width: float = 297.0, height: float = 210.0) -> bytes:
    """Rulers in millimetres that count from the edges of the paper, and what to do with them."""
    across = "".join(_number(mm, mm - 5, EDGE + 6.5) for mm in range(40, int(width) - EDGE, 10))
    down = "".join(_number(mm, EDGE + 4.5, mm - 2) for mm in range(40, int(height) - EDGE, 10))
    steps = (
        _("Print this page in full size (100 %), on the tray that holds the certificates."),
        _("Each cross should lie 20 mm from both edges of the paper. Measure the upper left one."),
        _("Shift to the right = 20 − the distance from the left edge."),
        _("Shift downwards = 20 − the distance from the upper edge."),
        _("Enter both with the printer, print once more, and compare."),
    )
    listed = "".join(f"<li>{escape(step)}</li>" for step in steps)
    # Said outside the f-strings: what is inside is not found when sentences are collected.
    words = (_("Ruler page"), _("Printer and tray"), _("from the left"), _("from above"))
    title, tray, left, above = map(escape, words)
    gap = "________"
    html = (
        f'<html lang="{get_language()}"><title>{title}</title>'
        f"{_rulers(width, height).as_svg()}{across}{down}"
        f"<section><h1>{title}</h1><ol>{listed}</ol>"
        f'<p class="blank">{tray} {gap}{gap}</p>'
        f'<p class="blank">{left} {gap} mm　{above} {gap} mm</p>'
        "</section>"
    )
    size = f"@page {{ size: {width}mm {height}mm; margin: 0 }}"
    return locked.ours("document", html, size + _style("ruler"))


def _number(mm: int, left: float, top: float) -> str:
    return f'<i style="left:{left}mm;top:{top}mm">{mm}</i>'


def _rulers(width: float, height: float) -> Drawing:
    drawing = Drawing(width, height)
    drawing.stroke(rectangle(EDGE, EDGE, width - 2 * EDGE, height - 2 * EDGE), "#000000", 0.2)
    for along, length in (("x", width), ("y", height)):
        for mm in range(EDGE, int(length) - EDGE + 1):
            size = 6 if mm % 10 == 0 else 4 if mm % 5 == 0 else 2.5
            start, end = (float(mm), float(EDGE)), (float(mm), EDGE + size)
            if along == "y":
                start, end = start[::-1], end[::-1]
            drawing.stroke(ink.Path().move(*start).line(*end), "#000000", 0.1)
    for x in (EDGE, width - EDGE):
        for y in (EDGE, height - EDGE):
            drawing.stroke(ink.Path().move(x - 8, y).line(x + 8, y), "#000000", 0.15)
            drawing.stroke(ink.Path().move(x, y - 8).line(x, y + 8), "#000000", 0.15)
    return drawing
