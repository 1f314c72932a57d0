"""Vector drawings in millimetres, y downwards: once as PDF operators, once as SVG for proofs.

The art never passes through the layout engine: redrawing SVG in Python was the largest single
cost of a certificate, and every page carries the same art.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

MM = 72 / 25.4
#: The art goes this far beyond the trimmed edge, in mm.
BLEED = 3.0
#: Distance of Bézier handles for a quarter circle.
KAPPA = 0.5522847498

Point = tuple[float, float]
#: ("m" | "l", (x, y)), ("c", (x1, y1, x2, y2, x, y)) or ("z", ())
Segment = tuple[str, tuple[float, ...]]


@dataclass
class Path:
    segments: list[Segment] = field(default_factory=list)

    def move(self, x: float, y: float) -> Self:
        self.segments.append(("m", (x, y)))
        return self

    def line(self, x: float, y: float) -> Self:
        self.segments.append(("l", (x, y)))
        return self

    def curve(self, *numbers: float) -> Self:
        self.segments.append(("c", numbers))
        return self

    def close(self) -> Self:
        self.segments.append(("z", ()))
        return self

    def extend(self, other: "Path") -> Self:
        self.segments.extend(other.segments)
        return self

    def mapped(self, a: float, b: float, c: float, d: float, e: float, f: float) -> "Path":
        """The path under x' = ax + cy + e, y' = bx + dy + f."""
        result = Path()
        for kind, values in self.segments:
            mapped: list[float] = []
            for x, y in zip(values[::2], values[1::2], strict=True):
                mapped += [a * x + c * y + e, b * x + d * y + f]
            result.segments.append((kind, tuple(mapped)))
        return result


def polyline(points: list[Point], *, closed: bool = False) -> Path:
    path = Path().move(*points[0])
    for point in points[1:]:
        path.line(*point)
    return path.close() if closed else path


def smooth(points: list[Point], *, closed: bool = False) -> Path:
    """A Catmull-Rom curve through the points: few points, fine lines, small files."""
    count = len(points)
    path = Path().move(*points[0])
    for i in range(count if closed else count - 1):
        p0, p1 = points[i - 1] if closed or i else points[0], points[i]
        p2 = points[(i + 1) % count]
        p3 = points[(i + 2) % count] if closed or i + 2 < count else p2
        path.curve(
            p1[0] + (p2[0] - p0[0]) / 6,
            p1[1] + (p2[1] - p0[1]) / 6,
            p2[0] - (p3[0] - p1[0]) / 6,
            p2[1] - (p3[1] - p1[1]) / 6,
            *p2,
        )
    return path.close() if closed else path


def rectangle(x: float, y: float, width: float, height: float) -> Path:
    return polyline([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], closed=True)


def circle(x: float, y: float, r: float) -> Path:
    k = KAPPA * r
    return (
        Path()
        .move(x + r, y)
        .curve(x + r, y + k, x + k, y + r, x, y + r)
        .curve(x - k, y + r, x - r, y + k, x - r, y)
        .curve(x - r, y - k, x - k, y - r, x, y - r)
        .curve(x + k, y - r, x + r, y - k, x + r, y)
        .close()
    )


def _hex(colour: str) -> tuple[float, float, float]:
    r, g, b = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return r, g, b


def shortest(value: float) -> str:
    """A hundredth of a millimetre is finer than any press; every digit more is 30 KB a file."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


_OPERATORS = {"m": "%.2f %.2f m", "l": "%.2f %.2f l", "c": "%.2f " * 6 + "c", "z": "h"}


def _shortened(operators: str) -> str:
    """Every number as :func:`shortest` writes it: all at once, for there are a hundred thousand."""
    shorter = operators.replace(".00 ", " ")
    for digit in "123456789":
        shorter = shorter.replace(f".{digit}0 ", f".{digit} ")
    return shorter


@dataclass(frozen=True)
class Place:
    """Where a seal stands: centre and diameter in mm, y downwards."""

    x: float
    y: float
    diameter: float


@dataclass
class Drawing:
    """Strokes and fills in painting order, on a sheet of ``width`` × ``height`` mm.

    ``sealed``: which seals, in the order of their places, are painted later from their pictures;
    ``under``: what lies below, finished, and shared with other sheets.
    """

    width: float
    height: float
    sealed: tuple[bool, ...] = ()
    marks: list[tuple[Path, str, float]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    under: "Drawing | None" = None

    def reserve(self, x: float, y: float, diameter: float) -> bool:
        """Take the next place for a seal; True when its picture comes later."""
        self.places.append(Place(x, y, diameter))
        index = len(self.places) - 1
        return index < len(self.sealed) and self.sealed[index]

    def fill(self, path: Path, colour: str) -> Self:
        self.marks.append((path, colour, 0))
        return self

    def stroke(self, path: Path, colour: str, width: float) -> Self:
        self.marks.append((path, colour, width))
        return self

    def as_pdf(self) -> bytes:
        """Operators in a space of points with the origin at the lower left corner."""
        head = f"q {MM:.6f} 0 0 -{MM:.6f} 0 {self.height * MM:.4f} cm 1 J 1 j"
        layers = [layer.operators for layer in (self.under, self) if layer and layer.marks]
        return "\n".join([head, *layers, "Q"]).encode()

    @cached_property
    def operators(self) -> str:
        """The marks as PDF operators, once nothing more is painted."""
        lines = []
        for path, colour, width in self.marks:
            rgb = " ".join(shortest(v) for v in _hex(colour))
            lines.append(f"{rgb} RG {shortest(width)} w" if width else f"{rgb} rg")
            lines += [_OPERATORS[kind] % values for kind, values in path.segments]
            lines.append("S" if width else "f")
        return _shortened("\n".join(lines))

    def as_svg(self) -> str:
        box = f"0 0 {shortest(self.width)} {shortest(self.height)}"
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">']
        for path, colour, width in (*(self.under.marks if self.under else ()), *self.marks):
            ink = (
                f'fill="none" stroke="{colour}" stroke-width="{shortest(width)}"'
                if width
                else f'fill="{colour}"'
            )
            parts.append(f'<path d="{svg_data(path)}" {ink}/>')
        return "".join([*parts, "</svg>"])


def svg_data(path: Path) -> str:
    letters = {"m": "M", "l": "L", "c": "C", "z": "Z"}
    return " ".join(
        " ".join([letters[kind], *(shortest(v) for v in values)]) for kind, values in path.segments
    )
