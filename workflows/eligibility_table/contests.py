"""Contests: from the two registry sheets, or as an outsider types them in the person's row."""

from collections.abc import Mapping
from typing import Any

from evaluations.eligibility import ContestFacts
from workflows.eligibility_table import cells as cell
from workflows.eligibility_table.cells import Dates
from workflows.eligibility_table.wording import keyword

Cells = Mapping[str, Any]
_LEVELS, _CLASSES = {"national", "provincial", "city"}, {"class_1", "class_2", "joint"}
_FIRST = {1: ("冠军", "一等", "金牌", "金奖"), 2: ("亚军", "二等", "银"), 3: ("季军", "三等", "铜")}
_TEAM = ("团体", "团队", "集体", "team")
UNSAID = "—"  # the table has no column for it: the table itself is the register


def registered(row: Cells, result: Cells, dates: Dates) -> ContestFacts:
    """A line of the registry sheet, and what the sheet of results says of this person."""
    return ContestFacts(
        name=cell.text(row.get("name")),
        event=cell.text(row.get("event")),
        level=level(row.get("level")),
        grade=contest_class(row.get("grade") or row.get("class")),
        filing_document=cell.text(row.get("filing_document")),
        held_on=dates.day(row.get("held_on"), "held_on"),
        rank=rank(result.get("rank")),
        passed_line=cell.yes_no(result.get("passed_line"), "passed_line"),
    )


def typed(said: Cells, dates: Dates) -> ContestFacts | None:
    """A contest in words. None when it is not registered, or level and class stay unknown.

    ``said``: the cells named contest.*, without the prefix; a name that is absent has no column.
    """
    words = " ".join(cell.text(said.get(name)) for name in ("level", "class", "name", "event"))
    found = level(said.get("level")) or level(words), contest_class(words)
    if not all(found) or cell.yes_no(said.get("registered", "是"), "registered") is False:
        return None
    claimed = cell.text(said.get("rank"))
    return ContestFacts(
        name=cell.text(said.get("name")) or words.strip(),
        event=cell.text(said.get("event")),
        level=found[0],
        grade=found[1],
        filing_document=cell.text(said.get("filing_document", UNSAID)),
        held_on=dates.day(said.get("held_on"), "contest.held_on"),
        rank=None if _of_team(said, claimed) else rank(claimed),
        passed_line=cell.yes_no(said.get("passed_line", "是"), "contest.passed_line"),
    )


def _of_team(said: Cells, claimed: str) -> bool:
    marked = bool(cell.yes_no(said.get("team"), "contest.team"))
    return marked or any(word in claimed.casefold() for word in _TEAM)


def level(value: Any) -> str:
    return keyword("level", cell.text(value), _LEVELS)


def contest_class(value: Any) -> str:
    return keyword("class", cell.text(value).replace("Ⅰ", "一").replace("Ⅱ", "二"), _CLASSES)


def rank(value: Any) -> int | None:
    """第三名, 3, 三等奖; None for the rank of a team and for words that are no rank."""
    written = cell.text(value)
    if any(word in written.casefold() for word in _TEAM):
        return None
    for number, words in _FIRST.items():
        if any(word in written for word in words):
            return number
    digits = cell.number(written)
    return int(digits) if digits.isdecimal() else None
