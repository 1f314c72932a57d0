"""An outsider's table of persons, examined rule by rule. See docs/eligibility.md for its columns."""

from datetime import date

import msgspec
from openpyxl import Workbook

from evaluations.eligibility import Verdict, examine
from evaluations.rules import Programme
from workflows.eligibility_table.cells import Unreadable
from workflows.eligibility_table.reading import Reader
from workflows.eligibility_table.writing import Row, write

__all__ = ["Tally", "Unreadable", "examine_workbook"]


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a table. ``mismatches``: "row 3: X1" where an expected verdict was not met;
    ``unread``: headers that mean nothing for this programme."""

    rows: int
    verdicts: dict[str, int]
    problems: tuple[str, ...]
    mismatches: tuple[str, ...]
    unread: tuple[str, ...]


def examine_workbook(
    programme: Programme, values: Workbook, target: Workbook, *, cut_off: date | None = None
) -> Tally:
    """Examine every person of ``values`` and write verdicts and sentences into ``target``.

    ``values`` holds results of formulas, ``target`` is the same file with its formulas kept.
    ``cut_off`` serves rows without a date of their own. A row that cannot be read says why
    and does not stop the others.
    """
    reader = Reader(programme, values, cut_off)
    rows = []
    for number, cells in reader.persons():
        try:
            facts = reader.facts(cells)
        except Unreadable as problem:
            rows.append(Row(number=number, findings=(), problem=str(problem)))
            continue
        findings = examine(programme, facts)
        expected = reader.expected(cells)
        rows.append(Row(number=number, findings=findings, expected=expected))
    write(target.worksheets[0], rows)
    return Tally(
        rows=len(rows),
        verdicts={v.name: sum(row.verdict is v for row in rows) for v in Verdict},
        problems=tuple(f"{row.number}: {row.problem}" for row in rows if row.problem),
        mismatches=tuple(f"{row.number}: {rule}" for row in rows for rule in row.mismatches),
        unread=reader.unread(),
    )
