"""Numbers of glyphs that depend on the character alone, common characters first.

A page names its glyphs by number, and the font of a file has a place for every number up to its
largest. With the numbers of the font's own file that was 25,000 places in each certificate, and
counting them a fifth of the time of making it; most names need the first few thousand.
"""

import functools
import io
import sys
from array import array
from collections.abc import Callable

from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from certificates import fonts

#: The last lead byte of GB 2312 level 1, the 3,755 characters of everyday names.
_EVERYDAY = 0xD7
#: The end of Latin Extended-B; of it GB 2312 has the letters of pinyin only, and no middle dot.
_LATIN = 0x24F
#: A table of character and variation selector; selectors are refused.
_VARIANTS = 14
_NOTHING = ".notdef"
#: Outlines up to here are pointed at in two bytes.
_SHORT = 0x20000


@functools.cache
def places(face: fonts.Face) -> dict[int, int]:
    """Code point -> number of its glyph, the same for every text; 0 is no character."""
    covered, (everyday, known) = fonts.coverage(face), _standard()
    first = covered & everyday | {point for point in covered if point <= _LATIN}
    second = covered & known - first
    ordered = (*sorted(first), *sorted(second), *sorted(covered - first - second))
    return {point: place for place, point in enumerate(ordered, start=1)}


@functools.cache
def _order(face: fonts.Face) -> list[str]:
    """A name for each place."""
    return [_NOTHING, *(f"g{place}" for place in places(face).values())]


@functools.cache
def _standard() -> tuple[frozenset[int], frozenset[int]]:
    """Code points of GB 2312: up to the end of its everyday part, and all."""
    leads = {
        ord(char): lead
        for lead in range(0xA1, 0xF8)
        for trail in range(0xA1, 0xFF)
        for char in bytes((lead, trail)).decode("gb2312", "ignore")
    }
    everyday = frozenset(point for point, lead in leads.items() if lead <= _EVERYDAY)
    return everyday, frozenset(leads)


def renumbered(content: bytes, face: fonts.Face) -> bytes:
    """A subset of a TrueType ``face`` without substitutions, each glyph in its place."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False, recalcBBoxes=False)
    known = places(face)
    names = {known[point]: name for point, name in font.getBestCmap().items()} | {0: _NOTHING}
    order = _order(face)[: max(names) + 1]
    outlines = {place: _outline(font, name) for place, name in names.items()}
    metrics = {place: font["hmtx"][name] for place, name in names.items()}
    _point_at(font, lambda point: order[known[point]])
    font.setGlyphOrder(order)
    _put_outlines(font, outlines, len(order))
    _put_metrics(font, metrics, len(order))
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


# Most of the thousands of places are empty. The library makes an object of each and asks it for
# its bytes; that was half the time of making a certificate.


def _put_outlines(font: TTFont, outlines: dict[int, bytes], count: int) -> None:
    even = {place: data + b"\0" * (len(data) % 2) for place, data in outlines.items()}
    short = sum(map(len, even.values())) < _SHORT
    outlines = even if short else outlines
    starts, end = array("H" if short else "I"), 0
    for place, data in sorted(outlines.items()):
        _fill(starts, place + 1, end // 2 if short else end)
        end += len(data)
    _fill(starts, count + 1, end // 2 if short else end)
    font["head"].indexToLocFormat = 0 if short else 1
    _put(font, "glyf", b"".join(data for _place, data in sorted(outlines.items())))
    _put(font, "loca", _big(starts))


def _fill(numbers: "array[int]", length: int, value: int) -> None:
    numbers.extend(array(numbers.typecode, [value]) * (length - len(numbers)))


def _put_metrics(font: TTFont, metrics: dict[int, tuple[int, int]], count: int) -> None:
    """An advance and a bearing for each, and bearings alone for the last that advance alike."""
    advances, bearings = array("H", bytes(2 * count)), array("h", bytes(2 * count))
    for place, (advance, bearing) in metrics.items():
        advances[place], bearings[place] = advance, bearing
    whole = count
    while whole > 1 and advances[whole - 2] == advances[-1]:
        whole -= 1
    font["hhea"].numberOfHMetrics = whole
    pairs = array("H", bytes(4 * whole))
    pairs[::2], pairs[1::2] = advances[:whole], array("H", bearings[:whole].tobytes())
    _put(font, "hmtx", _big(pairs) + _big(bearings[whole:]))


def _put(font: TTFont, tag: str, content: bytes) -> None:
    table = DefaultTable(tag)
    table.data = content
    font[tag] = table


def _big(numbers: "array[int]") -> bytes:
    if sys.byteorder == "little":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _point_at(font: TTFont, name_of: Callable[[int], str]) -> None:
    """Lead every character to the glyph of that name, in the tables that go by Unicode."""
    tables = [each for each in font["cmap"].tables if each.isUnicode() and each.format != _VARIANTS]
    for table in tables:
        table.cmap = {point: name_of(point) for point in table.cmap}
    font["cmap"].tables = tables


def _outline(font: TTFont, name: str) -> bytes:
    """A glyph that is put together from others as one: the parts have no place of their own."""
    table = font["glyf"]
    glyph = table.glyphs[name]
    if glyph.isComposite():
        parts, pen = font.getGlyphSet(), TTGlyphPen(None)
        parts[name].draw(DecomposingFilterPen(pen, parts))
        glyph = pen.glyph()
        glyph.recalcBounds(table)
    return bytes(glyph.compile(table, recalcBBoxes=False))
