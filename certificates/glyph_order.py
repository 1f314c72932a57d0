"""Numbers of glyphs that depend on the character alone, common characters first.

A page names its glyphs by number, and the font of a file has a place for every number up to its
largest. With the numbers of the font's own file that was 25,000 places in each certificate, and
counting them a fifth of the time of making it; most names need the first few thousand.
"""

import functools
import io
from collections.abc import Callable

from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from certificates import fonts

#: The last lead byte of GB 2312 level 1, the 3,755 characters of everyday names.
_EVERYDAY = 0xD7
#: The end of Latin Extended-B; of it GB 2312 has the letters of pinyin only, and no middle dot.
_LATIN = 0x24F
#: A table of character and variation selector; selectors are refused.
_VARIANTS = 14
_NOTHING = ".notdef"


@functools.cache
def places(face: fonts.Face) -> dict[int, int]:
    """Code point -> number of its glyph, the same for every text; 0 is no character."""
    ordered = sorted(fonts.coverage(face), key=lambda point: (_rarity(point), point))
    return {point: place for place, point in enumerate(ordered, start=1)}


def _rarity(point: int) -> int:
    if point <= _LATIN:
        return 0
    try:
        lead = chr(point).encode("gb2312")[0]
    except UnicodeEncodeError:
        return 2
    return 0 if lead <= _EVERYDAY else 1


def renumbered(content: bytes, face: fonts.Face) -> bytes:
    """A subset of a TrueType ``face`` without substitutions, each glyph in its place."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False, recalcBBoxes=False)
    drawn, widths, known = font["glyf"], font["hmtx"].metrics, places(face)
    names = {known[point]: name for point, name in font.getBestCmap().items()}
    order = [_NOTHING, *(f"g{place}" for place in range(1, max(names, default=0) + 1))]
    outlines = dict.fromkeys(order, Glyph())
    metrics = dict.fromkeys(order, (0, 0))
    outlines[_NOTHING], metrics[_NOTHING] = drawn.glyphs[_NOTHING], widths[_NOTHING]
    for place, name in names.items():
        outlines[order[place]] = _whole(font, name)
        metrics[order[place]] = widths[name]
    drawn.glyphs, drawn.glyphOrder, font["hmtx"].metrics = outlines, order, metrics
    _point_at(font, lambda point: order[known[point]])
    font.setGlyphOrder(order)
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def _point_at(font: TTFont, name_of: Callable[[int], str]) -> None:
    """Lead every character to the glyph of that name, in the tables that go by Unicode."""
    tables = [each for each in font["cmap"].tables if each.isUnicode() and each.format != _VARIANTS]
    for table in tables:
        table.cmap = {point: name_of(point) for point in table.cmap}
    font["cmap"].tables = tables


def _whole(font: TTFont, name: str) -> Glyph:
    """A glyph that is put together from others as one: the parts have no place of their own."""
    glyph = font["glyf"].glyphs[name]
    if not glyph.isComposite():
        return glyph
    parts = font.getGlyphSet()
    pen = TTGlyphPen(None)
    parts[name].draw(DecomposingFilterPen(pen, parts))
    return pen.glyph()
