"""The applicant's acts as forms: choose a way in, find the employer, sign, withdraw, ask for a recheck."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.errors import Complaint
from evaluations.rules import Track
from workflows.forms.questions import say
from workflows.views.answer import ActForm


class TrackForm(forms.Form):
    use_required_attribute = False
    track = forms.ChoiceField(
        label=gettext_lazy("Which way in fits you?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one way in."),
            "invalid_choice": gettext_lazy("Choose one way in."),
        },
    )

    def __init__(self, *args: Any, tracks: Sequence[Track], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The second line of a choice is its hint.
        self.fields["track"].choices = [(t.id, f"{say(t.label)}\n{say(t.intro)}") for t in tracks]


class EmployerSearch(forms.Form):
    use_required_attribute = False
    q = forms.CharField(
        label=gettext_lazy("Name or unified social credit code of your employer"),
        help_text=gettext_lazy("A part of the name is enough. The code stands on the licence."),
        max_length=100,
        required=False,
        widget=forms.TextInput({"class": "width-full", "autocomplete": "organization"}),
    )
    q.required = True
    q.validate = lambda value: None


class SignForm(ActForm):
    """The integrity commitment: the typed name is the signature."""

    use_required_attribute = False
    name = forms.CharField(
        label=gettext_lazy("Your full name"),
        max_length=100,
        error_messages={
            "required": gettext_lazy("Type your full name to sign the commitment."),
        },
        widget=forms.TextInput({"class": "width-20", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complaints: tuple[Complaint, ...] = ()


class WithdrawForm(ActForm):
    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3, "maxlength": 500}),
    )


class RecheckForm(ActForm):
    use_required_attribute = False
    grounds = forms.CharField(
        label=gettext_lazy("Which fact or which step was wrong?"),
        max_length=1000,
        error_messages={"required": gettext_lazy("Say which fact or which step was wrong.")},
        widget=forms.Textarea({"rows": 6, "maxlength": 1000}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grounds"].help_text = _(
            "A recheck looks at errors of fact or procedure, not at the judgement of experts."
        )
