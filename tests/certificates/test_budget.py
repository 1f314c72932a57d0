from datetime import timedelta
from typing import Any

import pytest

from certificates import budget
from tests.certificates.awards import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(settings: Any) -> None:
    settings.LAUREL_VERIFY_BUDGET_SOURCE = (3, 0.5)
    settings.LAUREL_VERIFY_BUDGET_GLOBAL = (5, 0.0)


def test_a_burst_then_patience() -> None:
    assert [budget.spend("192.0.2.1", at=AT) for _ in range(4)] == [True, True, True, False]
    assert budget.spend("192.0.2.1", at=AT + timedelta(seconds=1)) is False
    assert budget.spend("192.0.2.1", at=AT + timedelta(seconds=3)) is True


def test_everybody_together_has_a_budget_too() -> None:
    taken = [budget.spend(f"192.0.2.{i}", at=AT) for i in range(7)]
    assert taken == [True] * 5 + [False] * 2


def test_addresses_are_kept_as_digests_and_forgotten() -> None:
    budget.spend("192.0.2.1", at=AT)
    assert not budget.Budget.objects.filter(source__contains="192").exists()
    assert budget.forget(before=AT + timedelta(hours=1)) == 2


def test_a_clock_that_steps_back_gives_nothing_away() -> None:
    for _ in range(3):
        budget.spend("192.0.2.1", at=AT)
    assert budget.spend("192.0.2.1", at=AT - timedelta(days=1)) is False
