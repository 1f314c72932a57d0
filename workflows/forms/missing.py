"""What is said where nothing was entered. Django's "This field is required." tells nobody what to do."""

from django import forms
from django.utils.translation import gettext_lazy as _

_SAID = {
    forms.Field: _("Fill this in."),
    forms.ChoiceField: _("Choose one."),
    forms.ModelChoiceField: _("Choose one."),
    forms.BooleanField: _("Tick this box."),
    forms.FileField: _("Choose a file."),
}


def say_what_to_do() -> None:
    """Once, before the first form is made. A field with a sentence of its own keeps it."""
    for kind, sentence in _SAID.items():
        own = kind.__dict__.get("default_error_messages", {})
        kind.default_error_messages = own | {"required": sentence}
