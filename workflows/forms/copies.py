"""What an officer types about a copy for blind readers."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from evaluations.actions.blinding import LONGEST_REASON
from evaluations.uploads.paper import Box
from workflows.views.answer import ActForm


def _percent(label: Any, initial: int | None = None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        initial=initial,
        min_value=0,
        max_value=100,
        decimal_places=1,
        widget=forms.NumberInput({"class": "width-4", "step": "0.1", "unit": "%"}),
    )


class BoxForm(forms.Form):
    """A band of the page, in per cent; a box when left and right are narrowed."""

    use_required_attribute = False

    page = forms.IntegerField(widget=forms.HiddenInput)
    top = _percent(gettext_lazy("From the top"))
    bottom = _percent(gettext_lazy("Down to"))
    left = _percent(gettext_lazy("From the left"), 0)
    right = _percent(gettext_lazy("To the right"), 100)

    def sides(self) -> Box:
        left, top, right, bottom = (
            int(self.cleaned_data[side] * Decimal(10))
            for side in ("left", "top", "right", "bottom")
        )
        return left, top, right, bottom


class SeenForm(ActForm):
    """Nothing to type: what was looked at, and once."""


class WhyNotForm(ActForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
    )
