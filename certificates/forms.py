"""What people type, or drop, to have a certificate checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates import number as numbers

MAX_PDF = 5 * 1024 * 1024


class TypedForm(forms.Form):
    """Three things that stand on the paper."""

    number = forms.CharField(
        label=_("Certificate number"),
        max_length=60,
        help_text=_("For example 990600-TE-2026-0001-5"),
        widget=forms.TextInput(attrs={"class": "width-20", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Full name of the holder"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "width-20", "autocomplete": "off"}),
    )
    short_code = forms.CharField(
        label=_("Verification code"),
        max_length=40,
        help_text=_("Six letters and digits below the number, or all 26 of the QR code."),
        widget=forms.TextInput(attrs={"class": "width-10", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        number = numbers.normalised(self.cleaned_data["number"])
        if not numbers.well_formed(number.partition("/")[0]):
            raise forms.ValidationError(
                _(
                    "This number contains a typing error: its last character does not fit. Compare it with the paper."
                ),
                code="number",
            )
        return number

    def clean_short_code(self) -> str:
        code = numbers.normalised_code(self.cleaned_data["short_code"])
        return numbers.short_code(code) if len(code) == numbers.CODE_LENGTH else code


class FileForm(forms.Form):
    """A certificate as a file."""

    pdf = forms.FileField(
        label=_("Certificate file"),
        help_text=_("The PDF as you received it, up to 5 MB. It is checked and not kept."),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )

    def clean_pdf(self) -> Any:
        pdf = self.cleaned_data["pdf"]
        if pdf.size > MAX_PDF:
            raise forms.ValidationError(
                _("This file is larger than 5 MB, so it is not a certificate of ours."), code="size"
            )
        return pdf
