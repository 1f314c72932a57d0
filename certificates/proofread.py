"""A finished page is looked at as a camera would before it goes out."""

import io
import json

import pypdfium2
from django.utils.translation import gettext as _
from PIL import Image

from certificates import locked, qr
from certificates.designs.ink import MM
from certificates.refusals import Flawed

#: One in so many, and always the first of a chunk.
ONE_IN = 100
DPI = 200
#: Light paper around a square code that a camera needs, in mm.
AROUND = 5.0
#: Left, top and side of a square on a page, in mm.
Square = tuple[float, float, float]


class Unreadable(Flawed):
    """The square code on the page does not say what it should."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The square code on the finished page cannot be read, so the certificate was not"
                " issued. Tell the administrator; the others go on."
            )
        )


def picture(pdf: bytes, *, dpi: int = DPI, at: Square | None = None) -> Image.Image:
    """The first page, or what lies in and around a square on it, as another program than the one
    that made it draws it."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        page = document[0]
        crop = _beyond(at, *page.get_size()) if at else (0, 0, 0, 0)
        bitmap = page.render(scale=dpi / 72, crop=crop)
        return bitmap.to_pil().convert("L").copy()
    finally:
        document.close()


def _beyond(at: Square, width: float, height: float) -> tuple[float, float, float, float]:
    """What lies left, below, right and above, in points."""
    left, top, side = (value * MM for value in at)
    right, below = width - left - side, height - top - side
    around = AROUND * MM
    return left - around, below - around, right - around, top - around


def codes(pdf: bytes, at: Square) -> bytes:
    """What the square codes there say, as JSON."""
    return json.dumps(qr.read(picture(pdf, at=at))).encode()


def require_readable(pdf: bytes, *, text: str, at: Square) -> None:
    """Raises :class:`Unreadable` with a sentence unless the code on the page reads ``text``."""
    if json.loads(locked.ours("codes", pdf, at)) != [text]:
        raise Unreadable
