"""The application's own page: the task list while it is the applicant's move, else where it stands."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from evaluations import visibility
from evaluations.actions import reusing
from evaluations.actions.applying import open_correction
from evaluations.desks import Ground, Verdict
from evaluations.models import Application
from evaluations.permissions import refusal
from evaluations.status import WITH_APPLICANT, Status
from evaluations.window import late_until
from workflows.forms.questions import say
from workflows.views.applicant import reading, sections, story, way
from workflows.views.applicant.own import own_case
from workflows.views.applicant.papers import issued_for

_WITH_PAPER = frozenset({Status.CERTIFIED, Status.REVOKED})


@login_required
@require_GET
def application(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    case = own_case(request, public_id, at=at)
    if case.status in WITH_APPLICANT:
        return render(request, "applicant/tasks.html", _task_list(case, at))
    return render(request, "applicant/case.html", _standing(case, at))


def _common(case: Application, at: datetime) -> dict:
    user = case.person.user
    verbs = ("edit", "recall", "withdraw", "request_recheck")
    return {
        "case": case,
        "call": case.call,
        "at": at,
        "status": visibility.told_status(case),
        "track": say(case.call.rules.track(case.track).label),
        "filings": list(case.filings.all()),
        "refused": {verb: refusal(user, verb, case, at=at) for verb in verbs},
    }


def _closes(case: Application, at: datetime) -> datetime:
    """Until when this person may file: the window, or a late entry that two persons admitted."""
    return late_until(case.call, case.person, at=at) or case.call.closes_at


def _task_list(case: Application, at: datetime) -> dict:
    correction = open_correction(case)
    files = reading.present_files(case)
    opinions = _opinions(case) if correction else []
    return _common(case, at) | {
        "correction": correction,
        "asked_by": reading.remarks_of(correction),
        "deadline": correction.due_at if correction else _closes(case, at),
        "sections": sections.sections_of(case, correction, files=files, at=at),
        "events": story.history_of(case, opinions) if correction else [],
        "supplement": case.status == Status.SUPPLEMENT_DUE,
        "earlier": reusing.offered(case),
    }


def _standing(case: Application, at: datetime) -> dict:
    opinions = _opinions(case)
    task = way.open_tasks([case]).get(case.pk)
    refusals = [o for o in opinions if o.verdict == Verdict.DECLINE]
    refused = refusals[-1] if refusals and task is None else None
    return _common(case, at) | {
        "move": way.move_of(case, task),
        "task": task,
        "steps": way.way_of(case, task=task, opinions=opinions),
        "events": story.history_of(case, opinions),
        "refusal": refused,
        "ground": Ground(refused.ground).label if refused and refused.ground else "",
        "notice": _notice(case),
        "certificate": issued_for(case) if case.status in _WITH_PAPER else None,
        "recheck": case.rechecks.last(),
    }


def _opinions(case: Application) -> list:
    return list(case.opinions.select_related("organisation").order_by("id"))


def _notice(case: Application):
    shown = way.is_listed(case)
    return case.call.notices.order_by("-edition").first() if shown else None
