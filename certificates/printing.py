"""The print desk: everything is made again from data, never from signed files."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from html import escape

from certificates import conf, impressions, locked
from certificates.layout import Sheet
from certificates.models import Certificate, Printer, PrintRun

#: From here on two processes share the work.
LARGE = 100


def sheets(certificates: Sequence[Certificate]) -> list[Sheet]:
    """Pages for paper: no attachment and no signature."""
    return [
        Sheet(
            c.award,
            str(c),
            c.code,
            conf.verify_url(c.code),
            seals=impressions.pictures(c),
            layout=c.layout,
        )
        for c in certificates
    ]


def merged(pages: Sequence[Sheet], *, grounded: bool = True) -> bytes:
    """One file, one page per certificate of one design, with shared art and fonts.

    A small file is tagged PDF/A; a large one comes from two processes, each with its own art and
    fonts, and is for the printer only.
    """
    if len({page.design.name for page in pages}) != 1:
        raise ValueError("one print file holds certificates of one design")
    if len(pages) < LARGE or not conf.locked_process():
        return locked.ours("merged", list(pages), size=len(pages), grounded=grounded)
    half = -(-len(pages) // 2)
    with locked.several(2) as makers, ThreadPoolExecutor(2) as pool:
        work = zip(makers, (pages[:half], pages[half:]), strict=True)
        parts = pool.map(lambda part: part[0].merged(part[1], grounded=grounded), work)
        return locked.ours("joined", list(parts))


def overprint(pages: Sequence[Sheet], *, printer: Printer) -> bytes:
    """套打: only what varies, moved by the printer's calibration."""
    source = merged(pages, grounded=False)
    return locked.ours("moved", source, right=float(printer.right_mm), down=float(printer.down_mm))


def two_up(source: bytes) -> bytes:
    """Two pages on one SRA3 sheet with crop marks and bleed."""
    return locked.ours("two_up", source)


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
    return locked.ours("document", f'<html lang="zh-Hans"><title>信封</title>{pages}', _ENVELOPE)


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
    return locked.ours(
        "document", f'<html lang="zh-Hans"><title>证书领取签收表</title>{body}', _RECEIPTS
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
