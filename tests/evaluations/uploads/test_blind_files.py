"""What is made for blind readers holds nothing of the original but what a printer would print.

A corpus of files, each with a telling name in one place (reliability T05): the whole of what is made
is searched for it in every spelling, byte for byte and inside whatever is packed.
"""

import io
import json
import re
import struct
import zlib

import pytest
from PIL import Image, ImageFile

from evaluations.uploads import locked
from evaluations.uploads.covering import covered
from evaluations.uploads.files import Kind
from evaluations.uploads.locked import NotDrawn, draw
from evaluations.uploads.raster import rasters
from tests.evaluations.uploads import samples
from tests.evaluations.uploads.blind_corpus import CANARY, CORPUS, HANZI, saved, stream


def spellings() -> set[bytes]:
    """The canaries as files write them."""
    found = set()
    for word in (CANARY, HANZI):
        for code in ("utf-8", "utf-16-be", "utf-16-le", "gb18030"):
            plain = word.encode(code)
            found |= {plain, plain.hex().encode(), plain.hex().upper().encode()}
    return found


def unpacked(data: bytes) -> bytes:
    """With everything that looks deflated laid open beside it."""
    whole = data
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            whole += zlib.decompressobj().decompress(data[match.start() :], 2**20)
        except zlib.error:
            continue
    return whole


def leaks(data: bytes) -> list[bytes]:
    whole = unpacked(data)
    return [word for word in spellings() if word in whole]


def kind_of(data: bytes) -> Kind:
    kind = Kind.of(data)
    assert kind is not None
    return kind


def test_the_corpus_has_its_name_in_every_file():
    assert len(CORPUS) >= 40
    lost = [name for name, data in CORPUS.items() if not leaks(data)]
    assert lost == []


@pytest.mark.parametrize("place", CORPUS)
def test_nothing_of_the_name_survives(place):
    data = CORPUS[place]
    pages = list(rasters(data, kind_of(data), ""))
    assert [leaks(page.jpeg) for page in pages] == [[]]
    assert [leaks(covered(page.jpeg, [(0, 0, 500, 500)])) for page in pages] == [[]]
    with Image.open(io.BytesIO(pages[0].jpeg)) as made:
        assert (made.format, dict(made.getexif()), made.info.keys()) == (
            "JPEG", {}, {"jfif", "jfif_version", "jfif_unit", "jfif_density"},
        )  # fmt: skip


# --- words and where they stand -------------------------------------------------------------


def paper(*lines: str, rotate: int = 0, size: int = 18) -> bytes:
    """A page on which ASCII words stand as text."""
    rows = b" ".join(
        f"1 0 0 1 72 {720 - 40 * n} Tm ({line}) Tj".encode() for n, line in enumerate(lines)
    )
    words = b"BT /F1 %d Tf %s ET" % (size, rows)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return samples.pdf(
        page=b"/Rotate %d /Resources << /Font << /F1 10 0 R >> >>" % rotate,
        extra={4: stream(words), 10: font},
    )


def only(data: bytes, words: str):
    (page,) = rasters(data, Kind.PDF, words)
    return page


def ink(jpeg: bytes) -> bool:
    """Whether anything grey is left: letters have soft edges, boxes have none."""
    with Image.open(io.BytesIO(jpeg)) as made:
        grey = made.convert("L").histogram()
    return sum(grey[70:180]) > 20


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_word_is_covered_where_it_stands_however_the_page_is_turned(turned):
    page = only(paper("Zhang Lin", rotate=turned), "Zhang Lin")
    assert len(page.boxes) >= 1
    assert ink(page.jpeg)
    assert not ink(covered(page.jpeg, page.boxes))


def test_other_words_stay():
    page = only(paper("Zhang Lin", "won the first prize"), "Zhang Lin")
    assert len(page.boxes) == 1
    assert ink(covered(page.jpeg, page.boxes))


def test_numbers_of_people_are_covered_without_being_asked_for():
    page = only(paper("ID 990602199001011234", "tel 13900000000", "cost 320000"), "")
    assert len(page.boxes) == 2


def test_a_note_and_a_filled_field_that_show_a_word_are_searched_too():
    shape = b"BT /F1 18 Tf 4 4 Td (Zhang Lin) Tj ET"
    look = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 200 30] /Resources << /Font << /F1 12 0 R >> >>"
    )
    data = samples.pdf(
        page=b"/Annots [<< /Type /Annot /Subtype /Stamp /Rect [100 300 300 330] /F 4 "
        b"/AP << /N 11 0 R >> >>]",
        extra={
            11: stream(shape, look),
            12: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        },
    )
    page = only(data, "Zhang Lin")
    assert len(page.boxes) == 1
    assert not ink(covered(page.jpeg, page.boxes))


def test_what_is_under_a_box_tells_nothing_at_its_edge():
    """Two papers that differ only in the covered word are the same bytes, ringing and all."""
    made = []
    for word in ("HHHH", "NNNN"):  # of the same width in Helvetica
        page = only(paper(f"Certificate for {word}"), word)
        made.append((page.boxes, covered(page.jpeg, page.boxes)))
    assert made[0] == made[1]


def test_a_scan_has_no_words_and_says_so():
    (page,) = rasters(saved("PNG"), Kind.PNG, "Zhang")
    assert (page.worded, page.boxes, page.width, page.height) == (False, (), 80, 60)
    assert only(samples.pdf(), "Zhang").worded is False


def test_a_poster_is_made_to_fit():
    data = samples.pdf().replace(b"[0 0 595 842]", b"[0 0 9595 8842]")
    page = only(data, "")
    assert max(page.width, page.height) <= 2201


# --- the locked process ---------------------------------------------------------------------


def test_a_file_is_drawn_in_a_process_of_its_own():
    (page,) = draw(paper("Zhang Lin"), Kind.PDF, "Zhang Lin", pages=1)
    assert page == only(paper("Zhang Lin"), "Zhang Lin")


def test_half_a_picture_is_refused_there_whatever_this_process_has_imported():
    """Importing WeasyPrint lets half a picture pass as a whole one, process-wide (reliability F3)."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with pytest.raises(NotDrawn, match="damaged"):
            draw(saved("JPEG")[:-200], Kind.JPEG, "", pages=1)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def test_a_file_that_breaks_the_process_costs_one_answer():
    for data in (b"%PDF-1.7 nothing", b"%PDF-1.7\n" + b"\0" * 5000):
        with pytest.raises(NotDrawn, match="runaway"):
            draw(data, Kind.PDF, "", pages=1)


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"\xff" * 20,
        struct.pack(">I", 4) + b"nope\xff\xd8\xff",
        struct.pack(">I", 2) + b"[]\xff\xd8\xff",
        struct.pack(">I", 9**9) + b"{}\xff\xd8\xff",
        struct.pack(">I", 2) + b"{}<svg>",
        struct.pack(">I", 60_000) + b"[" * 60_000 + b"\xff\xd8\xff",
    ],
)
def test_what_a_taken_over_process_says_is_believed_in_nothing(told):
    with pytest.raises(NotDrawn):
        locked._raster(told)


def test_a_box_beyond_the_page_is_cut_to_it():
    head = json.dumps(
        {"width": 9, "height": 9, "worded": True, "boxes": [[-5, 0, 5000, 10]]}
    ).encode()
    page = locked._raster(struct.pack(">I", len(head)) + head + saved("JPEG"))
    assert page.boxes == ((0, 0, 1000, 10),)
