"""What lies under the text: the art of the design and the issuers' seals, as one form."""

import functools
import io
import zlib
from typing import Any

import pydyf
from PIL import Image

from certificates.designs.base import Design, art, drawing
from certificates.designs.ink import BLEED, MM, Place


class Ready(pydyf.Object):
    """A stream that is already deflated."""

    def __init__(self, deflated: bytes, extra: dict[str, Any]) -> None:
        super().__init__()
        self.deflated = deflated
        self.extra = extra

    @property
    def compressible(self) -> bool:
        return False

    @property
    def data(self) -> bytes:
        extra = pydyf.Dictionary(
            {**self.extra, "Filter": "/FlateDecode", "Length": len(self.deflated)}
        )
        return b"\n".join((extra.data, b"stream", self.deflated, b"endstream"))


def add(
    pdf: pydyf.PDF, design: Design, issuers: tuple[str, ...], photo: bool, seals: tuple[bytes, ...]
) -> pydyf.Object:
    """The form of a ground, added to ``pdf`` with the pictures that it needs."""
    b = BLEED * MM
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array([-b, -b, design.width * MM + b, design.height * MM + b]),
        # Its own resources: a form that borrows the page's breaks PDF/A (6.2.2-2).
        "Resources": _resources(pdf, seals),
    }
    form = Ready(_operators(design, issuers, photo, tuple(map(bool, seals))), extra)
    pdf.add_object(form)
    return form


def _resources(pdf: pydyf.PDF, seals: tuple[bytes, ...]) -> pydyf.Dictionary:
    if not any(seals):
        return pydyf.Dictionary()
    pictures = pydyf.Dictionary()
    for index, png in enumerate(seals):
        if png:
            pictures[f"Seal{index}"] = _picture(pdf, png)
    # Multiply is what ink does: print below it stays black, in every viewer that we know.
    ink = pydyf.Dictionary({"Ink": pydyf.Dictionary({"Type": "/ExtGState", "BM": "/Multiply"})})
    return pydyf.Dictionary({"XObject": pictures, "ExtGState": ink})


def _picture(pdf: pydyf.PDF, png: bytes) -> bytes:
    colours, mask, width, height = _planes(png)
    size = {"Type": "/XObject", "Subtype": "/Image", "Width": width, "Height": height}
    size |= {"BitsPerComponent": 8, "Interpolate": "false"}
    shade = Ready(mask, size | {"ColorSpace": "/DeviceGray"})
    pdf.add_object(shade)
    image = Ready(colours, size | {"ColorSpace": "/DeviceRGB", "SMask": shade.reference})
    pdf.add_object(image)
    return bytes(image.reference)


@functools.lru_cache(maxsize=16)
def _planes(png: bytes) -> tuple[bytes, bytes, int, int]:
    """(deflated colours, deflated mask, width, height)"""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        picture = image.convert("RGBA")
    colours, mask = picture.convert("RGB").tobytes(), picture.getchannel("A").tobytes()
    return zlib.compress(colours, 9), zlib.compress(mask, 9), *picture.size


@functools.cache
def _operators(
    design: Design, issuers: tuple[str, ...], photo: bool, sealed: tuple[bool, ...]
) -> bytes:
    sheet = drawing(design, issuers, photo, sealed)
    lines = [sheet.as_pdf()]
    for index, place in enumerate(sheet.places):
        if index < len(sealed) and sealed[index]:
            lines.append(_stamp(design, index, place))
    begun, size, packer = _begun(design, photo)
    packer = packer.copy()
    return begun + packer.compress(b"\n".join(lines)[size:]) + packer.flush()


@functools.cache
def _begun(design: Design, photo: bool) -> tuple[bytes, int, Any]:
    """(deflated, size before, what deflates on) of the art, with which the ground begins whatever the
    issuers. As usual, not as tight as can be: half the time, and eight in a thousand larger."""
    plain, packer = art(design, photo).as_pdf().removesuffix(b"Q"), zlib.compressobj()
    return packer.compress(plain), len(plain), packer


def _stamp(design: Design, index: int, place: Place) -> bytes:
    side = place.diameter * MM
    left = (place.x - place.diameter / 2) * MM
    bottom = (design.height - place.y - place.diameter / 2) * MM
    box = f"{side:.3f} 0 0 {side:.3f} {left:.3f} {bottom:.3f} cm"
    return f"q /Ink gs {box} /Seal{index} Do Q".encode()
