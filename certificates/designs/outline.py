"""Glyphs as paths, for text that bends: the ring of a seal."""

import functools
import math

import uharfbuzz

from certificates import fonts
from certificates.designs.ink import Path, Point


class _PathPen:
    """Receives an outline as HarfBuzz tells it; quadratic curves become cubic."""

    def __init__(self) -> None:
        self.path = Path()
        self.last = (0.0, 0.0)

    def moveTo(self, pt: Point) -> None:
        self.path.move(*pt)
        self.last = pt

    def lineTo(self, pt: Point) -> None:
        self.path.line(*pt)
        self.last = pt

    def curveTo(self, pt1: Point, pt2: Point, pt3: Point) -> None:
        self.path.curve(*pt1, *pt2, *pt3)
        self.last = pt3

    def qCurveTo(self, pt1: Point, pt2: Point) -> None:
        (x0, y0), (x1, y1), (x2, y2) = self.last, pt1, pt2
        first = (x0 + (x1 - x0) * 2 / 3, y0 + (y1 - y0) * 2 / 3)
        second = (x2 + (x1 - x2) * 2 / 3, y2 + (y1 - y2) * 2 / 3)
        self.curveTo(first, second, pt2)

    def closePath(self) -> None:
        self.path.close()


@functools.lru_cache(maxsize=2000)
def glyph(face: fonts.Face, char: str) -> Path:
    """The outline of ``char`` in em units, centred on the origin, y downwards."""
    opened = fonts.opened(face)
    font = uharfbuzz.Font(opened)
    index = font.get_nominal_glyph(ord(char))
    if not index:
        raise fonts.Unprintable(char)
    pen = _PathPen()
    font.draw_glyph_with_pen(index, pen)
    em = opened.upem
    width = font.get_glyph_h_advance(index) / em
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
