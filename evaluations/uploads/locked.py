"""The locked processes for what people upload: a file goes in, what may be kept of it comes out."""

import json
import struct
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

import sandbox
from evaluations.uploads import jobs
from evaluations.uploads.files import Kind, UploadRefused
from evaluations.uploads.paper import WHOLE, Box, Raster
from sandbox.process import Full, Limits, Sandbox, Silent, Stopped

_MOST_PAGES = 200
_LARGEST_HEAD = 2**20
_PDF, _PICTURE = 1, 5  # how long each may take, in units of ``Limits.each``
_SEEN = ("evaluations.uploads.jobs",)

#: At the gate somebody waits for the answer, and others behind him: six seconds for a PDF, which takes
#: a tenth of one, and eighteen for a picture, of which 40 million pixels need seven.
GATE = Sandbox(
    "evaluations.uploads.jobs", jobs.heard, apart=True, beforehand=_SEEN,
    limits=Limits(written=0, answered=200 * 2**20, seconds=3, each=3, silence=60.0, wait=20.0),
)  # fmt: skip
#: Nobody waits for the blind copies: a worker makes them.
DRAWER = Sandbox(
    "evaluations.uploads.jobs", jobs.heard, apart=True, beforehand=_SEEN,
    limits=Limits(written=0, answered=32 * 2**20, seconds=20, each=2, silence=240.0),
)  # fmt: skip


class NotDrawn(Exception):
    """The file could not be drawn. ``str()`` is a code: ``runaway`` or what the gate calls it."""


def checked(data: bytes, kind: Kind, *, max_pages: int, photo: bool) -> tuple[bytes, int]:
    """What may be kept, and how many pages it has. Raises UploadRefused."""
    size = _PDF if kind is Kind.PDF else _PICTURE
    answer = _answered("checked", data, kind.value, size=size, max_pages=max_pages, photo=photo)
    return _kept(data, kind, answer, photo=photo)


def covered(jpeg: bytes, boxes: Iterable[Box]) -> bytes:
    """A drawn page with black boxes: a process that drew a stranger's file may have been taken
    over, so its picture is opened behind the lock too. Raises UploadRefused."""
    answer = _answered("covered", jpeg, list(boxes), size=_PICTURE)
    if Kind.of(answer) is not Kind.JPEG:
        raise _too_much()
    return answer


def _answered(name: str, *given: Any, size: int, **how: Any) -> bytes:
    if not sandbox.is_in_use():
        return b"".join(jobs.do(name, given, how))
    try:
        return b"".join(GATE.work(name, *given, size=size, **how))
    except (Silent, Full) as busy:
        raise UploadRefused(
            _("The file could not be checked just now. Upload it again."), code="again"
        ) from busy
    except Stopped as stopped:
        raise _too_much() from stopped


def _kept(data: bytes, kind: Kind, answer: bytes, *, photo: bool) -> tuple[bytes, int]:
    """Of a PDF only a number is believed: what is kept are the bytes that came."""
    if kind is not Kind.PDF:
        if Kind.of(answer) is not (Kind.JPEG if photo else kind):
            raise _too_much()
        return answer, 1
    if not (answer.isdigit() and len(answer) < 5):
        raise _too_much()
    return data, int(answer)


def _too_much() -> UploadRefused:
    message = _(
        "This file takes more time or memory to check than any paper needs. Print it to a new PDF, "
        "or scan it again, and upload that."
    )
    return UploadRefused(message, code="runaway")


def draw(data: bytes, kind: Kind, words: str, *, pages: int) -> list[Raster]:
    """Every page as a picture, all or none. ``words``: a regular expression. Raises NotDrawn."""
    try:
        told = DRAWER.work("drawn", data, kind.value, words, size=pages)
    except UploadRefused as refused:
        raise NotDrawn(refused.code) from refused
    except (Stopped, Full) as stopped:
        raise NotDrawn("runaway") from stopped
    if len(told) > _MOST_PAGES:
        raise NotDrawn("runaway")
    return [_raster(page) for page in told]


def _raster(told: bytes) -> Raster:
    """Believed in nothing: lengths are bounded, numbers are numbers, a picture begins like one."""
    size = struct.unpack(">I", told[:4])[0] if len(told) > 4 else _LARGEST_HEAD
    head, jpeg = told[4 : 4 + size], told[4 + size :]
    if size >= _LARGEST_HEAD or not jpeg.startswith(b"\xff\xd8\xff"):
        raise NotDrawn("runaway")
    try:
        return _read(json.loads(head), jpeg)
    except (KeyError, TypeError, ValueError, RecursionError) as broken:
        raise NotDrawn("runaway") from broken


def _read(head: dict[str, Any], jpeg: bytes) -> Raster:
    boxes = []
    for box in head["boxes"]:
        left, top, right, bottom = (max(0, min(WHOLE, int(part))) for part in box)
        boxes.append((left, top, right, bottom))
    width, height = int(head["width"]), int(head["height"])
    return Raster(jpeg, width, height, bool(head["worded"]), tuple(boxes))
