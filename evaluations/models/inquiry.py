"""The way to a revocation (撤销): lead, investigation, the holder's word, and only then a proposal."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.constraints import paired
from evaluations.models.holder import Holding
from evaluations.models.people import User


class Inquiry(models.Model):
    """One inquiry into one title. Every step is written by somebody and is not overwritten."""

    class Source(models.TextChoices):
        REPORT = "report", _("report by name")
        TIP = "tip", _("tip with a lead that can be checked")
        AUDIT = "audit", _("audit or spot check")
        AUTHORITY = "authority", _("court, discipline or another authority")
        OFFICE = "office", _("found by the office")

    class Outcome(models.TextChoices):
        UNFOUNDED = "unfounded", _("closed: the lead is not confirmed")
        REVOKED = "revoked", _("the title was revoked")
        KEPT = "kept", _("the approving body kept the title")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="inquiries")
    source = models.CharField(max_length=10, choices=Source.choices)
    lead = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    finding = models.TextField(blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    found_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    statement_due = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    statement = models.TextField(blank=True)
    wants_hearing = models.BooleanField(default=False)
    stated_at = models.DateTimeField(null=True, blank=True)
    stated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hearing_on = models.DateField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    closing_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["holding"], condition=Q(closed_at=None), name="inquiry_one_open"
            ),
            *(
                paired("inquiry", step)
                for step in ("opened", "found", "invited", "stated", "heard", "closed")
            ),
            models.CheckConstraint(
                name="inquiry_outcome_when_closed",
                condition=Q(closed_at=None, outcome="")
                | Q(closed_at__isnull=False, outcome__in=["unfounded", "revoked", "kept"]),
            ),
            models.CheckConstraint(
                name="inquiry_hears_before_it_revokes",
                condition=~Q(outcome="revoked")
                | (Q(found_at__isnull=False) & Q(invited_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holding}: {self.opened_at:%Y-%m-%d}"
