"""Lines of a workbook that somebody uploaded: unpacked and parsed in a locked process only.

Also the work of that process, so it knows neither models nor roles.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

import sandbox
from sandbox.process import Full, Limits, Sandbox, Stopped

# A sheet of 3,000 lines unpacks to about one megabyte; thirty leave room for styles.
_MOST_UNPACKED = 30 * 1024 * 1024
_UNREADABLE = b"W"

type Line = tuple[int, list[str]]


class Unreadable(Exception):
    """``str()`` is the sentence for whoever chose the file."""


def lines(data: bytes, *, columns: int, most: int) -> list[Line]:
    """(number, cells as text) of every filled line below the header of the first sheet.

    ``most``: lines that are read. Raises :class:`Unreadable`.
    """
    how = {"columns": columns, "most": most}
    if not sandbox.is_in_use():
        return _read(b"".join(do("lines", (data,), how)))
    try:
        return _read(b"".join(READER.work("lines", data, **how)))
    except (Stopped, Full) as problem:
        raise Unreadable(
            _("This workbook could not be read just now, or takes too long. Choose it again.")
        ) from problem


def _read(answer: bytes) -> list[Line]:
    try:
        return [
            (int(number), [str(cell) for cell in cells]) for number, cells in json.loads(answer)
        ]
    except (ValueError, TypeError) as problem:
        raise _no_sheet() from problem


# --- in the locked process ---


def do(_name: str, given: tuple[Any, ...], how: dict[str, Any]) -> Iterator[bytes]:
    (data,) = given
    _check_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        found = list(_filled(book.worksheets[0], **how))
        book.close()
    except Unreadable:
        raise
    except Exception as problem:
        # openpyxl raises whatever its parsers meet; to the office all of it means one thing.
        raise _no_sheet() from problem
    yield json.dumps(found).encode()


def told(problem: Exception) -> tuple[bytes, bytes] | None:
    return (_UNREADABLE, str(problem).encode()) if isinstance(problem, Unreadable) else None


def heard(letter: bytes, body: bytes) -> Exception | None:
    return Unreadable(body.decode(errors="replace")[:300]) if letter == _UNREADABLE else None


def _no_sheet() -> Unreadable:
    return Unreadable(_("This is not an .xlsx workbook. Save it as .xlsx and choose it again."))


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        raise _no_sheet() from None
    if unpacked > _MOST_UNPACKED:
        raise Unreadable(_("This workbook unpacks to too much. Keep only the result list in it."))


def _filled(sheet: Any, *, columns: int, most: int) -> Iterator[Line]:
    rows = sheet.iter_rows(min_row=2, max_col=columns, values_only=True)
    for number, cells in enumerate(rows, 2):
        if number > most + 1:
            raise Unreadable(_("A list has at most %(n)d lines.") % {"n": most})
        texts = [*map(_text, cells), *[""] * columns][:columns]
        if any(texts):
            yield number, texts


def _text(cell: Any) -> str:
    """An ID number typed as a number has lost its last digits in Excel: it fails its check."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


READER = Sandbox(
    "workflows.workbooks", heard, apart=True,
    limits=Limits(written=0, answered=8 * 2**20, seconds=10, silence=30.0, wait=10.0),
)  # fmt: skip
