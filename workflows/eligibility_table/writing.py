"""Verdicts and sentences beside the rows they belong to."""

from collections.abc import Iterable

import msgspec
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.eligibility import Finding, Verdict

# Headers that this command writes; a second run writes over them.
WRITTEN = ("verdict", "sentence.", "mismatch", "problem")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one person. ``number`` is the row of the sheet."""

    number: int
    findings: tuple[Finding, ...]
    expected: dict[str, str] = {}
    problem: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """The worst of all; None for a row that could not be read."""
        said = {finding.verdict for finding in self.findings}
        worst_first = (Verdict.FAIL, Verdict.NEEDS_HUMAN, Verdict.PASS)
        return next((verdict for verdict in worst_first if verdict in said), None)

    @property
    def mismatches(self) -> tuple[str, ...]:
        """Rules whose verdict is not the expected one; "-" expects that a rule does not apply."""
        said = {finding.rule_id: finding.verdict.name for finding in self.findings}
        return tuple(
            rule for rule, wanted in self.expected.items() if said.get(rule, "-") != wanted
        )


def write(sheet: Worksheet, rows: Iterable[Row]) -> None:
    """Columns ``verdict``, ``verdict.RULE`` and ``sentence.RULE``; "-" where a rule does not apply."""
    rows = list(rows)
    rules = list(dict.fromkeys(f.rule_id for row in rows for f in row.findings))
    headers = ["verdict"]
    headers += [name for rule in rules for name in (f"verdict.{rule}", f"sentence.{rule}")]
    headers += ["mismatch"] if any(row.expected for row in rows) else []
    headers += ["problem"] if any(row.problem for row in rows) else []
    columns = _columns(sheet, headers)
    for row in rows:
        values = dict.fromkeys(headers, "-") | _values(row)
        for header, value in values.items():
            put(sheet.cell(row.number, columns[header]), value)


def _values(row: Row) -> dict[str, str]:
    values = {"verdict": row.verdict.name if row.verdict else "-"}
    for finding in row.findings:
        values[f"verdict.{finding.rule_id}"] = finding.verdict.name
        values[f"sentence.{finding.rule_id}"] = finding.sentence
    if row.mismatches:
        values["mismatch"] = ", ".join(row.mismatches)
    if row.problem:
        values["problem"] = row.problem
    return values


def _columns(sheet: Worksheet, headers: list[str]) -> dict[str, int]:
    """Where each header stands; new ones to the right of what is there."""
    present = {str(cell.value): cell.column for cell in sheet[1] if cell.value is not None}
    free = max(present.values(), default=0) + 1
    for header in headers:
        if header not in present:
            present[header] = free
            put(sheet.cell(1, free), header)
            free += 1
    return present


def put(cell: Cell, value: str) -> None:
    """Text that no spreadsheet takes for a formula, whatever an outsider wrote into it."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    cell.quotePrefix = True
