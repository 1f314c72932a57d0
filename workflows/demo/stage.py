"""A call on the stage of the demo city: prepared, opened, closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from evaluations.actions import call as calls
from evaluations.models import Call, User
from evaluations.public_list import local_day
from evaluations.rules import Programme
from workflows import desk
from workflows.demo.city import DemoCity

OPENS, CLOSES, EXAMINED, LISTED, POSTED = 0, 30, 45, 60, 62  # days after the call opens


@dataclass
class Stage:
    """One call on the stage, and the day on which it opened."""

    city: DemoCity
    dice: Random
    call: Call
    opened: datetime

    @property
    def office(self) -> User:
        return self.city.officials["office"]

    def day(self, n: float) -> datetime:
        return self.opened + timedelta(days=n)

    def reread(self) -> Call:
        self.call = Call.objects.get(pk=self.call.pk)
        return self.call

    def do[T](self, act, at: datetime, by: User | None = None) -> T:
        by = by or self.office
        return desk.perform(self.call, act, by=by, at=at)


def prepare(
    city: DemoCity, dice: Random, programme: Programme, *, opens: datetime, batch: int, title: str
) -> Stage:
    """A call in preparation."""
    office, at = city.officials["office"], opens - timedelta(days=3)
    call = calls.create(
        programme=programme,
        year=opens.year,
        batch=batch,
        title=title,
        opens_at=opens,
        closes_at=opens + timedelta(days=CLOSES),
        cut_off=local_day(opens),
        by=office,
        at=at,
        announcement=programme.purpose.zh,
        contact="星湖市人才评价办公室 0000-1234567",
    )
    desk.start(call)
    return Stage(city, dice, call, opens)


def open_call(stage: Stage) -> None:
    at = stage.day(0)
    stage.do(
        lambda: calls.open_call(
            call_id=stage.call.pk, by=stage.office, seen=stage.call.version, at=at
        ),
        at,
    )
    stage.reread()


def close(stage: Stage) -> None:
    at = stage.day(CLOSES) + timedelta(minutes=1)
    desk.perform(stage.call, lambda: calls.close_call(call_id=stage.call.pk, at=at), by=None, at=at)
    stage.reread()


def conclude(stage: Stage, *, at: datetime) -> None:
    """Everything of this list is done."""
    stage.do(
        lambda: calls.conclude(
            call_id=stage.call.pk, by=stage.office, seen=stage.call.version, at=at
        ),
        at,
    )
    stage.reread()
