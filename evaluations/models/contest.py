"""The contest registry (竞赛登记): which contests count, and who took which rank."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.models.constraints import paired
from evaluations.models.people import User


class Contest(models.Model):
    """One event of a filed contest. Level and class come from the filing document."""

    class Level(models.TextChoices):
        NATIONAL = "national", _("national")
        PROVINCIAL = "provincial", _("provincial")
        CITY = "city", _("city")

    class Grade(models.TextChoices):
        CLASS_1 = "class_1", _("class 1")
        CLASS_2 = "class_2", _("class 2")
        JOINT = "joint", _("joint contest")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150)
    event = models.CharField(max_length=100)
    level = models.CharField(max_length=12, choices=Level.choices)
    grade = models.CharField(max_length=8, choices=Grade.choices)
    organiser = models.CharField(max_length=100)
    filing_document = models.CharField(max_length=100)
    held_on = models.DateField()
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            paired("contest", "registered"),
            models.UniqueConstraint(fields=["name", "event"], name="contest_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.event}"


class ContestResult(models.Model):
    """A rank in the official result list. The person is found by the keyed digest of the ID number."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="results")
    rank = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=50)
    id_lookup = models.CharField(max_length=64)
    passed_line = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "id_lookup"], name="contestresult_person_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contest} #{self.rank}"
