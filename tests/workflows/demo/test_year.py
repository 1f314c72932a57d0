"""The five-minute tour of the README finds what it speaks of: work on the desks of its accounts."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
import time_machine

from evaluations.models import Application, User
from evaluations.status import Status
from tests.clock import at
from workflows import inbox, programme
from workflows.demo import city
from workflows.demo.year import EARLIER, Year

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 09:00")


def test_the_tour_finds_a_returned_file_a_corrected_one_and_work_on_every_desk(monkeypatch):
    monkeypatch.setattr("workflows.demo.year.OPEN_SIZE", 0)
    monkeypatch.setattr("workflows.demo.city.APPLICANTS", 8)
    monkeypatch.setattr("workflows.demo.titles.extend_window", lambda *args, **given: None)
    dice = Random(1)
    with time_machine.travel(NOW, tick=False):
        built = city.build(dice, NOW - timedelta(days=EARLIER + 5))
        Year(built, dice, NOW, say=lambda line: None).open_now(programme.get("technical_expert"))

    mine = Application.objects.get(person__user__username="applicant")
    asked = mine.corrections.get()
    assert (mine.status, asked.opinion.desk, len(asked.paths)) == (
        Status.RETURNED,
        "formal_check",
        2,
    )
    desks = Counter(
        task.desk
        for name in ("employer", "district", "checker")
        for task in inbox.queue(User.objects.get(username=name))
    )
    assert desks == {"employer": 2, "district": 1, "formal_check": 2}
    again = Application.objects.get(filings__number=2)
    assert [o.verdict for o in again.opinions.order_by("id")][-1] == "return"
