"""Even work, and never across a conflict."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from evaluations.workload import assign


@given(
    st.integers(1, 12), st.integers(1, 9), st.integers(1, 9), st.text(max_size=5), st.integers(0, 3)
)
def test_without_conflicts_loads_differ_by_one_at_most(cases, experts, wanted, lot, load):
    free = {case: list(range(experts)) for case in range(cases)}
    given_out = assign(
        free, dict.fromkeys(free, wanted), load=dict.fromkeys(range(experts), load), lot=lot
    )
    count = Counter(e for found in given_out.values() for e in found)
    assert all(len(found) == min(wanted, experts) for found in given_out.values())
    loads = [count[expert] for expert in range(experts)]
    assert max(loads) - min(loads) <= 1


@given(
    st.dictionaries(st.integers(0, 9), st.sets(st.integers(0, 7)), min_size=1),
    st.integers(0, 9),
    st.text(max_size=5),
)
def test_only_free_experts_are_given_a_file_whatever_the_order_of_the_table(free, wanted, lot):
    found = assign(free, dict.fromkeys(free, wanted), load={}, lot=lot)
    turned = dict(reversed(list(free.items())))
    assert assign(turned, dict.fromkeys(free, wanted), load={}, lot=lot) == found
    for case, experts in found.items():
        assert set(experts) <= free[case]
        assert len(experts) == len(set(experts)) == min(wanted, len(free[case]))
