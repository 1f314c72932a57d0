"""An empty table to fill in: headers, lists to choose from, the rules, and what each column means."""

from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.rules import Choice, FactIs, Programme, Question, Table
from workflows.eligibility_table.names import COLUMNS, SHEETS, family

ROWS = 1000
VERDICTS = ("PASS", "FAIL", "NEEDS_HUMAN", "-")
_YES_NO = ("是", "否")
_PERSON = ("key", "name", "track", "cut_off", "birth_date", "id_number", "sex", "titles_held",
           "employer", "employer_in_city", "employer_stationed", "uploads")  # fmt: skip
_EXCEPTION = ("exception", "exception_rule", "exception_approver", "exception_date",
              "exception_document")  # fmt: skip
_LISTS = {
    "sex": ("男", "女"),
    "employer_in_city": _YES_NO,
    "employer_stationed": _YES_NO,
    "exception": _YES_NO,
}
_REGISTRY = {
    "registry_contests": ("id", "name", "event", "level", "class", "filing_document", "held_on"),
    "registry_results": ("key", "contest", "rank", "passed_line"),
}
_HELP = {
    "key": "连接本人与其他工作表中的行",
    "track": "申报通道，从列表中选择",
    "cut_off": "年龄和年限计算到此日；可写在表头上方“截止日期：2026-09-30”，或用 --cut-off 给出",
    "birth_date": "2026-09-30、2026/9/30、2026年9月30日；只知年月可写 1971-05",
    "id_number": "可代替出生日期",
    "titles_held": "如“省技术能手 2019-05-01；市首席技师 2019-12-31~2023-12-31”；没有写“无”；空白表示没有查过",
    "uploads": "已交材料，以“；”分隔",
    "exception": "申请破格写“是”，并填批准人、日期、文号；缺一项须人工核查",
}


def template(programme: Programme) -> Workbook:
    """Persons on the first sheet, repeat tables on their own, then the legend."""
    book = Workbook()
    lists = book.create_sheet("choices")
    lists.sheet_state = "hidden"
    chooser = _Chooser(lists)
    _persons(book.worksheets[0], programme, chooser)
    for table in (i for i in programme.items() if isinstance(i, Table)):
        _table(book.create_sheet(table.label.zh[:31]), table, chooser)
    if any(_asks_contest(item) for item in programme.items()):
        for name, columns in _REGISTRY.items():
            _headers(book.create_sheet(SHEETS[name][0]), columns)
    _legend(book.create_sheet("legend"), programme)
    return book


class _Chooser:
    """Lists to choose from, kept on a hidden sheet: Excel allows only 255 characters in a cell."""

    def __init__(self, sheet: Worksheet):
        self.sheet, self.columns = sheet, 0

    def offer(self, target: Worksheet, column: int, words: Iterable[str]) -> None:
        self.columns += 1
        letter, words = get_column_letter(self.columns), list(words)
        for row, word in enumerate(words, start=1):
            self.sheet.cell(row, self.columns, word)
        formula = f"{self.sheet.title}!${letter}$1:${letter}${len(words)}"
        # A word that is not on the list is allowed: the reader understands more than the list.
        validation = DataValidation(
            type="list", formula1=formula, allow_blank=True, showErrorMessage=False
        )
        target.add_data_validation(validation)
        here = get_column_letter(column)
        validation.add(f"{here}2:{here}{ROWS}")


def _persons(sheet: Worksheet, programme: Programme, chooser: _Chooser) -> None:
    sheet.title = "人员"
    columns = list(_person_columns(programme))
    _headers(sheet, [header for header, _words in columns])
    for column, (_header, words) in enumerate(columns, start=1):
        if words:
            chooser.offer(sheet, column, words)


def _person_columns(programme: Programme) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in _PERSON:
        words = _LISTS.get(name, ())
        if name == "track":
            words = tuple(track.label.zh for track in programme.tracks)
        yield COLUMNS[name][0], words
    for item in programme.items():
        if isinstance(item, Question) and item.kind != "long_text":
            yield item.label.zh, _words_of(item)
    for rule in programme.conditions:
        if isinstance(rule, FactIs) and not _waived(programme, rule.id):
            yield rule.label.zh, tuple(choice.label.zh for choice in rule.choices)
    for name in _EXCEPTION:
        yield COLUMNS[name][0], _LISTS.get(name, ())
    for rule in dict.fromkeys(family(r.id) for r in programme.conditions):
        if not _waived(programme, rule):
            yield f"expected.{rule}", VERDICTS
    yield "expected", VERDICTS


def _waived(programme: Programme, rule: str) -> bool:
    return all(rule in track.waives for track in programme.tracks)


def _words_of(question: Question) -> tuple[str, ...]:
    if question.kind == "yes_no":
        return _YES_NO
    return tuple(choice.label.zh for choice in question.choices)


def _table(sheet: Worksheet, table: Table, chooser: _Chooser) -> None:
    _headers(sheet, [COLUMNS["key"][0], *(column.label.zh for column in table.columns)])
    for number, column in enumerate(table.columns, start=2):
        if words := _words_of(column):
            chooser.offer(sheet, number, words)


def _headers(sheet: Worksheet, headers: Iterable[str]) -> None:
    for column, words in enumerate(headers, start=1):
        here = sheet.cell(1, column, words)
        here.font = Font(bold=True)
        here.fill = PatternFill("solid", fgColor="E8EEF4")
        here.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = max(12, min(30, 2 * len(words)))
    sheet.freeze_panes = "A2"


def _asks_contest(item: object) -> bool:
    if isinstance(item, Table):
        return any(column.kind == "contest" for column in item.columns)
    return isinstance(item, Question) and item.kind == "contest"


def _legend(sheet: Worksheet, programme: Programme) -> None:
    """Columns with their ids and answers, then the rules with words, source and standing."""
    sheet.append(("列 / column", "id", "English", "可填 / answers", "说明 / help"))
    for name in (*_PERSON, *_EXCEPTION):
        sheet.append((COLUMNS[name][0], name, name.replace("_", " "), "", _HELP.get(name, "")))
    for item in programme.items():
        sheet.append((item.label.zh, item.id, item.label.en, _answers(item), item.hint.zh))
    sheet.append(())
    sheet.append(("规则 / rule", "规则内容", "English", "来源 / source", "通道 / tracks"))
    for rule in programme.conditions:
        tracks = [t.label.zh for t in programme.tracks if rule in programme.conditions_for(t.id)]
        sheet.append((rule.id, rule.text.zh, rule.text.en, rule.source, "、".join(tracks)))
    for column, width in zip("ABCDE", (26, 48, 48, 48, 48), strict=True):
        sheet.column_dimensions[column].width = width
    for row in sheet.iter_rows():
        for here in row:
            here.alignment = Alignment(wrap_text=True, vertical="top")


def _answers(item: object) -> str:
    if isinstance(item, Question):
        return " / ".join(_words_of(item)) or item.kind
    if isinstance(item, Table):
        return "；".join(f"{c.label.zh}：{_listed(c.choices) or c.kind}" for c in item.columns)
    return "材料 / document"


def _listed(choices: tuple[Choice, ...]) -> str:
    return " / ".join(choice.label.zh for choice in choices)
