"""Process <-> case, and the open desk of each: nothing that the law would miss."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import STATUS

from evaluations.models import Application, Call, User

OPEN = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED)
# A file without a clock comes after all others; a real moment, so that both databases sort alike.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class CaseProcess(AbstractProcess):
    """The way of one application, or of one call, from desk to desk."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="processes"
    )
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="processes")

    parent_task = None  # the engine's sub-processes are not used

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="process_has_one_subject",
                condition=Q(application=None, call__isnull=False)
                | Q(application__isnull=False, call=None),
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(finished=None, application__isnull=False),
                name="process_one_running_per_application",
            ),
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(finished=None, call__isnull=False),
                name="process_one_running_per_call",
            ),
        ]


class DeskTask(AbstractTask):
    """A file on a desk. ``place`` says whose desk, so that an inbox is one indexed query."""

    process = models.ForeignKey(CaseProcess, on_delete=models.CASCADE, related_name="tasks")
    data = models.JSONField(default=dict, blank=True)  # asked for by the engine; stays empty
    desk = models.CharField(max_length=30, blank=True)  # empty for the engine's own nodes
    place = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    # What an inbox is ordered and paged by: never NULL, so that a page is one range of one index.
    due_order = models.GeneratedField(
        expression=Coalesce("due_at", Value(NEVER)),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    seed = None

    class Meta:
        constraints = [
            # The last line against a forked flow, should a lock ever fail.
            models.UniqueConstraint(
                fields=["process"],
                condition=Q(status__in=OPEN) & ~Q(desk=""),
                name="task_one_open_desk_per_process",
            )
        ]
        indexes = [
            models.Index(  # one desk, page by page
                fields=["place", "desk", "due_order", "id"],
                condition=Q(finished=None),
                name="task_desk",
            ),
            models.Index(  # all desks of a place
                fields=["place", "due_order", "id"],
                condition=Q(finished=None),
                name="task_place",
            ),
            models.Index(
                fields=["due_order", "id"],
                condition=Q(finished=None),
                name="task_due",
            ),
        ]

    @property
    def subject(self) -> Application | Call:
        """The case that lies on the desk."""
        return self.process.application or self.process.call


class Message(models.Model):
    """One thing one person is told, kept on the site; a mail repeats it. No personal data:
    what it says is put into words, in the reader's language, when it is read."""

    class Kind(models.TextChoices):
        FILED = "filed", _("Application received")
        RETURNED = "returned", _("Returned for correction")
        SUPPLEMENT = "supplement", _("Supplement due")
        PROGRESS = "progress", _("Handed on")
        REFUSED = "refused", _("Not successful")
        LAPSED = "lapsed", _("Lapsed")
        ENDED = "ended", _("Ended")
        LISTED = "listed", _("On public notice")
        CONTESTED = "contested", _("Objection under inquiry")
        APPROVED = "approved", _("Approved")
        CERTIFIED = "certified", _("Certificate issued")
        RECHECK = "recheck", _("Recheck decided")
        REMINDER = "reminder", _("Due soon")
        OVERDUE = "overdue", _("Overdue")
        ARRIVALS = "arrivals", _("New files")

    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0)  # of the application, after the act told of
    data = models.JSONField(default=dict, blank=True)  # desks, days and counts
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_tried_at = models.DateTimeField(null=True, blank=True)  # again, after the first failed

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(  # told once, however often a worker or a click repeats it
                fields=["recipient", "kind", "application", "version"],
                condition=Q(application__isnull=False),
                name="message_once",
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="message_box"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="message_unread"),
            models.Index(
                fields=["created_at"], condition=Q(mailed_at=None), name="message_unmailed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
