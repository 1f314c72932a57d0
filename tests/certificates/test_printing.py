import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from certificates import conf, imposition, printing, qr, render, stationery
from certificates.designs.ink import MM
from certificates.issue import allocate
from certificates.layout import Sheet
from certificates.models import Certificate, Photo, Printer, PrintRun
from tests.certificates.awards import AT, BY, CODE, NUMBER, URL, award, awards, photo
from tests.certificates.seals import seal_png
from tests.certificates.test_render import text_of
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def certificates() -> list[Certificate]:
    return allocate(awards(3), by=BY, at=AT)


def test_one_file_with_every_certificate_in_order(
    certificates: list[Certificate], tmp_path: Path
) -> None:
    merged = printing.merged(printing.sheets(certificates))
    text = text_of(merged, tmp_path)
    places = [text.index(certificate.number) for certificate in certificates]
    assert places == sorted(places)
    with pikepdf.open(io.BytesIO(merged)) as pdf:
        forms = [
            obj
            for obj in pdf.objects
            if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Form"
        ]
        assert (len(pdf.pages), len(forms)) == (3, 1)
        assert "/AcroForm" not in pdf.Root


def codes_on(pdf: bytes) -> list[list[str]]:
    """What the square codes on each page say."""
    document = pypdfium2.PdfDocument(pdf)
    return [qr.read(page.render(scale=100 / 72).to_pil().convert("L")) for page in document]


def in_mm(box: Any) -> list[float]:
    return [round(float(v) / MM, 1) for v in box]


@pytest.mark.parametrize(
    ("design", "sheet", "trim"),
    [
        ("honour", [320, 450], [11.5, 12, 308.5, 438]),
        ("notice", [450, 320], [12, 11.5, 438, 308.5]),
    ],
)
def test_two_on_a_sheet_with_marks_and_boxes(
    design: str, sheet: list[float], trim: list[float]
) -> None:
    """Two A4 with 6 mm between them, so that each keeps 3 mm of bleed on every side."""
    rows = allocate([award(case=f"n{i}", design=design) for i in range(2)], by=BY, at=AT)
    imposed = printing.two_up(printing.merged(printing.sheets(rows)))
    with pikepdf.open(io.BytesIO(imposed)) as pdf:
        (page,) = pdf.pages
        assert in_mm(page.mediabox) == [0, 0, *sheet]
        assert in_mm(page.trimbox) == trim
        left, bottom, right, top = trim
        assert in_mm(page.BleedBox) == [left - 3, bottom - 3, right + 3, top + 3]
        (ink,) = page.Resources.ColorSpace.values()
        assert (ink[0], ink[1]) == ("/Separation", "/All")
    assert [len(codes) for codes in codes_on(imposed)] == [2]


def test_marks_stand_outside_the_bleed_at_every_cut() -> None:
    lines = re.findall(rb"([\d.-]+) ([\d.-]+) m ([\d.-]+) ([\d.-]+) l",
                       imposition.crop_marks([100, 400], [100, 300, 320, 520], colour="/M"))  # fmt: skip
    ends = [tuple(map(float, line)) for line in lines]
    assert len(ends) == 2 * 2 + 2 * 4
    bleed = round(3 * MM, 2) - 0.01
    for x1, y1, x2, y2 in ends:
        for x, y in ((x1, y1), (x2, y2)):
            inside_x, inside_y = 100 - bleed < x < 400 + bleed, 100 - bleed < y < 520 + bleed
            assert not (inside_x and inside_y)
        assert round(abs(x1 - x2) + abs(y1 - y2), 1) == round(5 * MM, 1)


def test_the_cut_pile_is_in_order() -> None:
    """Five on three sheets: the first halves from top to bottom, then the second halves."""
    rows = allocate(awards(5), by=BY, at=AT)
    imposed = printing.two_up(printing.merged(printing.sheets(rows)))
    wanted = [conf.verify_url(row.code) for row in rows]
    assert [sorted(codes) for codes in codes_on(imposed)] == [
        sorted([wanted[0], wanted[3]]), sorted([wanted[1], wanted[4]]), [wanted[2]],
    ]  # fmt: skip


