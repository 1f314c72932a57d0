"""A PDF comes in when it is paper, and only then."""

import io
import time

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.uploads import UploadRefused
from evaluations.uploads.pdf import count_pages
from tests.evaluations.uploads import samples

HONEST = samples.pdf()


def refused_as(data: bytes, max_pages: int = 10) -> str:
    with pytest.raises(UploadRefused) as refused:
        count_pages(data, max_pages)
    assert str(refused.value).endswith((".", "。"))
    return refused.value.code


@pytest.mark.parametrize(
    "data",
    [
        HONEST,
        HONEST + b"\r\n\0\0\0 \n",  # scanners pad
        # What LibreOffice, WPS and LaTeX write into every file.
        samples.pdf(catalogue=b"/OpenAction [3 0 R /XYZ null null 0]"),
        samples.pdf(catalogue=b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
        samples.pdf(catalogue=b"/URI << /Base (https://example.org/) >>"),
        samples.pdf(page=b"/Annots " + samples.annotation(b"/S /URI /URI (https://example.org/a)")),
        samples.pdf(page=b"/Annots " + samples.annotation(b"/S /URI /URI (mailto:a@example.org)")),
        samples.pdf(page=b"/Annots " + samples.annotation(b"/S /URI /URI (page.html)")),
        samples.pdf(catalogue=b"/AcroForm << /Fields [] >>"),
        # A word in a text is not a name.
        samples.pdf(catalogue=b"/Note (how to write /JavaScript and /Launch)"),
    ],
)
def test_an_honest_pdf_has_its_pages_counted(data):
    assert count_pages(data, 10) == 1


def test_pages_are_counted():
    made = pikepdf.new()
    for _n in range(3):
        made.add_blank_page()
    file = io.BytesIO()
    made.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert (count_pages(file.getvalue(), 3), refused_as(file.getvalue(), 2)) == (3, "pages")


@pytest.mark.parametrize("writing", samples.WRITINGS)
@pytest.mark.parametrize("feature", samples.ACTIVE)
def test_what_acts_is_refused_however_it_is_written(feature, writing):
    data = samples.WRITINGS[writing](*samples.ACTIVE[feature])
    assert refused_as(data) == "active"


@pytest.mark.parametrize("writing", samples.WRITINGS)
def test_the_ways_of_writing_themselves_are_harmless(writing):
    where = ("page", b"/Annots", samples.annotation(b"/S /URI /URI (https://example.org/a)"))
    assert count_pages(samples.WRITINGS[writing](*where), 10) == 1


@pytest.mark.parametrize(
    "stream",
    [
        b"<< /Length 0 /F (outside.bin) >>\nstream\n\nendstream",
        b"<< /Length 0 /Subtype /Form /BBox [0 0 1 1] /Ref << /F (o.pdf) /Page 0 >> >>\nstream\n\nendstream",
    ],
)
def test_content_in_another_file_is_refused(stream):
    assert refused_as(samples.pdf(extra={10: stream})) == "active"


def test_the_name_of_an_action_may_hide_behind_a_reference():
    link = samples.annotation(b"/S 11 0 R /F (cmd.exe)")
    assert refused_as(samples.pdf(page=b"/Annots " + link, extra={11: b"/Launch"})) == "active"


def test_the_sentence_names_what_was_found():
    with pytest.raises(UploadRefused) as script:
        count_pages(samples.plainly(*samples.ACTIVE["script when opened"]), 10)
    with pytest.raises(UploadRefused) as attached:
        count_pages(samples.plainly(*samples.ACTIVE["attached file"]), 10)
    assert str(script.value) != str(attached.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (samples.encrypted(user="secret"), "locked"),
        (samples.encrypted(), "locked"),
        (HONEST + samples.archive(), "appended"),
        (HONEST + b"<script>alert(1)</script>", "appended"),
        (HONEST + HONEST[:40], "appended"),
        (samples.pdf_around_archive(), "appended"),
        (HONEST[: len(HONEST) // 2], "damaged"),
        (HONEST.replace(b"%%EOF", b""), "damaged"),
        (HONEST.replace(b"startxref", b"startxxxx"), "damaged"),
        (b"%PDF-1.7\nnothing else\n%%EOF\n", "damaged"),
        (b"%PDF-1.7\n%%EOF\n", "damaged"),
        (samples.pdf(catalogue=b"/A " + b"[" * 5000 + b"]" * 5000), "damaged"),
        (samples.pdf(catalogue=b"/A " + b"<< /A " * 600 + b"1" + b" >>" * 600), "damaged"),
        (HONEST.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"), "damaged"),
        (HONEST.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0     "), "no_page"),
        (samples.with_object_stream(0, filters=b"/LZWDecode"), "damaged"),
    ],
)
def test_a_pdf_that_is_not_one_whole_document_is_refused(data, code):
    assert refused_as(data) == code


@pytest.mark.parametrize(("padding", "streams"), [(200 * 2**20, 1), (8 * 2**20, 40)])
def test_a_decompression_bomb_is_refused_quickly(padding, streams):
    data = samples.with_object_stream(padding, streams)
    started = time.process_time()
    assert refused_as(data) in {"overfull", "damaged"}
    assert (time.process_time() - started < 2, len(data) < 2**20) == (True, True)


def test_too_many_objects_are_refused():
    table = b"xref\n0 1\n0000000000 65535 f \n"
    rows = b"%010d 00000 n \n" % 9
    start = len(HONEST)
    forged = (
        HONEST
        + table
        + b"1000 250000\n"
        + rows * 250_000
        + b"trailer\n<< /Size 251000 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (HONEST.index(b"xref\n0"), start)
    )
    assert refused_as(forged) == "overfull"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_pdf_is_counted_or_refused_and_nothing_else(data):
    sample = samples.packed(*samples.ACTIVE["launch"]) if data.draw(st.booleans()) else HONEST
    changed = bytearray(sample)
    for _n in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(5, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        pages = count_pages(bytes(changed), 10)
    except UploadRefused as refused:
        pages = -len(str(refused))
    assert pages != 0
