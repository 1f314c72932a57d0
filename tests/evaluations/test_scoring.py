"""Marks and ballots, against worked examples and against what must hold of any."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules import Criterion, Rubric, Text
from evaluations.scoring import (
    Calibrated,
    Mark,
    PanelScore,
    ScoreRefused,
    calibrate,
    panel_score,
    rounded,
    rubric_total,
    trimmed_mean,
)

D = Decimal
marks = st.decimals(0, 100, places=1)
RUBRIC = Rubric(
    criteria=(
        Criterion(id="skill", label=Text("技能水平"), weight=60),
        Criterion(id="results", label=Text("革新成果"), weight=40),
    )
)


# --- rounding and totals --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (D("86.125"), "86.13"),
        (D("86.1249999999999999999999"), "86.12"),
        (D("2.675"), "2.68"),  # a float would say 2.67
        (Fraction(200, 3), "66.67"),
        (Fraction(100, 3), "33.33"),
        (Fraction(1, 200), "0.01"),
        (90, "90.00"),
        (D("-0.125"), "-0.13"),
        (0, "0.00"),
    ],
)
def test_halves_are_rounded_up(value, figure):
    assert str(rounded(value)) == figure


@given(st.decimals(-1000, 1000, places=6), st.integers(0, 5))
def test_rounding_agrees_with_the_decimal_library(value, places):
    expected = value.quantize(D(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert rounded(value, places) == expected


@pytest.mark.parametrize("wrong", [1.5, True, "90"])
def test_only_exact_numbers_are_marks(wrong):
    with pytest.raises(TypeError):
        rounded(wrong)


@pytest.mark.parametrize("wrong", [D("NaN"), D("Infinity")])
def test_what_is_no_number_is_no_mark(wrong):
    with pytest.raises(ValueError, match="not a mark"):
        rounded(wrong)


def test_a_total_is_the_sum_over_the_rubric():
    assert rubric_total({"skill": D("55.5"), "results": 30}, RUBRIC) == D("85.50")


@pytest.mark.parametrize("marks", [{}, {"skill": 60}, {"skill": 60, "results": None}])
def test_a_missing_mark_is_not_a_zero(marks):
    assert rubric_total(marks, RUBRIC) is None


def test_a_zero_is_a_mark():
    assert rubric_total({"skill": 0, "results": 0}, RUBRIC) == D("0.00")


@pytest.mark.parametrize("mark", [61, D("60.01"), -1])
def test_a_mark_outside_its_scale_is_refused_with_the_scale(mark):
    with pytest.raises(ScoreRefused) as refused:
        rubric_total({"skill": mark, "results": 1}, RUBRIC)
    assert ("60" in str(refused.value), str(mark) in str(refused.value)) == (True, True)


def test_a_mark_of_an_unknown_criterion_is_an_error():
    with pytest.raises(ValueError, match="charm"):
        rubric_total({"charm": 1}, RUBRIC)


# --- trimmed mean ---------------------------------------------------------------------------


def given_by(*values) -> list[Mark]:
    return [Mark(f"expert{number}", value) for number, value in enumerate(values, start=1)]


def test_five_marks_lose_the_highest_and_the_lowest():
    assert panel_score(given_by(90, 80, D("85.5"), 70, 100)) == PanelScore(
        value=D("85.17"),
        exact=Fraction(511, 6),
        counted=("expert1", "expert2", "expert3"),
        dropped=("expert4", "expert5"),
    )


def test_four_marks_all_count():
    assert panel_score(given_by(90, 80, 85, 70)) == PanelScore(
        value=D("81.25"),
        exact=Fraction(325, 4),
        counted=("expert1", "expert2", "expert3", "expert4"),
    )


def test_missing_marks_and_drafts_are_never_counted():
    found = panel_score([*given_by(90, None, 80), Mark("expert4", 0, final=False)])
    assert found == PanelScore(
        value=D("85.00"),
        exact=Fraction(85),
        counted=("expert1", "expert3"),
        waiting=("expert2", "expert4"),
    )


def test_no_final_mark_gives_no_score():
    assert panel_score([Mark("expert1", 90, final=False), Mark("expert2", None)]) is None


def test_drafts_do_not_start_the_trimming():
    four_and_a_draft = [*given_by(90, 80, 85, 70), Mark("expert5", 100, final=False)]
    assert panel_score(four_and_a_draft).dropped == ()


def test_equal_marks_lose_one_each_end():
    assert panel_score(given_by(80, 80, 80, 80, 80)).dropped == ("expert1", "expert5")


def test_trimming_may_start_at_seven():
    assert panel_score(given_by(90, 80, 85, 70, 100), trim_from=7).value == D("85.00")


def test_trimming_that_leaves_nothing_is_an_error():
    with pytest.raises(ValueError, match="leaves nothing"):
        panel_score(given_by(1, 2), trim_from=2)


def test_a_scorer_has_one_mark():
    with pytest.raises(ValueError, match="one mark"):
        panel_score([Mark("expert1", 90), Mark("expert1", 80)])


def test_the_mean_of_nothing_is_an_error():
    with pytest.raises(ValueError, match="nothing"):
        trimmed_mean([])


@given(st.lists(marks, min_size=1, max_size=15))
def test_the_mean_lies_among_the_marks(values):
    assert min(values) <= trimmed_mean(values) <= max(values)


@given(st.lists(marks, min_size=1, max_size=15), st.randoms())
def test_the_order_of_scorers_does_not_matter(values, random):
    panel = given_by(*values)
    shuffled = random.sample(panel, len(panel))
    assert panel_score(shuffled) == panel_score(panel)


@given(st.lists(marks, min_size=1, max_size=15), st.data())
def test_a_better_mark_never_lowers_the_mean(values, data):
    place = data.draw(st.integers(0, len(values) - 1))
    better = list(values)
    better[place] = data.draw(st.decimals(values[place], 100, places=1))
    assert trimmed_mean(better) >= trimmed_mean(values)


@given(st.lists(marks, min_size=4, max_size=15), st.decimals(0, 100, places=1))
def test_one_scorer_cannot_pull_the_mean_out_of_the_others(values, extreme):
    assert min(values) <= trimmed_mean([*values, extreme]) <= max(values)


# --- calibration ----------------------------------------------------------------------------


def test_a_strict_and_a_mild_panel_are_made_comparable():
    found = calibrate({"strict": {"a": 60, "b": 80}, "mild": {"c": 80, "d": 100}})
    assert found == {
        "a": Calibrated("strict", Fraction(60), Fraction(8, 7), D("68.57")),
        "b": Calibrated("strict", Fraction(80), Fraction(8, 7), D("91.43")),
        "c": Calibrated("mild", Fraction(80), Fraction(8, 9), D("71.11")),
        "d": Calibrated("mild", Fraction(100), Fraction(8, 9), D("88.89")),
    }


def test_nothing_to_calibrate_gives_nothing():
    assert calibrate({"empty": {}}) == {}


def test_a_panel_of_zeros_is_refused_by_name():
    with pytest.raises(ScoreRefused, match="B组"):
        calibrate({"A组": {"a": 1}, "B组": {"b": 0}})


def test_a_candidate_belongs_to_one_panel():
    with pytest.raises(ValueError, match="one panel"):
        calibrate({"A": {"a": 1}, "B": {"a": 1}})


positive = st.decimals("0.1", 100, places=1)
pools = st.lists(st.lists(positive, min_size=1, max_size=8), min_size=1, max_size=5).map(
    lambda panels: {
        f"panel{p}": {f"{p}-{c}": score for c, score in enumerate(scores)}
        for p, scores in enumerate(panels)
    }
)


@given(pools)
def test_after_calibration_every_panel_has_the_overall_mean(panels):
    found = calibrate(panels)
    raw = [Fraction(score) for scores in panels.values() for score in scores.values()]
    means = {
        sum(found[key].raw * found[key].factor for key in scores) / len(scores)
        for scores in panels.values()
    }
    assert means == {sum(raw) / len(raw)}


@given(pools)
def test_calibration_keeps_the_order_within_a_panel(panels):
    found = calibrate(panels)
    for scores in panels.values():
        by_raw = sorted(scores, key=lambda key: scores[key])
        values = [found[key].value for key in by_raw]
        assert values == sorted(values)


@given(pools.filter(lambda panels: len(panels) == 1))
def test_a_single_panel_stays_as_it_is(panels):
    found = calibrate(panels)
    assert {key: c.value for key, c in found.items()} == {
        key: rounded(score) for scores in panels.values() for key, score in scores.items()
    }
