"""What stands in a cell: dates, yes and no, lists, rows of a table."""

import json
import re
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from evaluations.questionnaire.cleaning import clean_value
from evaluations.rules import Question, Text

_DATE = Question(id="date", label=Text("日期", "Date"), kind="date")
NONE = {"none", "无", "没有", "[]"}
_YES = {"yes", "y", "true", "1", "是", "有"}
_NO = {"no", "n", "false", "0", "否"}
_LINES = re.compile(r"[;；\n]")
_PARTS = re.compile(r"[,，]")


class Unreadable(ValueError):
    """A row that cannot be examined; ``str()`` says what to change in it."""


def text(value: Any) -> str:
    """A cell as text: dates in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def day(value: Any, column: str) -> date | None:
    """A date, None for an empty cell. Raises Unreadable for anything else."""
    written = str(clean_value(_DATE, text(value)))
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        sentence = _("Column “%s”: enter a date such as 2026-09-30.")
        raise Unreadable(sentence % column) from error


def yes_no(value: Any, column: str) -> bool | None:
    """True, False, or None for an empty cell. Raises Unreadable for anything else."""
    written = text(value).lower()
    if not written:
        return None
    if written in _YES | _NO:
        return written in _YES
    raise Unreadable(_("Column “%s”: enter yes or no.") % column)


def parts(value: Any) -> list[str]:
    """A list in one cell, separated by ; or a new line; "none" is an empty list."""
    written = text(value)
    if written.lower() in NONE:
        return []
    return [part.strip() for part in _LINES.split(written) if part.strip()]


def rows(value: Any, column: str) -> list[dict[str, Any]]:
    """Rows of a repeat table in one cell: JSON, or "grade=technician, date=2020-06-01; ...".

    Raises Unreadable when it is neither.
    """
    written = text(value)
    if written.startswith("[") and written not in NONE:
        try:
            found = json.loads(written)
        except ValueError as error:
            raise Unreadable(_("Column “%s”: this is not valid JSON.") % column) from error
        if all(isinstance(row, dict) for row in found):
            return found
        raise Unreadable(_("Column “%s”: enter a list of objects.") % column)
    return [_row(line, column) for line in parts(value)]


def _row(line: str, column: str) -> dict[str, str]:
    row = {}
    for part in _PARTS.split(line):
        name, equals, content = part.partition("=")
        if not equals:
            raise Unreadable(_("Column “%s”: write name=value, name=value; …") % column)
        row[name.strip()] = content.strip()
    return row
