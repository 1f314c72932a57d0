"""A meeting of a panel: attendance, agenda, and a ballot box that does not know who voted what.

``VotingRight`` says who may vote on an item and whether it was used. ``Ballot`` says what is in
the box. Nothing joins the two: no key, no time, no order. Whenever a ballot goes in, the whole box
is emptied and refilled in random order under new random ids (``actions.ballot``), so that neither
row order nor the database's own row versions tell which ballot came with which right.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.application import Application
from evaluations.models.call import Call
from evaluations.models.constraints import paired
from evaluations.models.panel import Member, Panel
from evaluations.models.people import User


class Meeting(models.Model):
    """A committee vote, a defence or a site visit. Locked when closed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="meetings")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="meetings")
    desk = models.CharField(max_length=30)  # vote, defence or site_visit
    place = models.CharField(max_length=100)
    held_on = models.DateField()
    chair = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    observer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    convened_at = models.DateTimeField()
    convened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [paired("meeting", "convened"), paired("meeting", "closed")]

    def __str__(self) -> str:
        return f"{self.call} {self.held_on:%Y-%m-%d}"

    @property
    def subject(self) -> str:
        return f"meeting:{self.public_id}"


class Seat(models.Model):
    """A member entitled to attend; signed when present. Nobody signs for another."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendance")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["member__number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="seat_once"),
            paired("seat", "signed"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.member.number}"


class Item(models.Model):
    """One case on the agenda. The counts appear when its ballot closes, all at once."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    eligible = models.PositiveSmallIntegerField(null=True, blank=True)
    present = models.PositiveSmallIntegerField(null=True, blank=True)
    yes = models.PositiveSmallIntegerField(null=True, blank=True)
    no = models.PositiveSmallIntegerField(null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "application"], name="item_case_once"),
            models.UniqueConstraint(fields=["meeting", "number"], name="item_number_once"),
            paired("item", "opened"),
            paired("item", "closed"),
            models.CheckConstraint(
                name="item_counts_when_closed",
                condition=Q(closed_at=None, passed=None, yes=None)
                | Q(closed_at__isnull=False, passed__isnull=False, yes__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.number}"


class VotingRight(models.Model):
    """One vote on one item for one member present. No time: when it was used is nobody's business."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="rights")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="rights")
    used = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "seat"], name="votingright_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.used}"


class Ballot(models.Model):
    """A paper in the box: for, against, or abstained. It knows its item and nothing else."""

    class Choice(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAIN = "abstain", _("abstention")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=8, choices=Choice.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ballot_choice_known", condition=Q(choice__in=["for", "against", "abstain"])
            )
        ]

    def __str__(self) -> str:
        return str(self.item_id)
