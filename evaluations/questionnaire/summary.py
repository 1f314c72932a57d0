"""The answers in words, for "check your answers" and for the printed form."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import override

from evaluations.questionnaire.asked import Answers, visible_columns, visible_pages
from evaluations.rules import Page, Programme, Question, Table, Upload


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A question and its answer in words; ``value`` is empty when unanswered."""

    item: str
    label: str
    value: str
    long: bool = False
    identifying: bool = False
    kind: str = "line"


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table: the labels of its columns and its rows in words, in the same order."""

    item: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = "grid"


class Files(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment and the names of its files."""

    item: str
    label: str
    names: tuple[str, ...]
    required: bool
    kind: str = "files"


class SummaryPage(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    title: str
    entries: tuple[Line | Grid | Files, ...]


_NONE: Mapping[str, Any] = {}


def summary(
    programme: Programme,
    track: str,
    answers: Answers,
    language: str,
    *,
    uploads: Mapping[str, Sequence[str]] = _NONE,
    contests: Mapping[str, str] = _NONE,
) -> tuple[SummaryPage, ...]:
    """Everything asked of this applicant, in words of ``language``.

    ``uploads``: upload id -> file names; ``contests``: public id of a contest -> its name.
    Each entry tells its ``kind``: "line", "grid" or "files".
    """

    def entry(item: Question | Table | Upload) -> Line | Grid | Files:
        label = item.label.say(language)
        if isinstance(item, Upload):
            names = tuple(uploads.get(item.id, ()))
            return Files(item=item.id, label=label, names=names, required=item.required)
        if isinstance(item, Table):
            columns = tuple(column.label.say(language) for column in item.columns)
            return Grid(item=item.id, label=label, columns=columns, rows=grid_rows(item))
        return Line(
            item=item.id,
            label=label,
            value=in_words(item, answers.get(item.id, ""), language, contests),
            long=item.kind == "long_text",
            identifying=item.identifying,
        )

    def grid_rows(table: Table) -> tuple[tuple[str, ...], ...]:
        rows = answers.get(table.id) or []
        return tuple(
            _row(programme, track, table, row, answers, language, contests) for row in rows
        )

    def page_words(page: Page) -> SummaryPage:
        entries = tuple(entry(item) for item in page.items)
        return SummaryPage(id=page.id, title=page.title.say(language), entries=entries)

    with override(language):
        return tuple(page_words(page) for page in visible_pages(programme, track, answers))


def _row(
    programme: Programme,
    track: str,
    table: Table,
    row: Answers,
    answers: Answers,
    language: str,
    contests: Mapping[str, str],
) -> tuple[str, ...]:
    shown = {c.id for c in visible_columns(programme, track, table, row, answers)}
    return tuple(
        in_words(column, row.get(column.id, ""), language, contests) if column.id in shown else ""
        for column in table.columns
    )


def in_words(
    question: Question, value: Any, language: str, contests: Mapping[str, str] = _NONE
) -> str:
    """One answer as a reader of ``language`` would say it; "" when unanswered."""
    if value in ("", None):
        return ""
    if question.kind == "yes_no":
        return {"yes": _("Yes"), "no": _("No")}.get(value, str(value))
    if question.kind == "choice":
        labels = {choice.value: choice.label.say(language) for choice in question.choices}
        return labels.get(value, str(value))
    if question.kind == "contest":
        return contests.get(value, _("a contest that is not in the registry"))
    unit = question.unit.say(language)
    return f"{value} {unit}" if unit else str(value)
