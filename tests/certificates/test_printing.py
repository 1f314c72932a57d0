import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from certificates import imposition, printing, qr
from certificates.designs.ink import MM
from certificates.issue import allocate
from certificates.models import Certificate, Printer, PrintRun
from tests.certificates.awards import AT, BY, award, awards
from tests.certificates.test_render import pages, text_of
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


def test_two_on_a_sheet_with_marks_and_boxes(
    certificates: list[Certificate], tmp_path: Path
) -> None:
    imposed = printing.two_up(printing.merged(printing.sheets(certificates)))
    with pikepdf.open(io.BytesIO(imposed)) as pdf:
        assert len(pdf.pages) == 2
        box = [float(v) / MM for v in pdf.pages[0].TrimBox]
        assert (round(box[2] - box[0]), round(box[3] - box[1])) == (297, 420)
    image = pages(imposed, tmp_path, dpi=150)[0]
    assert len(qr.read(image)) == 2


def test_portrait_certificates_stand_side_by_side() -> None:
    rows = allocate([award(case=f"n{i}", design="notice") for i in range(2)], by=BY, at=AT)
    imposed = printing.two_up(printing.merged(printing.sheets(rows)))
    with pikepdf.open(io.BytesIO(imposed)) as pdf:
        box = [float(v) / MM for v in pdf.pages[0].TrimBox]
        assert (round(box[2] - box[0]), round(box[3] - box[1])) == (420, 297)


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
    envelopes = text_of(printing.envelopes(certificates), tmp_path)
    receipts = text_of(printing.receipts(certificates), tmp_path)
    for certificate in certificates:
        assert certificate.holder_name in envelopes
        assert certificate.number in receipts
    with pikepdf.open(io.BytesIO(imposition.ruler_page())) as pdf:
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


def test_a_large_file_comes_from_two_processes_in_order(
    certificates: list[Certificate], tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LAUREL_LOCKED_PROCESS = True
    monkeypatch.setattr(printing, "LARGE", 3)
    text = text_of(printing.merged(printing.sheets(certificates)), tmp_path)
    places = [text.index(certificate.number) for certificate in certificates]
    assert places == sorted(places)
