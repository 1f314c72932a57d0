"""Verdicts and sentences beside the rows they belong to, and every finding on a sheet of its own."""

from collections.abc import Iterable

import msgspec
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.eligibility import Finding, Verdict
from workflows.eligibility_table.expectations import Difference, answer_to, worst
from workflows.eligibility_table.names import family

FINDINGS = "findings"
_COLUMNS = ("sheet", "row", "key", "name", "rule", "text", "text.en", "source", "cut_off", "verdict",
            "sentence", "sentence.en", "evidence")  # fmt: skip


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one person. ``number`` is the row of the sheet; ``english`` the same findings
    with English sentences."""

    sheet: str
    number: int
    key: str = ""
    name: str = ""
    cut_off: str = ""
    findings: tuple[Finding, ...] = ()
    english: tuple[Finding, ...] = ()
    unsaid: frozenset[str] = frozenset()
    expected: dict[str, str] = {}
    differences: tuple[Difference, ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """The worst of all; None for a row that could not be read."""
        return worst(finding.verdict for finding in self.findings)

    @property
    def who(self) -> str:
        return f"{self.sheet}!{self.number}" + (f" {self.name}" if self.name else "")


def write(book: Workbook, rows: Iterable[Row], headers_at: dict[str, int]) -> None:
    """Columns ``verdict``, ``verdict.RULE`` and ``sentence.RULE``; "-" where a rule does not apply.

    ``headers_at``: title of a person sheet -> row of its headers.
    """
    rows = list(rows)
    for title, at in headers_at.items():
        _beside(book[title], [row for row in rows if row.sheet == title], at)
    _all_findings(book, rows)


def _beside(sheet: Worksheet, rows: list[Row], at: int) -> None:
    headers = ["verdict"]
    for name in _rules(rows):
        headers += [f"verdict.{name}", f"sentence.{name}"]
    headers += ["mismatch"] if any(row.expected for row in rows) else []
    headers += ["problem"] if any(row.problem for row in rows) else []
    headers += ["remark.notes"] if any(row.notes for row in rows) else []
    columns = _columns(sheet, headers, at)
    for row in rows:
        values = dict.fromkeys(headers, "-") | _values(row)
        for header, value in values.items():
            put(sheet.cell(row.number, columns[header]), value)


def _rules(rows: list[Row]) -> list[str]:
    """Every rule, and before its members every family: X7, X7-age, X7-student."""
    found: dict[str, None] = {}
    for finding in (f for row in rows for f in row.findings):
        found[family(finding.rule_id)] = None
        found[finding.rule_id] = None
    return list(found)


def _values(row: Row) -> dict[str, str]:
    values = {"verdict": row.verdict.name if row.verdict else "-"}
    for name in _rules([row]):
        values[f"verdict.{name}"], values[f"sentence.{name}"] = answer_to(
            name, row.findings, row.unsaid
        )
    if row.differences:
        values["mismatch"] = ", ".join(each.rule or "verdict" for each in row.differences)
    if row.problem:
        values["problem"] = row.problem
    if row.notes:
        values["remark.notes"] = " ".join(row.notes)
    return values


def _columns(sheet: Worksheet, headers: list[str], at: int) -> dict[str, int]:
    """Where each header stands; new ones to the right of what is there."""
    present = {str(cell.value): cell.column for cell in sheet[at] if cell.value is not None}
    free = (sheet.max_column or 0) + 1
    for header in headers:
        if header not in present:
            present[header] = free
            put(sheet.cell(at, free), header)
            free += 1
    return present


def _all_findings(book: Workbook, rows: list[Row]) -> None:
    """One line for each person and rule, in both languages, with its source and evidence."""
    if FINDINGS in book.sheetnames:
        del book[FINDINGS]
    sheet = book.create_sheet(FINDINGS)
    sheet.append(_COLUMNS)
    line = 1
    for row in rows:
        for finding, english in zip(row.findings, row.english, strict=True):
            line += 1
            values = (
                row.sheet, str(row.number), row.key, row.name, finding.rule_id, finding.text.zh,
                finding.text.en, finding.source, row.cut_off, finding.verdict.name,
                finding.sentence, english.sentence, "; ".join(finding.evidence),
            )  # fmt: skip
            for column, value in enumerate(values, start=1):
                put(sheet.cell(line, column), value)
    sheet.freeze_panes = "A2"


def put(cell: Cell, value: str) -> None:
    """Text that no spreadsheet takes for a formula, whatever an outsider wrote into it."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    cell.quotePrefix = True
