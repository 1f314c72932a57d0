"""What an act has written is at hand as it stands in the database: nobody need read it again."""

from functools import partial

import pytest
from django.db import transaction

from evaluations.actions import filing, opining, written
from evaluations.actions.written import Written
from evaluations.desks import Desk, Verdict
from evaluations.models import Application
from evaluations.status import Status
from tests import cast
from tests.cast.city import version_of
from workflows import desk, notices

pytestmark = pytest.mark.django_db


def row(case):
    return Application.objects.filter(pk=case.pk).values().get()


def as_at_hand(case):
    return {field.attname: getattr(case, field.attname) for field in case._meta.concrete_fields}


def file(case):
    return partial(
        filing.file, application_id=case.pk, by=case.person.user, seen=version_of(case),
        at=cast.FILED, signed_name=case.person.name,
    )  # fmt: skip


def give_back(city, case):
    return partial(
        opining.give_opinion, application_id=case.pk, desk=Desk.EMPLOYER, verdict=Verdict.RETURN,
        by=city.clerk, seen=version_of(case), at=cast.EXAMINED, reason="材料与原件不一致",
        remarks=[{"path": "answers.post", "remark": "与合同岗位不符"}],
    )  # fmt: skip


@pytest.fixture
def city():
    return cast.City()


@pytest.fixture
def drafted(city):
    return cast.draft(city, city.call())


def test_the_case_that_was_saved_last_is_the_row(city, drafted) -> None:
    with transaction.atomic(), written.noting() as done:
        file(drafted)()
        assert as_at_hand(done.cases[drafted.pk]) == row(drafted)
        give_back(city, drafted)()
        assert as_at_hand(done.cases[drafted.pk]) == row(drafted)
    assert done.cases.keys() == {drafted.pk}
    assert done.cases[drafted.pk].status == Status.RETURNED
    assert done.changes == {drafted.pk: drafted.changes.last()}


def test_of_an_act_within_an_act_both_hear(drafted) -> None:
    with transaction.atomic(), written.noting() as outer:
        with written.noting() as inner:
            file(drafted)()
        assert (outer.cases, outer.changes) == (inner.cases, inner.changes)
        with written.noting() as next_one:
            pass
    assert next_one == Written()


def test_outside_nothing_is_kept(drafted) -> None:
    with written.noting() as before:
        pass
    file(drafted)()
    with written.noting() as after:
        pass
    assert before == after == Written()


def test_whoever_is_told_is_told_of_the_row(city, drafted, monkeypatch) -> None:
    """The page's own instance is older than the act: it is not the one that is told of."""
    told = []

    def acted(case, *, change, **_more):
        told.append((as_at_hand(case) == row(case), change.after, case is drafted))

    monkeypatch.setattr(notices, "acted", acted)
    for act, by in ((file(drafted), drafted.person.user), (None, city.clerk)):
        desk.perform(drafted, act or give_back(city, drafted), by=by, at=cast.EXAMINED)
    assert told == [(True, "filed", False), (True, "returned", False)]
