"""From a question of the programme to a field on the page.

These fields never judge: what is wrong with an answer is said by ``evaluations.questionnaire``
alone, so that draft, page and filing hear the same sentence.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, assert_never

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations.rules import Question, Text, When

# More choices than this are easier to find in a list that opens than in a column of radios.
_MOST_RADIOS = 7
Options = Sequence[tuple[str, Any]]


def say(text: Text) -> str:
    """The programme's words in the reader's language."""
    return text.say(get_language() or "")


class AnswerField(forms.Field):
    """Takes whatever was typed."""

    def validate(self, value: Any) -> None:
        """Judged elsewhere: see the module."""


def field_for(question: Question, *, contests: Options, in_row: bool, local: Collection[str]):
    """The field of one question; ``local`` are the ids that this page asks, for its conditions."""
    field = AnswerField(
        label=say(question.label),
        help_text=say(question.hint),
        required=question.required,
        widget=_widget(question, contests=contests, in_row=in_row),
    )
    if question.when and question.when.question in local:
        field.widget.attrs |= when_attrs(question.when)
    return field


def when_attrs(when: When) -> dict[str, str]:
    """What the script needs to hide a question that another answer makes pointless."""
    return {"data-when": when.question, "data-values": "|".join(when.values)}


def _widget(question: Question, *, contests: Options, in_row: bool) -> forms.Widget:
    match question.kind:
        case "text":
            return forms.TextInput({"class": _width(question.max_length)})
        case "long_text":
            rows = 3 if in_row else 6
            return forms.Textarea({"rows": rows, "maxlength": question.max_length})
        case "date":
            return forms.DateInput()
        case "year":
            return forms.TextInput({"class": "width-4", "inputmode": "numeric"})
        case "number":
            return forms.NumberInput({"class": "width-5", "unit": say(question.unit)})
        case "money":
            return forms.NumberInput({"class": "width-10", "unit": say(question.unit) or _("yuan")})
        case "phone":
            return forms.TextInput({"type": "tel", "inputmode": "tel", "class": "width-10"})
        case "yes_no":
            answers = [("yes", _("Yes")), ("no", _("No"))]
            return _choice(answers, in_row=in_row, inline=True)
        case "choice":
            answers = [(choice.value, say(choice.label)) for choice in question.choices]
            return _choice(answers, in_row=in_row)
        case "contest":
            return forms.Select({"class": "width-full"}, choices=[("", _("Choose")), *contests])
        case never:
            assert_never(never)


def _choice(answers: Options, *, in_row: bool, inline: bool = False) -> forms.Widget:
    if in_row or len(answers) > _MOST_RADIOS:
        return forms.Select(choices=[("", _("Choose")), *answers])
    return forms.RadioSelect({"class": "choices-inline"} if inline else None, choices=answers)


def _width(longest: int) -> str:
    # The box is as wide as the answer is long: a hint without words.
    return "width-10" if longest <= 20 else "width-20" if longest <= 50 else "width-full"


class AnswerForm(forms.Form):
    """Some questions as a form. Bound or not, it holds what was typed, not what is valid."""

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        contests: Options = (),
        in_row: bool = False,
        local: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        # Outside rows the block around the field carries the condition.
        known = {*local, *(question.id for question in questions)} if in_row else set()
        for question in questions:
            self.fields[question.id] = field_for(
                question, contests=contests, in_row=in_row, local=known
            )

    def typed(self) -> dict[str, str]:
        """What the browser sent, field by field; "" for nothing."""
        return {name: self[name].data or "" for name in self.fields if name != "DELETE"}


class RowSet(forms.BaseFormSet):
    """The rows of a repeat table. Marked rows are left out."""

    def kept(self) -> list[AnswerForm]:
        """The forms of rows that are not to be removed, in order."""
        return [form for form in self.forms if not self.removed(form)]

    def removed(self, form: forms.Form) -> bool:
        return bool(form.is_bound and form.add_prefix("DELETE") in form.data)


def rows_of(initial: Sequence[Mapping[str, Any]], *, extra: int) -> type[RowSet]:
    """A class of row sets with ``extra`` empty rows below those of ``initial``."""
    rows = forms.formset_factory(AnswerForm, formset=RowSet, can_delete=True, extra=extra)
    # Browser and server agree on the number of rows; the programme's own limit is a sentence.
    rows.max_num = rows.absolute_max = max(200, len(initial) + extra)
    return rows
