"""A result list as people send it: an .xlsx file with a header and one line a person."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook

from evaluations.actions.registers import Placing
from evaluations.errors import Refused
from workflows import workbooks

MOST_ROWS = 3000
_NO = {"否", "no", "n", "0", "false", "未达到", "不合格"}
HEADER = ("名次", "姓名", "身份证号", "达到合格线")


def read(data: bytes) -> list[Placing]:
    """Every filled line after the header. Raises Refused when it is no such sheet."""
    try:
        lines = workbooks.lines(data, columns=len(HEADER), most=MOST_ROWS)
    except workbooks.Unreadable as problem:
        raise Refused(str(problem)) from problem
    rows = [
        Placing(number, rank, name, identity, passed.lower() not in _NO)
        for number, (rank, name, identity, passed) in lines
        if rank or name or identity
    ]
    if not rows:
        raise Refused(_("The first sheet has no lines below its header."))
    return rows


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