def test_overprint_prints_only_what_varies_and_moves_it(
    certificates: list[Certificate], tmp_path: Path
) -> None:
    pages_ = printing.sheets(certificates[:1])
    still = printing.overprint(pages_, printer=Printer(name="a"))
    moved = printing.overprint(pages_, printer=Printer(name="b", right_mm=5, down_mm=10))
    text = text_of(still, tmp_path)
    assert "荣" not in text
    assert certificates[0].holder_name in text
    with pikepdf.open(io.BytesIO(moved)) as pdf:
        first = pdf.pages[0].Contents[0].read_bytes()
        assert first == f"q 1 0 0 1 {5 * MM:.3f} {-10 * MM:.3f} cm".encode()


def test_mixed_designs_are_refused(certificates: list[Certificate]) -> None:
    (other,) = allocate([award(case="n", design="notice")], by=BY, at=AT)
    with pytest.raises(ValueError, match="one design"):
        printing.merged(printing.sheets([*certificates, other]))


def test_envelopes_receipts_and_ruler(certificates: list[Certificate], tmp_path: Path) -> None:
    envelopes = text_of(stationery.envelopes(certificates), tmp_path)
    receipts = text_of(stationery.receipts(certificates), tmp_path)
    for certificate in certificates:
        assert certificate.holder_name in envelopes
        assert certificate.number in receipts
    with pikepdf.open(io.BytesIO(stationery.ruler_page())) as pdf:
        assert [round(float(v) / MM) for v in pdf.pages[0].mediabox[2:]] == [297, 210]


def test_the_log_knows_who_how_many_and_how_many_spoiled(certificates: list[Certificate]) -> None:
    run = printing.log(certificates, kind=PrintRun.Kind.PLAIN, by=BY, at=AT)
    printing.spoil(run, sheets=2)
    stored = PrintRun.objects.get()
    assert (stored.sheets, stored.spoiled, stored.printed_by, stored.numbers[0]) == (
        3,
        2,
        BY,
        certificates[0].number,
    )
    with pytest.raises(ValueError, match="spoiled"):
        printing.spoil(run, sheets=4)


def test_a_large_file_comes_in_pieces_from_two_processes(
    certificates: list[Certificate], tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LAUREL_LOCKED_PROCESS = True
    monkeypatch.setattr(printing, "PIECE", 2)
    told: list[int] = []
    merged = printing.merged(printing.sheets(certificates), tell=told.append)
    text = text_of(merged, tmp_path)
    places = [text.index(certificate.number) for certificate in certificates]
    assert places == sorted(places)
    assert told == [2, 3]
    with pikepdf.open(io.BytesIO(merged)) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        grounds = {page.resources.XObject["/Ground0"].objgen for page in pdf.pages}
        assert len(grounds) == 1
    wanted = [conf.verify_url(certificate.code) for certificate in certificates]
    assert codes_on(merged) == [[url] for url in wanted]


def test_pages_keep_the_seal_of_their_own_when_files_are_joined() -> None:
    red, blue = (seal_png(side=60, ink=ink) for ink in ((200, 20, 20), (20, 20, 200)))
    parts = [
        render.merged([Sheet(award(), NUMBER, CODE, URL, seals=(seal,))])
        for seal in (red, blue, red, b"")
    ]
    with pikepdf.open(io.BytesIO(imposition.joined(parts))) as pdf:
        grounds = [page.resources.XObject["/Ground0"] for page in pdf.pages]
        first, second, third, specimen = (ground.objgen for ground in grounds)
        assert first == third
        assert len({first, second, specimen}) == 3
        assert "/XObject" not in grounds[3].get("/Resources", {})


def smaller(jpeg: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg)) as image:
        image.resize((100, 140)).save(out, "JPEG")
    return out.getvalue()


def test_the_pictures_of_a_list_are_read_together_and_none_may_be_missing() -> None:
    pictures = [photo(), None, photo(), smaller(photo())]
    facts = [award(case=f"p{i}", photo=picture) for i, picture in enumerate(pictures)]
    keys = [row.pk for row in allocate(facts, by=BY, at=AT)]

    def fresh() -> list[Certificate]:
        return list(Certificate.objects.filter(pk__in=keys).order_by("serial"))

    rows = fresh()
    with CaptureQueriesContext(connection) as asked:
        pages_ = printing.sheets(rows)
    assert [page.award.photo for page in pages_] == pictures
    assert len(asked) == 1
    Photo.objects.all().delete()
    with pytest.raises(KeyError):
        printing.sheets(fresh())
