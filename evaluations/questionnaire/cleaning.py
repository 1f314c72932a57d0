"""One spelling for each answer. What cannot be understood is kept as typed, for ``problems`` to name."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, assert_never

from evaluations.questionnaire.asked import blank
from evaluations.rules import Programme, Question, Table, Upload

_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_DASHES = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})
# A number longer than this is a slip; int() of a very long text is also slow on purpose.
_LONGEST_NUMBER = 12


def clean(programme: Programme, track: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers in their one spelling and JSON type (see ``Question``). Cleaning twice changes nothing.

    NFC, trimmed, full-width digits made half-width in numbers, dates and phones; empty rows
    are dropped, unknown ids are dropped, answers of the programme's other tracks are kept.
    """
    cleaned = blank(programme, track)
    for item in programme.items():
        if isinstance(item, Upload) or item.id not in answers:
            continue
        if isinstance(item, Table):
            cleaned[item.id] = _rows(item, answers[item.id])
        else:
            cleaned[item.id] = clean_value(item, answers[item.id])
    return cleaned


def _rows(table: Table, rows: Any) -> list[dict[str, Any]]:
    if not isinstance(rows, list | tuple):
        return []
    cleaned = [
        {column.id: clean_value(column, row.get(column.id, "")) for column in table.columns}
        for row in rows
        if isinstance(row, Mapping)
    ]
    return [row for row in cleaned if any(value != "" for value in row.values())]


def clean_value(question: Question, value: Any) -> str | int:
    """One answer in its one spelling; "" for none."""
    match question.kind:
        case "long_text":
            return _lines(_plain(value))
        case "text" | "choice" | "contest":
            return " ".join(_plain(value).split())
        case "yes_no":
            return _yes_no(value)
        case "year" | "number":
            return _number(value)
        case "money":
            return _money(_narrow(value))
        case "date":
            return _date(_narrow(value))
        case "phone":
            return _narrow(value).translate(_DASHES).replace(" ", "")
        case never:
            assert_never(never)


def _plain(value: Any) -> str:
    """Text in NFC without control characters (a database refuses NUL, JSON a lone surrogate)."""
    if value is None or isinstance(value, list | tuple | dict | set):
        return ""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", kept)


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _narrow(value: Any) -> str:
    """Full-width forms made half-width, for answers that are not prose."""
    return " ".join(unicodedata.normalize("NFKC", _plain(value)).split())


def _yes_no(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _narrow(value).lower()


def _number(value: Any) -> str | int:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _narrow(value)
    digits = text.replace(",", "").translate(_DASHES)
    if re.fullmatch(r"-?[0-9]+", digits) and len(digits) <= _LONGEST_NUMBER:
        return int(digits)
    return text


def _money(text: str) -> str:
    bare = text.replace(",", "").removeprefix("¥").strip()
    try:
        amount = Decimal(bare) if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", bare) else None
    except InvalidOperation:
        amount = None
    return text if amount is None else f"{amount:f}"


def _date(text: str) -> str:
    found = _DATE.fullmatch(text.replace(" ", ""))
    try:
        return date(*(int(part) for part in found.groups())).isoformat() if found else text
    except ValueError:
        return text
