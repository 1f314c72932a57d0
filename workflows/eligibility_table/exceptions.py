"""破格 in a table: recorded with its approver, or only claimed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from evaluations.rules import Programme, SkillGradeAtLeast
from workflows.eligibility_table import cells as cell
from workflows.eligibility_table.cells import Dates

Cells = Mapping[str, Any]
_PARTS = ("exception_approver", "exception_date", "exception_document")


def exceptions(
    programme: Programme, track: str, cells: Cells
) -> tuple[dict[str, str], dict[str, str]]:
    """Rule -> who approved it, when, by which document; and rule -> what its record lacks."""
    granted: dict[str, str] = {}
    claimed: dict[str, str] = {}
    for name, value in cells.items():
        if name.startswith("exception.") and cell.text(value):
            _weigh(name.removeprefix("exception."), cell.text(value), cells, granted, claimed)
    words = cell.text(cells.get("exception"))
    said = cell.plain(words) not in {"", "否", "无", "no", "n", "0", "没有", "false"}
    approved = cell.text(cells.get("exception_approver"))
    if said or approved:
        for rule in _meant(programme, track, cell.text(cells.get("exception_rule"))):
            _weigh(rule, words or approved, cells, granted, claimed)
    return granted, claimed


def _weigh(
    rule: str, words: str, cells: Cells, granted: dict[str, str], claimed: dict[str, str]
) -> None:
    if lacking := _lacking(words, cells):
        claimed[rule] = lacking
        return
    told = [cell.text(cells.get(name)) for name in _PARTS]
    # "yes" says that there is one, the other columns say whose it is.
    granted[rule] = " ".join(filter(None, [words if _names_somebody(words) else "", *told]))


def _lacking(words: str, cells: Cells) -> str:
    """Columns that are there must be filled in; without them the cell itself names the approver."""
    labels = {
        "exception_approver": _("the approver"),
        "exception_date": _("the date"),
        "exception_document": _("the document"),
    }
    present = [name for name in _PARTS if name in cells]
    missing = [labels[name] for name in present if not cell.text(cells[name])]
    if "exception_approver" not in present and not _names_somebody(words):
        missing.insert(0, labels["exception_approver"])
    return " / ".join(missing)


def _names_somebody(words: str) -> bool:
    _days, rest = Dates().inside(words)
    return cell.plain(rest) not in {
        "",
        "yes",
        "y",
        "是",
        "有",
        "true",
        "1",
        "√",
        "破格",
        "已批准",
        "批准",
    }


def _meant(programme: Programme, track: str, said: str) -> list[str]:
    """The rules that admit an exception; where one is named, that one."""
    admit = [
        rule.id
        for rule in programme.conditions_for(track)
        if rule.exception or (isinstance(rule, SkillGradeAtLeast) and rule.lower_with_exception)
    ]
    labels = {"age": ("年龄", "age"), "skill_grade": ("技能", "等级", "grade")}
    near = [r for r in admit if r == said or any(w in said for w in labels.get(r, ()))]
    return near if said else admit
