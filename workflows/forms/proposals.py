"""The forms of two-person acts: what one proposes, and the second one's word."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext

from evaluations import amendments, identity
from evaluations.actions.rectifying import LONGEST
from evaluations.models import Application, Call, ExitGround, Person, Proposal
from evaluations.rectification import Fact
from evaluations.status import BEFORE_LIST
from workflows.views.answer import ActForm

_REASON = gettext_lazy("Reason, for the second person and the record")


class ReasonForm(ActForm):
    use_required_attribute = False
    reason = forms.CharField(
        label=_REASON, max_length=1000, widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": gettext_lazy("Give the reason: the second person and the record need it.")
        },
    )  # fmt: skip

    def payload(self) -> dict[str, Any]:
        return {}


class _MomentForm(ReasonForm):
    """Day and hour apart: both can be typed on a telephone."""

    day = forms.DateField(widget=forms.DateInput({"class": "width-10"}))
    hour = forms.TimeField(
        label=gettext_lazy("Time of day"), initial="18:00",
        widget=forms.TimeInput({"class": "width-5"}, format="%H:%M"),
    )  # fmt: skip
    field_order = ("key", "seen", "day", "hour", "reason")

    def moment(self) -> str:
        given = datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"])
        return given.replace(tzinfo=timezone.get_current_timezone()).isoformat()


class WindowForm(_MomentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = gettext_lazy("The window closes on")

    def payload(self) -> dict[str, Any]:
        return {"closes_at": self.moment()}


class LateEntryForm(_MomentForm):
    who = forms.CharField(
        label=gettext_lazy("Who"),
        help_text=gettext_lazy(
            "The reference of the draft, or the ID number the person registered with."
        ),
        max_length=20,
        widget=forms.TextInput({"class": "width-20", "autocomplete": "off"}),
    )
    field_order = ("key", "seen", "who", "day", "hour", "reason")

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        self.fields["day"].label = gettext_lazy("May file until")

    def clean_who(self) -> Person:
        text = self.cleaned_data["who"].strip().upper()
        case = Application.objects.filter(call=self.call, reference=text).first()
        found = case.person if case else Person.objects.filter(
            id_lookup=identity.lookup(text)
        ).first()  # fmt: skip
        if found is None:
            raise forms.ValidationError(
                gettext_lazy("Nobody is registered with this ID number or reference.")
            )
        return found

    def payload(self) -> dict[str, Any]:
        return {"person": self.cleaned_data["who"].pk, "until": self.moment()}


class PlacesForm(ReasonForm):
    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = amendments.in_force(call)
        language = get_language() or ""
        self.offered = amendments.amendable(rules)
        for name in self.offered:
            parameter = rules.parameter(name)
            self.fields[f"p-{name}"] = forms.IntegerField(
                label=parameter.label.say(language),
                initial=parameter.value,
                widget=forms.NumberInput(
                    {"class": "width-4", "unit": parameter.unit.say(language)}
                ),
            )
        self.order_fields(["key", "seen", *(f"p-{name}" for name in self.offered), "reason"])
        self.present = {name: rules.parameter(name).value for name in self.offered}

    def payload(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[f"p-{name}"] for name in self.offered}
        return {"values": {k: v for k, v in given.items() if v != self.present[k]}}


class CancelForm(ReasonForm):
    """Ends every application under way: the tick says that this was read."""

    understood = forms.BooleanField(
        error_messages={"required": gettext_lazy("Tick that you know what ends with the call.")}
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        n = call.applications.filter(status__in=BEFORE_LIST).count()
        sentence = ngettext(
            "I know that %(n)d application under way ends with the call.",
            "I know that %(n)d applications under way end with the call.",
            n,
        )
        self.fields["understood"].label = sentence % {"n": n}
        self.fields["reason"].label = gettext_lazy("Reason, for every applicant and the public")


class ExitForm(ReasonForm):
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=ExitGround.choices)
    field_order = ("key", "seen", "ground", "reason")

    def payload(self) -> dict[str, Any]:
        return {"ground": self.cleaned_data["ground"]}


class CorrectForm(ReasonForm):
    """What is published, to be overwritten where it is wrong."""

    def __init__(self, *args: Any, published: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.published = published
        for name, words in published.items():
            self.fields[name] = forms.CharField(
                label=Fact(name).label, initial=words, max_length=LONGEST,
                help_text=gettext_lazy("As published. Overwrite it where it is wrong."),
            )  # fmt: skip
        self.order_fields(["key", "seen", *published, "reason"])

    def payload(self) -> dict[str, Any]:
        given = {name: " ".join(self.cleaned_data[name].split()) for name in self.published}
        return {name: words for name, words in given.items() if words != self.published[name]}


class DecisionForm(ActForm):
    """The second person's word."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            (Proposal.Outcome.CONFIRMED.value, gettext_lazy("Confirm")),
            (Proposal.Outcome.REJECTED.value, gettext_lazy("Reject")),
        ],
        widget=forms.RadioSelect({"class": "choices-inline"}),
        error_messages={"required": gettext_lazy("Confirm or reject.")},
    )
    document_number = forms.CharField(
        label=gettext_lazy("Number of the document"),
        help_text=gettext_lazy("Of the decision by which you confirm."),
        required=False,
        max_length=60,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Needed when you reject."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, document: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not document:
            del self.fields["document_number"]
