"""Pictures of seals as somebody might upload them. No office has these."""

import functools
import io
from typing import Any

from PIL import Image, ImageDraw

RED = (200, 22, 29)


@functools.cache
def seal_png(*, side: int = 600, ink: Any = RED, ground: Any = (0, 0, 0, 0), **save: Any) -> bytes:
    """A ring, a star's disc and a bar on nothing, drawn at twice the size for soft edges."""
    big = side * 2
    image = Image.new("RGBA", (big, big), ground)
    draw = ImageDraw.Draw(image)
    colour = (*ink, 255)
    draw.ellipse((8, 8, big - 8, big - 8), outline=colour, width=big // 30)
    draw.ellipse((big * 0.36, big * 0.33, big * 0.64, big * 0.61), fill=colour)
    draw.rectangle((big * 0.25, big * 0.72, big * 0.75, big * 0.78), fill=colour)
    out = io.BytesIO()
    image.reduce(2).save(out, "PNG", **save)
    return out.getvalue()
