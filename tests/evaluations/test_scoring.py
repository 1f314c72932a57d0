"""Marks and ballots, against worked examples and against what must hold of any."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.errors import Refused
from evaluations.rules import Ballot, Criterion, Rubric, Text
from evaluations.scoring import (
    BallotRefused,
    Calibrated,
    Entry,
    Mark,
    NoQuorum,
    PanelScore,
    Ranked,
    ScoreRefused,
    calibrate,
    panel_score,
    passes,
    quorum_met,
    rank,
    rounded,
    rubric_total,
    trimmed_mean,
    votes_needed,
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


# --- ranks ----------------------------------------------------------------------------------


def test_equal_figures_share_a_place_and_the_next_is_skipped():
    entries = [Entry("d", D(70)), Entry("c", D(80)), Entry("b", D(80)), Entry("a", D(90))]
    assert rank(entries) == (
        Ranked("a", D(90), 1),
        Ranked("b", D(80), 2, shared_by=2),
        Ranked("c", D(80), 2, shared_by=2),
        Ranked("d", D(70), 4),
    )


def test_a_named_sub_score_breaks_a_tie_and_is_named():
    entries = [
        Entry("a", 90, {"results": 30, "skill": 60}),
        Entry("b", 90, {"results": 35, "skill": 55}),
        Entry("c", 90, {"results": 30, "skill": 60}),
        Entry("d", 95, {"results": 1, "skill": 1}),
    ]
    assert rank(entries, tie_break=["results", "skill"]) == (
        Ranked("d", 95, 1),
        Ranked("b", 90, 2, decided_by="results"),
        Ranked("a", 90, 3, shared_by=2, decided_by="results"),
        Ranked("c", 90, 3, shared_by=2, decided_by="results"),
    )


def test_the_second_sub_score_decides_where_the_first_cannot():
    entries = [Entry("a", 90, {"x": 1, "y": 1}), Entry("b", 90, {"x": 1, "y": 2})]
    assert [(r.key, r.place, r.decided_by) for r in rank(entries, tie_break=["x", "y"])] == [
        ("b", 1, "y"),
        ("a", 2, "y"),
    ]


def test_a_missing_sub_score_decides_nothing():
    entries = [Entry("a", 90, {"x": 0}), Entry("b", 90, {"x": None}), Entry("c", 90)]
    assert [(r.key, r.place) for r in rank(entries, tie_break=["x"])] == [
        ("a", 1),
        ("b", 1),
        ("c", 1),
    ]


def test_without_a_result_there_is_no_rank():
    assert rank([Entry("b", None), Entry("a", 0)]) == (
        Ranked("a", 0, 1),
        Ranked("b", None, None),
    )


def test_votes_rank_and_the_score_breaks_ties_in_a_differential_election():
    entries = [Entry("a", 9, {"score": D("88.1")}), Entry("b", 9, {"score": D("88.2")})]
    assert [r.key for r in rank(entries, tie_break=["score"])] == ["b", "a"]


def test_a_candidate_is_ranked_once():
    with pytest.raises(ValueError, match="once"):
        rank([Entry("a", 1), Entry("a", 2)])


entries = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 4)), st.one_of(st.none(), st.integers(0, 2))),
    max_size=12,
).map(lambda rows: [Entry(f"{n:02}", value, {"x": x}) for n, (value, x) in enumerate(rows)])


@given(entries, st.randoms())
def test_the_order_of_entries_does_not_matter(entries, random):
    shuffled = random.sample(entries, len(entries))
    assert rank(shuffled, tie_break=["x"]) == rank(entries, tie_break=["x"])


@given(entries)
def test_a_place_is_one_more_than_the_number_of_better_ones(entries):
    found = {r.key: r for r in rank(entries)}
    for entry in entries:
        better = [e for e in entries if e.value is not None and e.value > (entry.value or 0)]
        place = None if entry.value is None else len(better) + 1
        assert found[entry.key].place == place


@given(entries)
def test_breaking_ties_never_lifts_anybody_over_a_better_figure(entries):
    found = [r for r in rank(entries, tie_break=["x"]) if r.place]
    assert [r.value for r in found] == sorted((r.value for r in found), reverse=True)
    for ranked in found:
        sharing = [r for r in found if r.place == ranked.place]
        assert len(sharing) == ranked.shared_by
        assert len({r.value for r in sharing}) == 1


# --- ballots --------------------------------------------------------------------------------

ORDER_40 = Ballot(quorum=(2, 3), threshold=(2, 3), base="PRESENT")
SHENZHEN = Ballot(quorum=(2, 3), threshold=(1, 2), base="ELIGIBLE")  # [S84]

rules = st.builds(
    Ballot,
    quorum=st.sampled_from([(1, 2), (2, 3), (3, 4), (1, 1)]),
    threshold=st.sampled_from([(1, 2), (2, 3), (3, 5), (1, 1)]),
    base=st.sampled_from(["PRESENT", "ELIGIBLE"]),
)


@st.composite
def meetings(draw) -> tuple[int, int, Ballot]:
    """Present, eligible and rule of a meeting that has its quorum."""
    rule, eligible = draw(rules), draw(st.integers(1, 60))
    fewest = -(-rule.quorum[0] * eligible // rule.quorum[1])
    return draw(st.integers(fewest, eligible)), eligible, rule


@pytest.mark.parametrize(
    ("yes", "present", "eligible", "rule", "passed"),
    [
        (6, 9, 11, ORDER_40, True),
        (5, 9, 11, ORDER_40, False),
        (7, 10, 11, ORDER_40, True),  # 6.67 are needed: 7
        (6, 10, 11, ORDER_40, False),
        (8, 11, 11, ORDER_40, True),
        (7, 11, 11, ORDER_40, False),
        (17, 25, 25, ORDER_40, True),
        (16, 25, 25, ORDER_40, False),
        (6, 9, 11, SHENZHEN, True),  # of those who should attend
        (5, 9, 11, SHENZHEN, False),
        (5, 8, 10, SHENZHEN, True),
    ],
)
def test_a_ballot_is_counted_in_integers(yes, present, eligible, rule, passed):
    assert passes(yes, present, eligible, rule) is passed


@pytest.mark.parametrize(("present", "met"), [(7, False), (8, True), (0, False)])
def test_the_quorum_of_eleven_is_eight(present, met):
    assert quorum_met(present, 11, ORDER_40) is met


def test_without_a_quorum_there_is_no_result_rather_than_a_rejection():
    with pytest.raises(NoQuorum) as refused:
        passes(7, 7, 11, ORDER_40)
    assert [number in str(refused.value) for number in ("7", "11", "8")] == [True] * 3


def test_an_empty_committee_cannot_vote():
    with pytest.raises(NoQuorum):
        passes(0, 0, 0, ORDER_40)


@pytest.mark.parametrize(
    ("yes", "present", "eligible"), [(10, 9, 11), (-1, 9, 11), (5, 12, 11), (0, -1, 11)]
)
def test_impossible_counts_are_refused(yes, present, eligible):
    with pytest.raises(BallotRefused):
        passes(yes, present, eligible, ORDER_40)


@pytest.mark.parametrize("share", [(0, 1), (3, 2), (1, 0), (-1, 2)])
def test_a_share_that_is_none_is_an_error(share):
    with pytest.raises(ValueError, match="not a share"):
        passes(1, 1, 1, Ballot(quorum=(1, 1), threshold=share))


def test_refusals_are_refusals_of_the_law():
    assert {issubclass(kind, Refused) for kind in (NoQuorum, BallotRefused, ScoreRefused)} == {True}


@given(meetings())
def test_the_votes_needed_are_the_fewest_that_pass(meeting):
    present, eligible, rule = meeting
    needed = votes_needed(present, eligible, rule)
    carried = [yes for yes in range(present + 1) if passes(yes, present, eligible, rule)]
    assert carried == list(range(needed, present + 1))


@given(meetings())
def test_the_rule_says_what_fractions_say(meeting):
    present, eligible, rule = meeting
    base = present if rule.base == "PRESENT" else eligible
    for yes in range(present + 1):
        assert passes(yes, present, eligible, rule) is (
            Fraction(yes, base) >= Fraction(*rule.threshold)
        )


@given(meetings())
def test_a_quorum_is_lost_below_its_share_and_nowhere_else(meeting):
    _present, eligible, rule = meeting
    met = [quorum_met(present, eligible, rule) for present in range(eligible + 1)]
    assert met == [
        Fraction(present, eligible) >= Fraction(*rule.quorum) for present in range(eligible + 1)
    ]


@given(meetings())
def test_who_comes_and_does_not_vote_for_it_never_helps(meeting):
    present, eligible, rule = meeting
    for more in range(present, eligible):
        for yes in range(more + 1):
            if passes(yes, more + 1, eligible, rule):
                assert passes(yes, more, eligible, rule)
