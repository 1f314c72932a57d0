"""From a row of the table to the facts of one person."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from evaluations import questionnaire
from evaluations.calendar import add_months
from evaluations.eligibility import ContestFacts, EmployerFacts, Facts, TitleHeld
from evaluations.rules import Programme, Question, Table, Upload
from workflows.eligibility_table import cells as cell
from workflows.eligibility_table import identity_number, table_rows, titles
from workflows.eligibility_table.book import Book
from workflows.eligibility_table.cells import Dates, Edge, Unreadable
from workflows.eligibility_table.exceptions import exceptions
from workflows.eligibility_table.person_contests import PersonContests
from workflows.eligibility_table.wording import keyword, meant

Cells = Mapping[str, Any]
_HERE = {"本市", "市内", "在本市", "本地"}
_ELSEWHERE = {"外市", "外地", "市外", "省外", "外省", "非本市"}


class Reader:
    """Reads one row of a workbook by the words of one programme. ``sheet``: the sheet it stands on."""

    def __init__(self, book: Book, cells: Cells, *, sheet: str, edge: Edge = "first"):
        self.book, self.cells, self.sheet = book, cells, sheet
        self.programme: Programme = book.programme
        self.dates = Dates(edge)
        self.notes: list[str] = []

    def facts(self, default_cut_off: date | None) -> Facts:
        """Everything known of this person. Raises Unreadable with a sentence for the row."""
        track = self._track()
        cut_off = self._day("cut_off") or self.book.cut_off_above or default_cut_off
        if cut_off is None:
            raise Unreadable(_("Enter a cut-off date in the row or with --cut-off."))
        held = self._titles(cut_off)
        for title in held or ():
            if title.code not in titles.CODES:
                sentence = _("“%s” is not on the list of titles; it is taken for another honour.")
                self.notes.append(sentence % title.code)
        contests_found, answers = self._answers(track, held, cut_off)
        granted, claimed = exceptions(self.programme, track, self.cells)
        return Facts(
            track=track,
            cut_off=cut_off,
            filed_on=self._day("filed_on"),
            answers=answers,
            uploads=frozenset(self._uploads()),
            birth_date=self._birth_date(),
            sex=self._sex(),
            titles_held=held,
            employer=self._employer(),
            contests=contests_found,
            outside=self._outside(),
            exceptions=granted,
            claimed_exceptions=claimed,
        )

    def _text(self, name: str) -> str:
        return cell.text(self.cells.get(name))

    def _day(self, name: str) -> date | None:
        return self.dates.day(self.cells.get(name), name)

    # --- who ---

    def _birth_date(self) -> date | None:
        born = self._day("birth_date")
        number = self._text("id_number")
        if not number:
            return born
        written, note = identity_number.birth_date(number)
        if note:
            self.notes.append(note)
        if born and written and born != written:
            self.notes.append(_("The ID number and the date of birth disagree."))
        return born or written

    def _sex(self) -> str:
        said = cell.plain(self.cells.get("sex"))
        known = {"男": "M", "m": "M", "male": "M", "女": "F", "f": "F", "female": "F"}
        return known.get(said, "") or identity_number.sex(self._text("id_number"))

    def _track(self) -> str:
        tracks = self.programme.tracks
        written = self._text("track")
        for said in (written, "" if written else self.sheet):
            if found := self.book.track(said):
                return found
        if not written and len(tracks) == 1:
            return tracks[0].id
        if not written and (told := self._track_by_answers()):
            return told
        allowed = " / ".join(track.id for track in tracks)
        raise Unreadable(_("Column “track”: enter one of %s.") % allowed)

    def _track_by_answers(self) -> str:
        """The one way in whose own questions this row answers."""
        told = set()
        for page in self.programme.pages:
            for item in page.items:
                own = item.tracks or page.tracks
                if len(own) == 1 and self._text(item.id):
                    told |= set(own)
        if any(self._text(name) for name in self.cells if name.startswith("contest.")):
            told |= {track.id for track in self.programme.tracks if "contest" in track.id}
        return told.pop() if len(told) == 1 else ""

    # --- what ---

    def _answers(
        self, track: str, held: tuple[TitleHeld, ...] | None, cut_off: date
    ) -> tuple[dict[str, ContestFacts], dict[str, Any]]:
        found = PersonContests(self.book, self.cells, self.dates)
        raw: dict[str, Any] = {}
        for item in self.programme.items():
            if isinstance(item, Table):
                rows = self._table(item, found, cut_off)
                if rows is not None:
                    raw[item.id] = rows
            elif isinstance(item, Question) and self._text(item.id):
                raw[item.id] = table_rows.answer(item, self.cells[item.id], self.dates)
        found.name_one(raw)
        self._length_of_contract(raw, cut_off)
        if held is not None and "honours" not in raw and not self.book.has("honours"):
            raw["honours"] = titles.as_rows(held)
        cleaned = questionnaire.clean(self.programme, track, raw)
        # An empty cell is not the answer "none": a table nobody filled in stays unknown.
        return found.known, {name: value for name, value in cleaned.items() if name in raw}

    def _length_of_contract(self, raw: dict[str, Any], cut_off: date) -> None:
        """Whoever gives only the years of a contract means from today on so long."""
        asked = {item.id for item in self.programme.items()}
        length = cell.number(self.cells.get("contract_years"))
        if not {"contract_from", "contract_until"} <= asked or {"contract_from"} & set(raw):
            return
        try:
            months = round(float(length) * 12)
        except ValueError:
            return
        raw["contract_from"] = cut_off.isoformat()
        short = float(length) * 12 < months
        end = add_months(cut_off, months) - timedelta(days=2 if short else 1)
        raw["contract_until"] = end.isoformat()

    def _table(
        self, table: Table, found: PersonContests, cut_off: date
    ) -> list[dict[str, Any]] | None:
        own = self.book.rows_of(table.id, self._text("key"))
        written = self._text(table.id)
        inline = {
            name.partition(".")[2]: value
            for name, value in self.cells.items()
            if name.startswith(f"{table.id}.") and cell.text(value)
        }
        if table.id == "honours" and written and "=" not in written and written[0] != "[":
            return titles.as_rows(titles.in_cell(written, cut_off, self.dates))
        if own is None and not written and not inline:
            return None
        rows = list(own or ())
        rows += table_rows.in_cell(table, written, self.dates) if written else []
        rows += [inline] if inline else []
        if any(column.kind == "contest" for column in table.columns):
            rows = [found.row(row) for row in rows]
        return [table_rows.by_column(table, row, self.dates) for row in rows]

    # --- papers, titles, employer, what others report ---

    def _uploads(self) -> Iterator[str]:
        listed = self.cells.get("uploads")
        for part in cell.parts(listed):
            yield from self._document(part)
        own_columns = {n for n in self.book.meanings if n in self.book.names.uploads}
        for name in own_columns:
            said = self._text(name)
            if said and cell.plain(said) not in {
                "否",
                "无",
                "no",
                "n",
                "0",
                "没有",
                "缺",
                "未提供",
                "×",
            }:
                yield name
        if not self.book.has("uploads"):
            # A table without a column for documents does not speak of them.
            yield from self.book.names.uploads - own_columns

    def _document(self, part: str) -> Iterator[str]:
        name = self.book.names.known.get(cell.plain(part), part)
        if isinstance(self.book.items.get(name), Upload):
            yield name
            return
        near = {n for word, n in self.book.names.known.items()
                if n in self.book.names.uploads and len(word) > 1
                and (word in cell.plain(part) or cell.plain(part) in word)}  # fmt: skip
        if not near:
            self.notes.append(_("The programme asks for no document “%s”.") % part)
        yield from near

    def _titles(self, cut_off: date) -> tuple[TitleHeld, ...] | None:
        """ "technical_expert_city 2021-12-01~2025-11-30; ..."; an empty cell: nobody looked.

        A table with one column for titles means both, the register and what the person declares."""
        for name in ("titles_held", "titles"):
            if self._text(name):
                return titles.in_cell(self.cells[name], cut_off, self.dates)
        alone = not self.book.has("titles_held") and not self.book.has("titles")
        if alone and self._text("honours") and "=" not in self._text("honours"):
            return titles.in_cell(self.cells["honours"], cut_off, self.dates)
        return () if alone and self.book.rows_of("honours", self._text("key")) else None

    def _employer(self) -> EmployerFacts | None:
        name = self._text("employer")
        said = self._text("employer_in_city")
        if said in _HERE | _ELSEWHERE:
            in_city: bool | None = said in _HERE
        else:
            in_city = cell.yes_no(said, "employer_in_city")
        stationed = cell.yes_no(self.cells.get("employer_stationed"), "employer_stationed")
        if not name and in_city is None and stationed is None:
            return None
        return EmployerFacts(name=name, in_city=in_city, stationed=bool(stationed))

    def _outside(self) -> dict[str, str]:
        found = {}
        for fact, rule in self.book.names.facts.items():
            said = self._text(f"outside.{fact}")
            if not said and fact in self.book.departments:
                said = self._text(self.book.group(rule)) or self._text("joint")
            if said:
                value = meant("", rule.choices, said)
                known = {choice.value for choice in rule.choices}
                if value not in known:
                    value = keyword(fact, said, known) or keyword("report", said, known) or value
                found[fact] = value
        return found
