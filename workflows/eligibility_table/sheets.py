"""Sheets: where the headers stand, which rows are persons, which sheets are tables of their own."""

from collections.abc import Iterator
from typing import Any

import msgspec
from openpyxl.worksheet.worksheet import Worksheet

from workflows.eligibility_table import cells as cell
from workflows.eligibility_table.names import Names

LOOK_FOR_HEADERS = 12  # rows from the top
OWN_SHEETS = ("findings", "legend", "choices")  # written by this command or its template
_READERS_ONLY = ("说明", "填写说明", "图例", "选项", "readme", "instructions", "findings", "legend", "choices")  # fmt: skip


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet with the row of its (lower) headers. ``headers``: column number -> words."""

    sheet: Worksheet
    row: int
    headers: dict[int, str]

    @property
    def title(self) -> str:
        return self.sheet.title

    def meanings(self, names: Names) -> dict[int, str]:
        return {column: names.of(words) for column, words in self.headers.items()}

    def rows(self, by: dict[int, str]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Number and cells of every row that is not empty; cells by their meaning."""
        columns = {column: name for column, name in by.items() if name}
        lines = self.sheet.iter_rows(min_row=self.row + 1, values_only=True)
        for number, line in enumerate(lines, start=self.row + 1):
            found: dict[str, Any] = {}
            for column, name in columns.items():
                value = line[column - 1] if column <= len(line) else None
                if cell.text(value) or name not in found:
                    found[name] = value
            if any(cell.text(v) for n, v in found.items() if not n.startswith("expected.")):
                yield number, found


def with_headers(sheet: Worksheet, names: Names, known: set[str] | None = None) -> Sheet | None:
    """The sheet with its headers: the row near the top in which most words mean something.

    Headers may stand in two rows, a merged one above. ``known``: plain words that mean something
    on this sheet, instead of the programme's own. None for a sheet without headers.
    """
    best, most = None, 0
    for row in range(1, min(sheet.max_row or 0, LOOK_FOR_HEADERS) + 1):
        headers = _headers(sheet, row, names)
        score = sum(_means(words, names, known) for words in headers.values())
        if score > most:
            best, most = Sheet(sheet=sheet, row=row, headers=headers), score
    return best


def _means(words: str, names: Names, known: set[str] | None) -> bool:
    return cell.plain(words) in known if known is not None else bool(names.of(words))


def _headers(sheet: Worksheet, row: int, names: Names) -> dict[int, str]:
    upper = _words(sheet, row - 1) if row > 1 else {}
    lower = _words(sheet, row)
    last, found = "", {}
    for column in range(1, (sheet.max_column or 0) + 1):
        last = upper.get(column, last)
        own = lower.get(column, "")
        if own and last and not names.of(own) and names.of(f"{last}{own}"):
            own = f"{last}{own}"
        elif own and last and names.of(f"{last}.{own}").startswith("expected."):
            own = f"{last}.{own}"
        if own or (column in upper and names.of(upper[column])):
            found[column] = own or upper[column]
    return found


def _words(sheet: Worksheet, row: int) -> dict[int, str]:
    return {c.column: cell.narrow(c.value) for c in sheet[row] if cell.text(c.value)}


def readers_only(sheet: Worksheet) -> bool:
    return sheet.sheet_state != "visible" or cell.plain(sheet.title) in {
        cell.plain(word) for word in _READERS_ONLY
    }


def above(found: Sheet) -> Iterator[str]:
    """The words over the headers: a heading, a date."""
    for row in range(1, found.row):
        yield from _words(found.sheet, row).values()
