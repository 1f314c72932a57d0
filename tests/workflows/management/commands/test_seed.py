"""A seeded call obeys the law like any other: desks, invariants and record agree."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from evaluations.models import Application, Filing, User
from evaluations.status import Status
from journal.verify import verify
from tests.worlds import world
from workflows import desk, invariants

pytestmark = pytest.mark.django_db


def seed(*arguments: str) -> str:
    said = StringIO()
    call_command("seed", *arguments, verbosity=0, stdout=said)
    return said.getvalue()


@world
def told() -> str:
    """What the command says of 120 applications, which stand."""
    return seed("--applications=120", "--reviewers=7")


def test_a_seeded_call_obeys_the_law(told):
    assert Application.objects.count() == 120
    assert list(desk.disagreements()) == []
    assert list(invariants.broken()) == []
    assert verify().ok
    assert set(Application.objects.values_list("status", flat=True)) >= {
        Status.DRAFT, Status.FILED, Status.RETURNED, Status.WITHDRAWN, Status.NOT_RECOMMENDED,
    }  # fmt: skip
    assert User.objects.filter(username__contains="officer").count() == 7
    assert "s per 10,000" in told


def test_every_double_is_somebody_else(told):
    filings = Filing.objects.select_related("application__person")
    assert len({filing.content_hash for filing in filings}) == len(filings)
    assert all(filing.application.person.name in filing.content for filing in filings)
    assert len(set(Application.objects.values_list("person__id_lookup", flat=True))) == 120


def test_a_second_call_stands_beside_the_first(told):
    seed("--applications=10")
    assert Application.objects.values("call").distinct().count() == 2
    assert list(invariants.broken()) == []


def test_nothing_is_seeded_among_real_people(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        seed("--applications=5")
    assert User.objects.count() == 0


@pytest.mark.parametrize("wrong", ["--applications=0", "--applications=9000000"])
def test_a_number_out_of_reach_is_refused(wrong):
    with pytest.raises(CommandError, match="Seed 1 to"):
        seed(wrong)


def test_an_unknown_programme_is_named():
    with pytest.raises(CommandError, match="nonsense"):
        seed("--applications=5", "--programme=nonsense")
