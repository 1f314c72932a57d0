"""What stands in a cell: text, days, yes and no, numbers, lists."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime
from typing import Any, Literal

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

Edge = Literal["first", "last"]
NONE = {"none", "无", "没有", "[]", "-", "—", "/", "nil", "暂无"}
_YES = {"yes", "y", "true", "t", "1", "是", "有", "√", "✓", "✔", "☑", "对", "已", "具备", "符合"}
_NO = {"no", "n", "false", "f", "0", "否", "无", "没有", "×", "✗", "✘", "x", "☐", "未", "不是", "不具备", "不符合"}  # fmt: skip
_LINES = re.compile(r"[;；\n]")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_SIGNS = re.compile(r"[\s_\-—–:：()（）·,，、/\"'“”*?？。%]")
_NUMERALS = {sign: str(n) for n, sign in enumerate("〇一二三四五六七八九")}

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?|(\d{4})(0[1-9]|1[0-2])")
_YEAR = re.compile(r"(\d{4})年?")
# A day, a month or a year inside a text; the longest reading first.
_DATES = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{4}[-/.年]\d{1,2}(?!\d)月?|(?<!\d)(?:19|20)\d{6}(?!\d)|(?<!\d)(?:19|20)\d{2}(?!\d)年?"
)
_SERIAL = range(7_000, 80_000)  # Excel's count of days: 1919 to 2119


class Unreadable(ValueError):
    """A row that cannot be examined; ``str()`` says what to change in it."""


def text(value: Any) -> str:
    """A cell as text: dates in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def narrow(value: Any) -> str:
    """Full-width forms made half-width, in one line."""
    return " ".join(unicodedata.normalize("NFKC", text(value)).split())


def plain(value: Any) -> str:
    """For comparing words: small letters, without spaces and signs."""
    return _SIGNS.sub("", narrow(value).casefold())


def bare(value: Any) -> str:
    """``narrow`` without what stands in brackets."""
    return _ASIDE.sub("", narrow(value)).strip()


class Dates:
    """Reads days. Of a month or a year alone only one ``edge`` is taken, and ``doubtful`` is set:
    whoever reads both edges knows whether the missing day matters."""

    def __init__(self, edge: Edge = "first"):
        self.edge, self.doubtful = edge, False

    def day(self, value: Any, column: str) -> date | None:
        """A date, None for an empty cell. Raises Unreadable for anything else."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in _SERIAL:
            return from_excel(int(value)).date()
        written = narrow(value).replace(" ", "")
        written = re.sub(r"T?\d{2}:\d{2}(:\d{2})?$", "", written)
        if not written or plain(written) in NONE:
            return None
        try:
            found = self.parse(written)
        except ValueError:
            found = None
        if found is None:
            sentence = _("Column “%s”: enter a date such as 2026-09-30.")
            raise Unreadable(sentence % column)
        return found

    def parse(self, written: str) -> date | None:
        """The day that ``written`` is; None when it is none. ValueError: no day of the calendar."""
        if found := _DAY.fullmatch(written) or _COMPACT.fullmatch(written):
            return date(*(int(part) for part in found.groups()))
        if found := _MONTH.fullmatch(written):
            year, month = (int(part) for part in found.groups() if part)
            return self._edge(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        if found := _YEAR.fullmatch(written):
            year = int(found[1])
            return self._edge(date(year, 1, 1), date(year, 12, 31))
        return None

    def _edge(self, first: date, last: date) -> date:
        self.doubtful = True
        return first if self.edge == "first" else last

    def inside(self, words: str) -> tuple[list[date], str]:
        """The days named in a text, in order, and the text without them."""
        found = []
        for written in _DATES.findall(words):
            try:
                found.append(self.parse(written))
            except ValueError:
                continue
        return [day for day in found if day], _DATES.sub(" ", words)


def yes_no(value: Any, column: str) -> bool | None:
    """True, False, or None for an empty cell. Raises Unreadable for anything else."""
    written = bare(value).casefold()
    if not written:
        return None
    if written in _YES | _NO:
        return written in _YES
    raise Unreadable(_("Column “%s”: enter yes or no.") % column)


def number(value: Any) -> str:
    """A number as digits: "第三名" 3, "30万元" 300000, "4年11个月" 4.92; other words as they are."""
    written = narrow(value).replace(",", "")
    if found := re.fullmatch(r"(\d+)年(\d+)个?月", written):
        return f"{int(found[1]) + int(found[2]) / 12:.2f}"
    digits = "".join(_NUMERALS.get(sign, sign) for sign in written)
    found = re.fullmatch(r"[^\d.]{0,4}?(-?\d+(?:\.\d+)?)(万?)[^\d.]{0,4}", digits)
    if not found:
        return text(value)
    amount = float(found[1]) * (10_000 if found[2] else 1)
    return str(int(amount)) if amount.is_integer() else f"{amount:g}"


def parts(value: Any) -> list[str]:
    """A list in one cell, separated by ; or a new line; "none" is an empty list."""
    written = text(value)
    if plain(written) in NONE or written in NONE:
        return []
    return [part.strip() for part in _LINES.split(written) if part.strip()]
