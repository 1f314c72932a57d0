"""What experts type, and what the office types about experts, draws and meetings."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from evaluations.actions.reviewing import LONGEST_COMMENT
from evaluations.call_permissions import role_over
from evaluations.desks import Desk
from evaluations.draw import Terms
from evaluations.models import (
    Ballot,
    Call,
    Expert,
    Level,
    Member,
    Organisation,
    Relation,
    RoleGrant,
    User,
)
from evaluations.pool import PANEL_DESKS
from evaluations.roles import Role
from evaluations.rules import Rubric
from workflows.views.answer import ActForm


class MarkField(forms.CharField):
    """Asked of everybody who submits, and not of a draft: the law says which is missing."""

    def clean(self, value: Any) -> str:
        return str(value or "").strip()[:12]


class ScoreForm(ActForm):
    """One box a criterion, and a comment. What is wrong is said by the law, all at once."""

    use_required_attribute = False

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any):
        super().__init__(*args, **kwargs)
        language = get_language() or ""
        self.criteria = [f"marks.{criterion.id}" for criterion in rubric.criteria]
        for criterion in rubric.criteria:
            self.fields[f"marks.{criterion.id}"] = MarkField(
                label=criterion.label.say(language),
                help_text=criterion.guidance.say(language),
                widget=forms.NumberInput(
                    {
                        "class": "width-4",
                        "inputmode": "decimal",
                        "autocomplete": "off",
                        "unit": f"/ {criterion.weight}",
                    }
                ),
            )
        self.fields["comment"] = forms.CharField(
            label=_("Comment"),
            help_text=_("For the panel and the office. Do not write who you think this is."),
            required=False,
            max_length=LONGEST_COMMENT,
            widget=forms.Textarea({"rows": 4, "maxlength": LONGEST_COMMENT}),
        )

    def boxes(self) -> list[Any]:
        return [self[name] for name in self.criteria]

    def marks(self) -> dict[str, str]:
        prefix = "marks."
        return {n.removeprefix(prefix): self.cleaned_data.get(n, "") for n in self.criteria}


class WhyForm(ActForm):
    """A recusal, a replacement: one reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, widget=forms.Textarea({"rows": 3})
    )


class VoteForm(forms.Form):
    choice = forms.ChoiceField(
        label=gettext_lazy("Your vote"), choices=Ballot.Choice.choices, widget=forms.RadioSelect
    )


class RelationForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of relation"), choices=Relation.Kind.choices)
    name = forms.CharField(
        label=gettext_lazy("Name of the person or body"),
        max_length=100,
        help_text=gettext_lazy("Full name, as on the ID card or in the register."),
    )


