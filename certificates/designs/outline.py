"""Glyphs as paths, for text that bends: the ring of a seal."""

import functools
import math

from fontTools.pens.basePen import BasePen

from certificates import fonts
from certificates.designs.ink import Path


class _PathPen(BasePen):
    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.path = Path()

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self.path.move(*pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self.path.line(*pt)

    def _curveToOne(
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.path.curve(*pt1, *pt2, *pt3)

    def _closePath(self) -> None:
        self.path.close()


@functools.lru_cache(maxsize=2000)
def glyph(face: fonts.Face, char: str) -> Path:
    """The outline of ``char`` in em units, centred on the origin, y downwards."""
    font = fonts.font(face)
    name = font.getBestCmap().get(ord(char))
    if name is None:
        raise fonts.Unprintable(char)
    glyphs = font.getGlyphSet()
    pen = _PathPen(glyphs)
    glyphs[name].draw(pen)
    em = font["head"].unitsPerEm
    width = glyphs[name].width / em
    # Han glyphs sit between -0.12 and 0.88 of the em: their middle is 0.38 above the baseline.
    return pen.path.mapped(1 / em, 0, 0, -1 / em, -width / 2, 0.38)


def along_arc(
    text: str,
    *,
    face: fonts.Face,
    centre: tuple[float, float],
    radius: float,
    height: float,
    widest: float,
    span: float,
) -> Path:
    """``text`` on the upper arc of a circle, feet towards the centre, evenly spread over ``span``.

    ``height`` and ``widest`` in mm: glyphs get narrower when the name is long, as on real seals.
    """
    step = span / max(len(text), 1)
    width = min(widest, step * radius * 0.92)
    path = Path()
    for i, char in enumerate(text):
        angle = -span / 2 + step * (i + 0.5)
        c, s = math.cos(angle), math.sin(angle)
        x, y = centre[0] + radius * s, centre[1] - radius * c
        path.extend(glyph(face, char).mapped(width * c, width * s, -height * s, height * c, x, y))
    return path


def straight(
    text: str, *, face: fonts.Face, centre: tuple[float, float], size: float, gap: float = 0.0
) -> Path:
    path = Path()
    step = size + gap
    left = centre[0] - step * (len(text) - 1) / 2
    for i, char in enumerate(text):
        path.extend(glyph(face, char).mapped(size, 0, 0, size, left + i * step, centre[1]))
    return path
