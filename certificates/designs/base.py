"""What a design is: a sheet, its art, its layout file, and how far each text may shrink."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from certificates.designs import seal
from certificates.designs.ink import Drawing, Place

LAYOUTS = Path(__file__).parent / "layouts"


@dataclass(frozen=True)
class Slot:
    """One text that varies: its box in mm and the sizes to try, largest first, in mm."""

    width: float
    height: float
    sizes: tuple[float, ...]


@dataclass(frozen=True)
class Design:
    """``paint(drawing, photo)`` paints the ground, ``seals(count)`` says where as many seals stand,
    the main issuer's first; text comes from the layout file.

    A changed layout is a new version with a new file: what was issued with version 1 can be
    rendered again, byte for byte, as long as its file stays.
    """

    key: str
    version: int
    width: float
    height: float
    heading: str  # of the proof, and of an award that has none
    heading_en: str
    paint: Callable[[Drawing, bool], None]
    seals: Callable[[int], tuple[Place, ...]]
    slots: dict[str, Slot]
    qr: tuple[float, float, float] = (0, 0, 27)
    """Left, top and side of the square code in mm; two modules around it stay free."""
    photo: bool = True

    @property
    def name(self) -> str:
        return f"{self.key}-{self.version}"

    @property
    def html(self) -> str:
        return _read(f"{self.name}.html")

    @property
    def css(self) -> str:
        # Sizes as classes: an attribute of its own on every element cannot be shared, and each
        # holder's page would be styled anew.
        sizes = (
            f".{size_class(name, step)} {{ font-size: {size}mm }}\n"
            for name, slot in self.slots.items()
            for step, size in enumerate(slot.sizes)
        )
        return _read("base.css") + _read(f"{self.name}.css") + "".join(sizes)

    def __hash__(self) -> int:
        return hash(self.name)


def size_class(slot: str, step: int) -> str:
    """The class of a text in the ``step``-th size of its slot."""
    return f"{slot}-{step}"


@cache
def _read(name: str) -> str:
    return (LAYOUTS / name).read_text()


@cache
def drawing(
    design: Design, issuers: tuple[str, ...], photo: bool, sealed: tuple[bool, ...] = ()
) -> Drawing:
    """The painted ground, made once for all holders of a decision."""
    sheet = Drawing(design.width, design.height, sealed, under=art(design, photo))
    for place, issuer in zip(design.seals(len(issuers)), issuers, strict=False):
        seal.stamp(sheet, issuer=issuer, x=place.x, y=place.y, diameter=place.diameter)
    return sheet


@cache
def art(design: Design, photo: bool) -> Drawing:
    """What is the same for all issuers: the most of the ink."""
    sheet = Drawing(design.width, design.height)
    design.paint(sheet, photo)
    return sheet
