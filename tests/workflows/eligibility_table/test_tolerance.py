"""An outsider writes as people write; the table is read all the same."""

from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from openpyxl import Workbook, load_workbook

from evaluations.rules import Choice
from tests.workflows.eligibility_table.test_command import columns, run, table
from workflows.eligibility_table import Tally, cells, examine_workbook, titles, wording
from workflows.eligibility_table.cells import Dates, Unreadable
from workflows.eligibility_table.names import Names
from workflows.eligibility_table.template import template
from workflows.programme import get
from workflows.programmes._words import SKILL_GRADES, TITLES

CUT_OFF = date(2026, 9, 30)
pytestmark = pytest.mark.usefixtures("own_language")


def examined(programme: str, *rows: list[Any], **sheets: list[list[Any]]) -> Tally:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    return examine_workbook(get(programme), book, book, cut_off=CUT_OFF)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (datetime(2026, 9, 30, 8, 0), date(2026, 9, 30)),
        (date(2026, 9, 30), date(2026, 9, 30)),
        (46295, date(2026, 9, 30)),
        ("46295", None),
        ("2026-09-30", date(2026, 9, 30)),
        ("2026/9/30", date(2026, 9, 30)),
        ("2026.09.30", date(2026, 9, 30)),
        ("２０２６年９月３０日", date(2026, 9, 30)),
        ("20260930", date(2026, 9, 30)),
        ("2026-09-30 00:00:00", date(2026, 9, 30)),
        ("1971-05", date(1971, 5, 1)),
        ("1971年5月", date(1971, 5, 1)),
        ("无", None),
        ("2026-02-30", None),
        ("yesterday", None),
    ],
)
def test_days_are_read_as_people_write_them(written: Any, day: date | None) -> None:
    if day is None and written != "无":
        with pytest.raises(Unreadable):
            Dates().day(written, "birth_date")
    else:
        assert Dates().day(written, "birth_date") == day


@pytest.mark.parametrize(
    ("written", "value"),
    [("是", True), ("√", True), (True, True), (1, True), ("Ｙ", True), ("有", True), ("TRUE", True),
     ("否", False), ("×", False), ("无", False), ("N", False), (0, False), ("", None)],
)  # fmt: skip
def test_yes_and_no_have_many_spellings(written: Any, value: bool | None) -> None:
    assert cells.yes_no(written, "penalty") is value


@pytest.mark.parametrize(
    ("written", "number"),
    [("10", "10"), ("10年", "10"), ("第三名", "3"), ("３０万元", "300000"), ("29.9%", "29.9"),
     ("4年11个月", "4.92"), (5.0, "5"), ("1,000", "1000"), ("团体第1名", "1"), ("许多", "许多")],
)  # fmt: skip
def test_numbers_stand_among_words(written: Any, number: str) -> None:
    assert cells.number(written) == number


