"""Ranks with their ties, and secret ballots in integers."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.errors import Refused
from evaluations.rules import Ballot, Criterion, Rubric, Text
from evaluations.scoring import (
    BallotRefused,
    Entry,
    NoQuorum,
    Ranked,
    ScoreRefused,
    passes,
    quorum_met,
    rank,
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
