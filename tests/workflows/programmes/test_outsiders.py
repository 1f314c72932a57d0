"""An outsider's tables, person by person and rule by rule, for all four programmes."""

from datetime import date
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from openpyxl import Workbook

from evaluations.eligibility import Facts, Verdict, examine
from tests.workflows.programmes.outsiders import CHIEF, CHIEF_CASES, EXPERT, EXPERT_CASES, Case
from tests.workflows.programmes.outsiders_titles import DOUBLE_CASES, SCHOLAR, TITLE, TITLE_CASES
from workflows import synthetic
from workflows.eligibility_table import examine_workbook
from workflows.programme import get

CUT_OFF = date(2026, 9, 30)
TABLES = {
    "technical_expert": (EXPERT, EXPERT_CASES),
    "chief_technician": (CHIEF, CHIEF_CASES),
    "direct_title": (TITLE, TITLE_CASES),
    "double_hundred": (SCHOLAR, DOUBLE_CASES),
}


def table(sound: dict[str, str], cases: list[Case]) -> Workbook:
    """One person a row; every header that any case needs, and the verdicts it expects."""
    book = Workbook()
    facts = list(dict.fromkeys([*sound, *(header for _n, more, _e in cases for header in more)]))
    rules = list(dict.fromkeys(rule for _n, _m, expected in cases for rule in expected))
    headers = [rule if rule == "expected" else f"expected.{rule}" for rule in rules]
    book.active.append(["姓名", *facts, *headers])
    for name, more, expected in cases:
        person = sound | more
        row = [person.get(header, "") for header in facts]
        book.active.append([name, *row, *(expected.get(rule, "") for rule in rules)])
    return book


@pytest.mark.parametrize("programme", TABLES)
def test_every_expected_verdict_is_met(programme: str, own_language: None) -> None:
    book = table(*TABLES[programme])
    said = examine_workbook(get(programme), book, book, cut_off=CUT_OFF)
    assert (said.problems, said.mismatches, said.unread, said.unknown_rules) == ((), (), (), ())
    assert said.compared == sum(len(expected) for _n, _m, expected in TABLES[programme][1])


@pytest.mark.parametrize("programme", TABLES)
def test_the_documentation_names_every_rule(programme: str) -> None:
    page = Path("docs/eligibility.md").read_text()
    missing = [rule.id for rule in get(programme).conditions if f"`{rule.id}`" not in page]
    assert missing == []


@pytest.mark.parametrize("programme", TABLES)
def test_an_invented_applicant_meets_every_rule_about_his_answers(programme: str) -> None:
    rules = get(programme)
    for track in rules.tracks:
        for seed in range(20):
            given = synthetic.answers(
                rules, track.id, cut_off=CUT_OFF, contest=str(uuid4()), dice=Random(seed)
            )
            found = examine(
                rules, Facts(track=track.id, cut_off=CUT_OFF, answers=given, titles_held=())
            )
            failed = [f.sentence for f in found if f.verdict is Verdict.FAIL]
            assert failed == [], (track.id, seed)
