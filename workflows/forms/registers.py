"""What the office types into its registers."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.actions import granting
from evaluations.models import Call, Contest, Organisation, User
from evaluations.roles import Role, Scope
from evaluations.status import CallStatus

MAX_SHEET = 2 * 1024 * 1024


class ContestForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the contest"), max_length=150)
    event = forms.CharField(
        label=gettext_lazy("Event"),
        max_length=100,
        help_text=gettext_lazy("One event of the contest: each has its own result list."),
    )
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Contest.Level.choices)
    grade = forms.ChoiceField(
        label=gettext_lazy("Class"),
        choices=Contest.Grade.choices,
        help_text=gettext_lazy("Level and class as in the filing document."),
    )
    organiser = forms.CharField(label=gettext_lazy("Organiser"), max_length=100)
    filing_document = forms.CharField(label=gettext_lazy("Filing document"), max_length=100)
    held_on = forms.DateField(label=gettext_lazy("Held on"), widget=forms.DateInput)


class ResultsForm(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("Result list (.xlsx)"),
        help_text=gettext_lazy(
            "Columns: rank, name, ID number, above the pass line (yes or no). All rows or none."
        ),
        widget=forms.FileInput({"accept": ".xlsx", "max-bytes": MAX_SHEET}),
    )


class YearForm(forms.Form):
    """A holiday notice: one line a day, so that it can be typed off the notice and read again."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput({"class": "width-4"}),
    )
    source = forms.CharField(label=gettext_lazy("Title and number of the notice"), max_length=200)
    holidays = forms.CharField(
        label=gettext_lazy("Days off"),
        required=False,
        help_text=gettext_lazy(
            "One line each: a day, or first and last day with “~”, then a note if you like. "
            "2027-02-05 ~ 2027-02-11 Spring Festival"
        ),
        widget=forms.Textarea({"rows": 8}),
    )
    working = forms.CharField(
        label=gettext_lazy("Weekend days that are worked"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    complete = forms.BooleanField(
        label=gettext_lazy("Every holiday and make-up day of this year is entered"),
        required=False,
        help_text=gettext_lazy("Only then are periods computed into this year."),
    )

    def clean_holidays(self) -> list[tuple[date, str]]:
        return parse_days(self.cleaned_data["holidays"])

    def clean_working(self) -> list[tuple[date, str]]:
        return parse_days(self.cleaned_data["working"])

    def days(self) -> dict[date, tuple[bool, str]]:
        off = {day: (False, note) for day, note in self.cleaned_data["holidays"]}
        return off | {day: (True, note) for day, note in self.cleaned_data["working"]}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        off, worked = (dict(given.get(name) or []) for name in ("holidays", "working"))
        for day in sorted(off.keys() & worked.keys()):
            sentence = _("%(day)s is both a day off and a working day.")
            self.add_error("working", sentence % {"day": day.isoformat()})
        return given


_DAY = r"(\d{4}-\d{1,2}-\d{1,2})"
_LINE = re.compile(rf"{_DAY}(?:\s*[~～至]\s*{_DAY})?(?:\s+(.*))?")
_LONGEST = 15


def parse_days(text: str) -> list[tuple[date, str]]:
    """The days of such lines, each with its note. Raises ValidationError naming every bad line."""
    found, wrong = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found += _days_of(line.strip())
        except ValueError:
            sentence = _("Line %(n)d cannot be read: “%(line)s”. Write for example 2027-10-01.")
            wrong.append(sentence % {"n": number, "line": line.strip()[:40]})
    if wrong:
        raise forms.ValidationError([forms.ValidationError(sentence) for sentence in wrong])
    return found


def _days_of(line: str) -> list[tuple[date, str]]:
    match = _LINE.fullmatch(line)
    if not match:
        raise ValueError(line)
    first = datetime.strptime(match[1], "%Y-%m-%d").date()
    last = datetime.strptime(match[2], "%Y-%m-%d").date() if match[2] else first
    if not 0 <= (last - first).days < _LONGEST:
        raise ValueError(line)
    note = (match[3] or "").strip()[:50]
    return [(date.fromordinal(day), note) for day in range(first.toordinal(), last.toordinal() + 1)]


class OrganisationForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Full name"), max_length=100)
    uscc = forms.CharField(
        label=gettext_lazy("Unified social credit code"),
        max_length=40,
        help_text=gettext_lazy("18 characters, as on the licence. The check character is tested."),
        widget=forms.TextInput({"class": "width-20", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Organisation.Kind.choices)
    affiliation = forms.ChoiceField(
        label=gettext_lazy("Belongs to"),
        choices=Organisation.Affiliation.choices,
        help_text=gettext_lazy("Decides which desks its recommendations pass."),
    )
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    supervisor = forms.CharField(
        label=gettext_lazy("Supervising department (its credit code)"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Empty for units without one."),
        widget=forms.TextInput({"class": "width-20"}),
    )
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _districts(self.fields["district"])

    def clean_supervisor(self) -> Organisation | None:
        return found_organisation(self.cleaned_data["supervisor"])


def found_organisation(code: str) -> Organisation | None:
    """The registered organisation of that credit code; None when nothing was typed."""
    code = code.strip().upper()
    if not code:
        return None
    row = Organisation.objects.filter(uscc=code).first()
    if row is None:
        raise forms.ValidationError(
            _("No organisation with this credit code is registered. Register it first.")
        )
    return row


def _districts(field: forms.Field) -> None:
    assert isinstance(field, forms.ChoiceField)
    named = [(district.code, district.title) for district in settings.CITY.districts]
    field.choices = [("", _("none")), *named]


class GrantForm(forms.Form):
    """One role for one account. The account is named exactly: no list of all users is shown."""

    username = forms.CharField(label=gettext_lazy("User name"), max_length=150)
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    scope = forms.ChoiceField(
        label=gettext_lazy("Reaches"),
        choices=[(s.value, s.label) for s in Scope if s != Scope.SELF],
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisation (its credit code)"), required=False, max_length=40
    )
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    call = forms.ChoiceField(label=gettext_lazy("Call"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Needed for a role that two persons give, marked ②."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles, call = self.fields["role"], self.fields["call"]
        assert isinstance(roles, forms.ChoiceField)
        assert isinstance(call, forms.ChoiceField)
        roles.choices = [
            (role.value, f"{role.label}{' ②' * role.kind.weighty} — {role.kind.duty}")
            for role in granting.grantable(by)
        ]
        done = [CallStatus.CONCLUDED, CallStatus.CANCELLED]
        running = Call.objects.exclude(status__in=done).order_by("-pk")
        call.choices = [("", _("none")), *((str(each.pk), each.title) for each in running)]
        _districts(self.fields["district"])

    def clean_username(self) -> User:
        name = self.cleaned_data["username"].strip()
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("There is no active account with this user name."))
        return user

    def clean_organisation(self) -> Organisation | None:
        return found_organisation(self.cleaned_data["organisation"])

    def clean_call(self) -> Call | None:
        chosen = self.cleaned_data["call"]
        return Call.objects.get(pk=chosen) if chosen else None

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])
