"""The print desk: everything is made again from data, never from signed files."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import sandbox
from certificates import conf, impressions, locked
from certificates.layout import Sheet
from certificates.models import Certificate, Printer, PrintRun

#: What puts certificates on paper; an envelope or a list may be made as often as one likes.
CERTIFICATES = (PrintRun.Kind.PLAIN, PrintRun.Kind.TWO_UP, PrintRun.Kind.OVERPRINT)
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
    if len(pages) < LARGE or not sandbox.is_in_use():
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


def printed(subject: str) -> Counter[str]:
    """Number with version -> how often a file with this certificate was made for a printer."""
    runs = PrintRun.objects.filter(subject=subject, kind__in=CERTIFICATES)
    return Counter(
        number for numbers in runs.values_list("numbers", flat=True) for number in numbers
    )


def log(
    certificates: Sequence[Certificate],
    *,
    kind: str,
    by: str,
    at: datetime,
    subject: str = "",
    printer: str = "",
    reason: str = "",
) -> PrintRun:
    """The print log, one row per print file; ``subject`` names the list it was printed from,
    ``reason`` why it was printed once more."""
    return PrintRun.objects.create(
        kind=kind,
        sheets=len(certificates),
        numbers=[str(certificate) for certificate in certificates],
        subject=subject,
        printer=printer,
        reason=reason.strip(),
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
