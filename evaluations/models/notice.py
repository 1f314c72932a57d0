"""Public notice, objections, decision and promulgation: what happens to a list."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.application import Application
from evaluations.models.call import Call
from evaluations.models.constraints import paired
from evaluations.models.people import User


class Notice(models.Model):
    """One version of a public notice (公示). A correction is a new version, never an edit."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="notices")
    edition = models.PositiveSmallIntegerField()
    entries = models.TextField()  # canonical JSON of what the public sees: never any ID digits
    entries_hash = models.CharField(max_length=64)
    days = models.JSONField()  # ["2026-11-24", ...] the counted days, shown one by one
    ends_at = models.DateTimeField()  # end of the last counted day
    note = models.TextField(blank=True)  # why this edition was posted after the one before
    # Names added to the list (递补): posted beside the versions before it, which stay in force.
    supplementary = models.BooleanField(default=False)
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["edition"]
        constraints = [
            models.UniqueConstraint(fields=["call", "edition"], name="notice_edition_once"),
            paired("notice", "posted"),
            paired("notice", "closed"),
        ]

    def __str__(self) -> str:
        return f"{self.call} / {self.edition}"


class Objection(models.Model):
    """A real-name objection. It holds only the contested candidate; who objected is sealed."""

    class Outcome(models.TextChoices):
        DISMISSED = "dismissed", _("dismissed")
        UPHELD = "upheld", _("upheld")
        PARTLY = "partly", _("upheld in part")
        UNVERIFIABLE = "unverifiable", _("could not be verified")

    receipt = models.CharField(max_length=20, unique=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="objections"
    )
    anonymous_tip = models.BooleanField(default=False)  # registered by the office
    objector_sealed = models.TextField()  # name, unit, phone: read by the handler alone
    facts = models.TextField()
    evidence = models.FileField(upload_to="objections/", blank=True)
    received_at = models.DateTimeField()
    admissible = models.BooleanField(null=True)
    admissibility_reason = models.TextField(blank=True)
    handler = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    finding = models.TextField(blank=True)
    reply = models.TextField(blank=True)  # the written answer, read under the receipt number
    extended_until = models.DateTimeField(null=True, blank=True)  # once, with its reason
    extension_reason = models.TextField(blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    extended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            paired("objection", "decided"),
            paired("objection", "extended"),
            models.CheckConstraint(
                name="objection_outcome_with_decision",
                condition=Q(decided_at=None, outcome="") | Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def seal_name(self) -> str:
        return f"objection:objector:{self.receipt}"


class Decision(models.Model):
    """A final decision on the list, and the document that promulgates it (发文公布).

    Candidates whose objection was still being examined are decided later: a further decision.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    meeting = models.CharField(max_length=200)  # which body met, when: as in the minutes
    decided_on = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    document_number = models.CharField(max_length=60, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    promulgated_at = models.DateTimeField(null=True, blank=True)
    promulgated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="decision_number_once"),
            paired("decision", "decided"),
            paired("decision", "promulgated"),
            models.CheckConstraint(
                name="decision_document_when_promulgated",
                condition=Q(promulgated_at=None)
                | (~Q(document_number="") & Q(effective_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.document_number}"
