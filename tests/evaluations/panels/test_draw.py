"""The lot: within its terms, replayable, and blind to the order in which the pool is handed over."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.draw import Candidate, DrawRefused, Terms, draw, in_order, seed_digest

KEYS = st.lists(st.uuids().map(str), min_size=1, max_size=25, unique=True)


@st.composite
def pools(draw_from):
    keys = draw_from(KEYS)
    return [
        Candidate(key, draw_from(st.sampled_from("ABCDE")), draw_from(st.booleans()))
        for key in keys
    ]


TERMS = st.builds(
    Terms,
    count=st.integers(1, 9),
    reserves=st.integers(0, 4),
    max_per_employer=st.none() | st.integers(1, 4),
    external_percent=st.integers(0, 100),
)


@given(pools(), TERMS, st.text("0123456789abcdef", min_size=4, max_size=8), st.randoms())
def test_the_lot_keeps_its_terms_and_does_not_look_at_the_order_of_the_pool(
    pool, terms, seed, dice
):
    try:
        drawn = draw(pool, terms, seed=seed, witness="7")
    except DrawRefused:
        return
    shuffled = list(pool)
    dice.shuffle(shuffled)
    assert draw(shuffled, terms, seed=seed, witness="7") == drawn
    by_key = {candidate.key: candidate for candidate in pool}
    members = [by_key[key] for key in drawn.members]
    assert (len(members), len(drawn.reserves)) == (terms.count, terms.reserves)
    assert not set(drawn.members) & set(drawn.reserves)
    assert sum(member.external for member in members) >= terms.externals
    if terms.max_per_employer:
        most = max(Counter(member.employer for member in members).values())
        assert most <= terms.max_per_employer


def test_seed_and_word_both_decide():
    pool = [Candidate(str(number), "A") for number in range(40)]
    orders = {
        tuple(c.key for c in in_order(pool, seed=seed, witness=word))
        for seed in ("a", "b")
        for word in ("1", "2")
    }
    assert len(orders) == 4


@pytest.mark.parametrize(
    ("count", "percent", "least"), [(9, 33, 3), (9, 34, 4), (7, 0, 0), (3, 100, 3), (5, 20, 1)]
)
def test_the_share_from_outside_is_rounded_up(count, percent, least):
    assert Terms(count=count, external_percent=percent).externals == least


def test_the_digest_is_the_one_anybody_computes():
    assert seed_digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
