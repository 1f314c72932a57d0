"""A question becomes the field its kind asks for; the field itself judges nothing."""

import pytest
from django import forms
from django.utils import translation

from evaluations.rules import Choice, Question, Text, When
from workflows.forms.questions import AnswerForm, rows_of

CHOICES = tuple(Choice(str(n), Text(f"甲{n}", f"A{n}")) for n in range(9))


def asked(kind: str, **more) -> Question:
    return Question(id="q", label=Text("题目", "Question"), kind=kind, **more)


def widget(question: Question, *, in_row: bool = False) -> forms.Widget:
    return AnswerForm(questions=[question], in_row=in_row).fields["q"].widget


@pytest.mark.parametrize(
    ("question", "in_row", "expected"),
    [
        (asked("text"), False, forms.TextInput),
        (asked("long_text"), False, forms.Textarea),
        (asked("date"), False, forms.DateInput),
        (asked("year"), False, forms.TextInput),
        (asked("number"), False, forms.NumberInput),
        (asked("money"), False, forms.NumberInput),
        (asked("phone"), False, forms.TextInput),
        (asked("yes_no"), False, forms.RadioSelect),
        (asked("yes_no"), True, forms.Select),
        (asked("choice", choices=CHOICES[:7]), False, forms.RadioSelect),
        (asked("choice", choices=CHOICES), False, forms.Select),
        (asked("choice", choices=CHOICES[:2]), True, forms.Select),
        (asked("contest"), False, forms.Select),
    ],
)
def test_each_kind_has_its_widget(question, in_row, expected):
    assert type(widget(question, in_row=in_row)) is expected


def test_nothing_that_was_typed_is_an_error_of_the_form():
    form = AnswerForm({"q": "x" * 9999}, questions=[asked("number", required=True)])
    assert form.is_valid()
    assert form.typed() == {"q": "x" * 9999}
    assert AnswerForm({}, questions=[asked("text")]).typed() == {"q": ""}


def test_labels_are_in_the_readers_language():
    with translation.override("en"):
        assert AnswerForm(questions=[asked("text")]).fields["q"].label == "Question"
    assert AnswerForm(questions=[asked("text")]).fields["q"].label == "题目"


def test_a_condition_inside_a_row_is_told_to_the_script():
    when = When("kind", ("a", "b"))
    columns = [Question(id="kind", label=Text("类别")), asked("text", when=when)]
    attrs = AnswerForm(questions=columns, in_row=True).fields["q"].widget.attrs
    assert (attrs["data-when"], attrs["data-values"]) == ("kind", "a|b")


def test_marked_rows_are_left_out():
    data = {"t-TOTAL_FORMS": "3", "t-INITIAL_FORMS": "0", "t-0-q": "甲", "t-1-q": "乙",
            "t-2-q": "丙", "t-1-DELETE": "on"}  # fmt: skip
    rows = rows_of([], extra=0)(data, prefix="t", form_kwargs={"questions": [asked("text")]})
    assert [form.typed() for form in rows.kept()] == [{"q": "甲"}, {"q": "丙"}]
