"""What is on the paper, as pictures, and where on it given words stand. For the locked child only.

Nothing of the file survives but what a printer would print: no text layer, no metadata, no name.
Annotations and filled fields are drawn into the page first, so that a note or a seal that shows a
name is searched like the page itself. What is only a picture of words is found by nobody here: a
person has to look.
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from evaluations.uploads.files import Kind
from evaluations.uploads.images import opened
from evaluations.uploads.paper import QUALITY, WHOLE, Box, Raster

_DPI = 150
_LONGEST = 2200  # pixels: a wall poster is made to fit, and A4 keeps its 150 dpi
# Nobody's ID number and telephone is evidence, whoever it is (GB 11643; mobile numbers have 11 digits).
_NUMBERS = r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}\d{7}[\dXx](?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)"


def rasters(data: bytes, kind: Kind, words: str) -> Iterator[Raster]:
    """Every page of a checked upload. ``words``: a regular expression, may be empty."""
    sought = re.compile("|".join(filter(None, (words, _NUMBERS))), re.IGNORECASE)
    if kind is not Kind.PDF:
        picture = _small_enough(opened(data, kind))
        yield Raster(_jpeg(picture), picture.width, picture.height, worded=False, boxes=())
        return
    pdf = pdfium.PdfDocument(data)
    pdf.init_forms()
    for number in range(len(pdf)):
        yield _page(pdf, number, sought)


def _page(pdf: Any, number: int, sought: re.Pattern[str]) -> Raster:
    page = pdf[number]
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    page.close()
    page = pdf[number]  # flattening leaves the old handle with the old page
    longest = max(page.get_size())
    scale = min(_DPI / 72, _LONGEST / longest)
    picture = page.render(scale=scale, draw_annots=False, may_draw_forms=False).to_pil()
    picture = picture.convert("RGB")
    text = page.get_textpage()
    boxes = tuple(_boxes(page, text, sought)) if text.count_chars() else ()
    worded = text.count_chars() > 0
    made = Raster(_jpeg(picture), picture.width, picture.height, worded=worded, boxes=boxes)
    text.close()
    page.close()
    return made


def _boxes(page: Any, text: Any, sought: re.Pattern[str]) -> Iterator[Box]:
    """A box for each line on which a word stands, or a part of one."""
    letters, places = _letters(text)
    for match in sought.finditer(letters):
        spot: list[Any] = []
        for index in dict.fromkeys(places[match.start() : match.end()]):
            box = _char(page, text, index)
            if box is None:
                continue
            if spot and not _same_line(spot, box):
                yield _padded(spot)
                spot = []
            spot = _joined(spot, box)
        if spot:
            yield _padded(spot)


def _letters(text: Any) -> tuple[str, list[int]]:
    """The page's letters in the ordinary form, and for each the index of its glyph.

    Printers of Chinese often write radicals (U+2F00…) for the Hanzi that look the same: compared
    as they stand, no name would be found.
    """
    letters, places, high = [], [], 0
    for index in range(text.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        plain = unicodedata.normalize("NFKC", chr(code)) if code < 0x110000 else "?"
        letters.append(plain)
        places += [index] * len(plain)
    return "".join(letters), places


def _char(page: Any, text: Any, index: int) -> list[float] | None:
    """Where a glyph stands, in parts of the rendered page; None for one that is not drawn."""
    try:
        left, bottom, right, top = text.get_charbox(index, loose=True)
    except pdfium.PdfiumError:
        return None
    if right <= left or top <= bottom:
        return None
    corners = [_on_device(page, x, y) for x in (left, right) for y in (bottom, top)]
    across, down = [x for x, _y in corners], [y for _x, y in corners]
    return [min(across), min(down), max(across), max(down)]


def _on_device(page: Any, x: float, y: float) -> tuple[float, float]:
    """Through the page's own rotation and crop box, as pdfium draws it."""
    side = 100_000
    across, down = pdfium_c.c_int(), pdfium_c.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, side, side, 0, x, y, across, down)
    return across.value / side, down.value / side


def _same_line(spot: list[float], box: list[float]) -> bool:
    """Glyphs written downwards have a box each."""
    return spot[1] <= (box[1] + box[3]) / 2 <= spot[3]


def _joined(spot: list[float], box: list[float]) -> list[float]:
    if not spot:
        return box
    return [
        min(spot[0], box[0]), min(spot[1], box[1]), max(spot[2], box[2]), max(spot[3], box[3])
    ]  # fmt: skip


def _padded(spot: list[float]) -> Box:
    """A little wider than the glyphs: a stroke that sticks out would tell the name."""
    grown = (spot[0] - 0.004, spot[1] - 0.001, spot[2] + 0.004, spot[3] + 0.001)
    left, top = (max(0, int(part * WHOLE)) for part in grown[:2])
    right, bottom = (min(WHOLE, int(part * WHOLE) + 1) for part in grown[2:])
    return left, top, right, bottom


def _small_enough(picture: Image.Image) -> Image.Image:
    flat = picture.convert("RGB")
    flat.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
    return flat


def _jpeg(picture: Image.Image) -> bytes:
    picture.info = {}
    file = io.BytesIO()
    # 4:4:4, so that a block of the picture is 8 pixels wide: ``covering`` counts on it.
    picture.save(file, "JPEG", quality=QUALITY, subsampling=0)
    return file.getvalue()
