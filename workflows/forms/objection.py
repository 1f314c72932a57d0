"""What somebody writes who objects to a name on a notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.uploads import CleanFile, UploadRefused, accept_upload

MAX_EVIDENCE = 10 * 1024 * 1024


class ReceiptForm(forms.Form):
    use_required_attribute = False
    receipt = forms.CharField(
        label=gettext_lazy("Receipt number"),
        max_length=20,
        widget=forms.TextInput({"class": "width-20", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the number on your receipt.")},
    )


class ObjectionForm(forms.Form):
    """Real name, a number for questions, facts that can be checked, and a proof if there is one."""

    candidate = forms.ChoiceField(label=gettext_lazy("Whom do you object to?"))
    facts = forms.CharField(
        label=gettext_lazy("What is wrong, and where can it be checked?"),
        max_length=3000,
        help_text=gettext_lazy("Facts only: what happened, when, and which record shows it."),
        widget=forms.Textarea({"rows": 7}),
    )
    evidence = forms.FileField(
        label=gettext_lazy("Proof"),
        required=False,
        help_text=gettext_lazy("One PDF or picture. Join several pages into one PDF."),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png", "max-bytes": MAX_EVIDENCE}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your real name"),
        max_length=50,
        help_text=gettext_lazy("Only the person who examines the objection learns it."),
        widget=forms.TextInput({"class": "width-20", "autocomplete": "name"}),
    )
    unit = forms.CharField(
        label=gettext_lazy("Your employer or organisation"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=30,
        help_text=gettext_lazy("For questions about the facts, and for the answer."),
        widget=forms.TextInput({"class": "width-20", "inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, entries: list[dict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["candidate"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose from the list"))] + [
            (entry["case"], _line(entry)) for entry in entries
        ]
        field.error_messages["invalid_choice"] = _("Choose a name from the list under notice.")

    def clean_evidence(self) -> CleanFile | None:
        upload = self.cleaned_data["evidence"]
        if not upload:
            return None
        if upload.size > MAX_EVIDENCE:
            raise forms.ValidationError(
                _("This file is larger than 10 MB. Scan it again with a lower resolution.")
            )
        try:
            return accept_upload(upload.read(), name=upload.name, max_bytes=MAX_EVIDENCE)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class TipForm(ObjectionForm):
    """What somebody reported without a name: only what can be checked is worth a file."""

    use_required_attribute = False
    leads = forms.CharField(
        label=gettext_lazy("Leads that can be checked"),
        max_length=1000,
        help_text=gettext_lazy(
            "Who, where or which record can confirm it. Without leads it is kept apart and not examined."
        ),
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ("candidate", "facts", "leads", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "unit", "phone"):
            del self.fields[name]

    def told(self) -> str:
        given = self.cleaned_data
        leads = _("Leads:")
        return f"{given['facts'].strip()}\n{leads} {given['leads'].strip()}"


def _line(entry: dict) -> str:
    return f"{entry['position']}. {entry['name']} · {entry['employer']}"
