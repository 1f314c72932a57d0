"""A whole workbook by the words of one programme: its persons, its tables, its contests."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from openpyxl import Workbook

from evaluations.rules import AnswerIs, FactIs, Programme
from workflows.eligibility_table import cells as cell
from workflows.eligibility_table import sheets
from workflows.eligibility_table.cells import Dates
from workflows.eligibility_table.names import SHEETS, Names, family
from workflows.eligibility_table.sheets import Sheet
from workflows.programme import all_programmes

Cells = Mapping[str, Any]
# What people call the columns of a table of contests.
_CONTEST_WORDS = {
    "id": ("编号", "id", "竞赛编号", "序号id"),
    "contest": ("竞赛", "竞赛及赛项", "contest", "竞赛编号"),
    "registered": ("是否登记", "是否在竞赛登记库中", "registered"),
    "name": ("竞赛名称", "名称", "竞赛名称及赛项", "name"),
    "event": ("赛项", "event"),
    "level": ("级别", "竞赛级别", "层级", "level"),
    "class": ("类别", "竞赛类别", "类", "class", "grade", "等级"),
    "rank": ("名次", "排名", "rank"),
    "date": ("获奖日期", "日期", "date"),
    "held_on": ("举办日期", "竞赛日期", "heldon"),
    "filing_document": ("部署文件", "部署文号", "filingdocument"),
    "passed_line": ("是否合格", "成绩合格", "达到合格线", "passedline"),
    "team": ("团体", "团体赛", "是否团体", "team"),
    "key": ("序号", "key"),
}
_TRACK_WORDS = {
    "by_contest": ("竞赛",),
    "by_selection": ("评选", "选拔"),
    "university": ("高校", "大学", "预引进", "自主遴选"),
    "scholar": ("学者",),
    "industry_leader": ("产业", "领军"),
    "top_talent": ("拔尖",),
    "by_card": ("持卡", "人才卡", "博士"),
    "by_recognition": ("认定", "卓越工程师"),
}


class Book:
    def __init__(self, programme: Programme, book: Workbook):
        self.programme, self.book = programme, book
        self.names = Names(programme)
        self.items = {item.id: item for item in programme.items()}
        self.departments = {d for t in programme.tracks for s in t.route for d in s.departments}
        self._kept: dict[str, list[Cells]] = {}

    @cached_property
    def person_sheets(self) -> tuple[Sheet, ...]:
        """Every sheet with persons: not those of tables, of other programmes, or for readers only."""
        found = []
        for sheet in self.book.worksheets:
            if (
                sheets.readers_only(sheet)
                or self._own(sheet.title)
                or self._of_another(sheet.title)
            ):
                continue
            if here := sheets.with_headers(sheet, self.names):
                found.append(here)
        return tuple(found)

    @cached_property
    def meanings(self) -> frozenset[str]:
        """What the headers of all person sheets mean."""
        return frozenset(
            n for s in self.person_sheets for n in s.meanings(self.names).values() if n
        )

    def has(self, name: str) -> bool:
        """Whether the workbook has a column or a sheet for this."""
        inline = any(meaning.startswith(f"{name}.") for meaning in self.meanings)
        return name in self.meanings or inline or name in self._tables

    @cached_property
    def unsaid(self) -> frozenset[str]:
        """Rules about an answer or a report for which the table has no column at all."""
        silent = set()
        for rule in self.programme.conditions:
            if isinstance(rule, AnswerIs) and not self.has(rule.question):
                silent.add(rule.id)
            if isinstance(rule, FactIs) and not self._reported(rule):
                silent.add(rule.id)
        return frozenset(silent)

    def _reported(self, rule: FactIs) -> bool:
        columns = {f"outside.{rule.fact}", *(["joint"] if rule.fact in self.departments else [])}
        return bool((columns | {self.group(rule)}) & self.meanings)

    def group(self, rule: FactIs) -> str:
        """The column that answers for several departments at once: the employer's conduct."""
        grouped = rule.fact in self.departments and family(rule.id) == "X13"
        return "employer_conduct" if grouped else ""

    @cached_property
    def cut_off_above(self) -> date | None:
        """A cut-off date written over the headers: 截止日期：2026年9月30日."""
        for here in self.person_sheets:
            for words in sheets.above(here):
                if any(w in words for w in ("截止", "cut-off", "cut off")):
                    days, _rest = Dates().inside(words)
                    if days:
                        return days[-1]
        return None

    def track(self, said: str) -> str:
        """The way in that these words mean; "" where none or several are meant."""
        words = cell.plain(said)
        if not words:
            return ""
        for track in self.programme.tracks:
            if words in {cell.plain(w) for w in (track.id, track.label.zh, track.label.en)}:
                return track.id
        known = [track.id for track in self.programme.tracks]
        near = [t for t in known if any(w in words for w in _TRACK_WORDS.get(t, ()))]
        return near[0] if len(near) == 1 else ""

    def rows_of(self, table: str, key: str) -> list[dict[str, Any]] | None:
        """The person's rows on the table's own sheet; None where there is no such sheet."""
        if table not in self._tables:
            return None
        return [
            dict(row) for row in self.sheet_rows(table) if cell.text(row.get("key")) == key != ""
        ]

    def sheet_rows(self, name: str) -> list[Cells]:
        if name not in self._kept:
            self._kept[name] = list(self._read(name)) if name in self._tables else []
        return self._kept[name]

    def contest_words(self, row: Cells) -> dict[str, Any]:
        """A row about a contest by the names of its parts."""
        known = {w: name for name, words in _CONTEST_WORDS.items() for w in map(cell.plain, words)}
        return {known.get(cell.plain(word), word): value for word, value in row.items()}

    def unread(self) -> tuple[str, ...]:
        """Headers that mean nothing here, and say nothing to readers alone."""
        return tuple(
            dict.fromkeys(
                words
                for here in self.person_sheets
                for column, words in here.headers.items()
                if not here.meanings(self.names)[column] and not self.names.is_remark(words)
            )
        )

    @cached_property
    def _tables(self) -> dict[str, Any]:
        return {n: s for s in self.book.worksheets if (n := self._own(s.title))}

    def _own(self, title: str) -> str:
        name = self.names.known.get(cell.plain(title), "")
        return name if name in self.names.tables or name in SHEETS else ""

    def _of_another(self, title: str) -> bool:
        said = cell.plain(title)
        mine = {cell.plain(self.programme.id), cell.plain(self.programme.title.zh)}
        others = [p for p in all_programmes() if p.id != self.programme.id]
        return not any(word in said for word in mine) and any(
            cell.plain(word) in said
            for p in others
            for word in (p.id, p.title.zh.removeprefix("市"))
        )

    def _read(self, name: str) -> Iterator[Cells]:
        sheet = self._tables[name]
        known = self._words_of(name)
        here = sheets.with_headers(sheet, self.names, set(known))
        if here is None:
            return
        by = {column: known.get(cell.plain(w), w) for column, w in here.headers.items()}
        for _number, row in here.rows(by):
            yield row

    def _words_of(self, name: str) -> dict[str, str]:
        words = {"key": "key", cell.plain("序号"): "key", cell.plain("姓名"): "person"}
        table = self.names.tables.get(name)
        if table is not None:
            from_table = {
                cell.plain(w): c.id for c in table.columns for w in (c.id, c.label.zh, c.label.en)
            }
            return words | from_table
        parts = {cell.plain(w): n for n, many in _CONTEST_WORDS.items() for w in many}
        parts |= {"passedline": "passed_line", "filingdocument": "filing_document"}
        return parts | words
