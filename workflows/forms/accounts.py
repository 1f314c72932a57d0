"""Signing in, registering, and the own profile. What is wrong is said by ``evaluations.actions.people``."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.actions import people
from evaluations.errors import Refused
from evaluations.identity import check_resident_id
from evaluations.models import User


class Plain(forms.Form):
    """The browser's own bubbles stay away: all errors come at once, in the page's language."""

    use_required_attribute = False


def _text(
    label: Any, *, kind: str = "text", width: str = "width-20", **attrs: Any
) -> forms.CharField:
    field = forms.CharField(label=label, max_length=200, required=False, strip=kind != "password")
    field.required = True
    field.widget = forms.TextInput({"type": kind, "class": width, **attrs})
    # Only says "(optional)" where it is so; what is missing is told by a sentence of our own.
    field.validate = lambda value: None
    return field


def _password(label: Any, autocomplete: str) -> forms.CharField:
    field = _text(label, kind="password")
    field.widget = forms.PasswordInput({"class": "width-20", "autocomplete": autocomplete})
    return field


class LoginForm(Plain):
    username = _text(
        gettext_lazy("Mobile number or user name"), autocomplete="username",
        autocapitalize="none", spellcheck="false",
    )  # fmt: skip
    password = _password(gettext_lazy("Password"), "current-password")

    def __init__(self, *args: Any, request: Any = None, closed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.closed, self.user = request, closed, None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.closed:
            # While the door is closed no guess is answered, right or wrong.
            self.add_error(None, self.closed)
            return cleaned
        for name, sentence in (
            ("username", _("Enter your mobile number or user name.")),
            ("password", _("Enter your password.")),
        ):
            if not cleaned.get(name):
                self.add_error(name, sentence)
        if not self.errors:
            self.user = authenticate(
                self.request, username=spelled(cleaned["username"]), password=cleaned["password"]
            )
            if self.user is None:
                # One sentence for an unknown name, a wrong password and a closed account.
                self.add_error(
                    None,
                    _("Name or password is wrong. Check both, and whether capitals are locked."),
                )
        return cleaned


def spelled(username: str) -> str:
    """A phone number typed with spaces, dashes or full-width digits is the same number."""
    bare = "".join(c for c in username.translate(_HALF_WIDTH) if c not in " -")
    return bare if bare.isdecimal() else username.strip()


_HALF_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}


class RegisterForm(Plain):
    name = _text(gettext_lazy("Name"), autocomplete="name")
    phone = _text(
        gettext_lazy("Mobile number"), kind="tel", width="width-10", autocomplete="tel",
        inputmode="tel",
    )  # fmt: skip
    password = _password(gettext_lazy("Password"), "new-password")
    name.help_text = gettext_lazy("As on the ID card.")
    phone.help_text = gettext_lazy("You sign in with it. 11 digits.")
    password.help_text = gettext_lazy("At least 10 characters. A short sentence is easy to keep.")

    def clean_name(self) -> str:
        return _checked(people.check_name, self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return _checked(people.check_phone, self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        owner = User(name=given.get("name", ""), username=given.get("phone", ""))
        try:
            validate_password(self.data.get(self.add_prefix("password"), ""), owner)
        except ValidationError as error:
            self.add_error("password", error)
        return given


def _checked(check: Callable[[str], str], value: str) -> str:
    """The law's own check, asked at every field, so that all that is wrong is said at once."""
    try:
        return check(value)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from None


class IdentityForm(Plain):
    """Name, ID number and phone. A number already given is never sent back to the browser."""

    name = _text(gettext_lazy("Name"), autocomplete="name")
    id_number = _text(
        gettext_lazy("Resident ID number"), autocapitalize="characters", spellcheck="false",
        autocomplete="off",
    )  # fmt: skip
    phone = _text(
        gettext_lazy("Mobile number"), kind="tel", width="width-10", autocomplete="tel",
        inputmode="tel",
    )  # fmt: skip

    def __init__(self, *args: Any, locked: bool, masked: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("As on the ID card.")
        self.fields["id_number"].help_text = (
            _("Kept: %(masked)s. Leave empty, or enter it anew to change it.") % {"masked": masked}
            if masked
            else _("18 characters as on the card. It is stored sealed and never published.")
        )
        self.fields["phone"].help_text = _("The office calls this number. 11 digits.")
        if masked:
            self.fields["id_number"].required = False
        if locked:
            del self.fields["name"], self.fields["id_number"]

    def clean_name(self) -> str:
        return _checked(people.check_name, self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return _checked(people.check_phone, self.cleaned_data["phone"])

    def clean_id_number(self) -> str:
        value = self.cleaned_data["id_number"]
        if value or self.fields["id_number"].required:
            return _checked(check_resident_id, value)
        return value


class LanguageForm(Plain):
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the pages"),
        choices=[("zh-hans", "中文"), ("en", "English")],
        widget=forms.RadioSelect({"class": "choices-inline"}),
        error_messages={"required": gettext_lazy("Choose one of the offered languages.")},
    )


class PasswordForm(Plain):
    old = _password(gettext_lazy("Present password"), "current-password")
    new = _password(gettext_lazy("New password"), "new-password")
    new.help_text = gettext_lazy("At least 10 characters. A short sentence is easy to keep.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        if not self.user.check_password(self.cleaned_data["old"]):
            raise ValidationError(_("The present password is wrong."))
        return self.cleaned_data["old"]

    def clean_new(self) -> str:
        validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]


def offered_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]
