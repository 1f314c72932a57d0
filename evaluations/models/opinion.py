"""What desks said: opinions, requests for correction, recheck requests, and the keys of acts."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk, Verdict
from evaluations.models.application import Application, Filing
from evaluations.models.constraints import paired
from evaluations.models.organisation import Organisation
from evaluations.models.people import User


def desk_choices() -> list[tuple[str, Any]]:
    """Asked for when they are needed: a new desk is no migration."""
    return Desk.choices


class Opinion(models.Model):
    """One desk's word on one filing. Never overwritten: a change of mind is a further pass."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="opinions")
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="opinions")
    desk = models.CharField(max_length=30, choices=desk_choices)
    turn = models.PositiveSmallIntegerField()  # 1, 2, ... at this desk
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    resume_at = models.CharField(max_length=30, blank=True)  # where work goes on after a return
    ground = models.CharField(max_length=30, blank=True)  # of the closed list, when not accepted
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict, blank=True)  # what this desk's form asked besides
    rules_hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=64)  # of the commitment in the record
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True)
    role = models.CharField(max_length=30)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "desk", "turn"], name="opinion_turn_once"
            ),
            paired("opinion", "given"),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.desk}: {self.verdict}"


class Correction(models.Model):
    """What must be corrected, field by field, and by when. One open correction at a time."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="corrections"
    )
    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="correction")
    remarks = models.JSONField()  # [{"path": "answers.contests", "remark": "..."}]
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_unanswered = models.BooleanField(default=False)  # lapsed or withdrawn

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at=None, closed_unanswered=False),
                name="correction_one_open",
            ),
            paired("correction", "answered"),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.due_at:%Y-%m-%d}"

    @property
    def paths(self) -> list[str]:
        return [remark["path"] for remark in self.remarks]


class RecheckRequest(models.Model):
    """复核: against a refusal, for an error of fact or procedure only, not of judgement."""

    class Outcome(models.TextChoices):
        ADMITTED = "admitted", _("admitted: the file is examined again")
        DISMISSED = "dismissed", _("dismissed")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="rechecks")
    grounds = models.TextField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(decided_at=None), name="recheck_one_open"
            ),
            paired("recheckrequest", "requested"),
            paired("recheckrequest", "decided"),
        ]

    def __str__(self) -> str:
        return f"{self.application}"


class EligibilityException(models.Model):
    """破格: a recorded exception from one rule, with its approver and reason."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="exceptions"
    )
    rule = models.CharField(max_length=40)
    reason = models.TextField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "rule"], name="exception_rule_once"),
            paired("eligibilityexception", "granted"),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.rule}"


class ActKey(models.Model):
    """The key of a form that was acted on: a double click is one act."""

    key = models.UUIDField(primary_key=True)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
