"""Return for correction, field by field: what an officer can tick, what an applicant may then change."""

from collections.abc import Collection
from typing import Any

import msgspec

from evaluations.questionnaire.asked import Answers
from evaluations.rules import Page, Programme, Table, Text, Upload


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """Something an officer can tick: "answers.skill_grades", "uploads.contract"."""

    path: str
    page: str
    label: Text


class Restricted(msgspec.Struct, frozen=True, kw_only=True):
    """The answers after a restricted change, and the paths somebody tried to change besides."""

    answers: dict[str, Any]
    attempts: tuple[str, ...]


def field_paths(programme: Programme, track: str) -> tuple[Field, ...]:
    """All that can be opened for correction, in the order of the form; a table as a whole."""
    return tuple(
        Field(path=_path(item), page=page.id, label=item.label)
        for page in programme.pages_for(track)
        for item in page.items
    )


def opened(programme: Programme, track: str, paths: Collection[str]) -> frozenset[str]:
    """The ticked ``paths`` and what hangs on them: a corrected answer may bring up a new question.

    Unknown paths open nothing.
    """
    pages = programme.pages_for(track)
    open_paths = {_path(item) for page in pages for item in page.items} & set(paths)
    while more := _hanging_on(pages, open_paths) - open_paths:
        open_paths |= more
    return frozenset(open_paths)


def restrict(old: Answers, new: Answers, allowed_paths: Collection[str]) -> Restricted:
    """``old`` with the answers of ``new`` at the allowed paths, and nothing else.

    A key that ``new`` does not carry keeps its old answer: a page may be saved alone.
    """
    kept, attempts = dict(old), []
    for key, value in new.items():
        path = f"answers.{key}"
        if path in allowed_paths:
            kept[key] = value
        elif not _same(old.get(key), value):
            attempts.append(path)
    return Restricted(answers=kept, attempts=tuple(sorted(attempts)))


def _hanging_on(pages: tuple[Page, ...], paths: set[str]) -> set[str]:
    return {
        _path(item)
        for page in pages
        for item in page.items
        if item.when and f"answers.{item.when.question}" in paths
    } | {
        _path(item)
        for page in pages
        for item in page.items
        if isinstance(item, Table)
        and any(c.when and f"answers.{c.when.question}" in paths for c in item.columns)
    }


def _path(item: Any) -> str:
    return f"uploads.{item.id}" if isinstance(item, Upload) else f"answers.{item.id}"


def _same(old: Any, new: Any) -> bool:
    return _spelled(old) == _spelled(new)


def _spelled(value: Any) -> Any:
    """No answer has three spellings: absent, "" and an empty table."""
    return "" if value is None or value in ([], ()) else value
