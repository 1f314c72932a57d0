"""The print desk: everything is made again from data, never from signed files."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from queue import SimpleQueue

import sandbox
from certificates import conf, impressions, locked
from certificates.layout import Sheet
from certificates.locked import Renderer
from certificates.models import Certificate, Printer, PrintRun, read_awards

#: What puts certificates on paper; an envelope or a list may be made as often as one likes.
CERTIFICATES = (PrintRun.Kind.PLAIN, PrintRun.Kind.TWO_UP, PrintRun.Kind.OVERPRINT)
#: Certificates in one file: about 90 MB, which a printer and a worker's memory bear.
MOST = 2000
#: Certificates in a file of one piece; a larger one is put together from pieces.
PIECE = 100
#: Processes that share the pieces, one for each core of the smallest machine that we name.
MAKERS = 2
#: Told how many pages are done.
Tell = Callable[[int], object]


def nobody(_told: object) -> None: ...


def sheets(certificates: Sequence[Certificate]) -> list[Sheet]:
    """Pages for paper: no attachment and no signature."""
    read_awards(certificates)
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


def merged(pages: Sequence[Sheet], *, grounded: bool = True, tell: Tell = nobody) -> bytes:
    """One file, one page per certificate of one design, with shared art and fonts.

    A small file is tagged PDF/A. A large one is for the printer only: pieces without tags from
    several processes, which have the art in common and in each piece the fonts.
    """
    if len({page.design.name for page in pages}) != 1:
        raise ValueError("one print file holds certificates of one design")
    if len(pages) <= PIECE or not sandbox.is_in_use():
        return locked.ours("merged", list(pages), size=len(pages), grounded=grounded)
    with locked.several(MAKERS) as makers:
        pieces = _pieces(pages, makers, grounded=grounded, tell=tell)
        return makers[0].work("joined", pieces)[0]


def _pieces(
    pages: Sequence[Sheet], makers: Sequence[Renderer], *, grounded: bool, tell: Tell
) -> list[bytes]:
    """Each maker takes the next piece when it has made one."""
    idle, done = SimpleQueue[Renderer](), 0
    for maker in makers:
        idle.put(maker)

    def make(piece: Sequence[Sheet]) -> bytes:
        maker = idle.get()
        try:
            how = {"grounded": grounded, "tagged": False}
            return maker.work("merged", list(piece), size=len(piece), **how)[0]
        finally:
            idle.put(maker)

    made = []
    with ThreadPoolExecutor(len(makers)) as pool:
        cut = [pages[start : start + PIECE] for start in range(0, len(pages), PIECE)]
        for piece, body in zip(cut, pool.map(make, cut), strict=True):
            made.append(body)
            done += len(piece)
            tell(done)
    return made


def overprint(pages: Sequence[Sheet], *, printer: Printer, tell: Tell = nobody) -> bytes:
    """套打: only what varies, moved by the printer's calibration."""
    source = merged(pages, grounded=False, tell=tell)
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
