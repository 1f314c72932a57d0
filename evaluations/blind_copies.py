"""Which uploads a blind reader is shown as copies, and whether they are ready. Reads only.

A file goes before the experts when every copy is released or withheld, so that all of them score
the same papers; one that is taken back later stops the scores that have not been handed in.
"""

import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf

from evaluations import snapshot
from evaluations.models import Application, Attachment, BlindCopy, BlindPage, Filing
from evaluations.rules import Upload


def is_blind(case: Application) -> bool:
    rubric = case.call.rules.rubric
    return rubric is None or rubric.blind


def needed(case: Application) -> list[Attachment]:
    """The files of the last filing of which a blind reader gets a copy, in the order of the form."""
    return needed_of([case]).get(case.pk, [])


def needed_of(cases: Iterable[Application]) -> dict[int, list[Attachment]]:
    """Application id -> files, each with its copy. Two queries whatever their number."""
    by_id = {case.pk: case for case in cases if is_blind(case)}
    named: dict[int, list[str]] = {}
    filings = Filing.objects.filter(application__in=by_id).order_by("number")
    for case_id, content in filings.values_list("application", "content"):
        named[case_id] = _in_order(by_id[case_id], content)
    keys = [key for each in named.values() for key in each]
    rows = Attachment.objects.filter(public_id__in=keys).select_related("blind_copy")
    kept = {str(row.public_id): row for row in rows}
    return {pk: [kept[key] for key in each if key in kept] for pk, each in named.items()}


def _in_order(case: Application, content: str) -> list[str]:
    shown = [
        item.id
        for item in case.call.rules.items()
        if isinstance(item, Upload) and not item.photo and not item.identifying
    ]
    filed = snapshot.read(content)["uploads"]
    return [each["id"] for item in shown for each in filed if each["item"] == item]


def copy_of(attachment: Attachment) -> BlindCopy | None:
    return getattr(attachment, "blind_copy", None)


def is_ready(attachment: Attachment) -> bool:
    """Released, or withheld by an officer with his reason."""
    copy = copy_of(attachment)
    return copy is not None and bool(copy.released_at or copy.withheld_at)


def waiting(cases: Iterable[Application]) -> dict[int, int]:
    """Application id -> how many of its copies are not ready; only those with any."""
    found: dict[int, int] = defaultdict(int)
    for pk, files in needed_of(cases).items():
        if count := sum(not is_ready(file) for file in files):
            found[pk] = count
    return dict(found)


@dataclass(frozen=True)
class Copy:
    """``row``: None while nothing may be shown. ``name``: neutral, the same for every expert."""

    name: str
    item: str
    state: str  # "shown", "withheld", "preparing"
    row: BlindCopy | None = None
    pages: int = 0


def of(case: Application, code: str) -> list[Copy]:
    """What the readers of the file under this code name are told of its uploads."""
    return [
        _copy(file, f"{code}-{number:02}.pdf") for number, file in enumerate(needed(case), start=1)
    ]


def _copy(file: Attachment, name: str) -> Copy:
    row = copy_of(file)
    if row is not None and row.released_at is not None:
        return Copy(name, file.item, "shown", row, row.pages.count())
    withheld = row is not None and row.withheld_at is not None
    return Copy(name, file.item, "withheld" if withheld else "preparing")


def page(copy: BlindCopy, number: int) -> bytes | None:
    """One page of a released copy as a JPEG."""
    row = copy.pages.filter(number=number).first()
    return row.read() if row is not None else None


def as_pdf(copy: BlindCopy) -> bytes:
    """The released pages as a PDF of nothing but pictures: the same bytes whenever it is made."""
    with pikepdf.new() as pdf:
        for row in copy.pages.all():
            _add(pdf, row)
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True)
    return file.getvalue()


# Points of a pixel at the 150 dpi of the copies: for looking at, a wrong size does no harm.
_POINTS = 72 / 150


def _add(pdf: pikepdf.Pdf, row: BlindPage) -> None:
    width, height = row.width * _POINTS, row.height * _POINTS
    sheet = pdf.add_blank_page(page_size=(width, height))
    picture = pdf.make_stream(row.read())
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height = row.width, row.height
    picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    picture.Filter = pikepdf.Name.DCTDecode
    sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=picture))
    drawing = f"{width:.2f} 0 0 {height:.2f} 0 0 cm /Page Do".encode()
    sheet.Contents = pdf.make_stream(drawing)
