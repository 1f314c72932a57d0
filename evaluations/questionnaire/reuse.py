"""What somebody filed before, as far as another form asks the same: nobody types a honour twice. Pure."""

from collections.abc import Mapping
from typing import Any

from evaluations.questionnaire.asked import Answers
from evaluations.rules import Programme, Question, Table, Upload

Item = Question | Table | Upload


def items_of(programme: Programme, track: str) -> dict[str, Item]:
    return {item.id: item for page in programme.pages_for(track) for item in page.items}


def carried(
    target: Mapping[str, Item], source: Mapping[str, Item], answers: Answers
) -> dict[str, Any]:
    """The answers of ``answers`` (given to ``source``) that ``target`` asks in the same way.

    Left out: a declaration (yes or no) is made anew each time; a choice that is no longer offered.
    """
    found: dict[str, Any] = {}
    for name, item in target.items():
        before, value = source.get(name), answers.get(name)
        if not value or type(before) is not type(item):
            continue
        match item, before:
            case Table(), Table():
                found[name] = _rows(item, before, value)
            case Question(), Question() if item.kind != "yes_no":
                found[name] = _value(item, before, value)
    return {name: value for name, value in found.items() if value not in ("", [])}


def _rows(table: Table, before: Table, rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    earlier = {column.id: column for column in before.columns}
    kept = [
        {
            column.id: _value(column, earlier.get(column.id), row.get(column.id, ""))
            for column in table.columns
        }
        for row in rows[: table.maximum]
    ]
    return [row for row in kept if any(value != "" for value in row.values())]


def _value(question: Question, before: Question | None, value: Any) -> Any:
    if before is None or before.kind != question.kind:
        return ""
    if question.kind == "choice" and value not in {choice.value for choice in question.choices}:
        return ""
    return value
