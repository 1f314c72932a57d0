"""A complete form of the small programme, and arbitrary ones."""

from typing import Any

from hypothesis import strategies as st

from evaluations.rules import Question, Table, Upload
from tests.evaluations.small_programme import programme

SMALL = programme()
CONTEST = "7f0a4f0e-6f6e-4a25-9c4e-0a3a0f4b9a11"


def complete(**changes: Any) -> dict[str, Any]:
    """Cleaned answers of the first track without any problem."""
    return {
        "post": "line",
        "room": "",
        "years": 12,
        "since": "2014-07-01",
        "until": "",
        "phone": "13800000000",
        "wage": "",
        "graduated": 2014,
        "story": "",
        "grades": [{"grade": "technician", "number": "Y1", "date": "2020-06-01", "until": ""}],
        "titles": [],
        "results": [],
        "contest": "",
        "rank": "",
        "honest": "yes",
    } | changes


# What a browser, a spreadsheet or an attacker may send for one answer.
wild = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.sampled_from(
        ["１２", "2020年2月30日", "yes", "NO", "\x00", "é", "line", "1,200.50", CONTEST]
    ),
    st.lists(st.text(max_size=3), max_size=2),
)


def _forms() -> st.SearchStrategy[dict[str, Any]]:
    fields: dict[str, Any] = {"unknown": wild}
    for item in SMALL.items():
        if isinstance(item, Question):
            fields[item.id] = wild
        elif isinstance(item, Table):
            row = st.fixed_dictionaries({}, optional={c.id: wild for c in item.columns})
            fields[item.id] = st.one_of(
                wild, st.lists(st.one_of(row, st.text(max_size=2)), max_size=5)
            )
        elif isinstance(item, Upload):
            fields[item.id] = wild
    return st.fixed_dictionaries({}, optional=fields)


forms = _forms()
