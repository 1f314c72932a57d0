"""The square code: made as vector runs, read again as a camera would."""

import re

import zxingcpp
from PIL import Image

_DARK = re.compile(rb"\0+")
_SQUARE = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def runs(text: str) -> tuple[list[tuple[int, int, int]], int]:
    """Dark runs of ``text`` at error correction M, without quiet zone, as (column, row, length), and
    the number of modules on a side."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = memoryview(barcode.to_image(scale=1, add_quiet_zones=False))
    side, dots = len(image), image.tobytes()
    rows = [dots[start : start + side] for start in range(0, len(dots), side)]
    found = [
        (run.start(), y, run.end() - run.start())
        for y, row in enumerate(rows)
        for run in _DARK.finditer(row)
    ]
    return found, side


def operators(text: str, *, x: float, y: float, side: float) -> bytes:
    """PDF operators that fill the dark modules in a box whose lower left corner is (x, y), in pt.

    The quiet zone is the light page around it: designs keep it free.
    """
    found, size = runs(text)
    module = side / size
    lines = [f"q {module:.5f} 0 0 -{module:.5f} {x:.4f} {y + side:.4f} cm 0.1 g"]
    lines += [f"{column} {row} {length} 1 re" for column, row, length in found]
    return "\n".join([*lines, "f Q"]).encode()


def read(image: Image.Image) -> list[str]:
    """Every code on a rendered page, as text."""
    found = zxingcpp.read_barcodes(image, formats=_SQUARE)
    return [result.text for result in found]
