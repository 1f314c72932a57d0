"""The office's own calendar: years it has entered from a State Council notice, day by day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.calendar import WorkCalendar
from evaluations.models.constraints import paired


class CalendarYear(models.Model):
    """One holiday notice of the State Council, entered by the office.

    ``complete`` is the office's explicit word that every holiday and make-up day of the year is
    entered: only then does the year count as known without the published package. A notice
    that only corrects a known year stays incomplete.
    """

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    complete = models.BooleanField(_("all days of the year are entered"), default=False)
    source = models.CharField(_("title and number of the notice"), max_length=200)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("year",)
        constraints = [
            paired("calendaryear", "entered"),
            models.CheckConstraint(
                name="calendaryear_names_its_source", condition=~models.Q(source="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.source}"


class CalendarDay(models.Model):
    """A day that differs from Monday-to-Friday: a holiday, or a weekend day that is worked.

    Its date may lie in the December before the notice's year: notices move such days too.
    """

    notice = models.ForeignKey(CalendarYear, on_delete=models.PROTECT, related_name="days")
    date = models.DateField(_("date"), unique=True)
    is_working = models.BooleanField(_("working day"))
    note = models.CharField(_("note"), max_length=50, blank=True)

    class Meta:
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.note}".rstrip()


def work_calendar() -> WorkCalendar:
    """The calendar that binds the city now: published years, and what the office entered. One query."""
    rows = CalendarYear.objects.order_by().values_list(
        "year", "complete", "days__date", "days__is_working"
    )
    overrides, complete = {}, set()
    for year, is_complete, day, is_working in rows:
        if is_complete:
            complete.add(year)
        if day is not None:  # a notice without any day yet
            overrides[day] = is_working
    return WorkCalendar(overrides=overrides, complete=frozenset(complete))
