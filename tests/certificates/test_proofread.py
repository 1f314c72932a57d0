"""Before a certificate goes out its square code is read from the finished page."""

import pytest

from certificates import proofread, qr
from certificates.batch import progress, start, work
from certificates.designs import DESIGNS
from certificates.issue import allocate
from certificates.render import render
from tests.certificates.awards import AT, BY, CODE, LATER, NUMBER, URL, award, awards


def test_what_the_page_says_is_what_was_meant() -> None:
    pdf = render(award(), NUMBER, CODE, verify_url=URL)
    place = DESIGNS[award().design].qr
    proofread.require_readable(pdf, text=URL, at=place)
    with pytest.raises(proofread.Unreadable):
        proofread.require_readable(pdf, text=URL.replace("ABC", "ABD"), at=place)


def test_only_the_square_and_the_light_around_it_are_drawn() -> None:
    pdf = render(award(), NUMBER, CODE, verify_url=URL)
    whole, part = proofread.picture(pdf), proofread.picture(pdf, at=DESIGNS[award().design].qr)
    assert qr.read(part) == qr.read(whole) == [URL]
    assert whole.width * whole.height > 40 * part.width * part.height


@pytest.mark.django_db
def test_an_unreadable_code_parks_its_row_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = allocate(awards(3), by=BY, at=AT)
    real = proofread.require_readable

    def unreadable(pdf: bytes, *, text: str, at: proofread.Square) -> None:
        real(pdf, text="x" if rows[0].code in text else text, at=at)

    monkeypatch.setattr(proofread, "require_readable", unreadable)
    batch = start(rows, label="2026", by=BY, at=AT)
    assert work(batch, by=BY, clock=lambda: LATER) == 2
    assert (progress(batch).done, progress(batch).failed) == (2, 1)
    (parked,) = batch.rows.exclude(error="")
    assert (parked.certificate_id, parked.error) == (rows[0].pk, str(proofread.Unreadable()))
