"""Rows of the work around certificates: batches, proofs, printing, second seals."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models.register import Certificate


class Batch(models.Model):
    """A list that is being issued: progress, pause and errors row by row."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        FINISHED = "finished", _("Finished")

    label = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=64)

    class Meta:
        app_label = "certificates"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(started_by=""), name="started_at_and_by"),
        ]

    def __str__(self) -> str:
        return self.label


class BatchRow(models.Model):
    """One certificate of a batch. ``claim`` names the worker that has it in hand."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")
    claim = models.CharField(max_length=40, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    done = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    class Meta:
        app_label = "certificates"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "certificate"], name="certificate_once_a_batch"
            )
        ]
        indexes = [models.Index(fields=["batch", "done"], name="batch_open_rows")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.pk}"


class Proof(models.Model):
    """A proof sheet of one layout version; two different people release it."""

    design = models.CharField(max_length=40, unique=True)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    first_at = models.DateTimeField(null=True, blank=True)
    first_by = models.CharField(max_length=64, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    second_by = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "certificates"
        constraints = [
            models.CheckConstraint(condition=~Q(made_by=""), name="made_at_and_by"),
            models.CheckConstraint(
                condition=Q(first_at__isnull=True, first_by="")
                | (Q(first_at__isnull=False) & ~Q(first_by="")),
                name="first_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(second_at__isnull=True, second_by="")
                | (Q(second_at__isnull=False, first_at__isnull=False) & ~Q(second_by="")),
                name="second_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(second_by="") | ~Q(second_by=F("first_by")), name="two_people_release"
            ),
        ]

    def __str__(self) -> str:
        return self.design


class Printer(models.Model):
    """Where a printer really puts its ink: shift in mm, measured with the ruler page."""

    name = models.CharField(max_length=60, unique=True)
    right_mm = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    down_mm = models.DecimalField(max_digits=5, decimal_places=2, default=0)

    class Meta:
        app_label = "certificates"
        constraints = [
            models.CheckConstraint(
                condition=Q(right_mm__gte=-20, right_mm__lte=20, down_mm__gte=-20, down_mm__lte=20),
                name="shift_within_two_centimetres",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PrintRun(models.Model):
    """The print log: who printed what, how many sheets, how many were spoiled."""

    class Kind(models.TextChoices):
        PLAIN = "plain", _("Plain sheets")
        TWO_UP = "two_up", _("Two up with crop marks")
        OVERPRINT = "overprint", _("Over pre-printed stock")
        ENVELOPES = "envelopes", _("Envelopes")
        RECEIPTS = "receipts", _("Receipt list")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    sheets = models.PositiveIntegerField()
    spoiled = models.PositiveIntegerField(default=0)
    numbers = models.JSONField()
    subject = models.CharField(max_length=64, blank=True, db_index=True)
    printer = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    printed_at = models.DateTimeField()
    printed_by = models.CharField(max_length=64)

    class Meta:
        app_label = "certificates"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(printed_by=""), name="printed_at_and_by"),
            models.CheckConstraint(
                condition=Q(spoiled__lte=F("sheets")), name="no_more_spoiled_than_printed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sheets}"


class Seal(models.Model):
    """A detached second signature over the file, such as the city's SM2 electronic seal."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="seals")
    platform = models.CharField(max_length=60)
    algorithm = models.CharField(max_length=30)
    signature = models.TextField()
    sealed_at = models.DateTimeField()
    sealed_by = models.CharField(max_length=64)

    class Meta:
        app_label = "certificates"
        constraints = [
            models.UniqueConstraint(fields=["certificate", "platform"], name="one_seal_a_platform"),
            models.CheckConstraint(condition=~Q(sealed_by=""), name="sealed_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.certificate_id}"
