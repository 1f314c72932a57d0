"""An outsider's table goes in, verdicts and sentences come out beside it."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

HEADERS = ["序号", "姓名", "申报通道", "出生日期", "登记称号", "人员身份", "名次", "竞赛及赛项"]
SOUND = [1, "甲", "竞赛授予", date(1990, 5, 1), "无", "在职职工", 2, "C1"]


def table(path: Path, *rows: list[Any], headers: list[str] = HEADERS, **sheets: Any) -> Path:
    book = Workbook()
    for row in (headers, *rows):
        book.active.append(row)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


REGISTRY = {
    "竞赛登记库": [
        ["id", "name", "level", "grade", "filing_document", "held_on"],
        ["C1", "市赛", "city", "class_1", "星人社字〔2025〕3号", date(2025, 10, 1)],
    ],
    "竞赛结果库": [["序号", "contest", "rank", "passed_line"], [1, "C1", 2, "是"]],
}


def run(path: Path, programme: str = "technical_expert", **options: Any) -> str:
    out = StringIO()
    given = {"cut_off": date(2026, 9, 30), "language": "en", "stderr": out} | options
    call_command("eligibility", programme, path, stdout=out, **given)
    return out.getvalue()


def columns(path: Path) -> dict[str, list[Any]]:
    rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return {column[0]: list(column[1:]) for column in zip(*rows, strict=True)}


def test_verdicts_stand_beside_their_person(tmp_path: Path) -> None:
    young = [2, "乙", "by_contest", "2011年1月1日", "市技术能手 2020-01-01~2024-01-01", "student"]
    said = run(table(tmp_path / "t.xlsx", SOUND, young, **REGISTRY))
    found = columns(tmp_path / "t.verdicts.xlsx")
    rules = ("X7", "X7-age", "X7-student", "X1", "contest_rank", "X12")
    assert {rule: found[f"verdict.{rule}"] for rule in rules} == {
        "X7": ["PASS", "FAIL"],
        "X7-age": ["PASS", "FAIL"],
        "X7-student": ["PASS", "FAIL"],
        "X1": ["PASS", "FAIL"],
        "contest_rank": ["PASS", "NEEDS_HUMAN"],
        "X12": ["NEEDS_HUMAN", "NEEDS_HUMAN"],
    }
    assert found["sentence.X7-age"] == [
        "Born 1990-05-01, 36 on 2026-09-30; the least is 16.",
        "Born 2011-01-01, 15 on 2026-09-30; the least is 16.",
    ]
    assert found["verdict"] == ["NEEDS_HUMAN", "FAIL"]
    assert said.splitlines() == [
        f"{tmp_path / 't.verdicts.xlsx'}: 2 · PASS 0, FAIL 1, NEEDS_HUMAN 1",
        "The table has no column for documents: they are taken as seen.",
    ]
    assert columns(tmp_path / "t.xlsx").keys() == set(HEADERS)


def test_rows_of_a_table_come_from_their_own_sheet_or_from_one_cell(tmp_path: Path) -> None:
    headers = ["key", "track", "skill_grades", "附件"]
    sheet = [["key", "等级", "取得日期"], [1, "技师（二级）", "2020-01-01"], [2, "senior", None]]
    by_sheet = table(
        tmp_path / "a.xlsx",
        [1, "by_selection", None, "skill_certificate"],
        [2, "by_selection"],
        headers=headers,
        职业技能等级=sheet,
    )
    by_cell = table(
        tmp_path / "b.xlsx",
        [1, "by_selection", "grade=技师（二级）, date=2020-01-01", "职业技能等级（资格）证书"],
        [2, "by_selection", '[{"grade": "senior"}]'],
        headers=headers,
    )
    for path in (by_sheet, by_cell):
        run(path, in_place=True)
        assert columns(path)["verdict.skill_grade"] == ["PASS", "NEEDS_HUMAN"]


def test_exceptions_and_reports_are_read_by_their_prefix(tmp_path: Path) -> None:
    headers = ["track", "skill_grades", "exception.skill_grade", "outside.integrity"]
    row = ["by_selection", "grade=senior", "张局长 2026-10-08", "无问题"]
    path = table(tmp_path / "t.xlsx", row, headers=headers)
    run(path, in_place=True)
    found = columns(path)
    assert (found["verdict.skill_grade"], found["verdict.X12"]) == (["PASS"], ["PASS"])
    assert found["sentence.skill_grade"][0].endswith("Exception recorded: 张局长 2026-10-08.")


def test_a_second_run_writes_over_the_first(tmp_path: Path) -> None:
    path = table(tmp_path / "t.xlsx", SOUND, **REGISTRY)
    run(path, in_place=True)
    before = columns(path)
    run(path, in_place=True)
    assert columns(path) == before


def test_an_unexpected_verdict_is_named_and_the_command_fails(tmp_path: Path) -> None:
    headers = [*HEADERS, "expected.X7", "expected.X12", "expected.skill_grade"]
    path = table(tmp_path / "t.xlsx", [*SOUND, "pass", "PASS", "-"], headers=headers, **REGISTRY)
    out = StringIO()
    with pytest.raises(CommandError, match="^1 of 3 expected verdicts differ.$"):
        run(path, in_place=True, stderr=out)
    assert columns(path)["mismatch"] == ["X12"]
    assert out.getvalue().splitlines()[0] == (
        "Sheet!2 甲, X12: expected PASS, found NEEDS_HUMAN. "
        "Nobody has reported on “Integrity record” yet."
    )


def test_what_an_outsider_typed_never_becomes_a_formula(tmp_path: Path) -> None:
    headers = ["track", "employer", "employer_in_city"]
    row = ["by_contest", "@=cmd|' /C calc'!A0", "是"]
    run(table(tmp_path / "t.xlsx", row, headers=headers))
    sheet = load_workbook(tmp_path / "t.verdicts.xlsx").worksheets[0]
    written = [cell for cell in sheet[2] if "cmd|" in str(cell.value) and cell.column > 3]
    assert [(cell.data_type, cell.quotePrefix) for cell in written] == [("s", True)]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ([1, "甲", "fencing"], "Column “track”: enter one of by_contest / by_selection."),
        (
            [1, "甲", "by_contest", "1990-13-01"],
            "Column “birth_date”: enter a date such as 2026-09-30.",
        ),
        (
            [1, "甲", "by_contest", None, "市技术能手 2020-13-01~2024-01-01"],
            "Column “titles_held”: enter a date such as 2026-09-30.",
        ),
    ],
)
def test_a_row_that_cannot_be_read_says_why_and_stops_nobody(
    tmp_path: Path, row: list[Any], problem: str
) -> None:
    path = table(tmp_path / "t.xlsx", row, SOUND, **REGISTRY)
    assert f"Sheet!2{' 甲' if row[1] else ''}: {problem}" in run(path, in_place=True).splitlines()
    found = columns(path)
    assert (found["problem"], found["verdict"]) == ([problem, "-"], ["-", "NEEDS_HUMAN"])


@pytest.mark.parametrize(
    ("header", "value", "problem"),
    [
        ("employer_in_city", "perhaps", "Column “employer_in_city”: enter yes or no."),
        ("innovations", "knight", "Column “innovations”: write name=value, name=value; …"),
        ("honours", "[1]", "Column “honours”: enter a list of objects."),
        ("honours", "[{", "Column “honours”: this is not valid JSON."),
    ],
)
def test_an_unfit_cell_is_named(tmp_path: Path, header: str, value: str, problem: str) -> None:
    path = table(tmp_path / "t.xlsx", ["by_contest", value], headers=["track", header])
    run(path, in_place=True)
    assert columns(path)["problem"] == [problem]


def test_columns_that_mean_nothing_are_named(tmp_path: Path) -> None:
    path = table(tmp_path / "t.xlsx", ["by_contest", 1], headers=["track", "鞋码"])
    assert "Columns not understood: 鞋码" in run(path)


def test_a_document_that_is_not_asked_for_is_noted(tmp_path: Path) -> None:
    path = table(tmp_path / "t.xlsx", ["by_contest", "diary"], headers=["track", "附件"])
    assert "Sheet!2: The programme asks for no document “diary”." in run(path).splitlines()


def test_a_missing_cut_off_date_is_asked_for(tmp_path: Path, db: None) -> None:
    path = table(tmp_path / "t.xlsx", SOUND, **REGISTRY)
    run(path, in_place=True, cut_off=None)
    assert columns(path)["problem"] == ["Enter a cut-off date in the row or with --cut-off."]


def test_unknown_programmes_and_files_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="'nobel' is not one of: chief_technician"):
        run(tmp_path / "t.xlsx", "nobel")
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "t.xlsx")
    (tmp_path / "t.xlsx").write_text("not a workbook")
    with pytest.raises(CommandError, match="is not a table in .xlsx format"):
        run(tmp_path / "t.xlsx")
