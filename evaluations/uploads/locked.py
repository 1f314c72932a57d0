"""The parent's side of the locked process: a file goes in, pictures of its pages come out."""

import json
import pickle
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from evaluations.uploads.files import Kind
from evaluations.uploads.paper import WHOLE, Raster

_ROOT = Path(__file__).resolve().parent.parent.parent
# Processor seconds of a file and of each of its pages; wall seconds on a busy machine.
_SECONDS, _EACH, _PATIENCE = 20, 2, 4
_MOST_PAGES = 200
_LARGEST_HEAD = 2**20


class NotDrawn(Exception):
    """The file could not be drawn. ``str()`` is a code: ``runaway`` or what the gate calls it."""


def draw(data: bytes, kind: Kind, words: str, *, pages: int) -> list[Raster]:
    """Every page as a picture, all or none. ``words``: a regular expression. Raises NotDrawn."""
    seconds = _SECONDS + _EACH * pages
    job = {"data": data, "kind": kind.value, "words": words, "seconds": seconds}
    with (
        tempfile.TemporaryDirectory(prefix="laurel-empty-") as home,
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as made,
    ):
        given.write(pickle.dumps(job))
        given.seek(0)
        _run(home, given, made, patience=seconds * _PATIENCE)
        made.seek(0)
        return list(_read(made))


def _run(home: str, given: IO[bytes], made: IO[bytes], *, patience: int) -> None:
    # Neither keys nor the database address are in this environment.
    environment = {"HOME": home, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-W", "ignore", "-m", "evaluations.uploads.child"]
    try:
        subprocess.run(  # noqa: S603  (our own program)
            command, stdin=given, stdout=made, stderr=subprocess.DEVNULL, cwd=home,
            env=environment, timeout=patience, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise NotDrawn("runaway") from late


def _read(made: IO[bytes]) -> Iterator[Raster]:
    """Believed in nothing: lengths are bounded, numbers are numbers, the end has to be said."""
    seen = 0
    while True:
        head, body = _frame(made)
        if "refused" in head:
            raise NotDrawn(str(head["refused"])[:30])
        if "pages" in head:
            if head["pages"] != seen:
                raise NotDrawn("runaway")
            return
        seen += 1
        if seen > _MOST_PAGES or not body.startswith(b"\xff\xd8\xff"):
            raise NotDrawn("runaway")
        yield _raster(head, body)


def _frame(made: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    lengths = made.read(8)
    if len(lengths) < 8:
        raise NotDrawn("runaway")
    told, carried = struct.unpack(">II", lengths)
    if told > _LARGEST_HEAD:
        raise NotDrawn("runaway")
    head, body = made.read(told), made.read(carried)
    if len(head) < told or len(body) < carried:
        raise NotDrawn("runaway")
    try:
        read = json.loads(head)
    except ValueError as broken:
        raise NotDrawn("runaway") from broken
    return (read, body) if isinstance(read, dict) else ({}, b"")


def _raster(head: dict[str, Any], body: bytes) -> Raster:
    try:
        boxes = []
        for box in head["boxes"]:
            left, top, right, bottom = (max(0, min(WHOLE, int(part))) for part in box)
            boxes.append((left, top, right, bottom))
        return Raster(
            body, int(head["width"]), int(head["height"]), bool(head["worded"]), tuple(boxes)
        )
    except (KeyError, TypeError, ValueError) as broken:
        raise NotDrawn("runaway") from broken
