"""The virtual clock: when somebody with other work to do gets round to it."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone
from django.utils.timezone import localtime

from evaluations.calendar import CalendarNotPublished, WorkCalendar
from evaluations.models import Correction, work_calendar
from workflows.models import DeskTask

# A desk without a clock of its own takes so long: an assumption, told on the page.
UNCLOCKED = timedelta(days=5)


class Clock:
    """Working moments, by the calendar that binds the city."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.calendar: WorkCalendar = work_calendar()

    def working(self, moment: datetime) -> datetime:
        """The same moment, or the next morning on which people work."""
        local = localtime(moment)
        if self._works(local) and local.hour < 17:
            return local if local.hour >= 9 else self._at(local, 9)
        day = local + timedelta(days=1)
        while not self._works(day):
            day += timedelta(days=1)
        return self._at(day, 9)

    def _works(self, moment: datetime) -> bool:
        try:
            return self.calendar.is_working_day(moment.date())
        except CalendarNotPublished:
            return moment.weekday() < 5

    def _at(self, moment: datetime, hour: int) -> datetime:
        minute = self.dice.randrange(60)
        zone = timezone.get_default_timezone()
        return datetime.combine(moment.date(), time(hour, minute), tzinfo=zone)

    def within(self, start: datetime, end: datetime, low: float, high: float) -> datetime:
        """Between the shares ``low`` and ``high`` of the span."""
        return start + (end - start) * self.dice.uniform(low, high)

    def next_day(self, moment: datetime, days: int = 1) -> datetime:
        for _ in range(days):
            moment = self.working(self._at(localtime(moment) + timedelta(days=1), 9))
        return moment

    def desk_done(self, task: DeskTask) -> datetime:
        """Somewhere in the last two thirds of the desk's time, when people are at work."""
        end = task.due_at or task.created + UNCLOCKED
        done = self.working(self.within(task.created, end, 0.3, 1.0))
        # The next working morning may lie behind the due date; then it is done on time instead.
        return done if done <= end else max(task.created + timedelta(minutes=5), end)

    def corrected(self, correction: Correction, asked: datetime) -> datetime:
        return self.within(asked, correction.due_at, 0.3, 0.9)
