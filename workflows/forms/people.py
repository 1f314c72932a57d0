"""Accounts, employers and corrections: what is typed. What is wrong is said by the law's verbs."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations import identity
from evaluations.models import Organisation

MAX_LETTER = 10 * 1024 * 1024


def _line(label: Any, hint: Any = "", *, width: str = "width-20", **more: Any) -> forms.CharField:
    required, kind = more.pop("required", True), more.pop("kind", "text")
    attrs = {"type": kind, "class": width, "spellcheck": "false", **more}
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=200,
        widget=forms.TextInput(attrs),
    )  # fmt: skip


def _why(label: Any, hint: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class Plain(forms.Form):
    """The browser's own bubbles stay away: all errors come at once, in the page's language."""

    use_required_attribute = False


class ForgottenForm(Plain):
    username = _line(
        gettext_lazy("Mobile number or user name"), autocomplete="username", autocapitalize="none"
    )


class CodeForm(Plain):
    code = _line(
        gettext_lazy("Code"),
        gettext_lazy("16 letters and digits in groups of four. Small letters are fine."),
        autocomplete="one-time-code",
        autocapitalize="characters",
    )
    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("At least 10 characters. A short sentence is easy to keep."),
        strip=False,
        widget=forms.PasswordInput({"class": "width-20", "autocomplete": "new-password"}),
    )


class EmailForm(Plain):
    email = _line(
        gettext_lazy("E-mail address"),
        gettext_lazy("A mail with a link comes there. Empty: no messages by mail."),
        kind="email",
        required=False,
        autocomplete="email",
    )


class AccountForm(Plain):
    name = _line(gettext_lazy("Name"), autocomplete="off")
    username = _line(
        gettext_lazy("User name"),
        gettext_lazy("4 to 60 letters or digits. Empty: the mobile number."),
        required=False,
        autocomplete="off",
        autocapitalize="none",
    )
    phone = _line(
        gettext_lazy("Mobile number"), width="width-10", kind="tel", inputmode="tel",
        autocomplete="off",
    )  # fmt: skip


class ReasonForm(Plain):
    reason = _why(
        gettext_lazy("Reason"),
        gettext_lazy("Stays with the account, for example: moved to another office on 1 March."),
    )


class DecisionForm(Plain):
    id_number = _line(
        gettext_lazy("ID number, typed off the card"), gettext_lazy("Needed when you confirm."),
        required=False, autocomplete="off", autocapitalize="characters",
    )  # fmt: skip
    note = _why(gettext_lazy("Remark"), gettext_lazy("Needed when you refuse."), required=False)

    def __init__(self, *args: Any, with_number: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_number:
            del self.fields["id_number"]


class ClerkForm(Plain):
    name = _line(gettext_lazy("Name of the colleague"), autocomplete="off")
    phone = _line(
        gettext_lazy("Mobile number with which the colleague signs in"), width="width-10",
        kind="tel", inputmode="tel", autocomplete="off",
    )  # fmt: skip


class CorrectionForm(Plain):
    name = _line(
        gettext_lazy("Right name"), gettext_lazy("Empty: the name is right."), required=False,
        autocomplete="off",
    )  # fmt: skip
    id_number = _line(
        gettext_lazy("Right ID number"), gettext_lazy("Empty: the number is right."),
        required=False, autocomplete="off", autocapitalize="characters",
    )  # fmt: skip
    reason = _why(gettext_lazy("What is wrong, and how did it happen?"))


class EmployerForm(Plain):
    name = _line(gettext_lazy("Full name"), gettext_lazy("As on the licence."))
    uscc = _line(
        gettext_lazy("Unified social credit code"),
        gettext_lazy("18 characters, as on the licence. The check character is tested."),
        autocapitalize="characters",
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    affiliation = forms.ChoiceField(
        label=gettext_lazy("Belongs to"),
        choices=Organisation.Affiliation.choices,
        help_text=gettext_lazy("Decides which desks its recommendations pass."),
    )
    district = forms.ChoiceField(
        label=gettext_lazy("District"),
        required=False,
        help_text=gettext_lazy("Where the business licence was issued."),
    )
    letter = forms.FileField(
        label=gettext_lazy("Letter of authority"),
        help_text=gettext_lazy(
            "Stamped by the employer, naming you; PDF, JPEG or PNG, at most 10 MB."
        ),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png", "max-bytes": MAX_LETTER}),
        error_messages={"required": gettext_lazy("Choose the scan of the stamped letter.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, district = self.fields["kind"], self.fields["district"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(district, forms.ChoiceField)
        kinds = Organisation.Kind
        kind.choices = [(k.value, k.label) for k in kinds if k != kinds.DEPARTMENT]
        named = [(each.code, each.title) for each in settings.CITY.districts]
        district.choices = [("", _("none")), *named]

    def clean_uscc(self) -> str:
        """Told together with what else is wrong, not after it."""
        try:
            return identity.check_credit_code(self.cleaned_data["uscc"])
        except identity.NumberRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
