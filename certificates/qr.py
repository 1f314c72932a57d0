"""The square code: made as vector runs, read again as a camera would."""

from itertools import groupby
from typing import cast

import zxingcpp
from PIL import Image

_SQUARE = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def modules(text: str) -> list[list[bool]]:
    """Rows of dark modules for ``text`` at error correction M, without quiet zone."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = memoryview(barcode.to_image(scale=1, add_quiet_zones=False))
    rows = cast("list[list[int]]", image.tolist())
    return [[value == 0 for value in row] for row in rows]


def runs(text: str) -> tuple[list[tuple[int, int, int]], int]:
    """Dark runs as (column, row, length) and the number of modules on a side."""
    rows = modules(text)
    found = []
    for y, row in enumerate(rows):
        x = 0
        for dark, group in groupby(row):
            length = len(list(group))
            if dark:
                found.append((x, y, length))
            x += length
    return found, len(rows)


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
