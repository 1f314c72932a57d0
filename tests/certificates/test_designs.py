"""Each design is whole: valid for archives and readers, its code readable, its paper merged."""

import zlib
from pathlib import Path

import pytest

from certificates import authority, grounds, proofread, qr, sign
from certificates.designs import DESIGNS
from certificates.designs.base import drawing
from certificates.layout import Sheet
from certificates.render import render_many
from tests.certificates.awards import AT, CODE, NUMBER, URL, award, photo
from tests.certificates.verapdf import failures


def issued(design: str) -> bytes:
    ours = authority.current()
    facts = award(design=design, photo=photo() if DESIGNS[design].photo else None)
    sheet = Sheet(facts, NUMBER, CODE, URL, record=b'{"x": 1}')
    (page,) = render_many([sheet], signable=True, evidence=sign.evidence(ours))
    return sign.sign(page, authority=ours, at=AT)


def test_every_design_is_pdf_a_3a_and_pdf_ua_1_when_signed(tmp_path: Path) -> None:
    files = []
    for key in DESIGNS:
        files.append(tmp_path / f"{key}.pdf")
        files[-1].write_bytes(issued(key))
    assert len(files) >= 4
    assert failures(files) == [("3a", True, ""), ("ua1", True, "")] * len(files)


@pytest.mark.parametrize("design", list(DESIGNS))
def test_the_square_code_of_every_design_reads(design: str) -> None:
    page = issued(design)
    proofread.require_readable(page, text=URL, at=DESIGNS[design].qr)
    assert qr.read(proofread.picture(page)) == [URL]


@pytest.mark.parametrize("key", sorted(DESIGNS))
@pytest.mark.parametrize("picture", [False, True])
def test_art_that_is_packed_once_for_all_issuers_is_the_whole_ground(
    key: str, picture: bool
) -> None:
    for issuers in (("星湖市人民政府",), ("星湖市人民政府", "星湖市总工会")):
        ground = grounds._operators(DESIGNS[key], issuers, picture, (False,) * len(issuers))
        painted = drawing(DESIGNS[key], issuers, picture, (False,) * len(issuers)).as_pdf()
        assert ground == zlib.compress(painted)
