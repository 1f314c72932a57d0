"""What the tests of the rules share: a cut-off date, facts, and the whole finding of a rule called R."""

from datetime import date
from typing import Any

from evaluations.eligibility import Facts, Finding, Verdict, examine
from evaluations.rules import Choice, Condition, Page, Table, Text
from tests.evaluations.small_programme import RECORD, WORK, programme, question

PASS, FAIL, HUMAN = Verdict.PASS, Verdict.FAIL, Verdict.NEEDS_HUMAN
CUT_OFF = date(2026, 9, 30)
WORDS: dict[str, Any] = {"id": "R", "text": Text("规则", "The rule"), "source": "试行办法 [S30]"}

LEVEL_PAGE = Page(
    id="level",
    title=Text("层级", "Level"),
    items=(
        question(
            "level",
            "choice",
            choices=tuple(Choice(v, Text(v, v.capitalize())) for v in ("low", "high", "top")),
        ),
        question(
            "card",
            "choice",
            choices=tuple(Choice(v, Text(v, v.upper())) for v in ("a", "b", "z")),
        ),
        Table(
            id="appraisals",
            label=Text("考核", "Appraisals"),
            row_label=Text("考核", "appraisal"),
            columns=(
                question("year", "year"),
                question("result", "choice", choices=(Choice("basic", Text("基本", "basic")),)),
            ),
        ),
        Table(
            id="courses",
            label=Text("课程", "Courses"),
            row_label=Text("课程", "course"),
            columns=(question("year", "year"), question("general", "number")),
        ),
    ),
)


def facts(**known: Any) -> Facts:
    return Facts(**({"track": "first", "cut_off": CUT_OFF} | known))


def examined(rule: Condition, known: Facts) -> tuple[Finding, ...]:
    return examine(programme(rule, pages=(WORK, RECORD, LEVEL_PAGE)), known)


def finding(verdict: Verdict, sentence: str, *evidence: str) -> tuple[Finding, ...]:
    return (
        Finding(
            rule_id="R",
            verdict=verdict,
            sentence=sentence,
            evidence=evidence,
            source=WORDS["source"],
            text=WORDS["text"],
        ),
    )
