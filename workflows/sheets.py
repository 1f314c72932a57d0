"""The summary table as a workbook and as a page: the same columns, the same words, a line to sign."""

import io
from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from certificates.form_print import print_form
from evaluations.actions.filing import OFFICIAL_LANGUAGE
from evaluations.models import Call
from workflows import roster
from workflows.roster import Column

_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def signatures() -> tuple[str, ...]:
    return (_("Filled in by (seal)"), _("Prepared by"), _("Checked by"), _("Approved by"), _("Day"))


def edition(call: Call) -> str:
    return _("Rules: %(edition)s, SHA-256 %(hash)s") % {
        "edition": call.rules.edition,
        "hash": call.rules_hash,
    }


def total(n: int) -> str:
    return _("In all: %(n)d") % {"n": n}


def cells(call: Call) -> tuple[tuple[Column, ...], list[list[str]]]:
    columns = roster.columns(call.rules)
    lines = roster.lines(call, roster.cases_of(call))
    return columns, [[column.value(line) for column in columns] for line in lines]


def workbook(call: Call) -> bytes:
    """An .xlsx in the language of the office. Every cell is text, whatever an applicant wrote."""
    with override(OFFICIAL_LANGUAGE):
        columns, rows = cells(call)
        book = Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        sheet.title = _("Summary table")
        _head(sheet, call, columns)
        for number, row in enumerate(rows, start=4):
            _put(sheet, number, row)
        _foot(sheet, len(rows), len(columns))
    _page(sheet, columns)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _head(sheet: Worksheet, call: Call, columns: Sequence[Column]) -> None:
    last = get_column_letter(len(columns))
    for number, text, size in ((1, roster.heading(call), 18), (2, edition(call), 9)):
        sheet.merge_cells(f"A{number}:{last}{number}")
        _text(sheet, number, 1, text)
        cell = sheet.cell(number, 1)
        cell.font, cell.alignment = Font(size=size, bold=number == 1), Alignment("center", "center")
    _put(sheet, 3, [column.label for column in columns], bold=True)


def _foot(sheet: Worksheet, n: int, width: int) -> None:
    row = n + 4
    sheet.merge_cells(f"A{row}:{get_column_letter(width)}{row}")
    _text(sheet, row, 1, total(n))
    for place, words in enumerate(signatures()):
        _text(sheet, row + 2, 2 + place * 5, f"{words}：")


def _put(sheet: Worksheet, row: int, values: Sequence[str], *, bold: bool = False) -> None:
    for column, value in enumerate(values, start=1):
        _text(sheet, row, column, value)
        cell = sheet.cell(row, column)
        cell.border, cell.font = _BOX, Font(size=10, bold=bold)
        cell.alignment = Alignment("center" if bold else "left", "center", wrap_text=True)


def _text(sheet: Worksheet, row: int, column: int, value: str) -> None:
    """Text that no spreadsheet takes for a formula."""
    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.number_format = "@"


def _page(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """A3 lying, one page wide, the header on every page, numbered."""
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "E4"
    sheet.print_title_rows = "1:3"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"


def page(call: Call) -> bytes:
    """The same on paper: A3 lying, to be signed and sealed."""
    with override(OFFICIAL_LANGUAGE):
        columns, rows = cells(call)
        whole = sum(column.width for column in columns)
        context = {
            "title": roster.heading(call),
            "office": settings.CITY.office.title,
            "edition": edition(call),
            "columns": [
                {"label": column.label, "share": round(100 * column.width / whole)}
                for column in columns
            ],
            "rows": rows,
            "total": total(len(rows)),
            "signatures": signatures(),
        }
        return print_form(render_to_string("calls/roster_pdf.html", context))
