"""What is typed at the print desk and by holders."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from certificates.cleaning import MAX_BYTES
from certificates.models import Printer, PrintRun
from workflows.replacing import Cause
from workflows.views.answer import ActForm

_KINDS = [
    (PrintRun.Kind.PLAIN, _("One certificate a page")),
    (PrintRun.Kind.TWO_UP, _("Two on an SRA3 sheet, with crop marks and bleed")),
    (PrintRun.Kind.OVERPRINT, _("Over pre-printed stock: only what varies")),
    (PrintRun.Kind.ENVELOPES, _("Envelopes (DL)")),
    (PrintRun.Kind.RECEIPTS, _("Receipt list to sign")),
]


class PrintForm(ActForm):
    kind = forms.ChoiceField(
        label=_("What to print"), choices=_KINDS, initial=PrintRun.Kind.PLAIN,
        widget=forms.RadioSelect,
    )  # fmt: skip
    printer = forms.ModelChoiceField(
        label=_("Printer"),
        queryset=Printer.objects.order_by("name"),
        required=False,
        help_text=_("Needed for pre-printed stock only."),
        empty_label="—",
    )
    reason = forms.CharField(
        label=_("Reason for printing again"),
        max_length=200,
        required=False,
        help_text=_(
            "Needed when a chosen certificate was printed before, for example “two sheets spoiled”."
        ),
    )


class ReplaceForm(ActForm):
    cause = forms.ChoiceField(
        label=_("Why a new one is made"), choices=Cause.choices, initial=Cause.LOST,
        widget=forms.RadioSelect,
        help_text=_(
            "A sheet that was spoiled while printing needs no new version: print it again."
        ),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As in the request, for example “reported lost on 12 May”."),
    )  # fmt: skip
    document = forms.CharField(
        label=_("Document that orders it"), max_length=80,
        help_text=_("The number of the approval, or of the request that was filed."),
    )  # fmt: skip


class SpoilForm(ActForm):
    run = forms.IntegerField(min_value=1)
    sheets = forms.IntegerField(min_value=0, max_value=100_000)


class PrinterForm(forms.Form):
    name = forms.CharField(
        label=_("Printer"), max_length=60, help_text=_("With its tray, such as “Room 305, tray 2”.")
    )
    right_mm = forms.DecimalField(
        label=_("Shift to the right, mm"), initial=Decimal(0), min_value=-20, max_value=20,
        decimal_places=2, help_text=_("Negative moves to the left."),
    )  # fmt: skip
    down_mm = forms.DecimalField(
        label=_("Shift downwards, mm"), initial=Decimal(0), min_value=-20, max_value=20,
        decimal_places=2, help_text=_("Negative moves upwards."),
    )  # fmt: skip


class ReleaseForm(ActForm):
    sha256 = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)


class CopyForm(ActForm):
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=60,
        help_text=_(
            "It is printed on the copy, for example “for the school enrolment of my child”."
        ),
    )


class ShareForm(ActForm):
    days = forms.TypedChoiceField(label=_("Works for"), coerce=int, choices=())

    def __init__(self, *args: Any, offered: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ngettext_lazy("%(n)d day", "%(n)d days", "n")
        self.fields["days"].choices = [(days, words % {"n": days}) for days in offered]


class PlainForm(ActForm):
    """A button."""


class SealForm(ActForm):
    use_required_attribute = False
    picture = forms.FileField(
        label=_("Picture of the seal"),
        help_text=_(
            "PNG with a transparent ground, round, red, 480 to 4,000 pixels a side, 2 MB at most."
        ),
        widget=forms.FileInput({"accept": ".png", "max-bytes": MAX_BYTES}),
    )

    def clean_picture(self) -> bytes:
        """One byte more than is allowed says that it is too large; the rest is not read."""
        return bytes(self.cleaned_data["picture"].read(MAX_BYTES + 1))


class WithdrawSealForm(ActForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Certificates issued with it keep it; new ones carry it no longer."),
    )


class ReleaseSealForm(ReleaseForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class SpecimenForm(ActForm):
    document = forms.CharField(
        label=_("Document number"),
        max_length=120,
        help_text=_("The document in which the issuing body allows it."),
    )