class ExpertForm(forms.Form):
    """A profile of the pool. ``new``: asks for the account too."""

    username = forms.CharField(label=gettext_lazy("User name of the account"), max_length=150)
    employer = forms.ModelChoiceField(
        label=gettext_lazy("Employer"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=gettext_lazy("From the register; or write it below."),
    )
    unit = forms.CharField(
        label=gettext_lazy("Employer outside the register"), max_length=100, required=False
    )
    title = forms.CharField(label=gettext_lazy("Title or post"), max_length=60, required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Level.choices)
    specialties = forms.CharField(
        label=gettext_lazy("Specialties"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("With commas between them."),
    )
    external = forms.BooleanField(label=gettext_lazy("From outside the city"), required=False)
    active = forms.BooleanField(label=gettext_lazy("Can be drawn"), required=False, initial=True)

    def __init__(self, *args: Any, expert: Expert | None = None, **kwargs: Any):
        if expert is not None:
            names = ("employer", "unit", "title", "level", "external", "active")
            kwargs["initial"] = {name: getattr(expert, name) for name in names}
            kwargs["initial"]["specialties"] = "，".join(expert.specialties)
        super().__init__(*args, **kwargs)
        self.fields["employer"].queryset = Organisation.objects.filter(active=True).order_by("name")
        if expert is not None:
            del self.fields["username"]
        else:
            del self.fields["active"]

    def clean_username(self) -> User:
        user = User.objects.filter(username=self.cleaned_data["username"].strip()).first()
        if user is None:
            raise forms.ValidationError(_("No account has this user name."))
        return user

    def clean_specialties(self) -> list[str]:
        text = self.cleaned_data["specialties"].translate(str.maketrans("，、；;", ",,,,"))
        return [word.strip() for word in text.split(",") if word.strip()]


class TermsForm(ActForm):
    """Who may be drawn, and how many. ``call`` is None for a further draw of a panel."""

    count = forms.IntegerField(label=gettext_lazy("Members"), min_value=1, max_value=99)
    reserves = forms.IntegerField(
        label=gettext_lazy("Reserves"), min_value=0, max_value=99, initial=0
    )
    max_per_employer = forms.IntegerField(
        label=gettext_lazy("At most of one employer"), min_value=1, max_value=99, required=False
    )
    external_percent = forms.IntegerField(
        label=gettext_lazy("At least from outside the city"),
        min_value=0,
        max_value=100,
        initial=0,
        widget=forms.NumberInput({"unit": "%"}),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("At least of the level"),
        choices=[("", gettext_lazy("any")), *Level.choices],
        required=False,
    )
    specialty = forms.CharField(
        label=gettext_lazy("Specialty"), required=False, max_length=40, widget=forms.Select
    )
    gap_months = forms.IntegerField(
        label=gettext_lazy("Months since the last panel"), min_value=0, max_value=60, initial=0
    )
    excluded_employers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Employers to leave out"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, further: bool = False, call: Call, **kwargs: Any):
        super().__init__(*args, **kwargs)
        short = {"class": "width-4", "inputmode": "numeric"}
        for name in ("count", "reserves", "max_per_employer", "external_percent", "gap_months"):
            self.fields[name].widget.attrs |= short
        words = sorted({w for e in Expert.objects.filter(active=True) for w in e.specialties})
        self.fields["specialty"].widget.choices = [("", _("any")), *((w, w) for w in words)]
        used = Expert.objects.exclude(employer=None).values("employer")
        self.fields["excluded_employers"].queryset = Organisation.objects.filter(
            pk__in=used
        ).order_by("name")
        if further:
            self.fields["reason"] = forms.CharField(
                label=_("Reason"), max_length=200, widget=forms.Textarea({"rows": 3})
            )
            return
        rubric = call.rules.rubric
        self.fields["count"].initial = rubric.experts if rubric else 5
        if len(call.rules.tracks) > 1:
            language = get_language() or ""
            tracks = [(track.id, track.label.say(language)) for track in call.rules.tracks]
            self.fields["track"] = forms.ChoiceField(
                label=_("Track"), choices=[("", _("all tracks")), *tracks], required=False
            )
        self.fields["observer"] = forms.ModelChoiceField(
            label=_("Supervision observer"), queryset=_observers(call), empty_label="–"
        )

    def terms(self) -> Terms:
        names = ("count", "reserves", "max_per_employer", "external_percent", "level", "specialty")
        given = {name: self.cleaned_data[name] for name in names}
        return Terms(
            **given,
            gap_months=self.cleaned_data["gap_months"] or 0,
            excluded_employers=tuple(
                sorted(body.pk for body in self.cleaned_data["excluded_employers"])
            ),
        )


def _observers(call: Call) -> Any:
    grants = RoleGrant.objects.filter(role=Role.SUPERVISION, ended_at=None)
    users = [g.user for g in grants.select_related("user")]
    reach = [user.pk for user in users if role_over(user, call, Role.SUPERVISION)]
    return User.objects.filter(pk__in=reach, is_active=True)


class WitnessForm(ActForm):
    witness = forms.CharField(
        label=gettext_lazy("Word or number of the observer"),
        max_length=10,
        help_text=gettext_lazy(
            "Named aloud by the observer now. It goes into the lot with the sealed seed."
        ),
        widget=forms.TextInput({"class": "width-10", "autocomplete": "off"}),
    )


class CloseForm(ActForm):
    """How the panel's result cuts; empty boxes let every file go on with its rank."""

    least = forms.DecimalField(
        label=gettext_lazy("Pass line"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=forms.TextInput({"class": "width-4", "inputmode": "decimal"}),
        help_text=gettext_lazy("Files below this score are not selected."),
    )
    places = forms.IntegerField(
        label=gettext_lazy("Only the best"),
        required=False,
        min_value=1,
        widget=forms.NumberInput({"class": "width-4"}),
        help_text=gettext_lazy("Everybody who shares the last of these places goes on."),
    )


class MeetingForm(ActForm):
    desk = forms.ChoiceField(label=gettext_lazy("Kind of meeting"))
    held_on = forms.DateField(label=gettext_lazy("Day of the meeting"), widget=forms.DateInput)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=100)
    chair = forms.ModelChoiceField(
        label=gettext_lazy("Chair"), queryset=Member.objects.none(), empty_label="–"
    )

    def __init__(self, *args: Any, members: Any, desks: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = [
            (d, Desk(d).label) for d in PANEL_DESKS if d in desks and d != Desk.PANEL
        ]
        self.fields["chair"].queryset = members
        self.fields["chair"].label_from_instance = lambda member: (
            f"{member.number} · {member.expert.user.name}"
        )
