"""A city's own seal: two persons, versions, and pages that keep the seal they were issued with."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.utils import translation

from certificates import impressions, printing
from certificates.cleaning import cleaned
from certificates.issue import allocate, issue, read_pdf
from certificates.models import Certificate, Impression
from certificates.produce import produce
from certificates.proofread import picture
from certificates.standing import Refused
from certificates.verify import Verdict, by_file
from journal.models import Entry
from tests.certificates.awards import AT, BY, LATER, award
from tests.certificates.seals import seal_png
from tests.certificates.verapdf import failures

pytestmark = pytest.mark.django_db
ISSUER = award().issuers[0]
SECOND = "user:8"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def released(issuer: str = ISSUER, **look: Any) -> Impression:
    row = impressions.upload(issuer, seal_png(**look), by=BY, at=AT)
    return impressions.release(row, sha256=row.sha256, by=SECOND, at=AT)


def issued(**changes: Any) -> Certificate:
    return issue(allocate([award(**changes)], by=BY, at=AT)[0], by=BY, at=AT)


def test_whoever_uploads_does_not_release() -> None:
    row = impressions.upload(ISSUER, seal_png(), by=BY, at=AT)
    assert impressions.in_use([ISSUER]) == {}
    with pytest.raises(Refused, match="second person"):
        impressions.release(row, sha256=row.sha256, by=BY, at=AT)
    with pytest.raises(Refused, match="another picture"):
        impressions.release(row, sha256="0" * 64, by=SECOND, at=AT)
    impressions.release(row, sha256=row.sha256, by=SECOND, at=AT)
    assert impressions.in_use([ISSUER, "另一局"]) == {ISSUER: row}
    with pytest.raises(Refused, match="already released"):
        impressions.release(row, sha256=row.sha256, by=SECOND, at=AT)
    verbs = Entry.objects.filter(subject_type="seal").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["seal.upload", "seal.release"]


def test_what_is_stored_is_the_cleaned_picture_and_once() -> None:
    row = impressions.upload(ISSUER, seal_png(), by=BY, at=AT)
    assert bytes(row.png) == cleaned(seal_png())
    assert row.sha256 == hashlib.sha256(row.png).hexdigest()
    with pytest.raises(Refused, match="already"):
        impressions.upload(ISSUER, seal_png(), by=SECOND, at=AT)
    with pytest.raises(Refused, match="PNG"):
        impressions.upload(ISSUER, b"<svg/>", by=BY, at=AT)


def test_a_page_keeps_the_seal_it_was_issued_with() -> None:
    first = released()
    sealed = issued()
    assert (sealed.seals_used, sealed.layout) == ([first.sha256], "honour-1")
    second = released(side=500, ink=(180, 20, 40))
    assert second.version == 2
    assert next(produce([Certificate.objects.get(pk=sealed.pk)])) == read_pdf(sealed)
    newer = issued(case="case-2")
    impressions.withdraw(second, reason="旧章作废", by=BY, at=LATER)
    impressions.withdraw(first, reason="旧章作废", by=BY, at=LATER)
    plain = issued(case="case-3")
    assert (newer.seals_used, plain.seals_used) == ([second.sha256], [""])
    assert next(produce([Certificate.objects.get(pk=newer.pk)])) == read_pdf(newer)
    assert by_file(read_pdf(sealed)).verdict is Verdict.GENUINE


def test_the_seal_is_painted_like_ink_and_the_file_stays_valid(tmp_path: Path) -> None:
    released()
    released("星湖市总工会", ink=(190, 30, 30))
    issuers = (ISSUER, "星湖市总工会", "星湖市人民政府")
    content = read_pdf(issued(issuers=issuers, design="appointment"))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        form = pdf.pages[0].Resources.XObject.Ground0
        assert str(form.Resources.ExtGState.Ink.BM) == "/Multiply"
        # Two have their own seal; the third is still a specimen.
        assert sorted(form.Resources.XObject.keys()) == ["/Seal0", "/Seal1"]
    file = tmp_path / "sealed.pdf"
    file.write_bytes(content)
    assert failures([file]) == [("3a", True, ""), ("ua1", True, "")]


def test_print_below_the_ink_stays_black() -> None:
    bare = issued()
    released()
    sealed = issued(case="case-2", holder_name=bare.holder_name)
    box = (1370, 1150, 1970, 1420)  # issuer and date at 200 dots an inch
    without, with_seal = (picture(read_pdf(each)).crop(box) for each in (bare, sealed))
    black = [
        image.point(lambda v: 255 if v < 60 else 0).histogram()[255]
        for image in (without, with_seal)
    ]
    assert min(black) > 1000
    assert black[1] > 0.7 * black[0]


def test_the_print_desk_prints_the_same_seal() -> None:
    first = released()
    (row,) = allocate([award()], by=BY, at=AT)
    sealed = issue(row, by=BY, at=AT, make=lambda _row: b"%PDF-")
    released(side=500)
    assert printing.sheets([sealed])[0].seals == (bytes(first.png),)


def test_production_does_not_issue_with_a_specimen_unless_it_is_written(settings: Any) -> None:
    (waiting,) = allocate([award()], by=BY, at=AT)
    settings.PRODUCTION = True
    with pytest.raises(Refused, match=ISSUER):
        issue(waiting, by=BY, at=AT, make=lambda _row: b"%PDF-")
    assert Certificate.objects.get().intended_at is None
    with pytest.raises(Refused, match="document"):
        impressions.allow_specimen(ISSUER, document=" ", by=BY, at=AT)
    leave = impressions.allow_specimen(ISSUER, document="星人社函〔2026〕3号", by=BY, at=AT)
    assert impressions.allow_specimen(ISSUER, document="另一文件", by=BY, at=AT) == leave
    assert issue(waiting, by=BY, at=AT, make=lambda _row: b"%PDF-").seals_used == [""]
    impressions.end_leave(leave, by=BY, at=LATER)
    with pytest.raises(Refused, match=ISSUER):
        impressions.chosen([ISSUER])


def test_a_damaged_seal_is_not_painted() -> None:
    row = released()
    impressions.picture.cache_clear()
    Impression.objects.filter(pk=row.pk).update(png=b"x")
    with pytest.raises(Refused, match="not what it was"):
        impressions.picture(row.sha256)
