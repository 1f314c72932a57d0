"""The minute clock may run twice at once: on two servers, or as a cron job beside the loop."""

import pytest

from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.workflows.test_races import all_is_well, race
from workflows import deadlines
from workflows.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clocks_at_once_do_everything_once():
    """Two servers, or a cron job beside the loop: windows close, people are told, once."""
    city = cast.City()
    call = city.call()
    drafted, filed = cast.draft(city, call), cast.file(cast.draft(city, call))
    late = at("2026-04-20 09:00")

    outcomes = race(lambda: deadlines.run(late), lambda: deadlines.run(late))

    assert [done.problems for done in outcomes] == [[], []]
    assert sum(done.closed for done in outcomes) == sum(done.lapsed for done in outcomes) == 1
    assert (cast.fresh(drafted).status, cast.fresh(filed).status) == (Status.LAPSED, Status.FILED)
    told = Message.objects.filter(recipient__in=[city.clerk, city.office], application=None)
    assert sorted(told.values_list("recipient", "kind")) == sorted(
        [(city.clerk.pk, "arrivals"), (city.clerk.pk, "overdue"), (city.office.pk, "overdue"),
         (city.office.pk, "arrivals")]
    )  # fmt: skip
    all_is_well(drafted)
