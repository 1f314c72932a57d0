"""What is wrong with these answers? All of it at once, each as a sentence that says what to do."""

import re
import uuid
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, assert_never

import msgspec
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations.questionnaire.asked import Answers, visible_columns, visible_pages
from evaluations.rules import Page, Programme, Question, Table, Text, Upload

_PHONE = re.compile(r"(\+[0-9]{1,3}-?)?(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?)")
_FOREIGN_PHONE = re.compile(r"\+(?!86)[0-9][0-9-]{6,18}")
_MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to put right. ``row`` counts from 0; ``message`` names the field itself."""

    page: str
    item: str
    row: int | None = None
    column: str = ""
    message: str

    @property
    def path(self) -> str:
        """ "skill_grades", "skill_grades.0", "skill_grades.0.grade": what a form field is called."""
        parts = [self.item, "" if self.row is None else str(self.row), self.column]
        return ".".join(part for part in parts if part)


class _Reader(msgspec.Struct, frozen=True):
    """What every check needs to know."""

    programme: Programme
    track: str
    answers: dict[str, Any]
    complete: bool
    uploads: Collection[str] | None
    contests: Collection[str] | None
    on: date | None


def problems(
    programme: Programme,
    track: str,
    answers: Answers,
    *,
    complete: bool,
    page: str | None = None,
    uploads: Collection[str] | None = None,
    contests: Collection[str] | None = None,
    on: date | None = None,
) -> list[Problem]:
    """Everything wrong with cleaned ``answers``, in the order of the form.

    ``complete``: missing answers, rows and uploads are problems too (filing; a draft may have
    gaps). ``page`` looks at that page alone. ``uploads`` are the upload ids that have a file,
    ``contests`` the public ids in the registry, ``on`` the day after which a date is in the
    future; each is checked only when given.
    """
    reader = _Reader(programme, track, dict(answers), complete, uploads, contests, on)
    return [
        problem
        for shown in visible_pages(programme, track, answers)
        if page in (None, shown.id)
        for problem in _page(reader, shown)
    ]


def _page(reader: _Reader, page: Page) -> Iterator[Problem]:
    for item in page.items:
        if isinstance(item, Question):
            message = _answer(reader, item, reader.answers.get(item.id, ""))
            if message:
                yield Problem(page=page.id, item=item.id, message=message)
        elif isinstance(item, Table):
            yield from _table(reader, page, item)
        elif isinstance(item, Upload):
            yield from _upload(reader, page, item)
    yield from _order(reader, page)


def _upload(reader: _Reader, page: Page, upload: Upload) -> Iterator[Problem]:
    needed = reader.complete and upload.required and reader.uploads is not None
    if needed and upload.id not in (reader.uploads or ()):
        message = _("%s: add this document.") % _say(upload.label)
        yield Problem(page=page.id, item=upload.id, message=message)


def _order(reader: _Reader, page: Page) -> Iterator[Problem]:
    questions = {item.id: item for item in page.items if isinstance(item, Question)}
    for first, second in page.ordered:
        if first in questions and second in questions:
            pair = (questions[first], questions[second])
            if _reversed(pair, reader.answers):
                yield Problem(page=page.id, item=second, message=_order_message(pair))


def _table(reader: _Reader, page: Page, table: Table) -> Iterator[Problem]:
    rows = reader.answers.get(table.id) or []
    label, unit = _say(table.label), _say(table.row_label)
    if len(rows) > table.maximum:
        words = {"label": label, "limit": table.maximum, "count": len(rows)}
        message = _("%(label)s: %(count)s rows; at most %(limit)s are allowed.") % words
        yield Problem(page=page.id, item=table.id, message=message)
    if reader.complete and len(rows) < table.minimum:
        words = {"label": label, "limit": table.minimum, "row": unit}
        message = _("%(label)s: add at least %(limit)s row (%(row)s).") % words
        yield Problem(page=page.id, item=table.id, message=message)
    for index, row in enumerate(rows):
        yield from _row(reader, page, table, index, row)
    yield from _repeated(page, table, rows)


def _row(
    reader: _Reader, page: Page, table: Table, index: int, row: dict[str, Any]
) -> Iterator[Problem]:
    where = {"table": _say(table.label), "row": index + 1}
    columns = visible_columns(reader.programme, reader.track, table, row, reader.answers)
    found = {column.id: _answer(reader, column, row.get(column.id, "")) for column in columns}
    by_id = {column.id: column for column in columns}
    for first, second in table.ordered:
        if first in by_id and second in by_id and not found[first] and not found[second]:
            pair = (by_id[first], by_id[second])
            found[second] = _order_message(pair) if _reversed(pair, row) else ""
    for column, message in found.items():
        if message:
            sentence = _("%(table)s, row %(row)s. %(message)s") % {**where, "message": message}
            yield Problem(page=page.id, item=table.id, row=index, column=column, message=sentence)


def _repeated(page: Page, table: Table, rows: list[dict[str, Any]]) -> Iterator[Problem]:
    seen: dict[tuple[Any, ...], int] = {}
    for index, row in enumerate(rows):
        key = tuple(row.get(column, "") for column in table.unique)
        if "" in key or not key:
            continue
        first = seen.setdefault(key, index)
        if first != index:
            words = {"table": _say(table.label), "row": index + 1, "first": first + 1}
            message = _("%(table)s, row %(row)s repeats row %(first)s.") % words
            yield Problem(page=page.id, item=table.id, row=index, message=message)


def _answer(reader: _Reader, question: Question, value: Any) -> str:
    """What is wrong with one answer; "" when nothing is."""
    label = _say(question.label)
    if value in ("", None):
        missing = reader.complete and question.required
        return _missing(question) % label if missing else ""
    match question.kind:
        case "text" | "long_text":
            return _too_long(question, value, label)
        case "number" | "year":
            return _number(question, value, label)
        case "date":
            return _date(reader, question, value, label)
        case "money":
            fine = isinstance(value, str) and _MONEY.fullmatch(value)
            return "" if fine else _("%s: enter an amount in yuan, for example 12000.50.") % label
        case "yes_no":
            return "" if value in ("yes", "no") else _("%s: choose yes or no.") % label
        case "choice":
            known = {choice.value for choice in question.choices}
            return "" if value in known else _("%s: choose one of the listed answers.") % label
        case "phone":
            return _phone(value, label)
        case "contest":
            return _contest(reader, value, label)
        case never:
            assert_never(never)


def _missing(question: Question) -> str:
    if question.kind in ("choice", "yes_no", "contest"):
        return _("%s: choose an answer.")
    return _("%s: enter an answer.")


def _too_long(question: Question, value: Any, label: str) -> str:
    # Code points, not UTF-16 units: the counter on the page counts the same way.
    length = len(str(value))
    if length <= question.max_length:
        return ""
    words = {"label": label, "length": length, "limit": question.max_length}
    return _("%(label)s: %(length)s characters; at most %(limit)s are allowed.") % words


def _number(question: Question, value: Any, label: str) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        if question.kind == "year":
            return _("%s: enter a year with four digits.") % label
        return _("%s: enter a whole number in digits.") % label
    is_year = question.kind == "year"
    low = question.minimum if question.minimum is not None else (_FIRST_YEAR if is_year else 0)
    high = question.maximum if question.maximum is not None else (_LAST_YEAR if is_year else None)
    words = {"label": label, "low": low, "high": high}
    if value < low:
        return _("%(label)s: enter %(low)s or more.") % words
    if high is not None and value > high:
        return _("%(label)s: enter %(high)s or less.") % words
    return ""


def _date(reader: _Reader, question: Question, value: Any, label: str) -> str:
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except (TypeError, ValueError):
        day = None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return _("%s: enter a date such as 2020-06-30.") % label
    if reader.on and day > reader.on and not question.future:
        return _("%(label)s: %(day)s is in the future.") % {"label": label, "day": day}
    return ""


def _phone(value: Any, label: str) -> str:
    text = str(value)
    if _PHONE.fullmatch(text) or _FOREIGN_PHONE.fullmatch(text):
        return ""
    return _("%s: enter a mobile number of 11 digits, or a landline with its area code.") % label


def _contest(reader: _Reader, value: Any, label: str) -> str:
    try:
        uuid.UUID(value)
    except (AttributeError, TypeError, ValueError):
        return _("%s: choose a contest from the registry.") % label
    if reader.contests is not None and value not in reader.contests:
        return _("%s: this contest is not in the registry; choose another.") % label
    return ""


def _reversed(pair: tuple[Question, Question], answers: Answers) -> bool:
    first, second = (answers.get(question.id, "") for question in pair)
    if first in ("", None) or second in ("", None) or type(first) is not type(second):
        return False
    return first > second  # ISO dates sort as text


def _order_message(pair: tuple[Question, Question]) -> str:
    words = {"first": _say(pair[0].label), "second": _say(pair[1].label)}
    return _("%(second)s: this cannot come before “%(first)s”.") % words


def _say(text: Text) -> str:
    return text.say(get_language() or "")
