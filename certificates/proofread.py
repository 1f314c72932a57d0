"""A finished page is looked at as a camera would before it goes out."""

import io
import json

import pypdfium2
from django.utils.translation import gettext as _
from PIL import Image

from certificates import locked, qr
from certificates.refusals import Flawed

#: One in so many, and always the first of a chunk.
ONE_IN = 100
DPI = 200


class Unreadable(Flawed):
    """The square code on the page does not say what it should."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The square code on the finished page cannot be read, so the certificate was not"
                " issued. Tell the administrator; the others go on."
            )
        )


def picture(pdf: bytes, *, dpi: int = DPI) -> Image.Image:
    """The first page as another program than the one that made it draws it."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        page = document[0]
        bitmap = page.render(scale=dpi / 72)
        return bitmap.to_pil().convert("L").copy()
    finally:
        document.close()


def codes(pdf: bytes) -> bytes:
    """What the square codes on the first page say, as JSON."""
    return json.dumps(qr.read(picture(pdf))).encode()


def require_readable(pdf: bytes, *, text: str) -> None:
    """Raises :class:`Unreadable` with a sentence unless the code on the page reads ``text``."""
    if json.loads(locked.ours("codes", pdf)) != [text]:
        raise Unreadable
