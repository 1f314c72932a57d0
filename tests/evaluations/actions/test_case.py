"""The frame of every act: a list is read a few hundred cases at a time, in its own order."""

import pytest
from django.db import transaction

from evaluations.actions import case as frame
from evaluations.models import Application
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_cases_of_a_list_come_in_its_order_fresh_and_share_the_call(monkeypatch) -> None:
    monkeypatch.setattr(frame, "_CHUNK", 2)
    city = cast.City()
    call = city.call()
    wanted = [cast.file(cast.draft(city, call)).pk for _ in range(3)][::-1]
    with transaction.atomic():
        frame.lock_all(wanted)
        Application.objects.filter(pk=wanted[0]).update(occupation="电工")
        found = list(frame.each_locked(call, wanted))
    assert [case.pk for case in found] == wanted
    assert found[0].occupation == "电工"
    assert all(case.call is call for case in found)
