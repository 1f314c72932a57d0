"""Why somebody has a place, or none: what the scores, the rules and the office said."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.application import Application
from evaluations.models.call import Call
from evaluations.models.constraints import paired
from evaluations.models.people import User


class Placement(models.Model):
    """One line of the minutes of the list. Written with the list and never changed; a replacement
    is filled in once. Sentences are made from it in the reader's language."""

    class Basis(models.TextChoices):
        SCORE = "score", _("the experts' scores")
        DISTRICT = "district", _("the district's order")
        NONE = "none", _("no ranking")

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="placement"
    )
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="placements")
    bucket = models.CharField(max_length=40)  # of the rules; or "track:..." for one without quota
    basis = models.CharField(max_length=10, choices=Basis.choices)
    figure = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    basis_place = models.PositiveIntegerField(null=True, blank=True)
    place = models.PositiveIntegerField(null=True, blank=True)  # empty: not put forward
    result = models.CharField(max_length=20)  # outcomes.Result
    because = models.CharField(max_length=20)  # outcomes.Because
    facts = models.JSONField(default=dict, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)  # within the bucket, or the reserve
    note = models.TextField(blank=True)  # the office's written reason
    replaces = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="replacements"
    )
    moved_up_at = models.DateTimeField(null=True, blank=True)
    moved_up_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            paired("placement", "moved_up"),
            models.CheckConstraint(
                name="placement_moved_up_for_somebody",
                condition=Q(moved_up_at=None, replaces=None)
                | Q(moved_up_at__isnull=False, replaces__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
                name="placement_replaces_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.result} {self.number or ''}"


class LateListing(models.Model):
    """补入: who came onto the list after it was made, because a recheck found the refusal wrong. The
    minutes of the list stay as they were. ``replaces``: whose free place this is; without one, the
    further place was granted by ``document``, or the track takes no place."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="late_listing"
    )
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="late_listings")
    replaces = models.OneToOneField(
        Application,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="late_replacement",
    )
    document = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    listed_at = models.DateTimeField()
    listed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            paired("latelisting", "listed"),
            models.CheckConstraint(
                name="latelisting_takes_one_place", condition=Q(replaces=None) | Q(document="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.application}"
