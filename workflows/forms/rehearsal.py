"""What the office says before a rehearsal: how many play, how many real ones it expects."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import rehearsal


class RehearsalForm(forms.Form):
    applicants = forms.IntegerField(
        label=_("Applicants in the play"),
        help_text=_("Each takes part of a second, during which others who write have to wait."),
        min_value=rehearsal.FEWEST,
        max_value=rehearsal.MOST,
        initial=rehearsal.USUAL,
        widget=forms.NumberInput({"class": "width-4"}),
    )
    expected = forms.IntegerField(
        label=_("Applications you expect"),
        help_text=_("The load is shown for so many. Leave it empty to see the play itself."),
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput({"class": "width-5"}),
    )
    seed = forms.IntegerField(
        label=_("Number of the play"),
        help_text=_("The same number plays the same story again."),
        min_value=1,
        max_value=999_999,
        initial=1,
        widget=forms.NumberInput({"class": "width-5"}),
    )

    def plan(self) -> rehearsal.Plan:
        given = self.cleaned_data
        return rehearsal.Plan(given["applicants"], given["expected"] or 0, given["seed"])
