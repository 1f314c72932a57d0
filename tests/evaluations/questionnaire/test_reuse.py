"""What another form asks in the same way comes over, and nothing else does."""

import itertools

import pytest
from msgspec.structs import replace

from evaluations.questionnaire import reuse
from evaluations.rules import Choice, Question, Table, Text
from workflows.programme import all_programmes

WORD = Text("词")
NAME = Question(id="name", label=WORD)
GRADE = Question(
    id="grade", label=WORD, kind="choice", choices=(Choice("a", WORD), Choice("b", WORD))
)
OATH = Question(id="oath", label=WORD, kind="yes_no")
ROWS = Table(id="rows", label=WORD, row_label=WORD, columns=(NAME, GRADE), maximum=2)


def carried(target, source, answers):
    return reuse.carried({i.id: i for i in target}, {i.id: i for i in source}, answers)


@pytest.mark.parametrize(
    ("target", "source", "given", "expected"),
    [
        ([NAME], [NAME], {"name": "甲"}, {"name": "甲"}),
        ([NAME], [], {"name": "甲"}, {}),
        ([NAME], [replace(NAME, kind="number")], {"name": 3}, {}),
        ([NAME], [replace(ROWS, id="name")], {"name": [{"name": "甲"}]}, {}),
        ([OATH], [OATH], {"oath": "no"}, {}),
        ([GRADE], [GRADE], {"grade": "c"}, {}),
        ([ROWS], [ROWS], {"rows": [{"name": "甲", "grade": "c"}]}, {"rows": [{"name": "甲", "grade": ""}]}),
        ([ROWS], [replace(ROWS, columns=(NAME,))], {"rows": [{"name": str(n)} for n in range(3)]},
         {"rows": [{"name": "0", "grade": ""}, {"name": "1", "grade": ""}]}),
    ],
)  # fmt: skip
def test_the_same_question_keeps_its_answer(target, source, given, expected):
    assert carried(target, source, given) == expected


def test_the_programmes_share_what_people_would_type_again():
    for one, other in itertools.combinations(all_programmes(), 2):
        first = reuse.items_of(one, one.tracks[0].id)
        second = reuse.items_of(other, other.tracks[0].id)
        assert {"honours"} <= first.keys() & second.keys(), (one.id, other.id)
