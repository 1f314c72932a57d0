"""What a rule answers, and the case it is asked about."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from evaluations.calendar import add_months
from evaluations.eligibility.facts import Facts
from evaluations.questionnaire.asked import asked, top_questions
from evaluations.questionnaire.summary import in_words
from evaluations.rules import Programme, Question, Table, Text, Upload


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NEEDS_HUMAN = "needs_human"

    @property
    def label(self) -> str:
        return str(_WORDS[self])


_WORDS = {
    Verdict.PASS: _("Meets the rule"),
    Verdict.FAIL: _("Does not meet the rule"),
    Verdict.NEEDS_HUMAN: _("A person must decide"),
}


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """``exceptional``: only a recorded exception can let this pass (破格)."""

    verdict: Verdict
    sentence: str
    evidence: tuple[str, ...]
    exceptional: bool = False


def passes(sentence: str, *evidence: str) -> Outcome:
    return Outcome(verdict=Verdict.PASS, sentence=sentence, evidence=evidence)


def fails(sentence: str, *evidence: str) -> Outcome:
    return Outcome(verdict=Verdict.FAIL, sentence=sentence, evidence=evidence)


def needs_human(sentence: str, *evidence: str) -> Outcome:
    return Outcome(verdict=Verdict.NEEDS_HUMAN, sentence=sentence, evidence=evidence)


def together(*sentences: str) -> str:
    """Sentences in a row: a space between them, except in Chinese."""
    gap = "" if (get_language() or "").startswith("zh") else " "
    return gap.join(sentence for sentence in sentences if sentence)


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One applicant's facts beside the programme's questions, with their words."""

    programme: Programme
    facts: Facts
    answers: dict[str, Any]
    questions: dict[str, Question]
    labels: dict[str, Text]
    tables: dict[str, Table]
    language: str

    @classmethod
    def of(cls, programme: Programme, facts: Facts) -> "Case":
        items = [i for page in programme.pages_for(facts.track) for i in page.items]
        return cls(
            programme=programme,
            facts=facts,
            answers=asked(programme, facts.track, facts.answers),
            questions=top_questions(programme, facts.track),
            labels={item.id: item.label for item in programme.items()},
            tables={item.id: item for item in items if isinstance(item, Table)},
            language=get_language() or "",
        )

    def say(self, text: Text) -> str:
        return text.say(self.language)

    def label(self, item: str) -> str:
        """The words of a question, table or upload."""
        return self.say(self.labels[item]) if item in self.labels else item

    def answer(self, question: str) -> Any:
        """None when unanswered or not asked."""
        value = self.answers.get(question)
        return None if value == "" else value

    def rows(self, table: str) -> list[dict[str, Any]] | None:
        """None when the table is not asked of this applicant or was never answered."""
        if table not in self.facts.answers or table not in self.answers:
            return None
        return self.answers[table]

    def offers(self, question: str, value: Any) -> bool:
        """Whether the question's list has this answer; a question without a list has every one."""
        source = self.questions.get(question)
        values = {"yes", "no"} if source and source.kind == "yes_no" else set()
        values |= {choice.value for choice in source.choices} if source else set()
        return not values or value in values

    def in_words(self, question: str, value: Any) -> str:
        source = self.questions.get(question)
        return in_words(source, value, self.language) if source else str(value)

    def column_words(self, table: str, column: str, value: Any) -> str:
        columns = self.tables[table].columns if table in self.tables else ()
        source = next((c for c in columns if c.id == column), None)
        return in_words(source, value, self.language) if source else str(value)

    def uploaded(self, uploads: Iterable[str]) -> tuple[str, ...]:
        return tuple(f"uploads.{name}" for name in uploads if name in self.facts.uploads)

    def upload_labels(self, uploads: Iterable[str]) -> str:
        return " / ".join(
            self.label(item.id)
            for item in self.programme.items()
            if isinstance(item, Upload) and item.id in uploads
        )

    def since(self, years: int) -> date:
        """The first day of "the last ``years`` years": they end on the cut-off date, inclusive."""
        return add_months(self.facts.cut_off, -12 * years) + timedelta(days=1)


def day(value: Any) -> date | None:
    """An answer as a date; None when there is none or it is no date."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
