"""The contests of one person of the table: of its registry sheets, of the row, of a table of contests."""

from collections.abc import Mapping
from typing import Any

from evaluations.eligibility import ContestFacts
from workflows.eligibility_table import cells as cell
from workflows.eligibility_table import contests
from workflows.eligibility_table.book import Book
from workflows.eligibility_table.cells import Dates

Cells = Mapping[str, Any]


class PersonContests:
    """``known``: id -> contest, those typed in the person's own row or rows among them."""

    def __init__(self, book: Book, cells: Cells, dates: Dates):
        self.book, self.cells, self.dates = book, cells, dates
        self.known = self._registered()

    def _text(self, name: str) -> str:
        return cell.text(self.cells.get(name))

    def _registered(self) -> dict[str, ContestFacts]:
        results = {
            cell.text(row.get("contest")): row
            for row in self.book.sheet_rows("registry_results")
            if cell.text(row.get("key")) == self._text("key") != ""
        }
        found = {}
        for row in self.book.sheet_rows("registry_contests"):
            name = cell.text(row.get("id"))
            found[name] = contests.registered(row, results.get(name, {}), self.dates)
        return found

    def name_one(self, raw: dict[str, Any]) -> None:
        """The contest of the person's own row, where the programme asks for one."""
        asked = self.book.items
        question = next((i for i in asked.values() if getattr(i, "kind", "") == "contest"), None)
        if question is None or raw.get(question.id) in self.known:
            return
        said = self._said_of_contest(question.id)
        if not said:
            return
        found = contests.typed(said, self.dates)
        raw[question.id] = "typed" if found else f"? {said.get('name', '')}"
        if found:
            self.known["typed"] = found
        if cell.text(said.get("rank")):
            raw["contest_rank"] = contests.rank(said["rank"]) or cell.text(said["rank"])
        if found and found.rank is None and cell.text(said.get("rank")):
            raw["contest_rank"] = cell.text(said["rank"])

    def _said_of_contest(self, question: str) -> dict[str, Any]:
        said = {
            name.partition(".")[2]: value
            for name, value in self.cells.items()
            if name.startswith("contest.")
        }
        words = self._text(question)
        if words:
            said["name"] = " ".join(filter(None, (cell.text(said.get("name")), words)))
        for rank in ("contest_rank", "rank"):
            if self._text(rank):
                said["rank"] = self.cells[rank]
        if not any(cell.text(value) for value in said.values()):
            return {}
        self._filing(said)
        return said

    def _filing(self, said: dict[str, Any]) -> None:
        """A column of that document that says 是 has it; one that is there and empty lacks it."""
        told = self.cells.get("contest_filing", said.get("filing_document", contests.UNSAID))
        if "filing_document" not in said or cell.text(self.cells.get("contest_filing")):
            said["filing_document"] = told
        if cell.plain(said["filing_document"]) in {"否", "无", "no", "没有"}:
            said["filing_document"] = ""

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row of a table of contests, with the registered contest it names or describes."""
        here = self.book.contest_words(row)
        if here.get("contest") in self.known:
            return here | {"registered": "yes"}
        said = {name: here[name] for name in ("name", "level", "class", "rank", "registered",
                                              "filing_document", "passed_line", "team", "event")
                if name in here}  # fmt: skip
        said["held_on"] = here.get("held_on") or here.get("date")
        said["name"] = here.get("name") or here.get("contest") or ""
        found = contests.typed(said, self.dates)
        if found is None:
            level = contests.level(here.get("level") or said["name"])
            return here | {"registered": "no", "level": level, "contest": ""}
        name = f"typed-{len(self.known)}"
        self.known[name] = found
        rank = found.rank or cell.text(here.get("rank"))
        return here | {"registered": "yes", "contest": name, "rank": rank}
