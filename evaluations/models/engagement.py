"""After the decision of the Double-Hundred Plan: contract or task book, arrival, delegation.

Sources: the city's plan [S00], contract rules [S03], management comparator [S91], delegation
precedent [S114].
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.application import Application
from evaluations.models.call import Call
from evaluations.models.constraints import paired
from evaluations.models.organisation import Organisation
from evaluations.models.people import User


def contract_path(book: "TaskBook", _name: str) -> str:
    return f"contracts/{book.public_id.hex[:2]}/{book.public_id.hex}"


class PreIntroduction(models.Model):
    """预引进: approved on intent. Effective on contract and arrival by ``until``, else it lapses."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="pre_introduction"
    )
    until = models.DateField()  # last day for contract and arrival
    opened_at = models.DateTimeField()  # by the promulgation
    contract_on = models.DateField(null=True, blank=True)
    arrived_on = models.DateField(null=True, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)
    effective_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lapsed_at = models.DateTimeField(null=True, blank=True)  # by the clock

    class Meta:
        constraints = [
            paired("preintroduction", "effective"),
            models.CheckConstraint(
                name="preintroduction_effective_or_lapsed",
                condition=Q(effective_at=None) | Q(lapsed_at=None),
            ),
            models.CheckConstraint(
                name="preintroduction_effective_on_both_days",
                condition=Q(effective_at=None)
                | (Q(contract_on__isnull=False) & Q(arrived_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"],
                condition=Q(effective_at=None, lapsed_at=None),
                name="preintroduction_clock",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.until:%Y-%m-%d}"

    @property
    def waits(self) -> bool:
        return self.effective_at is None and self.lapsed_at is None


class TaskBook(models.Model):
    """The signed contract or task book (任务书) of one title."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="task_book"
    )
    signed_on = models.DateField()
    file = models.FileField(upload_to=contract_path, blank=True)
    file_name = models.CharField(max_length=100, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [paired("taskbook", "recorded")]

    def __str__(self) -> str:
        return f"{self.application}: {self.signed_on:%Y-%m-%d}"


class Milestone(models.Model):
    """One point of a task book: what is due when, and what was found."""

    class Result(models.TextChoices):
        MET = "met", _("met")
        PARTLY = "partly", _("met in part")
        MISSED = "missed", _("missed")

    book = models.ForeignKey(TaskBook, on_delete=models.PROTECT, related_name="milestones")
    code = models.CharField(max_length=30)  # as in the call's rules
    due_on = models.DateField()
    percent = models.PositiveSmallIntegerField()  # share of the funds
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    words = models.TextField(blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["book", "code"], name="milestone_once"),
            paired("milestone", "judged"),
            models.CheckConstraint(
                name="milestone_result_when_judged",
                condition=Q(judged_at=None, result="")
                | Q(judged_at__isnull=False, result__in=["met", "partly", "missed"]),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(judged_at=None), name="milestone_due")
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.code}"


class Delegation(models.Model):
    """自主遴选认定: this employer chooses by the city's standard, so many, in this period."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40)
    track = models.CharField(max_length=30)
    places = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()
    letter = models.CharField(max_length=60)  # the signed letter of responsibility
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            paired("delegation", "granted"),
            paired("delegation", "ended"),
            models.CheckConstraint(
                name="delegation_runs_forward", condition=Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.programme}"


class AuditSample(models.Model):
    """Which files of a delegated track are audited in full: drawn by a recorded seed."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="audit_samples")
    track = models.CharField(max_length=30)
    seed = models.CharField(max_length=64)
    drawn_from = models.JSONField()  # references, in order
    drawn = models.JSONField()  # references
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            paired("auditsample", "drawn"),
            models.UniqueConstraint(fields=["call", "track"], name="auditsample_once"),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.track}"
