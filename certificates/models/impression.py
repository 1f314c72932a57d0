"""The visual seals (印模) that are painted into certificates, and leave to do without one."""

from django.db import models
from django.db.models import F, Q


class Impression(models.Model):
    """One version of an issuer's seal as a cleaned picture. Never changed, never deleted: what was
    issued with it is rendered with it again."""

    issuer = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField()
    png = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=64)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "certificates"
        ordering = ["issuer", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "version"], name="seal_version_once_an_issuer"
            ),
            models.CheckConstraint(condition=~Q(uploaded_by=""), name="uploaded_at_and_by"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by="")
                | (Q(released_at__isnull=False) & ~Q(released_by="")),
                name="released_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(reason="")),
                name="withdrawn_at_and_by_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(released_by=F("uploaded_by")), name="two_people_release_a_seal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.version}"


class SpecimenLeave(models.Model):
    """Leave in writing to issue in an issuer's name while its seal is still a specimen (样章)."""

    issuer = models.CharField(max_length=120)
    document = models.CharField(max_length=120)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "certificates"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_by="") & ~Q(document=""), name="given_at_and_by_and_document"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="ended_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["issuer"], condition=Q(ended_at__isnull=True), name="one_leave_an_issuer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer}: {self.document}"
