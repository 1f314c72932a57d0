"""Titles in words: 省技术能手 2019-05-01; 烟台市首席技师（2019.12-2023.12）; 无."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from evaluations.calendar import add_months
from evaluations.eligibility import TitleHeld
from workflows.eligibility_table import cells as cell
from workflows.eligibility_table.cells import Dates, Unreadable
from workflows.eligibility_table.wording import meant
from workflows.programmes._words import TITLES

# Words by which a title is known whatever city or province stands before it, most telling first.
_WORDS = (
    ("chief_technician_unit", ("企业首席技师", "县区首席技师", "区首席技师", "县首席技师", "单位首席技师")),
    ("chief_technician_province", ("齐鲁首席技师", "省首席技师")),
    ("chief_technician_city", ("市首席技师",)),
    ("skills_award_nation", ("中华技能大奖",)),
    ("technical_expert_nation", ("全国技术能手", "国家技术能手")),
    ("technical_expert_province", ("省技术能手", "省级技术能手")),
    ("technical_expert_city", ("市技术能手", "市级技术能手")),
    ("outstanding_technician_province", ("省突出贡献技师", "省有突出贡献的技师")),
    ("outstanding_technician_city", ("市突出贡献技师", "市有突出贡献的技师", "突出贡献技师")),
    ("craftsman_province", ("齐鲁大工匠", "齐鲁工匠")),
    ("craftsman_city", ("市大工匠", "市工匠")),
    ("double_hundred_city", ("双百",)),
    ("taishan", ("泰山",)),
    ("engineer_province", ("省级卓越工程师", "省卓越工程师")),
    ("talent_class_ad", ("a类人才", "b类人才", "c类人才", "d类人才", "高层次人才a", "高层次人才b", "高层次人才c", "高层次人才d")),
    ("talent_nation", ("国家级人才", "国家人才", "万人计划", "长江学者")),
    ("allowance_state_council", ("国务院",)),
)  # fmt: skip
# Management periods that are known, in years (domain brief 6.1): city 4 [S01], province 4 (notice of 2024).
_TENURE = {"chief_technician_city": 4, "chief_technician_province": 4}
CODES = {choice.value for choice in TITLES}
_OVER, _RUNNING = ("期满", "已过期", "到期", "届满"), ("管理期内", "在管理期")


def in_cell(value: Any, cut_off: date, dates: Dates) -> tuple[TitleHeld, ...]:
    """Raises Unreadable for a period that is none."""
    return tuple(_title(part, cut_off, dates) for part in cell.parts(value))


def as_rows(titles: tuple[TitleHeld, ...]) -> list[dict[str, str]]:
    """The same titles as the applicant would declare them."""
    return [
        {
            "title": title.code,
            "date": title.since.isoformat() if title.since else "",
            "until": title.until.isoformat() if title.until else "",
        }
        for title in titles
    ]


def _title(part: str, cut_off: date, dates: Dates) -> TitleHeld:
    days, words = dates.inside(cell.narrow(part).replace("~", " ").replace(" to ", " "))
    if "~" in part and len(days) < 2 and len(cell.narrow(part).split("~")[1]) > 3:
        raise Unreadable(_("Column “%s”: enter a date such as 2026-09-30.") % "titles_held")
    code = _code(words)
    since = days[0] if days else None
    until = days[1] if len(days) > 1 else None
    if any(word in part for word in _OVER):
        until = until or cut_off - timedelta(days=1)
    elif until is None and since and code in _TENURE and not any(w in part for w in _RUNNING):
        until = add_months(since, 12 * _TENURE[code])
    return TitleHeld(code=code, since=since, until=until)


def _code(words: str) -> str:
    said = cell.plain(words)
    known = meant("title", TITLES, words.strip())
    if known in CODES:
        return known
    found = (code for code, names in _WORDS if any(name in said for name in names))
    return next(found, known)
