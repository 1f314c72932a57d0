"""What the office types to set a call up, and what the deciders type about a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from evaluations.rules import Parameter, Programme, Text
from workflows import programme
from workflows.views.answer import ActForm

_LOCAL = "%Y-%m-%dT%H:%M"


def say(text: Text) -> str:
    return text.say(get_language() or "")


ONE_LINE = 20  # characters


class MomentField(forms.DateTimeField):
    """A moment in the city's time zone, as the browser's own control writes it."""

    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local", "class": "width-20"}, format=_LOCAL
    )
    input_formats = [_LOCAL, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(value)


class GeneralFields(forms.Form):
    """What belongs to the call itself, not to the programme."""

    title = forms.CharField(label=gettext_lazy("Title of the call"), max_length=100)
    opens_at = MomentField(label=gettext_lazy("Applications open"))
    closes_at = MomentField(
        label=gettext_lazy("Applications close"),
        help_text=gettext_lazy("By the server's clock. Drafts that are not filed by then lapse."),
    )
    cut_off = forms.DateField(
        label=gettext_lazy("Cut-off date"),
        help_text=gettext_lazy("Ages and years are counted to this day, never to “today”."),
        widget=forms.DateInput,
    )
    announcement = forms.CharField(
        label=gettext_lazy("Announcement"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 8}),
    )
    contact = forms.CharField(
        label=gettext_lazy("Contact for questions"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Name of the desk, telephone, address. Printed on the call page."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The window must close after it opens."))
        return given


class NewCallForm(GeneralFields):
    programme = forms.ChoiceField(label=gettext_lazy("Programme"))
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput({"class": "width-4"}),
    )
    batch = forms.IntegerField(
        label=gettext_lazy("Batch of that year"),
        min_value=1,
        max_value=20,
        initial=1,
        widget=forms.NumberInput({"class": "width-4"}),
    )
    field_order = ["programme", "year", "batch", "title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.id, say(each.title)) for each in programme.all_programmes()]


class SetupForm(GeneralFields, ActForm):
    """The call in preparation, and every value its programme lets the office change."""

    def __init__(self, *args: Any, rules: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for parameter in rules.parameters:
            self.fields[f"p-{parameter.id}"] = _field_for(parameter)

    @property
    def general(self) -> list[BoundField]:
        return [self[name] for name in GeneralFields.base_fields]

    def values(self) -> dict[str, int | str]:
        """Parameter id -> value, for ``rules.with_parameters``."""
        given = {p.id: self.cleaned_data[f"p-{p.id}"] for p in self.rules.parameters}
        # A browser ends lines in two characters.
        return {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in given.items()
        }

    def parameter_rows(self, default: Programme) -> Iterator["ParameterRow"]:
        """Each value beside the programme's own."""
        for parameter in self.rules.parameters:
            own = default.parameter(parameter.id)
            yield ParameterRow(self[f"p-{parameter.id}"], parameter, own)


@dataclass
class ParameterRow:
    field: BoundField
    parameter: Parameter
    own: Parameter

    @property
    def unit(self) -> str:
        return say(self.parameter.unit)

    @property
    def default(self) -> str:
        words = {choice.value: say(choice.label) for choice in self.own.choices}
        return str(words.get(str(self.own.value), self.own.value))

    @property
    def changed(self) -> bool:
        return self.parameter.value != self.own.value

    @property
    def limits(self) -> str:
        low, high = self.parameter.minimum, self.parameter.maximum
        if not isinstance(self.parameter.value, int):
            return ""
        if high is None:
            return _("at least %(low)d") % {"low": low}
        return _("%(low)d to %(high)d") % {"low": low, "high": high}


def _field_for(parameter: Parameter) -> forms.Field:
    label, initial = say(parameter.label), parameter.value
    if parameter.choices:
        options = [(choice.value, say(choice.label)) for choice in parameter.choices]
        return forms.ChoiceField(label=label, initial=initial, choices=options)
    if isinstance(parameter.value, int):
        # The limits are the law's: `with_parameters` answers with its sentence and its source.
        return forms.IntegerField(
            label=label, initial=initial, widget=forms.NumberInput({"class": "width-4"})
        )
    widget: forms.Widget = forms.TextInput({"class": "width-4"})
    if parameter.longest > ONE_LINE:
        widget = forms.Textarea({"rows": 4})
    # The longest is the law's to refuse: pasted text is never cut.
    return forms.CharField(label=label, initial=initial, widget=widget)


class NoticeForm(ActForm):
    """Posting the notice, or a corrected version of it."""

    note = forms.CharField(
        label=gettext_lazy("What this version corrects"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correction:
            del self.fields["note"]


class DecisionForm(ActForm):
    """The meeting that decided; those struck off are ticked in the list with their reasons."""

    meeting = forms.CharField(
        label=gettext_lazy("Meeting that decided"),
        max_length=200,
        help_text=gettext_lazy("As in the minutes: which body, which session."),
    )
    decided_on = forms.DateField(label=gettext_lazy("Date of the decision"), widget=forms.DateInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise forms.ValidationError(_("The day of the meeting cannot lie in the future."))
        return day


class PromulgationForm(ActForm):
    document_number = forms.CharField(
        label=gettext_lazy("Document number"),
        max_length=60,
        help_text=gettext_lazy("As printed on the document that publishes the decision."),
        widget=forms.TextInput({"class": "width-20"}),
    )
    effective_on = forms.DateField(label=gettext_lazy("Effective date"), widget=forms.DateInput)


class ApplicationFilter(forms.Form):
    """Narrows the list of applications of one call."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "search", "data-search": True}),
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    desk = forms.ChoiceField(label=gettext_lazy("Desk"), required=False)

    def __init__(self, *args: Any, statuses: list, desks: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("status", statuses), ("desk", desks)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *options]
