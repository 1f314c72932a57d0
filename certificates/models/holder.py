"""What a holder makes of a certificate: copies for one purpose, a public page, a shared link."""

import uuid

from django.db import models
from django.db.models import F, Q

from certificates.models.register import Certificate


class Copy(models.Model):
    """A derived copy with its purpose printed on it (加注); never the signed file itself."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="copies")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    lapses_at = models.DateTimeField()

    class Meta:
        app_label = "certificates"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="copy_has_a_purpose"),
            models.CheckConstraint(condition=~Q(made_by=""), name="copy_made_at_and_by"),
            models.CheckConstraint(
                condition=Q(lapses_at__gt=F("made_at")), name="copy_lapses_after_it_is_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.purpose}"


class Showing(models.Model):
    """An address at which the holder shows the honour: public, or known to whom it is sent.

    ``lapses_at`` is null for the public page, which stays until the holder ends it.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="showings")
    token = models.CharField(max_length=43, unique=True)
    public = models.BooleanField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)
    lapses_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "certificates"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(public=True, lapses_at__isnull=True)
                | Q(public=False, lapses_at__isnull=False),
                name="a_link_lapses_a_page_stays",
            ),
            models.CheckConstraint(condition=~Q(opened_by=""), name="shown_at_and_by"),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(public=True, ended_at__isnull=True),
                name="one_public_page_a_certificate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {'public' if self.public else self.lapses_at}"
