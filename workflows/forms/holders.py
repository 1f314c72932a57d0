"""The forms of titles: filter, yearly review, reports, inquiries, contracts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from evaluations.models import (
    HoldingEvent,
    HoldingStatus,
    Inquiry,
    Milestone,
    Organisation,
    ReviewResult,
)
from workflows.views.answer import ActForm

MAX_FILE = 10 * 2**20
_TALL = {"rows": 4}


class HoldingFilter(forms.Form):
    """What the register can be narrowed to. A value nobody offered counts as none."""

    q = forms.CharField(
        required=False,
        max_length=50,
        label=gettext_lazy("Name, reference or employer"),
        widget=forms.TextInput({"type": "search", "data-search": True, "class": "width-10"}),
    )
    status = forms.CharField(
        required=False, max_length=12, label=gettext_lazy("Status"), widget=forms.Select
    )
    title = forms.CharField(
        required=False, max_length=40, label=gettext_lazy("Title"), widget=forms.Select
    )
    ending = forms.CharField(
        required=False, max_length=4, label=gettext_lazy("Tenure ends in"), widget=forms.TextInput(
            {"class": "width-4", "inputmode": "numeric"}
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, titles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", gettext_lazy("all"))]
        self.fields["status"].widget.choices = [*every, *HoldingStatus.choices]
        self.fields["title"].widget.choices = [*every, *titles]


def _text(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=2000,
        widget=forms.Textarea(dict(_TALL)),
    )  # fmt: skip


class ReportForm(ActForm):
    """The holder's own report; half of it may be saved."""

    use_required_attribute = False
    study = _text(gettext_lazy("Study"), required=False)
    skill = _text(gettext_lazy("Skill"), required=False)
    innovation = _text(gettext_lazy("Innovation and problems solved"), required=False)
    training = _text(gettext_lazy("Training of others, apprentices"), required=False)
    goals = _text(gettext_lazy("Goals for the coming year"), required=False)

    def texts(self) -> dict[str, str]:
        return {k: v for k, v in self.cleaned_data.items() if k not in {"key", "seen"}}


class ResultForm(ActForm):
    """The employer's proposal, or the district's result."""

    use_required_attribute = False
    result = forms.ChoiceField(
        label=gettext_lazy("Result"),
        choices=ReviewResult.choices,
        widget=forms.RadioSelect({"class": "choices-inline"}),
        error_messages={"required": gettext_lazy("Choose a result.")},
    )
    opinion = _text(
        gettext_lazy("Opinion"),
        required=False,
        hint=gettext_lazy("Needed for “basically qualified” and “unqualified”."),
    )


class GiveBackForm(ActForm):
    use_required_attribute = False
    reason = _text(gettext_lazy("What has to be added or corrected"))


class EventForm(ActForm):
    use_required_attribute = False
    kind = forms.ChoiceField(
        label=gettext_lazy("What has happened"), choices=HoldingEvent.Kind.choices
    )
    happened_on = forms.DateField(
        label=gettext_lazy("On"), widget=forms.DateInput({"class": "width-10"})
    )
    employer = forms.CharField(
        label=gettext_lazy("Credit code of the new employer"),
        required=False,
        max_length=18,
        widget=forms.TextInput({"class": "width-20"}),
    )
    words = _text(gettext_lazy("Details"), required=False)

    def clean_employer(self) -> Organisation | None:
        code = self.cleaned_data["employer"].strip().upper()
        if not code:
            return None
        found = Organisation.objects.filter(uscc=code, active=True).first()
        if found is None:
            raise forms.ValidationError(
                gettext_lazy("No organisation with this credit code is registered.")
            )
        return found


class SettleForm(ActForm):
    use_required_attribute = False
    conclusion = _text(gettext_lazy("What follows from it"))


class LeadForm(ActForm):
    use_required_attribute = False
    source = forms.ChoiceField(
        label=gettext_lazy("Where the lead comes from"), choices=Inquiry.Source.choices
    )
    lead = _text(gettext_lazy("What it says, and how it can be checked"))


class FindingForm(ActForm):
    use_required_attribute = False
    finding = _text(gettext_lazy("What was found, and by which means"))


class InviteForm(ActForm):
    use_required_attribute = False
    due_on = forms.DateField(
        label=gettext_lazy("Statement until the end of"),
        help_text=gettext_lazy("At least five working days from today."),
        widget=forms.DateInput({"class": "width-10"}),
    )


class StatementForm(ActForm):
    use_required_attribute = False
    statement = _text(gettext_lazy("Your statement"))
    wants_hearing = forms.BooleanField(label=gettext_lazy("I ask for a hearing"), required=False)


class HearingForm(ActForm):
    use_required_attribute = False
    held_on = forms.DateField(
        label=gettext_lazy("Day of the hearing"), widget=forms.DateInput({"class": "width-10"})
    )
    minutes = _text(gettext_lazy("Minutes"))


class UnfoundedForm(ActForm):
    use_required_attribute = False
    reason = _text(gettext_lazy("Why the lead is not confirmed"))


class ArrivalForm(ActForm):
    use_required_attribute = False
    contract_on = forms.DateField(
        label=gettext_lazy("Contract signed on"), widget=forms.DateInput({"class": "width-10"})
    )
    arrived_on = forms.DateField(
        label=gettext_lazy("Arrived on"), widget=forms.DateInput({"class": "width-10"})
    )


class TaskBookForm(ActForm):
    use_required_attribute = False
    signed_on = forms.DateField(
        label=gettext_lazy("Signed on"), widget=forms.DateInput({"class": "width-10"})
    )
    file = forms.FileField(
        label=gettext_lazy("Signed contract or task book"),
        help_text=gettext_lazy("PDF, 10 MB at most."),
        required=False,
        widget=forms.FileInput({"accept": ".pdf", "max-bytes": MAX_FILE}),
    )


class MilestoneForm(ActForm):
    use_required_attribute = False
    result = forms.ChoiceField(
        label=gettext_lazy("Result"),
        choices=Milestone.Result.choices,
        widget=forms.RadioSelect({"class": "choices-inline"}),
        error_messages={"required": gettext_lazy("Choose a result.")},
    )
    words = _text(gettext_lazy("What is missing, and what follows"), required=False)


class PaymentForm(forms.Form):
    """Finance says when a list was paid, and by which voucher."""

    paid_on = forms.DateField()
    voucher = forms.CharField(max_length=60)
