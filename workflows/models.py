"""Process <-> case, and the open desk of each: nothing that the law would miss."""

from django.db import models
from django.db.models import Q
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import STATUS

from evaluations.models import Application, Call

OPEN = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED)


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
            models.Index(
                fields=["place", "desk", "id"], condition=Q(finished=None), name="task_inbox"
            ),
            models.Index(fields=["due_at"], condition=Q(finished=None), name="task_due"),
        ]

    @property
    def subject(self) -> Application | Call:
        """The case that lies on the desk."""
        return self.process.application or self.process.call
