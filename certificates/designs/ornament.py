"""The motifs of the certificates: guilloche, laurel, fret, star. Geometry only, in millimetres."""

import math
from collections.abc import Iterator

from certificates.designs.ink import Path, Point, circle, polyline, smooth

TURN = 2 * math.pi


def rosette(
    x: float, y: float, *, radius: float, depth: float, lobes: int, strands: int, points: int = 0
) -> Iterator[Path]:
    """A guilloche medallion: closed waves around a circle, each strand turned a little.

    ``depth`` is the height of the wave in mm, ``lobes`` its count on one round.
    """
    points = points or lobes * 5
    for strand in range(strands):
        phase = TURN * strand / strands
        outline: list[Point] = []
        for i in range(points):
            angle = TURN * i / points
            r = radius + depth * math.cos(lobes * angle + phase)
            outline.append((x + r * math.cos(angle), y + r * math.sin(angle)))
        yield smooth(outline, closed=True)


def spirograph(x: float, y: float, *, radius: float, inner: float, petals: int, twist: int) -> Path:
    """One endless line that winds ``twist`` times round a ring between two radii."""
    points = petals * 7
    mean, swing = (radius + inner) / 2, (radius - inner) / 2
    outline = []
    for i in range(points):
        t = TURN * i / points
        r = mean + swing * math.cos(petals * t)
        outline.append((x + r * math.cos(twist * t), y + r * math.sin(twist * t)))
    return smooth(outline, closed=True)


def braid(start: Point, end: Point, *, height: float, waves: int, strands: int) -> Iterator[Path]:
    """A woven band between two points: sine strands, evenly shifted."""
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0)
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    count = waves * 5
    for strand in range(strands):
        phase = TURN * strand / strands
        points: list[Point] = []
        for i in range(count + 1):
            along = length * i / count
            off = height / 2 * math.sin(TURN * waves * i / count + phase)
            points.append((x0 + ux * along - uy * off, y0 + uy * along + ux * off))
        yield smooth(points)


def leaf(x: float, y: float, *, length: float, width: float, angle: float) -> Path:
    """A pointed laurel leaf growing from (x, y) in the direction ``angle`` (radians)."""
    blade = (
        Path()
        .move(0, 0)
        .curve(length * 0.22, -width * 0.62, length * 0.66, -width * 0.6, length, 0)
        .curve(length * 0.66, width * 0.34, length * 0.24, width * 0.5, 0, 0)
        .close()
    )
    c, s = math.cos(angle), math.sin(angle)
    return blade.mapped(c, s, -s, c, x, y)


def vein(x: float, y: float, *, length: float, angle: float) -> Path:
    c, s = math.cos(angle), math.sin(angle)
    line = (
        Path()
        .move(length * 0.12, 0)
        .curve(length * 0.35, -length * 0.03, length * 0.65, -length * 0.03, length * 0.9, 0)
    )
    return line.mapped(c, s, -s, c, x, y)


def laurel(
    x: float, y: float, *, radius: float, start: float, sweep: float, leaves: int, size: float
) -> tuple[list[Path], list[Path], list[Path], Path]:
    """A laurel branch bent along a circle: (leaves, veins, berries, stem).

    Angles in radians, clockwise from the right; the branch grows from ``start`` by ``sweep``.
    Leaves stand in pairs and grow smaller towards the tip.
    """
    blades, veins, berries = [], [], []
    direction = math.copysign(1, sweep)
    for i in range(leaves):
        share = (i + 0.35) / leaves
        angle = start + sweep * share
        px, py = x + radius * math.cos(angle), y + radius * math.sin(angle)
        along = angle + direction * math.pi / 2
        length = size * (1 - 0.38 * share)
        for side in (-1, 1):
            lean = along + side * direction * (0.62 - 0.16 * share)
            shape = leaf(0, 0, length=length, width=length * 0.36, angle=0)
            if side * direction > 0:
                shape = shape.mapped(1, 0, 0, -1, 0, 0)
            c, s = math.cos(lean), math.sin(lean)
            blades.append(shape.mapped(c, s, -s, c, px, py))
            veins.append(vein(px, py, length=length, angle=lean))
        if i % 2 and i < leaves - 2:
            past = angle + sweep * 0.55 / leaves
            out = radius + size * 0.3
            berries.append(circle(x + out * math.cos(past), y + out * math.sin(past), size * 0.07))
    tip = start + sweep
    end = (x + radius * math.cos(tip), y + radius * math.sin(tip))
    blades.append(
        leaf(*end, length=size * 0.62, width=size * 0.22, angle=tip + direction * math.pi / 2)
    )
    steps = 24
    stem = smooth(
        [
            (
                x + radius * math.cos(start + sweep * i / steps),
                y + radius * math.sin(start + sweep * i / steps),
            )
            for i in range(steps + 1)
        ]
    )
    return blades, veins, berries, stem


def fret(start: Point, end: Point, *, size: float) -> Path:
    """回纹: a running key pattern of square spirals between two points."""
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0)
    count = max(1, round(length / (size * 1.25)))
    step = length / count
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    unit = [
        (0.0, 1.0),
        (0.0, 0.0),
        (0.86, 0.0),
        (0.86, 0.76),
        (0.3, 0.76),
        (0.3, 0.36),
        (0.58, 0.36),
    ]
    path = Path()
    # The last spiral is narrower than its step: half of the rest goes before the first.
    rest = step * (1 - 0.86 * 0.92) / 2
    for i in range(count):
        turned = []
        for px, py in unit:
            along, across = rest + i * step + px * step * 0.92, (py - 0.5) * size
            turned.append((x0 + ux * along - uy * across, y0 + uy * along + ux * across))
        path.extend(polyline(turned))
    return path


def star(x: float, y: float, *, radius: float) -> Path:
    """The five-pointed star of a Chinese official seal."""
    inner = radius * math.sin(math.pi / 10) / math.sin(math.pi * 7 / 10)
    points = []
    for i in range(10):
        r = radius if i % 2 == 0 else inner
        angle = -math.pi / 2 + i * math.pi / 5
        points.append((x + r * math.cos(angle), y + r * math.sin(angle)))
    return polyline(points, closed=True)


def lozenge(x: float, y: float, *, size: float) -> Path:
    return polyline([(x - size, y), (x, y - size), (x + size, y), (x, y + size)], closed=True)
