"""Black over parts of a picture, so that nothing of what was there is left in its bytes."""

import io
from collections.abc import Iterable

from PIL import ImageDraw

from evaluations.uploads.files import Kind
from evaluations.uploads.images import opened
from evaluations.uploads.paper import QUALITY, WHOLE, Box

# A JPEG stores blocks of 8 pixels, and the letters of a block ring through all of it: a box is drawn
# to the borders of its blocks, or its edge would still tell what was under it.
_BLOCK = 8


def covered(jpeg: bytes, boxes: Iterable[Box]) -> bytes:
    """The picture anew, black where a box lies."""
    picture = opened(jpeg, Kind.JPEG).convert("RGB")
    brush = ImageDraw.Draw(picture)
    for box in boxes:
        brush.rectangle(_in_pixels(box, *picture.size), fill=(0, 0, 0))
    picture.info = {}
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, subsampling=0)
    return file.getvalue()


def _in_pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    left, right = (box[0] * width, box[2] * width)
    top, bottom = (box[1] * height, box[3] * height)
    return (
        _first(left),
        _first(top),
        max(_first(left), _last(right)),
        max(_first(top), _last(bottom)),
    )


def _first(part: int) -> int:
    return part // WHOLE // _BLOCK * _BLOCK


def _last(part: int) -> int:
    return -(-part // (WHOLE * _BLOCK)) * _BLOCK - 1
