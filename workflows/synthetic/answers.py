"""Answers that a programme's own data calls complete and eligible."""

from datetime import date, timedelta
from random import Random
from typing import Any

from evaluations import questionnaire
from evaluations.rules import Programme, Question, Table
from workflows.synthetic import words
from workflows.synthetic.wishes import Wishes


def answers(
    programme: Programme, track: str, *, cut_off: date, contest: str, dice: Random
) -> dict[str, Any]:
    """A complete form for ``track``. ``contest``: public id of a registered contest to name."""
    writer = _Writer(Wishes.of(programme, track, cut_off), cut_off, contest, dice)
    given: dict[str, Any] = {}
    # An answer can bring up further questions, so ask until nothing new is asked.
    while True:
        items = questionnaire.visible_items(programme, track, given)
        missing = [i for i in items if isinstance(i, Question | Table) and i.id not in given]
        if not missing:
            return questionnaire.clean(programme, track, given)
        for item in missing:
            given[item.id] = (
                writer.rows(item) if isinstance(item, Table) else writer.answer(item, "")
            )


class _Writer:
    """Writes one form; keeps what one form needs to agree with itself."""

    def __init__(self, wishes: Wishes, cut_off: date, contest: str, dice: Random):
        self.wishes, self.cut_off, self.contest, self.dice = wishes, cut_off, contest, dice

    def rows(self, table: Table) -> list[dict[str, Any]]:
        wished = self.wishes.rows.get(table.id, [])
        count = max(table.minimum, len(wished))
        return [
            self._row(table, wished[index] if index < len(wished) else {}, index)
            for index in range(count)
        ]

    def _row(self, table: Table, wished: dict[str, Any], index: int) -> dict[str, Any]:
        row = dict(wished)
        for column in table.columns:
            if column.id in row:
                continue
            if column.when and row.get(column.when.question) not in column.when.values:
                continue
            row[column.id] = self.answer(column, table.id, index)
        for first, second in table.ordered:
            if row.get(second) and row.get(first, "") > row[second]:
                row[first], row[second] = row[second], row[first]
        return row

    def answer(self, question: Question, table: str, index: int = 0) -> Any:
        key = (table, question.id)
        if key in self.wishes.answers:
            return self.wishes.answers[key]
        match question.kind:
            case "choice":
                refused = self.wishes.avoid.get(key, frozenset())
                choices = [c.value for c in question.choices if c.value not in refused]
                return self.dice.choice(choices)
            case "yes_no":
                return "no"
            case "date":
                return self._date(future=question.future)
            case "year":
                return self.cut_off.year - 1 - index
            case "number":
                return self._number(question)
            case "money":
                return str(self.dice.randrange(5, 80) * 10_000)
            case "phone":
                return "13900000000"
            case "contest":
                return self.contest
            case _:
                return self._text(question, index)

    def _date(self, *, future: bool) -> str:
        if future:
            return (self.cut_off + timedelta(days=900)).isoformat()
        return (self.cut_off - timedelta(days=self.dice.randrange(200, 700))).isoformat()

    def _number(self, question: Question) -> int:
        low = question.minimum if question.minimum is not None else 1
        high = question.maximum if question.maximum is not None else low + 20
        return self.dice.randint(low, min(high, low + 20))

    def _text(self, question: Question, index: int) -> str:
        if question.id == "number":
            return f"Y{self.dice.randrange(10**15):015}{index:06}"
        pool = words.TEXTS.get(question.id, (words.PLAIN,))
        return self.dice.choice(pool)[: question.max_length]
