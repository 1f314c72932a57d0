"""One page of the questionnaire as the applicant meets it: fields, rows and files together.

It shows what is stored or what was just typed, gathers it, and puts each complaint at its field.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations import questionnaire
from evaluations.models import Application
from evaluations.questionnaire.asked import shown, top_questions
from evaluations.questionnaire.summary import in_words
from evaluations.rules import Page, Question, Table, Upload, When
from workflows.forms.questions import AnswerForm, Options, RowSet, rows_of, say, when_attrs
from workflows.forms.uploads import files_form

type Item = Question | Table | Upload
# Keeps field names of answers apart from the names of buttons and of the hidden fields.
PREFIX = "answers"


@dataclass
class Block:
    """One item on the page. ``kind``: question, table, upload, or fixed (only to read)."""

    item: Item
    kind: str
    path: str
    condition: str = ""
    when: Mapping[str, str] = field(default_factory=dict)
    field: BoundField | None = None
    rows: RowSet | None = None
    remark: Any = None
    entry: Any = None
    files: Sequence[Any] = ()
    error: str = ""

    @property
    def label(self) -> str:
        return say(self.item.label)

    @property
    def hint(self) -> str:
        return say(self.item.hint)

    @property
    def row_label(self) -> str:
        return say(self.item.row_label) if isinstance(self.item, Table) else ""

    @property
    def full(self) -> bool:
        """No further file may be added."""
        return isinstance(self.item, Upload) and len(self.files) >= self.item.max_files


def path_of(item: Item) -> str:
    """What a correction calls it."""
    return f"uploads.{item.id}" if isinstance(item, Upload) else f"answers.{item.id}"


class PageEntry:
    """``open_paths``: what may be changed, None for everything. ``data``: what the browser sent."""

    def __init__(
        self,
        case: Application,
        page: Page,
        *,
        contests: Options = (),
        open_paths: Collection[str] | None = None,
        data: QueryDict | None = None,
        files: Any = None,
        add_row: str = "",
    ) -> None:
        self.case, self.page, self.data = case, page, data
        self.rules, self.contests = case.call.rules, contests
        self.items = on_page(case, page)
        self.open_paths = open_paths
        editable = [item for item in self.items if self.may_change(item)]
        self.questions = [item for item in editable if isinstance(item, Question)]
        self.tables = [item for item in editable if isinstance(item, Table)]
        self.uploads = [item for item in editable if isinstance(item, Upload)]
        self.remarks: Mapping[str, Any] = {}
        self.form = self._answer_form()
        self.rows = {table.id: self._row_set(table, add_row) for table in self.tables}
        self.files = files_form(self.uploads, data=data, files=files)
        self._positions: dict[str, list[forms.Form]] = {}

    def may_change(self, item: Item) -> bool:
        return self.open_paths is None or path_of(item) in self.open_paths

    # --- what is shown ---

    def _answer_form(self) -> AnswerForm:
        return AnswerForm(
            self.data,
            prefix=PREFIX,
            initial=self.case.answers,
            questions=self.questions,
            contests=self.contests,
        )

    @property
    def _local(self) -> set[str]:
        return {item.id for item in self.items if isinstance(item, Question)}

    def _row_set(self, table: Table, add_row: str) -> RowSet:
        stored = self.case.answers.get(table.id) or []
        extra = 1 if add_row == table.id or not stored else 0
        return rows_of(stored, extra=extra)(
            self.data,
            prefix=table.id,
            initial=stored,
            form_kwargs={
                "questions": table.columns,
                "contests": self.contests,
                "in_row": True,
                "local": self._local,
            },
        )

    def blocks(self) -> list[Block]:
        """The items in the order of the programme."""
        return [self._block(item) for item in self.items]

    def _block(self, item: Item) -> Block:
        local = item.when is not None and item.when.question in self._local
        block = Block(
            item=item,
            kind=_kind(item) if self.may_change(item) else "fixed",
            path=path_of(item),
            condition=self._condition(item.when) if local and item.when else "",
            when=when_attrs(item.when) if local and item.when else {},
        )
        if block.kind == "question":
            block.field = self.form[item.id]
        elif block.kind == "table":
            block.rows = self.rows[item.id]
        elif block.kind == "upload":
            block.field = self.files[item.id]
        return block

    def _condition(self, when: When) -> str:
        """For browsers without script, where the question is always there."""
        asked = top_questions(self.rules, self.case.track)[when.question]
        language = get_language() or ""
        return _("Only if “%(question)s” is: %(answers)s.") % {
            "question": say(asked.label),
            "answers": ", ".join(in_words(asked, value, language) for value in when.values),
        }

    # --- what was typed ---

    def answers(self) -> dict[str, Any]:
        """The cleaned answers of what may be changed here: {item id: answer}."""
        typed: dict[str, Any] = self.form.typed()
        for table in self.tables:
            rows = self.rows[table.id]
            if rows.management_form.is_valid():
                typed[table.id] = self._typed_rows(table, rows)
        cleaned = questionnaire.clean(self.rules, self.case.track, typed)
        return {name: cleaned[name] for name in typed}

    def _typed_rows(self, table: Table, rows: RowSet) -> list[dict[str, str]]:
        """The rows that are not empty; remembers which form each came from."""
        kept = []
        for form in rows.kept():
            row = form.typed()
            if questionnaire.clean(self.rules, self.case.track, {table.id: [row]})[table.id]:
                kept.append((row, form))
        self._positions[table.id] = [form for _row, form in kept]
        return [row for row, _form in kept]

    @property
    def base(self) -> str:
        """A digest of what is stored for this page: tells whether another tab has changed it."""
        stored = {
            item.id: self.case.answers.get(item.id) for item in [*self.questions, *self.tables]
        }
        text = json.dumps(stored, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    # --- what is wrong ---

    def complain(self, problems: Sequence[questionnaire.Problem]) -> list[tuple[str, str]]:
        """Put each problem at its field; returns those that belong to a whole table: (anchor, sentence)."""
        loose = []
        for problem in problems:
            form = self._row_form(problem)
            if form is not None:
                form.add_error(problem.column or None, problem.message)
            elif problem.item in self.form.fields:
                self.form.add_error(problem.item, problem.message)
            elif problem.item in self.files.fields:
                self.files.add_error(problem.item, problem.message)
            else:
                loose.append((f"item_{problem.item}", problem.message))
        return loose

    def _row_form(self, problem: questionnaire.Problem) -> forms.Form | None:
        forms_of_rows = self._positions.get(problem.item, [])
        if problem.row is None or problem.row >= len(forms_of_rows):
            return None
        return forms_of_rows[problem.row]

    @property
    def forms(self) -> list[Any]:
        """For the error summary."""
        return [self.form, *self.rows.values(), self.files]


def _kind(item: Item) -> str:
    if isinstance(item, Question):
        return "question"
    return "table" if isinstance(item, Table) else "upload"


def on_page(case: Application, page: Page) -> list[Item]:
    """What the page asks of this applicant. An item that hangs on another answer of the same
    page is there too: the script hides it, and without script its condition is written."""
    questions = top_questions(case.call.rules, case.track)
    asked: list[Item] = []
    for item in page.items:
        local = {other.id for other in asked}
        follows = item.when is not None and item.when.question in local
        elsewhere = item.when is None or item.when.question not in {i.id for i in page.items}
        if follows or (elsewhere and shown(item.when, case.answers, questions)):
            asked.append(item)
    return asked
