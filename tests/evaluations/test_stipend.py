"""Stipends: never two, always the highest, and no order of the register changes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.stipend import (
    YANTAI,
    Line,
    Rule,
    Span,
    Title,
    canonical,
    payable_months,
    read,
    schedule,
)

YEAR = 2027
days = st.dates(date(2022, 1, 1), date(2030, 12, 31))


@st.composite
def spans(draw):
    first, second = sorted((draw(days), draw(days)))
    return Span(first, draw(st.sampled_from([second, None])))


@st.composite
def registers(draw):
    """Titles of a few people, with few amounts, so that ties and rivals are common."""
    count = draw(st.integers(0, 8))
    return [
        Title(
            key=f"t{index}",
            person=draw(st.sampled_from("abc")),
            monthly=draw(st.sampled_from([0, 500, 1000, 1500])),
            tenure=draw(spans()),
            pauses=tuple(draw(st.lists(spans(), max_size=2))),
        )
        for index in range(count)
    ]


rules = st.builds(Rule, first_year_pays=st.booleans())


@given(registers(), rules)
def test_nobody_is_paid_twice_for_a_month(titles, rule):
    paid = [(line.person, m) for line in schedule(titles, YEAR, rule) for m in line.months]
    assert len(paid) == len(set(paid))


@given(registers(), rules)
def test_every_month_pays_the_highest_of_the_titles_in_force(titles, rule):
    owed: dict[tuple[str, int], int] = {}
    for title in titles:
        for month in payable_months(title, YEAR, rule):
            key = (title.person, month)
            owed[key] = max(owed.get(key, 0), title.monthly)
    paid = {
        (line.person, month): line.monthly
        for line in schedule(titles, YEAR, rule)
        for month in line.months
    }
    assert paid == owed


@given(registers(), rules, st.randoms(use_true_random=False))
def test_the_order_of_the_register_changes_nothing(titles, rule, dice):
    other = list(titles)
    dice.shuffle(other)
    assert schedule(titles, YEAR, rule) == schedule(other, YEAR, rule)


@given(registers(), rules)
def test_paid_and_displaced_months_are_those_in_force(titles, rule):
    by_key = {title.key: title for title in titles}
    for line in schedule(titles, YEAR, rule):
        both = tuple(sorted(line.months + line.displaced))
        assert both == payable_months(by_key[line.key], YEAR, rule)


@given(registers(), st.sampled_from("abc"))
def test_a_further_title_never_lowers_what_a_person_gets(titles, person):
    def total(found):
        return sum(line.amount for line in found if line.person == person)

    more = Title("new", person, 1000, Span(date(2020, 1, 1)))
    assert total(schedule([*titles, more], YEAR)) >= total(schedule(titles, YEAR))


@given(registers())
def test_one_person_does_not_move_another(titles):
    alone = [title for title in titles if title.person == "a"]
    together = tuple(line for line in schedule(titles, YEAR) if line.person == "a")
    assert together == schedule(alone, YEAR)


CHIEF = Title("chief", "p", 1000, Span(date(2026, 12, 31), date(2030, 12, 31)))


def test_the_new_batch_starts_the_following_year():
    assert payable_months(CHIEF, 2026) == ()
    assert payable_months(CHIEF, 2027) == tuple(range(1, 13))
    assert payable_months(CHIEF, 2030) == tuple(range(1, 13))
    assert payable_months(CHIEF, 2031) == ()


def test_another_city_pays_from_the_first_full_month():
    title = Title("t", "p", 1000, Span(date(2026, 5, 8), date(2030, 5, 8)))
    assert payable_months(title, 2026, Rule(first_year_pays=True)) == (6, 7, 8, 9, 10, 11, 12)
    assert payable_months(title, 2030) == (1, 2, 3, 4, 5)


def test_a_suspended_month_is_not_paid():
    paused = Title("t", "p", 1000, CHIEF.tenure, (Span(date(2027, 3, 15), date(2027, 6, 1)),))
    assert payable_months(paused, 2027) == (1, 2, 3, 7, 8, 9, 10, 11, 12)


def test_a_title_that_was_void_from_the_beginning_pays_nothing():
    void = Title("t", "p", 1000, Span(date(2026, 5, 8), date(2026, 5, 7)))
    assert schedule([void], 2027) == ()


def test_the_higher_title_displaces_the_lower_while_it_is_in_force():
    young = Title("young", "p", 1500, Span(date(2024, 6, 1), date(2027, 5, 31)))
    assert schedule([CHIEF, young], 2027) == (
        Line("chief", "p", 1000, (6, 7, 8, 9, 10, 11, 12), (1, 2, 3, 4, 5)),
        Line("young", "p", 1500, (1, 2, 3, 4, 5)),
    )


def test_of_equal_stipends_the_earlier_title_pays():
    earlier = Title("z", "p", 1000, Span(date(2025, 1, 1), date(2028, 12, 31)))
    found = {line.key: line.amount for line in schedule([CHIEF, earlier], 2027)}
    assert found == {"z": 12_000, "chief": 0}


def test_the_city_default_is_named():
    assert Rule() == YANTAI


@pytest.mark.parametrize("monthly", [True, 10.5, "1000"])
def test_an_amount_is_a_whole_number_of_yuan(monthly):
    with pytest.raises(TypeError):
        schedule([Title("t", "p", monthly, CHIEF.tenure)], 2027)


def test_a_list_does_not_guess():
    with pytest.raises(ValueError, match="once"):
        schedule([CHIEF, CHIEF], 2027)
    with pytest.raises(ValueError, match="-1"):
        schedule([Title("t", "p", -1, CHIEF.tenure)], 2027)


def test_a_list_is_read_as_it_was_written():
    text = canonical(schedule([CHIEF], 2027), {"chief": {"name": "林一帆"}})
    assert read(text) == [
        {
            "amount": 12_000,
            "displaced": [],
            "key": "chief",
            "monthly": 1000,
            "months": list(range(1, 13)),
            "name": "林一帆",
            "person": "p",
        }
    ]
