"""In whose hands a file is: taken, taken over, laid back; never by somebody of another desk."""

import pytest

from evaluations.errors import NotFound, Refused
from evaluations.roles import Role
from tests import cast
from tests.clock import at
from tests.worlds import world
from workflows import desk, hands

pytestmark = pytest.mark.django_db
NOW = at("2026-03-04 09:00")


@world
def city() -> cast.City:
    return cast.City()


@world
def task(city):
    return desk.open_task(cast.file(cast.draft(city, city.call())))


@world
def colleague(city):
    return cast.official("同事", Role.EMPLOYER_CLERK, organisation=city.employer)


def test_a_file_taken_in_hand_says_whose_and_since_when(city, task) -> None:
    taken = hands.take(task_id=task.pk, by=city.clerk, at=NOW)
    assert (taken.owner, taken.assigned, taken.status) == (city.clerk, NOW, "ASSIGNED")


def test_taking_twice_changes_nothing(city, task) -> None:
    hands.take(task_id=task.pk, by=city.clerk, at=NOW)
    again = hands.take(task_id=task.pk, by=city.clerk, at=at("2026-03-05 09:00"))
    assert again.assigned == NOW


def test_a_colleague_is_told_who_has_it(city, task, colleague) -> None:
    hands.take(task_id=task.pk, by=city.clerk, at=NOW)
    with pytest.raises(Refused, match="孟单位.*2026-03-04 09:00"):
        hands.take(task_id=task.pk, by=colleague, at=NOW)


def test_a_colleague_may_take_over(city, task, colleague) -> None:
    hands.take(task_id=task.pk, by=city.clerk, at=NOW)
    later = at("2026-03-05 09:00")
    taken = hands.take(task_id=task.pk, by=colleague, at=later, over=True)
    assert (taken.owner, taken.assigned) == (colleague, later)


def test_laid_back_it_is_nobodys(city, task) -> None:
    hands.take(task_id=task.pk, by=city.clerk, at=NOW)
    back = hands.put_back(task_id=task.pk, by=city.clerk, at=NOW)
    assert (back.owner, back.assigned, back.status) == (None, None, "NEW")


def test_nobody_lays_back_what_another_holds(city, task, colleague) -> None:
    hands.take(task_id=task.pk, by=city.clerk, at=NOW)
    with pytest.raises(Refused):
        hands.put_back(task_id=task.pk, by=colleague, at=NOW)


def test_somebody_of_another_desk_finds_no_such_file(city, task) -> None:
    with pytest.raises(NotFound):
        hands.take(task_id=task.pk, by=city.district, at=NOW)


def test_several_at_once_each_by_itself(city, task, colleague) -> None:
    other = desk.open_task(cast.file(cast.draft(city, city.call(year=2027))))
    hands.take(task_id=task.pk, by=colleague, at=NOW)

    taken, sentences = hands.take_several(
        task_ids=[task.pk, other.pk, 999_999], by=city.clerk, at=NOW
    )

    assert (taken, len(sentences)) == (1, 2)


def test_whoever_passes_the_file_need_not_have_taken_it(city, task) -> None:
    case = task.process.application
    cast.opine(city, case)
    task.refresh_from_db()
    assert (task.status, task.owner) == ("DONE", city.clerk)
