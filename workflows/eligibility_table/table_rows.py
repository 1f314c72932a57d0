"""Rows of a repeat table in one cell: JSON, name=value, or words such as "技师 2019-06-01; …"."""

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from evaluations.rules import Question, Table
from workflows.eligibility_table import cells as cell
from workflows.eligibility_table.cells import Dates, Unreadable
from workflows.eligibility_table.names import column_names
from workflows.eligibility_table.wording import meant

_PARTS = re.compile(r"[,，]")


def in_cell(table: Table, value: Any, dates: Dates) -> list[dict[str, Any]]:
    """Raises Unreadable when the cell is none of these."""
    written = cell.text(value)
    if written.startswith("[") and written not in cell.NONE:
        return _json(table.id, written)
    lines = cell.parts(value)
    if lines and not any("=" in line for line in lines):
        return [_from_words(table, line, dates) for line in lines]
    return [_named(line, table.id) for line in lines]


def _json(column: str, written: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(written)
    except ValueError as error:
        raise Unreadable(_("Column “%s”: this is not valid JSON.") % column) from error
    if all(isinstance(row, dict) for row in found):
        return found
    raise Unreadable(_("Column “%s”: enter a list of objects.") % column)


def _named(line: str, column: str) -> dict[str, str]:
    row = {}
    for part in _PARTS.split(line):
        name, equals, content = part.partition("=")
        if not equals:
            raise Unreadable(_("Column “%s”: write name=value, name=value; …") % column)
        row[name.strip()] = content.strip()
    return row


def _from_words(table: Table, line: str, dates: Dates) -> dict[str, Any]:
    """Days to the columns of days, years to years, listed words to their list, the rest in order."""
    found: dict[str, Any] = {}
    words = line
    if year := next((c for c in table.columns if c.kind == "year"), None):
        if said := re.search(r"(?:19|20)\d{2}", words):
            found[year.id] = said[0]
            words = words.replace(said[0], " ", 1)
    else:
        days, words = dates.inside(words)
        columns = [c for c in table.columns if c.kind == "date"]
        found |= {c.id: day.isoformat() for c, day in zip(columns, days, strict=False)}
    numbers = re.findall(r"\d+", words)
    for column in (c for c in table.columns if c.kind == "number"):
        found[column.id] = _labelled(column, words) or (numbers.pop(0) if numbers else "")
    for column in (c for c in table.columns if c.kind == "choice"):
        value = meant(column.id, column.choices, words)
        found[column.id] = value if value != words else ""
    if not any(found.values()):
        raise Unreadable(_("Column “%s”: write name=value, name=value; …") % table.id)
    name = next((c for c in table.columns if c.id == "name"), None)
    return found | ({"name": line} if name else {})


def _labelled(column: Question, words: str) -> str:
    """The number beside the column's word: 公需30."""
    label = column.label.zh[:2]
    said = re.search(rf"{re.escape(label)}\D{{0,6}}(\d+)", words)
    return said[1] if said else ""


def by_column(table: Table, row: dict[str, Any], dates: Dates) -> dict[str, Any]:
    """The row by the ids of its columns, every answer in its spelling; unknown columns left out."""
    names = column_names(table)
    columns = {c.id: c for c in table.columns}
    found = {}
    for name, value in row.items():
        column = names.get(cell.plain(name), name)
        if column in columns:
            found[column] = answer(columns[column], value, dates)
    return found


def answer(question: Question, value: Any, dates: Dates) -> Any:
    """One answer as the questionnaire spells it; what cannot be understood stays as it is."""
    written = cell.text(value)
    if not written:
        return ""
    match question.kind:
        case "choice":
            return meant(question.id, question.choices, written)
        case "yes_no":
            return "yes" if cell.yes_no(value, question.id) else "no"
        case "date":
            day = dates.day(value, question.id)
            return day.isoformat() if day else ""
        case "number" | "money":
            return cell.number(value)
        case _:
            return written
