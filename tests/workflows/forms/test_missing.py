"""Where nothing was entered, the sentence says what to do."""

from django import forms
from django.utils import translation

from evaluations.roles import Role


class Everything(forms.Form):
    words = forms.CharField()
    day = forms.DateField()
    role = forms.ChoiceField(choices=Role.choices)
    agreed = forms.BooleanField()
    letter = forms.FileField()
    own = forms.CharField(error_messages={"required": "Say why."})


def test_each_kind_of_box_asks_for_what_it_takes() -> None:
    with translation.override("en"):
        form = Everything({}, {})
        assert {name: list(said) for name, said in form.errors.items()} == {
            "words": ["Fill this in."],
            "day": ["Fill this in."],
            "role": ["Choose one."],
            "agreed": ["Tick this box."],
            "letter": ["Choose a file."],
            "own": ["Say why."],
        }
