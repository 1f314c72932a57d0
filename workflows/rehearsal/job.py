"""A rehearsal in the background. What it shows lies in one small file beside the uploads: a report is
no act of the city, so neither the tables nor the record hear of it.
"""

import logging
from datetime import datetime

from django.conf import settings
from django.tasks import task
from django.utils import timezone, translation

from evaluations.call_permissions import require
from evaluations.models import Call, User
from workflows import underway
from workflows.rehearsal import Plan, rehearse
from workflows.rehearsal.report import Report

log = logging.getLogger("laurel.workflows")


class State(underway.State, kw_only=True):
    report: Report | None = None


class Shelf(underway.Shelf[State]):
    """The one report that is kept for a call: the last."""

    folder, kind = "rehearsals", State


def start(call: Call, *, plan: Plan, by: User, at: datetime) -> None:
    """Put the play on the queue. Whoever may create calls may rehearse them."""
    require(by, "create", call, at=at)
    shelf = Shelf(call)
    old = shelf.read()
    if old.running and not old.stuck(at):
        return
    shelf.write(
        State(total=plan.applicants, running=True, moved_at=at.isoformat(), report=old.report)
    )
    play.enqueue(
        call_id=call.pk, applicants=plan.applicants, expected=plan.expected, seed=plan.seed
    )


@task()
def play(call_id: int, applicants: int, expected: int, seed: int) -> bool:
    """Whether it was played to the end; what broke it stands in the state and in the log."""
    call, at = Call.objects.get(pk=call_id), timezone.now()
    shelf = Shelf(call)
    before = shelf.read().report
    running = State(running=True, moved_at=at.isoformat(), report=before)
    plan = Plan(applicants=applicants, expected=expected, seed=seed)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            report = rehearse(call, plan=plan, at=at, tell=underway.Watch(shelf, running).tell)
    except Exception as problem:
        log.exception("A rehearsal broke off: %s", call.subject)
        shelf.write(State(failed=type(problem).__name__, report=before))
        return False
    shelf.write(State(done=applicants, total=applicants, report=report))
    return True
