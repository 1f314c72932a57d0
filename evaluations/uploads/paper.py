"""A page as a picture, and the boxes on it."""

from dataclasses import dataclass

#: A box is told in thousandths of the page, from its top left corner.
WHOLE = 1000
PHOTO_SIZE = (413, 579)  # 35 x 49 mm at 300 dpi, the two-inch photo of Chinese forms
QUALITY = 80  # of the JPEG, always 4:4:4: ``covering`` counts on blocks of 8 pixels

type Box = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True)
class Raster:
    """One page. ``worded``: it has a text layer, so words could be looked for."""

    jpeg: bytes
    width: int
    height: int
    worded: bool
    boxes: tuple[Box, ...]
