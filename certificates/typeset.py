"""Small fonts made for the job: the static texts once, the holders' characters per batch.

Embedding from whole fonts cost 70 % of the time and 500 KB of every file. Two facts keep the
bytes of a certificate independent of the batch it was printed in: in the holders' fonts the number
of a glyph depends on its character alone, and the static fonts hold the texts of one layout file.
"""

import functools
import io
import struct
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTFont

from certificates import fonts, glyph_order

#: Without Basic Latin the strut of every line is measured with a fallback font and shifts.
LATIN = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0\u3000·—“”‘’"
DATE = "〇一二三四五六七八九十年月日至"
STATIC = (fonts.SONG, fonts.SONG_BOLD)
#: Tables that speak of glyphs by number; names are written across and with no substitutes.
_OF_GLYPHS = ("GSUB", "GDEF", "GPOS", "vhea", "vmtx")


def _subset(
    face: fonts.Face,
    text: str,
    *,
    flags: uharfbuzz.SubsetFlags = uharfbuzz.SubsetFlags(0),  # noqa: B008  (a number)
    drop: tuple[str, ...] = (),
) -> bytes:
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(ord(char) for char in text)
    wanted.flags = flags
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in drop)
    return bytes(uharfbuzz.subset(fonts.opened(face), wanted).blob.data)


@functools.cache
def static_font(face: fonts.Face, layout: str) -> bytes:
    """The characters of one layout, renumbered without gaps."""
    text = "".join(sorted(set(LATIN + layout)))
    return identity_cids(_subset(face, text, flags=uharfbuzz.SubsetFlags.DESUBROUTINIZE))


def identity_cids(content: bytes) -> bytes:
    """Number the CIDs of a subset CFF font like its glyphs.

    HarfBuzz keeps the old CIDs in the charset while WeasyPrint writes glyph numbers as CIDs:
    Poppler draws it right, Ghostscript draws boxes and MuPDF nothing. Only the charset is written
    over: to read and write the whole font took half the time of a first certificate. What stood there
    is longer, because the characters of a layout lie in many ranges. The sums of the table no longer
    agree; nobody looks before HarfBuzz writes the font of a file anew.
    """
    font = TTFont(io.BytesIO(content), lazy=True)
    place = font.reader.tables["CFF "].offset
    place += font["CFF "].cff.topDictIndex[0].rawDict["charset"]
    others = font["maxp"].numGlyphs - 1
    # Format 2, one range: as many glyphs as there are, from CID 1 (Adobe TN 5176, 13).
    charset = struct.pack(">BHH", 2, 1, others - 1)
    return content[:place] + charset + content[place + len(charset) :]


@functools.lru_cache(maxsize=8)
def personal_font(face: fonts.Face, text: str) -> bytes:
    """The characters of ``text``, each glyph with the number that it has in every text. Kept for a
    while: who looks at a page often wants it again, on paper or as a copy."""
    return glyph_order.renumbered(_subset(face, text, drop=_OF_GLYPHS), face)


@contextmanager
def pack(texts: Iterable[str], *, layout: str) -> Iterator[Path]:
    """A folder with the fonts of one batch and a ``fonts.conf`` that shows nothing else.

    ``layout`` is the static text of the design, ``texts`` what varies from holder to holder.
    """
    wanted = {ord(char) for char in set(LATIN + DATE + layout).union(*texts)}
    with tempfile.TemporaryDirectory(prefix="laurel-fonts-") as name:
        folder = Path(name)
        for face in STATIC:
            (folder / f"{face.filename}.otf").write_bytes(static_font(face, layout))
        for face in fonts.personal():
            drawn = wanted & fonts.coverage(face)
            wanted -= drawn
            if drawn:
                small = personal_font(face, "".join(map(chr, sorted(drawn))))
                (folder / face.filename).write_bytes(small)
        (folder / "fonts.conf").write_text(fonts.configuration_text(folder, folder / "cache"))
        yield folder
