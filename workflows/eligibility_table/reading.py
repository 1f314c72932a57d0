"""From a row of the table to the facts of one person."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from evaluations import questionnaire
from evaluations.eligibility import ContestFacts, EmployerFacts, Facts, TitleHeld
from evaluations.rules import Choice, FactIs, Programme, Question, Table, Upload
from workflows.eligibility_table import cells as cell
from workflows.eligibility_table.cells import Unreadable
from workflows.eligibility_table.writing import WRITTEN
from workflows.programmes._words import TITLES

# The columns that are the same for every programme, and their Chinese headers.
COLUMNS = {
    "key": "序号",
    "name": "姓名",
    "track": "申报通道",
    "cut_off": "截止日期",
    "filed_on": "申报日期",
    "birth_date": "出生日期",
    "sex": "性别",
    "titles_held": "登记称号",
    "employer": "用人单位",
    "employer_in_city": "单位在本市注册",
    "employer_stationed": "驻市单位",
    "uploads": "附件",
}
CONTEST_SHEETS = {"registry_contests": "竞赛登记库", "registry_results": "竞赛结果库"}
PREFIXES = ("outside.", "exception.", "expected.")
Cells = Mapping[str, Any]


class Reader:
    """Reads a workbook by the words of one programme."""

    def __init__(self, programme: Programme, book: Workbook, cut_off: date | None):
        self.programme, self.book, self.cut_off = programme, book, cut_off
        self.items = {item.id: item for item in programme.items()}
        self.names = _names(programme)
        self.sheets = {self.names.get(s.title, s.title): s for s in book.worksheets[1:]}

    def persons(self) -> Iterator[tuple[int, Cells]]:
        """Row number and cells of every row that is not empty."""
        return _rows(self.book.worksheets[0], self.names)

    def unread(self) -> tuple[str, ...]:
        """Headers of the first sheet that mean nothing here."""
        headers = [cell.text(c.value) for c in self.book.worksheets[0][1]]
        known = {*self.names, *self.names.values()}
        return tuple(h for h in headers if h and not self._knows(h, known))

    def _knows(self, header: str, known: set[str]) -> bool:
        return header in known or header.startswith((*PREFIXES, *WRITTEN))

    def facts(self, cells: Cells) -> Facts:
        """Everything known of this person. Raises Unreadable with a sentence for the row."""
        track = self._track(cells)
        cut_off = cell.day(cells.get("cut_off"), "cut_off") or self.cut_off
        if cut_off is None:
            raise Unreadable(_("Enter a cut-off date in the row or with --cut-off."))
        return Facts(
            track=track,
            cut_off=cut_off,
            filed_on=cell.day(cells.get("filed_on"), "filed_on"),
            answers=self._answers(track, cells),
            uploads=frozenset(self._uploads(cells)),
            birth_date=cell.day(cells.get("birth_date"), "birth_date"),
            sex=cell.text(cells.get("sex")),
            titles_held=self._titles(cells),
            employer=_employer(cells),
            contests=self._contests(cells),
            outside=self._outside(cells),
            exceptions=_prefixed(cells, "exception."),
        )

    def expected(self, cells: Cells) -> dict[str, str]:
        """Rule id -> the verdict that the author of the table expects."""
        return {rule: said.upper() for rule, said in _prefixed(cells, "expected.").items()}

    def _track(self, cells: Cells) -> str:
        written = cell.text(cells.get("track"))
        tracks = self.programme.tracks
        if not written and len(tracks) == 1:
            return tracks[0].id
        for track in tracks:
            if written in (track.id, track.label.zh, track.label.en):
                return track.id
        allowed = " / ".join(track.id for track in tracks)
        raise Unreadable(_("Column “track”: enter one of %s.") % allowed)

    def _answers(self, track: str, cells: Cells) -> dict[str, Any]:
        raw: dict[str, Any] = {}
        for name, item in self.items.items():
            if isinstance(item, Table):
                rows = self._table(item, cells)
                if rows is not None:
                    raw[name] = rows
            elif isinstance(item, Question) and cell.text(cells.get(name)):
                raw[name] = _answer(item, cells[name])
        cleaned = questionnaire.clean(self.programme, track, raw)
        # An empty cell is not the answer "none": a table nobody filled in stays unknown.
        return {name: value for name, value in cleaned.items() if name in raw}

    def _table(self, table: Table, cells: Cells) -> list[dict[str, Any]] | None:
        columns = {name: c for c in table.columns for name in (c.id, c.label.zh, c.label.en)}
        if table.id in self.sheets:
            names = {name: column.id for name, column in columns.items()} | self.names
            rows = [row for _number, row in _rows(self.sheets[table.id], names)]
            rows = [row for row in rows if _same_key(row, cells)]
        elif cell.text(cells.get(table.id)):
            rows = cell.rows(cells[table.id], table.id)
        else:
            return None
        return [
            {columns[k].id: _answer(columns[k], v) for k, v in row.items() if k in columns}
            for row in rows
        ]

    def _uploads(self, cells: Cells) -> Iterator[str]:
        for part in cell.parts(cells.get("uploads")):
            name = self.names.get(part, part)
            if not isinstance(self.items.get(name), Upload):
                raise Unreadable(_("Column “uploads”: there is no document “%s”.") % part)
            yield name

    def _titles(self, cells: Cells) -> tuple[TitleHeld, ...] | None:
        """ "technical_expert_city 2021-12-01~2025-11-30; ..."; an empty cell: nobody looked."""
        if not cell.text(cells.get("titles_held")):
            return None
        return tuple(_title(part) for part in cell.parts(cells["titles_held"]))

    def _contests(self, cells: Cells) -> dict[str, ContestFacts]:
        results = {
            cell.text(row.get("contest")): row
            for _number, row in self._sheet("registry_results")
            if _same_key(row, cells)
        }
        return {
            cell.text(row.get("id")): _contest(row, results.get(cell.text(row.get("id")), {}))
            for _number, row in self._sheet("registry_contests")
        }

    def _sheet(self, name: str) -> Iterator[tuple[int, Cells]]:
        sheet = self.sheets.get(name)
        return _rows(sheet, {COLUMNS["key"]: "key"}) if sheet else iter(())

    def _outside(self, cells: Cells) -> dict[str, str]:
        found = {}
        rules = {r.fact: r for r in self.programme.conditions if isinstance(r, FactIs)}
        for fact, said in _prefixed(cells, "outside.").items():
            choices = rules[fact].choices if fact in rules else ()
            found[fact] = _value(choices, said)
        return found


def _names(programme: Programme) -> dict[str, str]:
    """Every header that is understood: Chinese and English words -> id."""
    names = {zh: name for name, zh in (COLUMNS | CONTEST_SHEETS).items()}
    names |= {name: name for name in COLUMNS | CONTEST_SHEETS}
    for item in programme.items():
        for word in (item.label.zh, item.label.en, item.id):
            names.setdefault(word, item.id)
    return names


def _rows(sheet: Worksheet, names: Mapping[str, str]) -> Iterator[tuple[int, Cells]]:
    lines = sheet.iter_rows(values_only=True)
    headers = [cell.text(value) for value in next(lines, ())]
    for number, line in enumerate(lines, start=2):
        cells = {names.get(h, h): v for h, v in zip(headers, line, strict=False) if h}
        if any(cell.text(value) for name, value in cells.items() if not name.startswith(WRITTEN)):
            yield number, cells


def _same_key(row: Cells, cells: Cells) -> bool:
    return cell.text(row.get("key")) == cell.text(cells.get("key")) != ""


def _prefixed(cells: Cells, prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): cell.text(value)
        for name, value in cells.items()
        if name.startswith(prefix) and cell.text(value)
    }


def _answer(question: Question, value: Any) -> Any:
    written = cell.text(value)
    if question.kind == "choice":
        return _value(question.choices, written)
    if question.kind == "yes_no" and written:
        said = cell.yes_no(value, question.id)
        return "yes" if said else "no"
    return written


def _value(choices: tuple[Choice, ...], written: str) -> str:
    """The value of a choice, whether its value or its words were written."""
    for choice in choices:
        if written in (choice.value, choice.label.zh, choice.label.en):
            return choice.value
    return written


def _title(part: str) -> TitleHeld:
    words, _space, period = part.rpartition(" ") if "~" in part else (part, "", "")
    since, _wave, until = period.partition("~")
    return TitleHeld(
        code=_value(TITLES, words.strip()),
        since=cell.day(since, "titles_held"),
        until=cell.day(until, "titles_held"),
    )


def _employer(cells: Cells) -> EmployerFacts | None:
    name = cell.text(cells.get("employer"))
    in_city = cell.yes_no(cells.get("employer_in_city"), "employer_in_city")
    stationed = cell.yes_no(cells.get("employer_stationed"), "employer_stationed")
    if not name and in_city is None and stationed is None:
        return None
    return EmployerFacts(name=name, in_city=in_city, stationed=bool(stationed))


def _contest(row: Cells, result: Cells) -> ContestFacts:
    rank = cell.text(result.get("rank"))
    return ContestFacts(
        name=cell.text(row.get("name")),
        event=cell.text(row.get("event")),
        level=cell.text(row.get("level")),
        grade=cell.text(row.get("grade")),
        filing_document=cell.text(row.get("filing_document")),
        held_on=cell.day(row.get("held_on"), "held_on"),
        rank=int(rank) if rank.isdecimal() else None,
        passed_line=cell.yes_no(result.get("passed_line"), "passed_line"),
    )
