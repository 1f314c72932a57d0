"""My applications, the open calls, and the choice of a way in."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import visibility, window
from evaluations.actions import applying
from evaluations.desks import Desk
from evaluations.errors import NotFound, Refused
from evaluations.models import Application, Call, LateEntry, Person
from evaluations.status import CALL_BEFORE_LIST, LIVE, CallStatus
from workflows.forms.applicant import TrackForm
from workflows.forms.questions import say
from workflows.views.accounts.resume import signed_in
from workflows.views.answer import status_of
from workflows.views.applicant import way
from workflows.views.applicant.own import person_of


@signed_in
@require_GET
def applications(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    rows = Application.objects.filter(person__user=request.user).select_related(
        "call", "person", "employer__supervisor", "decision"
    )
    cases = list(rows.order_by("-created_at"))
    tasks = way.open_tasks(cases)
    mine = {case.call_id for case in cases if case.status in LIVE}
    person = person_of(request)
    context = {
        "cases": [_row(case, tasks) for case in cases],
        "calls": [call for call in open_calls(person, at) if call.pk not in mine],
        "person": person,
        "today": localtime(at).date(),
    }
    return render(request, "applicant/applications.html", context)


def _row(case: Application, tasks: dict) -> dict:
    return {
        "case": case,
        "status": visibility.told_status(case),
        "move": way.move_of(case, tasks.get(case.pk)),
        "track": say(case.call.rules.track(case.track).label),
    }


def open_calls(person: Person | None, at: datetime) -> list[Call]:
    """Open to everybody, or to this person alone by a late entry that two persons admitted."""
    open_now = Q(status=CallStatus.OPEN, opens_at__lte=at, closes_at__gt=at)
    admitted = LateEntry.objects.filter(person=person, until__gte=at).values("call")
    late = Q(pk__in=admitted, status__in=CALL_BEFORE_LIST)
    return list(Call.objects.filter(open_now | late).order_by("closes_at", "pk"))


@signed_in
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Choose a way in; the draft begins there."""
    at = timezone.now()
    call = Call.objects.filter(public_id=call_id, opened_at__isnull=False).first()
    if call is None:
        raise NotFound(_("This call does not exist."))
    person = person_of(request)
    if person is None:
        here = reverse("start_application", args=[call_id])
        return redirect(f"{reverse('profile')}?next={here}")
    form = TrackForm(request.POST or None, tracks=call.rules.tracks)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            case = applying.start(
                call=call, person=person, track=form.cleaned_data["track"], by=request.user,
                at=at, employer=None,
            )  # fmt: skip
            return redirect("application", case.public_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = status_of(refusal)
    elif form.errors:
        status = 422
    context = _start_context(call, form, person, at)
    if not context["open"] and not context["existing"]:
        status = 422  # a period that is over
    return render(request, "applicant/start.html", context, status=status)


def _start_context(call: Call, form: TrackForm, person, at: datetime) -> dict:
    existing = Application.objects.filter(call=call, person=person, status__in=LIVE).first()
    return {
        "call": call,
        "form": form,
        "existing": existing,
        "open": window.is_open_for(call, person, at=at),
        "at": at,
        "tracks": [_track(call, track) for track in call.rules.tracks],
    }


def _track(call: Call, track) -> dict:
    """What somebody needs to know to choose: the conditions, and who looks at the file."""
    return {
        "label": say(track.label),
        "desks": [Desk(step.desk).label for step in track.route],
        "conditions": [say(rule.text) for rule in call.rules.conditions_for(track.id)],
    }
