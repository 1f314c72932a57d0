"""Every status can be walked to, and there the open desk is the one that the law names."""

import pytest

from evaluations.desks import Desk
from evaluations.status import Status
from tests import cast
from workflows import desk

pytestmark = pytest.mark.django_db

DESK_AT = {
    Status.DRAFT: None,
    Status.FILED: Desk.EMPLOYER,
    Status.RETURNED: Desk.CORRECTION,
    Status.SUPPLEMENT_DUE: Desk.CORRECTION,
    Status.PROPOSED: Desk.LIST,
    Status.PUBLICISED: Desk.LIST,
    Status.CONTESTED: Desk.OBJECTION,
    Status.APPROVED: Desk.LIST,
    Status.CERTIFIED: None,
    Status.WITHDRAWN: None,
    Status.LAPSED: None,
    Status.NOT_RECOMMENDED: None,
    Status.NOT_ACCEPTED: None,
    Status.NOT_QUALIFIED: None,
    Status.NOT_SELECTED: None,
    Status.STRUCK_OFF: None,
}


@pytest.mark.parametrize("status", DESK_AT)
def test_the_open_desk_is_the_one_the_law_names(status):
    city = cast.City()
    case = cast.walked(city, city.call(), status)

    task = desk.open_task(case)
    assert (case.status, task.desk if task else None) == (status, DESK_AT[status])
    assert list(desk.disagreements()) == []
