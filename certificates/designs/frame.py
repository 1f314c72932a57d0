"""Frames and grounds that the designs share, each in the colours of its design."""

import math
from dataclasses import dataclass

from certificates.designs import ornament
from certificates.designs.ink import KAPPA, Drawing, Path, circle, rectangle


@dataclass(frozen=True)
class Palette:
    paper: str
    line: str
    fine: str
    tint: str
    leaf: str
    accent: str


GOLD = Palette(
    paper="#fdfaf2",
    line="#a9853a",
    fine="#c6a55a",
    tint="#f2e7cd",
    leaf="#b8923f",
    accent="#9c1b1f",
)
JADE = Palette(
    paper="#fafbf6",
    line="#3f6b5a",
    fine="#86a895",
    tint="#e3ece3",
    leaf="#5f8a76",
    accent="#1f4d3f",
)
INDIGO = Palette(
    paper="#fafafa",
    line="#33507a",
    fine="#8ba1c0",
    tint="#e4e9f1",
    leaf="#6781a8",
    accent="#1f3a63",
)
CRIMSON = Palette(
    paper="#fefaf6",
    line="#9c2b2e",
    fine="#cf9a86",
    tint="#f6e6dd",
    leaf="#b5862f",
    accent="#8f1a1e",
)


def scooped(x: float, y: float, width: float, height: float, *, scoop: float) -> Path:
    """A rectangle whose corners are quarter circles bitten out of it."""
    r, k = scoop, scoop * (1 - KAPPA)
    right, bottom = x + width, y + height
    return (
        Path()
        .move(x + r, y)
        .line(right - r, y)
        .curve(right - r, y + r - k, right - k, y + r, right, y + r)
        .line(right, bottom - r)
        .curve(right - k, bottom - r, right - r, bottom - r + k, right - r, bottom)
        .line(x + r, bottom)
        .curve(x + r, bottom - r + k, x + k, bottom - r, x, bottom - r)
        .line(x, y + r)
        .curve(x + k, y + r, x + r, y + r - k, x + r, y)
        .close()
    )


def ground(drawing: Drawing, palette: Palette, *, bleed: float = 3.0) -> None:
    sheet = rectangle(-bleed, -bleed, drawing.width + 2 * bleed, drawing.height + 2 * bleed)
    drawing.fill(sheet, palette.paper)


def medallion(drawing: Drawing, palette: Palette, x: float, y: float, radius: float) -> None:
    """The pale guilloche in the middle of the sheet: a tint, never a hindrance to reading."""
    rings = ((0.93, 0.07, 72, 6), (0.72, 0.1, 48, 6), (0.46, 0.12, 36, 6), (0.24, 0.08, 24, 4))
    for share, depth, lobes, strands in rings:
        for path in ornament.rosette(
            x, y, radius=radius * share, depth=radius * depth, lobes=lobes // 2, strands=strands
        ):
            drawing.stroke(path, palette.tint, 0.16)
    drawing.stroke(
        ornament.spirograph(x, y, radius=radius * 0.85, inner=radius * 0.3, petals=40, twist=9),
        palette.tint,
        0.13,
    )


def banknote(drawing: Drawing, palette: Palette, *, margin: float, band: float) -> None:
    """The main frame: two rules, a woven band between them, a rosette in each corner."""
    w, h, m = drawing.width, drawing.height, margin
    inner = m + band
    drawing.stroke(rectangle(m, m, w - 2 * m, h - 2 * m), palette.line, 0.85)
    drawing.stroke(
        rectangle(m + 1.3, m + 1.3, w - 2 * m - 2.6, h - 2 * m - 2.6), palette.line, 0.18
    )
    middle = m + 1.3 + (band - 1.3) / 2
    corner = band * 1.42
    height = band - 3.1
    _woven_band(drawing, palette, middle=middle, corner=middle + band * 0.6, height=height)
    for scoop, offset, width in (
        (corner - band + 3.2, 0.0, 0.55),
        (corner - band + 4.6, 1.2, 0.16),
    ):
        box = inner + offset
        drawing.stroke(
            scooped(box, box, w - 2 * box, h - 2 * box, scoop=scoop), palette.line, width
        )
    for x in (middle, w - middle):
        for y in (middle, h - middle):
            corner_rosette(drawing, palette, x, y, band * 0.62)


def _woven_band(
    drawing: Drawing, palette: Palette, *, middle: float, corner: float, height: float
) -> None:
    w, h = drawing.width, drawing.height
    runs = (
        ((corner, middle), (w - corner, middle)),
        ((corner, h - middle), (w - corner, h - middle)),
        ((middle, corner), (middle, h - corner)),
        ((w - middle, corner), (w - middle, h - corner)),
    )
    for start, end in runs:
        length = math.dist(start, end)
        for share, waves in ((1.0, length / 11), (0.5, length / 5.5)):
            for path in ornament.braid(
                start, end, height=height * share, waves=round(waves), strands=5
            ):
                drawing.stroke(path, palette.fine, 0.12)


def corner_rosette(drawing: Drawing, palette: Palette, x: float, y: float, radius: float) -> None:
    drawing.fill(circle(x, y, radius), palette.paper)
    for share, lobes in ((0.84, 18), (0.55, 12), (0.3, 8)):
        for path in ornament.rosette(
            x, y, radius=radius * share, depth=radius * 0.14, lobes=lobes, strands=3
        ):
            drawing.stroke(path, palette.fine, 0.15)
    drawing.stroke(circle(x, y, radius), palette.line, 0.4)
    drawing.fill(circle(x, y, radius * 0.1), palette.line)


def wreath(
    drawing: Drawing,
    palette: Palette,
    *,
    x: float,
    y: float,
    radius: float,
    half_angle: float,
    leaves: int,
    size: float,
    drop: float = 0.0,
) -> None:
    """Two laurel branches, left and right of (x, y), growing upwards along one circle."""
    for mirror in (-1, 1):
        start = math.pi - half_angle if mirror < 0 else half_angle
        sweep = (2 * half_angle - drop) * (1 if mirror < 0 else -1)
        blades, veins, berries, stem = ornament.laurel(
            x, y, radius=radius, start=start, sweep=sweep, leaves=leaves, size=size
        )
        drawing.stroke(stem, palette.leaf, size * 0.045)
        for blade in blades:
            drawing.fill(blade, palette.leaf)
        for vein in veins:
            drawing.stroke(vein, palette.paper, size * 0.022)
        for berry in berries:
            drawing.fill(berry, palette.leaf)


def divider(
    drawing: Drawing, palette: Palette, *, x: float, y: float, gap: float, arm: float
) -> None:
    """A rule on each side of a line of small type, ending in a lozenge."""
    for side in (-1, 1):
        near, far = x + side * gap, x + side * (gap + arm)
        drawing.stroke(Path().move(near + side * 1.4, y).line(far, y), palette.line, 0.2)
        drawing.fill(ornament.lozenge(near, y, size=0.85), palette.line)


def photo_frame(
    drawing: Drawing, palette: Palette, *, x: float, y: float, width: float, height: float
) -> None:
    drawing.fill(rectangle(x - 1.6, y - 1.6, width + 3.2, height + 3.2), "#ffffff")
    drawing.stroke(rectangle(x - 1.6, y - 1.6, width + 3.2, height + 3.2), palette.line, 0.3)
