"""An outsider's tables, person by person and rule by rule, for all four programmes."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.workflows.programmes.outsiders import TABLES, Case
from workflows.eligibility_table import examine_workbook
from workflows.programme import get


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
    said = examine_workbook(get(programme), book, book, cut_off=date(2026, 9, 30))
    assert (said.problems, said.mismatches, said.unread, said.unknown_rules) == ((), (), (), ())
    assert said.compared == sum(len(expected) for _n, _m, expected in TABLES[programme][1])


@pytest.mark.parametrize("programme", TABLES)
def test_the_documentation_names_every_rule(programme: str) -> None:
    page = Path("docs/eligibility.md").read_text()
    missing = [rule.id for rule in get(programme).conditions if f"`{rule.id}`" not in page]
    assert missing == []
