"""A panel of experts: how it was drawn, who sits, what each file scored."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from evaluations.draw import Terms
from evaluations.models.application import Application
from evaluations.models.call import Call
from evaluations.models.constraints import paired
from evaluations.models.expert import Expert
from evaluations.models.people import User


def _secret() -> str:
    return uuid.uuid4().hex + uuid.uuid4().hex


class Panel(models.Model):
    """A group of experts for one call, or for one track of it. ``closed``: the scoring is over."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="panels")
    number = models.PositiveSmallIntegerField()
    track = models.CharField(max_length=30, blank=True)  # empty: all tracks
    version = models.PositiveIntegerField(default=1)
    observer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    salt = models.CharField(max_length=64, default=_secret)  # of the order of its code names
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    least = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    places = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="panel_number_once"),
            paired("panel", "created"),
            paired("panel", "closed"),
        ]

    def __str__(self) -> str:
        return f"{self.call} / {self.number}"

    @property
    def subject(self) -> str:
        return f"panel:{self.public_id}"


class Draw(models.Model):
    """One draw: terms and pool frozen with the digest of the seed; the seed when it is revealed."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)  # of a further draw (补抽)
    terms = models.JSONField()
    pool = models.JSONField()  # as in evaluations.pool.Listed.plain, everybody with reasons
    pool_hash = models.CharField(max_length=64)
    seed_hash = models.CharField(max_length=64)
    seed_sealed = models.TextField()
    seed = models.CharField(max_length=64, blank=True)
    witness = models.CharField(max_length=60, blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="draw_number_once"),
            paired("draw", "planned"),
            paired("draw", "drawn"),
            models.CheckConstraint(
                name="draw_seed_only_when_drawn",
                condition=Q(drawn_at=None, seed="") | (Q(drawn_at__isnull=False) & ~Q(seed="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel} / {self.number}"

    @property
    def read_terms(self) -> Terms:
        plain: dict[str, Any] = self.terms
        return Terms.read(plain)

    @property
    def seal_name(self) -> str:
        return f"draw:seed:{self.panel.public_id}:{self.number}"


class Member(models.Model):
    """An expert on a panel, or waiting as a reserve. ``number`` is how the office speaks of it."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="seats")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="members")
    number = models.PositiveSmallIntegerField()
    reserve = models.BooleanField(default=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by_member"
    )
    signed_at = models.DateTimeField(null=True, blank=True)  # the undertaking of confidentiality
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undertaking = models.TextField(blank=True)  # the text that was signed
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "expert"], name="member_once"),
            models.UniqueConstraint(fields=["panel", "number"], name="member_number_once"),
            paired("member", "signed"),
            paired("member", "ended"),
        ]

    def __str__(self) -> str:
        return f"{self.panel}: {self.number}"


class PanelCase(models.Model):
    """A case before a panel, under a code name that means nothing outside this panel."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="cases")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="panel_cases"
    )
    code = models.CharField(max_length=8)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    shared_by = models.PositiveSmallIntegerField(default=0)
    decided_by = models.CharField(max_length=40, blank=True)  # the criterion that broke a tie
    dropped = models.JSONField(default=list, blank=True)  # numbers of the members left out

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "application"], name="panelcase_once"),
            models.UniqueConstraint(fields=["panel", "code"], name="panelcase_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Review(models.Model):
    """One expert's marks of one file. A draft until submitted; then final."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    panel_case = models.ForeignKey(PanelCase, on_delete=models.PROTECT, related_name="reviews")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="reviews")
    marks = models.JSONField(default=dict, blank=True)  # criterion id -> "17" or "17.5"
    comment = models.TextField(blank=True)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    salt = models.CharField(max_length=64, blank=True)  # of the commitment in the record
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)  # recused, or given to somebody else
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["panel_case", "member"], name="review_once"),
            paired("review", "assigned"),
            paired("review", "submitted"),
            paired("review", "ended"),
            models.CheckConstraint(
                name="review_total_when_submitted",
                condition=Q(submitted_at=None, total=None)
                | Q(submitted_at__isnull=False, total__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel_case} / {self.member.number}"

    @property
    def subject(self) -> str:
        return f"review:{self.token}"


class ScoreChange(models.Model):
    """A change of final marks before the panel closes: proposed by one, confirmed by another."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="score_changes")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(confirmed_at=None), name="scorechange_one_open"
            ),
            paired("scorechange", "proposed"),
            paired("scorechange", "confirmed"),
            models.CheckConstraint(
                name="scorechange_two_people",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}"
