"""What is done with a stranger's file, in a locked process only: looked through, or drawn."""

import json
import struct
from collections.abc import Callable, Iterator
from typing import Any

from evaluations.uploads import covering, images, pdf
from evaluations.uploads.files import Kind, UploadRefused
from evaluations.uploads.paper import Box

REFUSED = b"R"


def do(name: str, given: tuple[Any, ...], how: dict[str, Any]) -> Iterator[bytes]:
    work: dict[str, Callable[..., Iterator[bytes]]] = {
        "checked": checked,
        "drawn": drawn,
        "covered": covered,
    }
    yield from work[name](*given, **how)


def checked(data: bytes, kind: str, *, max_pages: int, photo: bool) -> Iterator[bytes]:
    """Of a PDF how many pages it has, in digits; of a picture the picture as it may be kept."""
    match Kind(kind):
        case Kind.PDF:
            yield str(pdf.count_pages(data, max_pages)).encode()
        case picture if photo:
            yield images.as_photo(data, picture)
        case picture:
            yield images.reencoded(data, picture)


def drawn(data: bytes, kind: str, words: str) -> Iterator[bytes]:
    """Every page: how long what is told of it is, what is told of it, and its picture."""
    from evaluations.uploads.raster import rasters  # loads pdfium, which the gate does not need

    for page in rasters(data, Kind(kind), words):
        head = {"width": page.width, "height": page.height, "worded": page.worded}
        said = json.dumps(head | {"boxes": page.boxes}).encode()
        yield struct.pack(">I", len(said)) + said + page.jpeg


def covered(jpeg: bytes, boxes: list[Box]) -> Iterator[bytes]:
    """A drawn page once more, black where a box lies."""
    yield covering.covered(jpeg, boxes)


def told(problem: Exception) -> tuple[bytes, bytes] | None:
    if not isinstance(problem, UploadRefused):
        return None
    return REFUSED, json.dumps([problem.code, str(problem)]).encode()


def heard(letter: bytes, body: bytes) -> Exception | None:
    """Believed in nothing but that it is a word and a sentence."""
    try:
        code, sentence = json.loads(body)
    except (ValueError, TypeError):
        return None
    return UploadRefused(str(sentence)[:500], code=str(code)[:30]) if letter == REFUSED else None
