"""The visual seal. Until the city has uploaded its own it is a specimen and says so in its middle."""

import math

from certificates import fonts
from certificates.designs import ornament, outline
from certificates.designs.ink import Drawing, circle

VERMILION = "#c8161d"
SPECIMEN = "样章"


def stamp(drawing: Drawing, *, issuer: str, x: float, y: float, diameter: float = 40.0) -> None:
    """Paint a round specimen seal of ``issuer`` centred on (x, y), in mm, unless its own comes.

    It is painted into the page under the black text, which looks like ink over print in every
    viewer; a seal drawn as a form widget is missing in viewers that draw no widgets.
    """
    if drawing.reserve(x, y, diameter):
        return
    r = diameter / 2
    drawing.stroke(circle(x, y, r - 0.6), VERMILION, 1.1)
    span = min(1.5 * math.pi, 0.36 * len(issuer) + 0.3)
    drawing.fill(
        outline.along_arc(
            issuer,
            face=fonts.SONG_BOLD,
            centre=(x, y),
            radius=r * 0.735,
            height=r * 0.27,
            widest=r * 0.27,
            span=span,
        ),
        VERMILION,
    )
    drawing.fill(ornament.star(x, y, radius=r * 0.33), VERMILION)
    drawing.fill(
        outline.straight(
            SPECIMEN, face=fonts.SONG_BOLD, centre=(x, y + r * 0.6), size=r * 0.24, gap=r * 0.06
        ),
        VERMILION,
    )
