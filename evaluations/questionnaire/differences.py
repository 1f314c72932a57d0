"""What changed between two filings, in words."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

import msgspec
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations.questionnaire.asked import Answers
from evaluations.questionnaire.summary import in_words
from evaluations.rules import Programme, Question, Table, Upload

Row = Mapping[str, Any]
Names = Mapping[str, str]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One changed answer. ``row`` counts from 0 in the newer filing (in the older one, if removed)."""

    page: str
    item: str
    row: int | None = None
    label: str
    before: str
    after: str


_NO_NAMES: Names = {}


def differences(
    programme: Programme, before: Answers, after: Answers, *, contests: Names = _NO_NAMES
) -> list[Difference]:
    """Every answer that differs, in the order of the form and in the reader's language.

    Rows of a table are aligned first: an inserted row does not make all later rows "changed".
    ``contests``: public id of a contest -> its name.
    """
    found: list[Difference] = []
    for page in programme.pages:
        for item in page.items:
            if isinstance(item, Upload):
                continue
            if isinstance(item, Table):
                old, new = (side.get(item.id) or [] for side in (before, after))
                found += _table(page.id, item, old, new, contests)
            else:
                found += _answer(page.id, item, before, after, contests)
    return found


def _answer(
    page: str, question: Question, before: Answers, after: Answers, names: Names
) -> Iterator[Difference]:
    old, new = (side.get(question.id, "") for side in (before, after))
    if old != new:
        yield Difference(
            page=page,
            item=question.id,
            label=question.label.say(_language()),
            before=_words(question, old, names),
            after=_words(question, new, names),
        )


def _table(
    page: str, table: Table, before: list[Row], after: list[Row], names: Names
) -> Iterator[Difference]:
    keys = [[msgspec.json.encode(row, order="sorted") for row in rows] for rows in (before, after)]
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=keys[0], b=keys[1], autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        changed = min(i2 - i1, j2 - j1)
        for step in range(changed):
            yield from _row(page, table, j1 + step, before[i1 + step], after[j1 + step], names)
        for index in range(i1 + changed, i2):
            yield _whole(page, table, index, names, before=before[index])
        for index in range(j1 + changed, j2):
            yield _whole(page, table, index, names, after=after[index])


def _row(
    page: str, table: Table, index: int, before: Row, after: Row, names: Names
) -> Iterator[Difference]:
    for column in table.columns:
        old, new = (row.get(column.id, "") for row in (before, after))
        if old != new:
            label = _("%(table)s, row %(row)s: %(column)s") % {
                "table": table.label.say(_language()),
                "row": index + 1,
                "column": column.label.say(_language()),
            }
            yield Difference(
                page=page,
                item=table.id,
                row=index,
                label=label,
                before=_words(column, old, names),
                after=_words(column, new, names),
            )


_EMPTY: Row = {}


def _whole(
    page: str, table: Table, index: int, names: Names, *, before: Row = _EMPTY, after: Row = _EMPTY
) -> Difference:
    words = {"table": table.label.say(_language()), "row": index + 1}
    text = _("%(table)s, row %(row)s removed") if before else _("%(table)s, row %(row)s added")
    return Difference(
        page=page,
        item=table.id,
        row=index,
        label=text % words,
        before=_row_words(table, before, names),
        after=_row_words(table, after, names),
    )


def _row_words(table: Table, row: Row, names: Names) -> str:
    said = (_words(column, row.get(column.id, ""), names) for column in table.columns)
    return " · ".join(word for word in said if word)


def _words(question: Question, value: Any, names: Names) -> str:
    return in_words(question, value, _language(), names)


def _language() -> str:
    return get_language() or ""
