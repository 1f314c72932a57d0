"""Before a certificate goes out its square code is read from the finished page."""

import pytest

from certificates import proofread
from certificates.batch import progress, start, work
from certificates.issue import allocate
from certificates.render import render
from tests.certificates.awards import AT, BY, CODE, LATER, NUMBER, URL, award, awards


def test_what_the_page_says_is_what_was_meant() -> None:
    pdf = render(award(), NUMBER, CODE, verify_url=URL)
    proofread.require_readable(pdf, text=URL)
    with pytest.raises(proofread.Unreadable):
        proofread.require_readable(pdf, text=URL.replace("ABC", "ABD"))


@pytest.mark.django_db
def test_an_unreadable_code_parks_its_row_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = allocate(awards(3), by=BY, at=AT)
    real = proofread.require_readable

    def unreadable(pdf: bytes, *, text: str) -> None:
        real(pdf, text="x" if rows[0].code in text else text)

    monkeypatch.setattr(proofread, "require_readable", unreadable)
    batch = start(rows, label="2026", by=BY, at=AT)
    assert work(batch, by=BY, clock=lambda: LATER) == 2
    assert (progress(batch).done, progress(batch).failed) == (2, 1)
    (parked,) = batch.rows.exclude(error="")
    assert (parked.certificate_id, parked.error) == (rows[0].pk, str(proofread.Unreadable()))
