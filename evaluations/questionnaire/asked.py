"""What is asked of this applicant, given the track and the answers so far?"""

import uuid
from collections.abc import Mapping
from typing import Any

import msgspec

from evaluations.rules import Page, Programme, Question, Table, Upload, When

Answers = Mapping[str, Any]
Item = Question | Table | Upload
_NOTHING: Mapping[str, Any] = {}


def visible_pages(programme: Programme, track: str, answers: Answers) -> tuple[Page, ...]:
    """The pages of the track, each with only the items its answers call for; none empty."""
    questions = top_questions(programme, track)
    pages = []
    for page in programme.pages_for(track):
        items = tuple(item for item in page.items if shown(item.when, answers, questions))
        if items:
            pages.append(msgspec.structs.replace(page, items=items))
    return tuple(pages)


def visible_items(programme: Programme, track: str, answers: Answers) -> tuple[Item, ...]:
    """The items of ``visible_pages``, in order."""
    return tuple(item for page in visible_pages(programme, track, answers) for item in page.items)


def visible_columns(
    programme: Programme, track: str, table: Table, row: Answers, answers: Answers
) -> tuple[Question, ...]:
    """The columns that this row is asked."""
    questions = top_questions(programme, track)
    return tuple(c for c in table.columns if shown(c.when, answers, questions, row, table))


def shown(
    when: When | None,
    answers: Answers,
    questions: Mapping[str, Question],
    row: Answers = _NOTHING,
    table: Table | None = None,
) -> bool:
    """Whether the condition holds. An answer to a question that is itself hidden counts for nothing."""
    if when is None:
        return True
    columns = {column.id: column for column in table.columns} if table else {}
    in_row = when.question in columns
    value = (row if in_row else answers).get(when.question)
    source = (columns if in_row else questions).get(when.question)
    if source is None or value not in when.values:
        return False
    return shown(source.when, answers, questions, row, table)


def top_questions(programme: Programme, track: str) -> dict[str, Question]:
    """The track's questions outside tables, by id."""
    items = (item for page in programme.pages_for(track) for item in page.items)
    return {item.id: item for item in items if isinstance(item, Question)}


def blank(programme: Programme, track: str) -> dict[str, Any]:
    """Answers of somebody who has not begun: "" for a question, [] for a table."""
    return {
        item.id: [] if isinstance(item, Table) else ""
        for page in programme.pages_for(track)
        for item in page.items
        if not isinstance(item, Upload)
    }


def asked(programme: Programme, track: str, answers: Answers) -> dict[str, Any]:
    """Only the answers that count: what was hidden when the form was filed is left out.

    A draft keeps hidden answers, so that nothing typed is lost; a filing does not carry them.
    """
    kept: dict[str, Any] = {}
    for item in visible_items(programme, track, answers):
        if isinstance(item, Question):
            kept[item.id] = answers.get(item.id, "")
        elif isinstance(item, Table):
            kept[item.id] = [
                {
                    column.id: row.get(column.id, "")
                    for column in visible_columns(programme, track, item, row, answers)
                }
                for row in answers.get(item.id) or []
            ]
    return kept


def contests_named(programme: Programme, track: str, answers: Answers) -> tuple[str, ...]:
    """Public ids of the registered contests that these answers name, each once, in order."""
    found: dict[str, None] = {}
    for item in visible_items(programme, track, answers):
        if isinstance(item, Question) and item.kind == "contest":
            found[answers.get(item.id) or ""] = None
        elif isinstance(item, Table):
            columns = [column.id for column in item.columns if column.kind == "contest"]
            for row in answers.get(item.id) or []:
                found |= {row.get(column) or "": None for column in columns}
    return tuple(public_id for public_id in found if _is_uuid(public_id))


def _is_uuid(text: str) -> bool:
    """What was typed may be anything; what is no id names no contest."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
