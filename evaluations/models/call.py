"""The call: one programme, one year, its frozen rules, and its own law of moves."""

import uuid
from datetime import datetime
from functools import cached_property

from django.db import models
from django.db.models import F, Q
from django_fsm import transition

from evaluations import rules
from evaluations.models.constraints import paired
from evaluations.models.people import User
from evaluations.models.status_field import StatusField
from evaluations.status import CALL_BEFORE_LIST, CALL_PUBLIC, CallStatus


class Call(models.Model):
    """A call for applications. Its printed rules stay, whatever the programme file becomes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    batch = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=100)
    announcement = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    status = StatusField(
        max_length=20, choices=CallStatus.choices, default=CallStatus.DRAFT, protected=True
    )
    version = models.PositiveIntegerField(default=1)
    rules_text = models.TextField()  # canonical JSON of rules.Programme; frozen when opened
    rules_hash = models.CharField(max_length=64)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    cut_off = models.DateField()  # ages and years are counted to this day, never to "today"
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year", "batch"], name="call_once_per_batch"
            ),
            models.CheckConstraint(
                name="call_window_runs_forward", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(
                name="call_status_known", condition=Q(status__in=CallStatus.values)
            ),
            models.CheckConstraint(
                name="call_opened_before_public",
                condition=Q(opened_at__isnull=False)
                | Q(status__in=[CallStatus.DRAFT, CallStatus.CANCELLED]),
            ),
            paired("call", "created"),
            paired("call", "opened"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"call:{self.public_id}"

    @cached_property
    def rules(self) -> rules.Programme:
        """The rules of this call, as printed on the day it opened."""
        return rules.read(self.rules_text)

    @property
    def is_public(self) -> bool:
        return self.status in CALL_PUBLIC and self.opened_at is not None

    def window_is_open(self, at: datetime) -> bool:
        return self.status == CallStatus.OPEN and self.opens_at <= at < self.closes_at

    # --- The law of moves ---

    @transition(status, source=CallStatus.DRAFT, target=CallStatus.OPEN)
    def open(self): ...

    @transition(status, source=CallStatus.OPEN, target=CallStatus.CLOSED)
    def close(self): ...

    @transition(status, source=CallStatus.CLOSED, target=CallStatus.REVIEWING)
    def start_review(self): ...

    @transition(
        status, source=[CallStatus.CLOSED, CallStatus.REVIEWING], target=CallStatus.PROPOSED
    )
    def propose(self): ...

    @transition(status, source=CallStatus.PROPOSED, target=CallStatus.PUBLICISED)
    def publicise(self): ...

    @transition(status, source=CallStatus.PUBLICISED, target=CallStatus.DECIDED)
    def decide(self): ...

    @transition(status, source=CallStatus.DECIDED, target=CallStatus.PROMULGATED)
    def promulgate(self): ...

    @transition(status, source=CallStatus.PROMULGATED, target=CallStatus.CONCLUDED)
    def conclude(self): ...

    @transition(
        status,
        source=[CallStatus.DRAFT, *sorted(CALL_BEFORE_LIST)],
        target=CallStatus.CANCELLED,
    )
    def cancel(self): ...


class CallStatusChange(models.Model):
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=20, choices=CallStatus.choices)
    after = models.CharField(max_length=20, choices=CallStatus.choices)
    verb = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30)
    at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "version"], name="callstatuschange_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.before} -> {self.after}"
