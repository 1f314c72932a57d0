"""A result list as people send it: an .xlsx file with a header and one line a person."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook

from evaluations.actions.registers import Placing
from evaluations.errors import Refused

MOST_ROWS = 3000
# A sheet of 3,000 lines unpacks to about one megabyte; thirty leave room for styles.
_MOST_UNPACKED = 30 * 1024 * 1024
_NO = {"否", "no", "n", "0", "false", "未达到", "不合格"}
HEADER = ("名次", "姓名", "身份证号", "达到合格线")


def read(data: bytes) -> list[Placing]:
    """Every filled line after the header. Raises Refused when it is no such sheet."""
    _check_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = list(_lines(book.worksheets[0]))
        book.close()
    except Refused:
        raise
    except Exception as problem:
        # openpyxl raises whatever its parsers meet; to the office all of it means one thing.
        raise _no_sheet() from problem
    if not rows:
        raise Refused(_("The first sheet has no lines below its header."))
    return rows


def _no_sheet() -> Refused:
    return Refused(_("This is not an .xlsx workbook. Save it as .xlsx and choose it again."))


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        raise _no_sheet() from None
    if unpacked > _MOST_UNPACKED:
        raise Refused(_("This workbook unpacks to too much. Keep only the result list in it."))


def _lines(sheet: Any) -> Iterator[Placing]:
    for number, cells in enumerate(sheet.iter_rows(min_row=2, max_col=4, values_only=True), 2):
        if number > MOST_ROWS + 1:
            raise Refused(_("A list has at most %(n)d lines.") % {"n": MOST_ROWS})
        rank, name, identity, passed = (*map(_text, cells), "", "", "", "")[:4]
        if rank or name or identity:
            yield Placing(number, rank, name, identity, passed.lower() not in _NO)


def _text(cell: Any) -> str:
    """An ID number typed as a number has lost its last digits in Excel: it fails its check."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def template() -> bytes:
    """An empty list with its header and the ID column as text."""
    book = Workbook()
    sheet = book.active
    sheet.append(HEADER)
    for letter, width in zip("ABCD", (8, 16, 24, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in range(2, 202):
        sheet.cell(row=row, column=3).number_format = "@"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
