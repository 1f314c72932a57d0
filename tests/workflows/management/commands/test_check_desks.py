"""check_desks and check_invariants: exit status, the rows by name, and --rebuild."""

import pytest
from django.core.management import call_command

from evaluations.desks import Desk
from tests import cast
from tests.worlds import world
from workflows import desk
from workflows.models import DeskTask

pytestmark = pytest.mark.django_db


@world
def case():
    city = cast.City()
    return cast.file(cast.draft(city, city.call()))


def run(capsys, name: str, **options) -> tuple[int, str]:
    try:
        call_command(name, **options)
    except SystemExit as end:
        return end.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def misplace(case) -> None:
    DeskTask.objects.filter(process__application=case, desk="employer").update(desk="district")


def test_agreement_is_exit_0(case, capsys) -> None:
    assert run(capsys, "check_desks")[0] == 0


def test_a_case_that_differs_is_named_and_is_exit_1(case, capsys) -> None:
    misplace(case)
    status, said = run(capsys, "check_desks")
    assert status == 1
    assert f"{case.subject}: the law names employer, the open desk is district" in said


def test_a_file_in_a_wrong_place_is_named(case, capsys) -> None:
    DeskTask.objects.filter(process__application=case, desk="employer").update(place="city")
    assert run(capsys, "check_desks")[0] == 1


def test_rebuild_puts_it_where_the_law_says(case, capsys) -> None:
    misplace(case)
    assert run(capsys, "check_desks", rebuild=True)[0] == 0
    assert desk.open_task(case).desk == Desk.EMPLOYER
    assert run(capsys, "check_desks")[0] == 0


def test_the_comparison_costs_the_same_for_one_case_and_for_more(django_assert_max_num_queries):
    city = cast.City()
    call = city.call()
    for _each in range(6):
        cast.file(cast.draft(city, call))
    with django_assert_max_num_queries(8):
        assert list(desk.disagreements()) == []


def test_invariants_that_hold_are_exit_0(case, capsys) -> None:
    status, said = run(capsys, "check_invariants")
    assert (status, said.splitlines()[-1]) == (0, said.splitlines()[-1])
    assert said.startswith("check_invariants: ")


def test_an_invariant_that_does_not_hold_names_its_rows(case, capsys) -> None:
    task = DeskTask.objects.get(process__application=case, desk="employer")
    DeskTask.objects.filter(pk=task.pk).update(place="")
    status, said = run(capsys, "check_invariants")
    assert status == 1
    assert "tasks-have-a-place: not true that" in said
    assert f"task {task.pk} employer" in said


def test_the_invariants_can_be_listed(capsys, db) -> None:
    status, said = run(capsys, "check_invariants", list=True)
    assert (status, len(said.splitlines()) >= 25) == (0, True)


def test_deadlines_says_what_it_did(case, capsys) -> None:
    status, said = run(capsys, "deadlines")
    assert status == 0
    assert said.startswith("deadlines: 1 calls closed, 0 applications lapsed")
