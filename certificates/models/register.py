"""The register of what was put on paper."""

import hashlib
from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from certificates.facts import Award


class Status(models.TextChoices):
    """Standing of a certificate. The words follow the e-licence status codes of domain 5.3."""

    VALID = "valid", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Term completed")
    SUPERSEDED = "superseded", _("Replaced by a newer version")


#: Every move that a decision may order. Revoked and superseded are final.
MOVES: dict[str, frozenset[str]] = {
    Status.VALID: frozenset({Status.SUSPENDED, Status.REVOKED, Status.EXPIRED, Status.SUPERSEDED}),
    Status.SUSPENDED: frozenset({Status.VALID, Status.REVOKED, Status.EXPIRED, Status.SUPERSEDED}),
    Status.EXPIRED: frozenset({Status.REVOKED, Status.SUPERSEDED}),
    Status.REVOKED: frozenset(),
    Status.SUPERSEDED: frozenset(),
}


class Series(models.Model):
    """Counter of one programme and year; its row is the lock under which numbers are given."""

    city_code = models.CharField(max_length=6)
    programme_code = models.CharField(max_length=6)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city_code", "programme_code", "year"], name="one_series_per_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city_code}-{self.programme_code}-{self.year}"


class Photo(models.Model):
    """A holder's picture by its digest, so that a reissue prints the same picture."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    jpeg = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256

    @classmethod
    def of(cls, jpeg: bytes) -> "Photo":
        return cls(sha256=hashlib.sha256(jpeg).hexdigest(), jpeg=jpeg)


class Certificate(models.Model):
    """One version of one certificate: intended first, issued when the file is on disk."""

    number = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=26, unique=True)
    case = models.CharField(max_length=64)
    programme_code = models.CharField(max_length=6)
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    holder_name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    employer_name = models.CharField(max_length=200)
    facts = models.JSONField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.VALID)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    allocated_at = models.DateTimeField()
    allocated_by = models.CharField(max_length=64)
    intended_at = models.DateTimeField(null=True, blank=True)
    intended_by = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    path = models.CharField(max_length=200, blank=True)
    # Said with the intent, never changed: what is rendered again later must look the same.
    layout = models.CharField(max_length=40, blank=True)
    # Digest of each issuer's seal in their order, "" for a specimen.
    seals_used = models.JSONField(default=list)

    class Meta:
        ordering = ["-year", "number", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="number_once_per_version"),
            models.UniqueConstraint(fields=["case", "version"], name="case_once_per_version"),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(status=Status.SUPERSEDED),
                name="one_current_version_per_number",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="certificate_status_known"
            ),
            models.CheckConstraint(
                condition=Q(intended_at__isnull=True, intended_by="")
                | (Q(intended_at__isnull=False) & ~Q(intended_by="")),
                name="intended_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, issued_by="", sha256="", path="")
                | (
                    Q(issued_at__isnull=False, intended_at__isnull=False)
                    & ~Q(issued_by="")
                    & ~Q(sha256="")
                    & ~Q(path="")
                ),
                name="issued_at_and_by_and_file",
            ),
            models.CheckConstraint(condition=~Q(allocated_by=""), name="allocated_at_and_by"),
            models.CheckConstraint(condition=Q(version__gte=1), name="version_from_one"),
            models.CheckConstraint(condition=Q(serial__gte=1), name="serial_from_one"),
        ]
        indexes = [
            models.Index(F("year").desc(), F("id").desc(), name="register_newest_first"),
            models.Index(fields=["holder_name"], name="register_by_name"),
            models.Index(fields=["sha256"], name="register_by_file"),
        ]

    def __str__(self) -> str:
        return self.number if self.version == 1 else f"{self.number}/{self.version}"

    @cached_property
    def award(self) -> Award:
        """The facts that were decided, with the picture read back by its digest. They never change:
        a correction is another version."""
        digest = self.facts["photo"]
        photo = bytes(Photo.objects.get(pk=digest).jpeg) if digest else None
        return Award.from_json(self.facts, photo=photo)


def read_awards(rows: Sequence[Certificate]) -> None:
    """The facts of all ``rows``: their pictures together instead of one after another."""
    for start in range(0, len(rows), 500):
        some = rows[start : start + 500]
        pictures = Photo.objects.in_bulk({row.facts["photo"] for row in some} - {""})
        for row in some:
            digest = row.facts["photo"]
            photo = bytes(pictures[digest].jpeg) if digest else None
            row.award = Award.from_json(row.facts, photo=photo)


class StatusChange(models.Model):
    """Every change of standing, with the document that ordered it."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=12, choices=Status.choices)
    after = models.CharField(max_length=12, choices=Status.choices)
    reason = models.TextField()
    document = models.CharField(max_length=120)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(changed_by=""), name="changed_at_and_by"),
            models.CheckConstraint(condition=~Q(reason=""), name="change_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.before} → {self.after}"


class Budget(models.Model):
    """Token bucket of one source of typed look-ups; ``stamp`` is the compare-and-swap value."""

    source = models.CharField(max_length=64, primary_key=True)
    tokens = models.FloatField()
    refilled_at = models.FloatField()
    stamp = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.source
