"""The words by which an applicant or an employer could be told, wherever they stand."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from evaluations.models import Application
from evaluations.rules import Question, Table

# Legal forms that people leave out when they write of their employer.
_FORMS = re.compile(
    r"(?:股份|集团|控股)*(?:有限)?(?:责任)?公司$|(?:第[一二三四五六七八九十]+)?分公司$|集团$"
)
_SHORTEST = {"name": 2, "unit": 4}
_BETWEEN = r"[\s·•()（）-]*"
# A sentence of a story is found by its names; as a whole it stands in no document.
_LONGEST = 40


def blots(case: Application, content: Mapping[str, Any]) -> re.Pattern[str] | None:
    """Every name, number and address by which this applicant or employer could be told.

    Spaces and brackets inside a name do not save it. None when there is nothing to blot out.
    """
    words = _names(case, content)
    return re.compile(pattern(words), re.IGNORECASE) if words else None


def in_documents(case: Application, content: Mapping[str, Any]) -> set[str]:
    """The same words, and those that the form itself shows to no blind reader: other people of the
    table, the department. For papers, which a person looks through besides."""
    words = _names(case, content) | set(_identifying(case, content["answers"]))
    return words | {case.person.id_number} - {""}


def _names(case: Application, content: Mapping[str, Any]) -> set[str]:
    person, employer = content["person"], content["employer"]
    units = {employer["name"], employer["supervisor"]}
    if case.employer is not None:
        units.add(case.employer.name)
    units |= {_FORMS.sub("", unit) for unit in units}
    words = {name for name in (person["name"], case.person.name) if len(name) >= _SHORTEST["name"]}
    words |= {unit for unit in units if len(unit) >= _SHORTEST["unit"]}
    return words | {person["phone"], employer["uscc"], case.reference} - {""}


def _identifying(case: Application, answers: Mapping[str, Any]) -> Iterator[str]:
    for item in case.call.rules.items():
        if isinstance(item, Question) and item.identifying:
            yield from _word(item, answers.get(item.id))
        elif isinstance(item, Table):
            for row in answers.get(item.id) or []:
                for column in item.columns:
                    if column.identifying:
                        yield from _word(column, row.get(column.id))


def _word(question: Question, value: Any) -> Iterator[str]:
    if question.kind == "text" and isinstance(value, str):
        word = value.strip()
        if _SHORTEST["name"] <= len(word) <= _LONGEST:
            yield word


def pattern(words: set[str]) -> str:
    """One regular expression for all of them; "" for none."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(loose for word in longest_first if (loose := _loosely(word)))


def _loosely(word: str) -> str:
    """The letters of a name, with whatever blanks or marks somebody put between them."""
    letters = re.sub(_BETWEEN, "", unicodedata.normalize("NFKC", word))
    return _BETWEEN.join(re.escape(letter) for letter in letters)