@pytest.mark.parametrize(
    ("choices", "question", "written", "value"),
    [
        (SKILL_GRADES, "grade", "二级", "technician"),
        (SKILL_GRADES, "grade", "技师", "technician"),
        (SKILL_GRADES, "grade", "二级/技师", "technician"),
        (SKILL_GRADES, "grade", "技师（国家职业资格二级）", "technician"),
        (SKILL_GRADES, "grade", "高级技师", "senior_technician"),
        (SKILL_GRADES, "grade", "三级", "senior"),
        (SKILL_GRADES, "grade", "Senior worker", "senior"),
        (SKILL_GRADES, "grade", "特级技师", "special_technician"),
        (SKILL_GRADES, "grade", "大师", "大师"),
        (TITLES, "title", "省技术能手", "technical_expert_province"),
    ],
)
def test_one_answer_has_many_names(
    choices: tuple[Choice, ...], question: str, written: str, value: str
) -> None:
    assert wording.meant(question, choices, written) == value


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("省技术能手 2019-05-01", ("technical_expert_province", date(2019, 5, 1), None)),
        ("星湖市首席技师（2019.12.31-2023.12.31）",
         ("chief_technician_city", date(2019, 12, 31), date(2023, 12, 31))),
        ("市首席技师 2019-12-31", ("chief_technician_city", date(2019, 12, 31), date(2023, 12, 31))),
        ("齐鲁首席技师，已期满", ("chief_technician_province", None, date(2026, 9, 29))),
        ("企业首席技师", ("chief_technician_unit", None, None)),
        ("全国技术能手", ("technical_expert_nation", None, None)),
    ],
)  # fmt: skip
def test_titles_are_read_in_words(written: str, held: tuple[str, date | None, date | None]) -> None:
    (title,) = titles.in_cell(written, CUT_OFF, Dates())
    assert (title.code, title.since, title.until) == held


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("  出生 日期 ", "birth_date"), ("Birth Date", "birth_date"), ("ｂｉｒｔｈ＿ｄａｔｅ", "birth_date"),
        ("身份证号码", "id_number"), ("人员身份*", "employment_status"), ("税务部门", "outside.tax"),
        ("outside.tax", "outside.tax"), ("X1", "expected.X1"), ("expected.X13", "expected.X13"),
        ("预期：X3", "expected.X3"), ("预期结论", "expected."), ("具有技师及以上职业技能等级。", "expected.skill_grade"),
        ("exception.age", "exception.age"), ("破格批准人", "exception_approver"),
        ("skill_grades.grade", "skill_grades.grade"), ("职业技能等级.取得日期", "skill_grades.date"),
        ("verdict.X1", ""), ("鞋码", ""),
    ],
)  # fmt: skip
def test_headers_are_known_by_many_names(header: str, name: str) -> None:
    assert Names(get("chief_technician")).of(header) == name


def test_headers_may_stand_in_two_rows_under_a_title(tmp_path: Path, db: None) -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["市技术能手案例表（截止日期：2026年9月30日）"],
        ["序号", "人员", None, "竞赛", None, None, "预期", None],
        [None, "姓名", "出生日期", "级别", "类别", "名次", "X7", "contest_rank"],
        [],
        [1, "甲", "2010-10-01", "市级", "一类", "第三名", "不符合", "FAIL"],
        [None] * 8,
    ):
        sheet.append(row)
    for merged in ("A1:H1", "A2:A3", "B2:C2", "D2:F2", "G2:H2"):
        sheet.merge_cells(merged)
    sheet.title = "竞赛授予"
    book.save(tmp_path / "t.xlsx")
    errors = StringIO()
    with pytest.raises(CommandError, match="^1 of 2 expected verdicts differ.$"):
        run(tmp_path / "t.xlsx", in_place=True, cut_off=None, stderr=errors)
    assert errors.getvalue().startswith(
        "竞赛授予!5 甲, contest_rank: expected FAIL, found NEEDS_HUMAN."
    )


def test_persons_may_stand_on_several_sheets_and_formulas_are_read(tmp_path: Path) -> None:
    header = ["姓名", "出生日期", "X7"]
    said = examined(
        "technical_expert",
        header,
        ["甲", "2010-10-01", "不通过"],
        评选推荐=[header, ["乙", "1990-01-01", "通过"]],
        竞赛授予=[header, ["丙", "1990-01-01", "通过"]],
        市首席技师=[["姓名", "age"], ["丁", "PASS"]],
        说明=[["姓名", "X1"], ["不是人", "PASS"]],
    )
    assert (said.rows, said.compared) == (3, 3)
    assert [line.split(":")[0] for line in said.problems] == ["Sheet!2 甲"]
    assert [line.split()[0] for line in said.mismatches] == ["Sheet!2"]


