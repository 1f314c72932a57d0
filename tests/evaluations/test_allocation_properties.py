"""Places given out: what holds whatever the list."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from evaluations.allocation import (
    Candidate,
    Result,
    allocate,
)
from evaluations.rules import Bucket, Places, Text


def bucket(name: str, places: int) -> Bucket:
    return Bucket(id=name, label=Text(name), places=places)


def ranked(*rows: tuple) -> list[Candidate]:
    """(key, place[, occupation[, district]]) in the bucket "main"."""
    return [
        Candidate(key, place, "main", *rest, **({} if rest else {"occupation": "焊工"}))
        for key, place, *rest in rows
    ]


def results(found) -> dict[str, Result]:
    return {outcome.candidate.key: outcome.result for outcome in found.outcomes}


TWO = Places(buckets=(bucket("main", 2),))


# --- whatever the list ----------------------------------------------------------------------

OCCUPATIONS, DISTRICTS, BUCKETS = ("w", "f", "t"), ("", "east", "west"), ("one", "two")


@st.composite
def calls(draw):
    """Candidates with ties and gaps in their ranks, and rules with or without each limit."""
    people = [
        Candidate(
            f"{n:02}",
            10 * draw(st.integers(1, 8)),
            draw(st.sampled_from(BUCKETS)),
            draw(st.sampled_from(OCCUPATIONS)),
            draw(st.sampled_from(DISTRICTS)),
            Decimal(draw(st.integers(50, 70))),
        )
        for n in range(draw(st.integers(0, 14)))
    ]
    cap = st.one_of(st.none(), st.integers(0, 4))
    rules = Places(
        buckets=tuple(bucket(name, draw(st.integers(0, 6))) for name in BUCKETS),
        max_per_occupation=draw(cap),
        max_per_district=draw(cap),
        reserve=draw(st.booleans()),
    )
    options = {
        "floors": draw(st.sampled_from([{}, {"one": Decimal(55)}])),
        "district_caps": draw(st.sampled_from([{}, {"east": 2}])),
        "tie_order": draw(
            st.one_of(st.just([]), st.permutations([person.key for person in people]))
        ),
    }
    return people, rules, options


def selected(found) -> list[Candidate]:
    return [o.candidate for o in found.outcomes if o.result is Result.SELECTED]


@given(calls(), st.randoms())
def test_the_order_of_the_input_does_not_matter(call, random):
    people, rules, options = call
    shuffled = random.sample(people, len(people))
    assert allocate(shuffled, rules, **options) == allocate(people, rules, **options)


@given(calls())
def test_everyone_has_one_outcome_and_a_sentence(call):
    people, rules, options = call
    found = allocate(people, rules, **options)
    assert sorted(o.candidate.key for o in found.outcomes) == [person.key for person in people]
    assert [o for o in found.outcomes if not o.reason.sentence()] == []


@given(calls())
def test_no_quota_and_no_cap_is_ever_exceeded(call):
    people, rules, options = call
    chosen = selected(allocate(people, rules, **options))
    for own in rules.buckets:
        assert sum(c.bucket == own.id for c in chosen) <= own.places
    if rules.max_per_occupation is not None:
        counts = Counter(c.occupation for c in chosen)
        assert max(counts.values(), default=0) <= rules.max_per_occupation
    for district in ("east", "west"):
        limit = options["district_caps"].get(district, rules.max_per_district)
        if limit is not None:
            assert sum(c.district == district for c in chosen) <= limit


@given(calls())
def test_nobody_below_the_floor_gets_anything(call):
    people, rules, options = call
    for outcome in allocate(people, rules, **options).outcomes:
        floor = options["floors"].get(outcome.candidate.bucket)
        below = floor is not None and outcome.candidate.value < floor
        assert (outcome.result is Result.BELOW_FLOOR) == below


@given(calls())
def test_no_place_stays_empty_while_somebody_able_waits(call):
    people, rules, options = call
    found = allocate(people, rules, **options)
    chosen = selected(found)
    for outcome in found.outcomes:
        if outcome.result in {Result.NOT_REACHED, Result.RESERVE}:
            own = next(b for b in rules.buckets if b.id == outcome.candidate.bucket)
            assert sum(c.bucket == own.id for c in chosen) == own.places


@given(calls())
def test_with_a_full_order_of_the_experts_nothing_stays_open(call):
    people, rules, options = call
    everyone = {**options, "tie_order": [person.key for person in people]}
    found = allocate(people, rules, **everyone)
    assert (found.ties, found.keys(Result.TIED), found.keys(Result.WAITING)) == ((), (), ())


@given(calls())
def test_what_is_decided_beside_an_open_tie_stays_decided_after_it(call):
    people, rules, options = call
    open_answer = results(allocate(people, rules, **{**options, "tie_order": []}))
    order = [person.key for person in people]
    final_answer = results(allocate(people, rules, **{**options, "tie_order": order}))
    for key, result in open_answer.items():
        if result not in {Result.TIED, Result.WAITING}:
            assert final_answer[key] is result


@given(calls(), st.data())
def test_a_better_rank_never_costs_a_place(call, data):
    people, rules, options = call
    chosen = selected(allocate(people, rules, **options))
    if not chosen:
        return
    lifted = data.draw(st.sampled_from(chosen))
    # Between two ranks, so that no new tie arises.
    better = replace(lifted, place=10 * data.draw(st.integers(0, lifted.place // 10 - 1)) + 5)
    moved = [better if person.key == lifted.key else person for person in people]
    assert better in selected(allocate(moved, rules, **options))


@given(calls())
def test_one_more_place_never_unseats_anybody_of_a_single_list(call):
    people, rules, options = call
    own = [person for person in people if person.bucket == "one"]
    few = Places(buckets=rules.buckets[:1], max_per_occupation=rules.max_per_occupation)
    more = Places(
        buckets=(bucket("one", rules.buckets[0].places + 1),),
        max_per_occupation=rules.max_per_occupation,
    )
    before = {c.key for c in selected(allocate(own, few, **options))}
    assert before <= {c.key for c in selected(allocate(own, more, **options))}


@given(calls())
def test_numbers_of_the_selected_run_without_a_gap(call):
    people, rules, options = call
    found = allocate(people, rules, **options)
    for own in rules.buckets:
        numbers = sorted(
            o.number
            for o in found.outcomes
            if o.result is Result.SELECTED and o.candidate.bucket == own.id
        )
        assert numbers == list(range(1, len(numbers) + 1))


def test_below_an_open_tie_even_a_full_cap_waits():
    """Told early, "passed over" would turn into "all places are taken" once the tie is decided."""
    people = ranked(("a", 1, "焊工"), ("b", 2, "钳工"), ("c", 2, "钳工"), ("d", 4, "焊工"))
    rules = Places(buckets=(bucket("main", 2),), max_per_occupation=1)
    assert results(allocate(people, rules))["d"] is Result.WAITING
    assert results(allocate(people, rules, tie_order=["b", "c"]))["d"] is Result.NOT_REACHED
