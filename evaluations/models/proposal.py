"""Acts that need two persons: one proposes, another confirms; both stand in the record."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.application import Application
from evaluations.models.call import Call
from evaluations.models.constraints import paired
from evaluations.models.people import Person, User


class ProposalKind(models.TextChoices):
    EXTEND_WINDOW = "extend_window", _("Extend the window")
    LATE_ENTRY = "late_entry", _("Admit one late entry")
    PLACES = "places", _("Change the places")
    CANCEL = "cancel", _("Cancel the call")
    SCORE = "score", _("Change a locked score")
    REVOKE = "revoke", _("Revoke a title")
    EXIT = "exit", _("End a title")
    SUSPEND = "suspend", _("Suspend a title")
    RESUME = "resume", _("Resume a title")
    CORRECT = "correct", _("Correct what a certificate says")


class Proposal(models.Model):
    """``subject``: what it is about, as the record names it ("call:...", "holding:...").
    ``payload``: what exactly is proposed; its shape belongs to the kind."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=ProposalKind.choices)
    subject = models.CharField(max_length=60)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="proposals")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    payload = models.JSONField(default=dict)
    reason = models.TextField()
    salt = models.CharField(max_length=64)  # of the commitment in the record
    role = models.CharField(max_length=30)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    note = models.TextField(blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    decided_role = models.CharField(max_length=30, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(decided_at=None),
                name="proposal_one_open_per_subject",
            ),
            paired("proposal", "proposed"),
            paired("proposal", "decided"),
            models.CheckConstraint(
                name="proposal_two_people",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="proposal_outcome_with_decision",
                condition=Q(decided_at=None, outcome="")
                | Q(decided_at__isnull=False, outcome__in=["confirmed", "rejected"]),
            ),
            models.CheckConstraint(
                name="proposal_revocation_has_its_document",
                condition=~Q(kind="revoke", outcome="confirmed", document_number=""),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(decided_at=None), name="proposal_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Amendment(models.Model):
    """Places changed after the call opened. The rules stay frozen; this stands beside them."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()  # 1, 2, ... per call
    values = models.JSONField()  # parameter id -> new value
    places_text = models.TextField()  # canonical JSON of the rules' Places from now on
    places_hash = models.CharField(max_length=64)  # of the rules' hash and this text
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="amendment")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="amendment_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.call} / {self.number}"


class LateEntry(models.Model):
    """One person may file after the window, until a day: a recorded decision, no open door."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="late_entries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="late_entry")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="lateentry_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.until:%Y-%m-%d}"
