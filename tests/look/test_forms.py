"""Any Django form comes out with label, hint, error and the ties between them."""

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from workflows.templatetags import ui


class Questions(forms.Form):
    name = forms.CharField(label="姓名", help_text="同证件", max_length=20)
    story = forms.CharField(
        label="业绩", required=False, max_length=500, widget=forms.Textarea({"rows": 4})
    )
    born = forms.DateField(label="出生日期", widget=forms.DateInput)
    years = forms.IntegerField(label="年限", min_value=1, widget=forms.NumberInput({"unit": "年"}))
    route = forms.ChoiceField(
        label="途径",
        widget=forms.RadioSelect,
        choices=[("a", "竞赛\n按名次"), ("或", [("b", "评选")])],
    )
    proof = forms.FileField(
        label="证书", widget=forms.FileInput({"accept": ".pdf,.jpg", "max-bytes": 2 * 1024 * 1024})
    )
    promise = forms.BooleanField(label="本人承诺属实。")


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


def field(name: str, data: dict | None = None) -> str:
    return " ".join(str(Questions(data)[name].as_field_group()).split())


def test_hint_and_error_describe_their_box() -> None:
    html = field("name", {})
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.count('id="id_name_helptext"') == 1
    assert html.count('id="id_name_error"') == 1
    assert '<label class="label" for="id_name">姓名</label>' in html


def test_a_browser_may_not_cut_what_is_pasted() -> None:
    assert "maxlength" not in field("name")
    assert "maxlength" not in field("story")


def test_a_text_area_names_its_limit_and_is_described_by_it() -> None:
    html = field("story")
    assert 'data-limit="500" data-counter="id_story_count"' in html
    assert 'aria-describedby="id_story_count"' in html
    assert ">At most 500 characters</p>" in html
    assert '<span class="optional">(optional)</span>' in html


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ("2001-02-03", 'type="date" name="born" value="2001-02-03"'),
        ("", 'type="date" name="born"'),
        ("二〇〇一年春", 'type="text" name="born" value="二〇〇一年春"'),
    ],
)
def test_an_unreadable_date_stays_in_its_box(typed: str, box: str) -> None:
    assert f"<input {box} " in field("born", {"born": typed})


def test_an_unreadable_number_stays_in_its_box() -> None:
    html = field("years", {"years": "十一"})
    assert '<input type="text" inputmode="decimal" name="years" value="十一"' in html
    assert "<span>年</span>" in html
    assert "unit=" not in html


def test_choices_have_hints_and_a_divider() -> None:
    html = field("route")
    assert '<label for="id_route_0">竞赛<span class="choice-hint">按名次</span></label>' in html
    assert '<p class="choice-divider">或</p>' in html
    assert '<legend class="label">途径</legend>' in html


def test_a_file_box_says_what_it_takes() -> None:
    html = field("proof")
    assert (
        '<p class="counter" id="id_proof_limits">Allowed: PDF, JPG · at most 2.0\xa0MB</p>'.replace(
            "\xa0", " "
        )
        in html.replace("\xa0", " ")
    )
    assert 'aria-describedby="id_proof_limits"' in html
    assert 'data-max-bytes="2097152"' in html


def test_the_summary_names_and_reaches_every_field() -> None:
    form = Questions({"name": "陆明澈", "born": "2001-02-03", "years": "x", "route": "c"}, {})
    form.add_error(None, "证件与姓名不一致。")
    assert ui.collect_errors(form, None, "") == [
        ("", "证件与姓名不一致。"),
        ("id_years", "年限: Enter a whole number."),
        ("id_route_0", "途径: Select a valid choice. c is not one of the available choices."),
        ("id_proof", "证书: Choose a file."),
        ("id_promise", "本人承诺属实: Tick this box."),
    ]


def test_the_summary_reads_formsets_lists_and_pairs() -> None:
    rows = forms.formset_factory(Questions, min_num=1, validate_min=True, max_num=1)
    bound = rows({"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"})
    assert ui.collect_errors([bound], [("id_x", "短一些")]) == [
        ("", "Please submit at least 1 form."),
        ("id_x", "短一些"),
    ]


def test_a_message_that_names_its_field_is_not_named_twice() -> None:
    form = Questions({})
    form.errors.clear()
    form.add_error("name", "姓名要与证件一致。")
    assert ui.collect_errors(form) == [("id_name", "姓名要与证件一致。")]


def test_no_errors_no_summary() -> None:
    html = Template('{% include "parts/error_summary.html" %}').render(
        Context({"form": Questions()})
    )
    assert html.strip() == ""
