"""The forms of the joint review: a department's answer, a letter, a hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from evaluations.models import JointAnswer, Organisation
from workflows.views.answer import ActForm

MAX_FILE = 10 * 2**20


class AnswerForm(ActForm):
    """What a department says of one candidate; the law says what is missing."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=JointAnswer.choices,
        widget=forms.RadioSelect({"class": "choices-inline"}),
        error_messages={"required": gettext_lazy("Choose one of the three answers.")},
    )
    detail = forms.CharField(
        label=gettext_lazy("What the issue is"),
        help_text=gettext_lazy("Facts and their source. Read by the office and the deciders only."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    evidence = forms.FileField(
        label=gettext_lazy("Evidence"),
        help_text=gettext_lazy("PDF, JPEG or PNG, 10 MB at most."),
        required=False,
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png", "max-bytes": MAX_FILE}),
    )


class LetterForm(AnswerForm):
    """The office enters an answer that came on paper."""

    letter = forms.CharField(
        label=gettext_lazy("Number of the letter"),
        max_length=60,
        error_messages={
            "required": gettext_lazy(
                "Enter the number of the letter in which the department answered."
            )
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = gettext_lazy("What the department answered")
        self.order_fields(["key", "seen", "letter"])


class AgainForm(ActForm):
    use_required_attribute = False
    because = forms.CharField(
        label=gettext_lazy("Why the department is asked again"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


class HoldForm(ActForm):
    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("Reason for holding the file"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    look_again_on = forms.DateField(
        label=gettext_lazy("Look again on"), widget=forms.DateInput({"class": "width-10"})
    )


class DepartmentForm(forms.Form):
    """Which office answers for a department."""

    use_required_attribute = False
    uscc = forms.CharField(
        label=gettext_lazy("Credit code of the office that answers"),
        max_length=18,
        widget=forms.TextInput({"class": "width-20"}),
    )

    def clean_uscc(self) -> Organisation:
        code = self.cleaned_data["uscc"].strip().upper()
        found = Organisation.objects.filter(uscc=code, active=True).first()
        if found is None:
            raise forms.ValidationError(
                gettext_lazy("No organisation with this credit code is registered.")
            )
        return found
