"""The guard at the door: what is written here can never be deleted, so no person may be in it.

A net for mistakes, not a proof: names of people cannot be recognised by a pattern. The rule
for callers is that an entry holds codes, pseudonyms and numbers, and a commitment to the rest.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from .canonical import NotRecordable

_BIRTH_DATE = r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# Whole words only: a digest or a UUID is full of digits and must pass.
_WORD = r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"
LOOKS_LIKE = {
    # GB 11643: region, birth date, order, check character. A mistyped one is personal too,
    # so the check character is not asked for.
    "a resident ID number": re.compile(_WORD.format(rf"[1-9]\d{{5}}{_BIRTH_DATE}\d{{3}}[\dXx]")),
    # Region and last digits leave so few candidates that a mask protects nobody.
    "a masked resident ID number": re.compile(r"[1-9]\d{2,5}[*·•]{4,}\d{0,4}[\dXx]"),
    "a mobile number": re.compile(_WORD.format(r"(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}")),
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w"),
}
# Most of what is recorded has neither of these, and no likeness has none of them.
_POSSIBLE = re.compile(r"[@*·•]|\d{4}")
# Keys whose value is a person's data whatever it looks like.
PERSONAL_KEYS = re.compile(
    r"(full_?|real_?|applicant_?|user_?)?name|phone|mobile|telephone|e_?mail|address|passport"
    r"|id_?number|id_?card|resident_?id|born|birth_?day|birth_?date|date_of_birth"
    r"|姓名|电话|手机|手机号|邮箱|住址|身份证|身份证号|出生日期",
    re.IGNORECASE,
)


class PersonalDataRefused(NotRecordable):
    """A value looks like personal data; the message names the field and what it looks like."""


def refuse_personal_data(fields: dict[str, Any]) -> None:
    """Raise `PersonalDataRefused` for the first value, at any depth, that points at a person."""
    for path, key, text in _leaves(fields):
        kind = f"personal ({key})" if PERSONAL_KEYS.fullmatch(key) else _likeness(text)
        if kind:
            raise PersonalDataRefused(
                f"The record can never be deleted, and “{path}” looks like {kind}. Keep the value "
                "in your own row and record commitment(value) instead."
            )


def _likeness(text: str) -> str:
    # NFKC reads full-width digits as what they are.
    folded = unicodedata.normalize("NFKC", text)
    if not _POSSIBLE.search(folded):
        return ""
    return next((kind for kind, pattern in LOOKS_LIKE.items() if pattern.search(folded)), "")


def _leaves(value: Any, path: str = "", key: str = "") -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield path, "", str(name)
            yield from _leaves(item, f"{path}.{name}".lstrip("."), str(name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item, path, key)
    elif value not in ("", None):
        yield path, key, str(value)
