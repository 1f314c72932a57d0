"""Who has a file in hand? A courtesy between colleagues: it moves nobody's rights, only work."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from evaluations.errors import NotFound, Refused
from evaluations.models import User
from workflows import inbox, moment
from workflows.models import CaseProcess, DeskTask


@transaction.atomic
def take(*, task_id: int, by: User, at: datetime, over: bool = False) -> DeskTask:
    """Take a file of one's own desk in hand. ``over``: also from a colleague, who is named else.

    Raises NotFound when it lies on no desk of this person any more, Refused when a colleague has it.
    """
    task = _locked(task_id, by)
    if task.owner_id == by.pk:
        return task
    if task.owner_id is not None and not over:
        raise Refused(
            _("%(name)s has had this file in hand since %(day)s. Ask, or take it over.")
            % {"name": task.owner, "day": _day(task.assigned or task.created)}
        )
    with moment.acting(at):
        activation = _activation(task)
        if task.status == STATUS.NEW:
            activation.assign(by)
        else:
            activation.reassign(by)
        task.assigned = at
        task.save(update_fields=["assigned", "status"])
    return task


def take_several(*, task_ids: Sequence[int], by: User, at: datetime) -> tuple[int, list[str]]:
    """(how many were taken, a sentence for each that was not). Each file by itself."""
    taken, sentences = 0, []
    for task_id in task_ids:
        try:
            take(task_id=task_id, by=by, at=at)
            taken += 1
        except Refused as refusal:
            sentences.append(str(refusal))
    return taken, sentences


@transaction.atomic
def put_back(*, task_id: int, by: User, at: datetime) -> DeskTask:
    """Lay a file back for the colleagues of the desk."""
    task = _locked(task_id, by)
    if task.owner_id != by.pk:
        raise Refused(_("You do not have this file in hand."))
    with moment.acting(at):
        _activation(task).unassign()
        task.assigned = None
        task.save(update_fields=["assigned", "status"])
    return task


def _locked(task_id: int, by: User) -> DeskTask:
    # Lock order is always the process first.
    process = CaseProcess.objects.select_for_update().filter(tasks=task_id).first()
    task = inbox.queue(by).filter(pk=task_id).select_related("owner").first() if process else None
    if task is None:
        raise NotFound(_("This file no longer lies on a desk of yours."))
    return task


def _activation(task: DeskTask):
    return task.flow_task.activation_class(task)


def _day(when: datetime) -> str:
    return date_format(localtime(when), "Y-m-d H:i")