def test_a_family_of_rules_speaks_only_of_what_the_table_has() -> None:
    said = examined(
        "chief_technician",
        ["姓名", "用人单位守法诚信情况", "纪检监察机关", "X13", "X11"],
        ["甲", "无问题", "有问题", "PASS", "FAIL"],
        ["乙", "", "无问题", "NEEDS_HUMAN", "PASS"],
    )
    assert said.mismatches == ()


def test_a_month_decides_only_where_both_its_ends_agree() -> None:
    header = ["姓名", "出生年月", "expected.age"]
    rows = [
        ["甲", "1971-05", "PASS"],
        ["乙", "1970", "NEEDS_HUMAN"],
        ["丙", "1970年8月", "FAIL"],
    ]
    said = examined("chief_technician", header, *rows)
    assert (said.compared, said.mismatches) == (3, ())


def test_an_unknown_rule_or_column_is_named_and_stops_nobody() -> None:
    header = ["姓名", "出生日期", "鞋码", "备注", "expected.X99", "expected.age"]
    said = examined("chief_technician", header, ["甲", "1980-01-01", 43, "无", "FAIL", "PASS"])
    assert (said.unread, said.unknown_rules) == (("鞋码",), ("X99",))
    assert (said.compared, said.mismatches) == (1, ())


def test_a_word_that_is_no_verdict_is_named() -> None:
    said = examined("chief_technician", ["姓名", "X1"], ["甲", "perhaps"])
    assert len(said.problems) == 1
    assert "perhaps" in said.problems[0]


def test_an_id_number_tells_birth_and_sex_and_a_slip_is_noted() -> None:
    header = ["姓名", "身份证号", "出生日期", "age"]
    good, slip = "990101198001010011", "990101198001010012"
    said = examined(
        "chief_technician", header,
        ["甲", good, "", "PASS"], ["乙", slip, "", "PASS"], ["丙", good, "1960-01-01", "FAIL"],
    )  # fmt: skip
    assert said.mismatches == ()
    assert len(said.notes) >= 1


def test_every_finding_has_its_rule_source_and_both_languages(tmp_path: Path) -> None:
    path = table(tmp_path / "t.xlsx", ["甲", "1990-01-01"], headers=["姓名", "出生日期"])
    run(path, "chief_technician", in_place=True)
    run(path, "chief_technician", in_place=True)
    lines = load_workbook(path)["findings"].iter_rows(min_row=2, values_only=True)
    found = {line[4]: line for line in lines}
    assert len(found) == len(get("chief_technician").conditions)
    assert found["age"][8:12] == (
        "2026-09-30",
        "PASS",
        "Born 1990-01-01, 36 on 2026-09-30; the limit is 55 (born after 1970-09-30).",
        "Born 1990-01-01, 36 on 2026-09-30; the limit is 55 (born after 1970-09-30).",
    )
    assert all(line[5] and line[6] and line[7] for line in found.values())


@pytest.mark.parametrize(
    "programme", ["technical_expert", "chief_technician", "direct_title", "double_hundred"]
)
def test_the_empty_table_is_understood_whole(programme: str) -> None:
    book = template(get(programme))
    sheet = book.worksheets[0]
    headers = {c.value: c.column for c in sheet[1]}
    sheet.cell(2, headers["姓名"], "甲")
    sheet.cell(2, headers["申报通道"], get(programme).tracks[0].label.zh)
    sheet.cell(2, headers["出生日期"], "1990-01-01")
    said = examine_workbook(get(programme), book, book, cut_off=CUT_OFF)
    assert (said.rows, said.problems, said.unread, said.unknown_rules) == (1, (), (), ())
    assert sheet.data_validations.count > 5
    assert book["choices"].sheet_state == "hidden"
    rules = {row[0].value for row in book["legend"].iter_rows()}
    assert {rule.id for rule in get(programme).conditions} <= rules


def test_the_command_writes_the_empty_table(tmp_path: Path) -> None:
    run(None, template=tmp_path / "empty.xlsx")  # type: ignore[arg-type]
    assert "expected.X7" in columns(tmp_path / "empty.xlsx")
