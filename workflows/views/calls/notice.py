"""The office's side of the public notice: the days before posting, and corrected versions."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.actions import publicity
from evaluations.calendar import CalendarNotPublished
from evaluations.models import Call, work_calendar
from evaluations.public_list import local_day
from evaluations.status import CallStatus, Status
from workflows import listwork
from workflows.forms.calls import NoticeForm
from workflows.views.answer import attempt
from workflows.views.calls import door, frame
from workflows.views.public import notices as public


@login_required
@require_http_methods(["GET", "POST"])
def call_notice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    door.require_reader(request.user, call)
    correction = call.status != CallStatus.PROPOSED
    form = NoticeForm(request.POST or None, seen=call.version, correction=correction)
    if request.method == "POST":
        went = attempt(form, lambda: _post(request, call, form, correction, at=at))
        if went is not None:
            return went
    days, unknown = planned_days(call, at=at)
    verb = "correct_notice" if correction else "post_notice"
    context = frame.context(call, request.user, "call_notice", at=at) | {
        "form": form,
        "correction": correction,
        "days": [{"day": day} for day in days],
        "period": public.period(len(days), call.rules.publicity.unit),
        "unknown": unknown,
        "calendar_url": reverse("office_calendar"),
        "listed": _listed(call),
        "notices": list(call.notices.order_by("-edition")),
        "refused": door.may(request.user, verb, call, at=at),
    }
    return render(request, "calls/notice.html", context, status=form.status)


def planned_days(call: Call, *, at: datetime) -> tuple[tuple[date, ...], str]:
    """The days a notice posted now would have, or none and the sentence why."""
    try:
        return work_calendar().publicity_days(local_day(at), call.rules.publicity), ""
    except CalendarNotPublished as unknown:
        return (), str(unknown)


def _listed(call: Call):
    on_list = {Status.PROPOSED, Status.PUBLICISED, Status.CONTESTED}
    cases = call.applications.filter(status__in=on_list).select_related("person", "employer")
    return cases.defer("answers").order_by("list_position")


def _post(
    request: HttpRequest, call: Call, form: NoticeForm, correction: bool, *, at: datetime
) -> HttpResponse:
    seen = form.cleaned_data["seen"]
    if correction:
        notice = frame.perform(
            call,
            lambda: publicity.correct_notice(
                call_id=call.pk, by=request.user, seen=seen, at=at, note=form.cleaned_data["note"]
            ),
            by=request.user,
            at=at,
        )
    else:
        n = call.applications.filter(status=Status.PROPOSED).count()
        notice = listwork.take_on(call, "publicise", {"seen": seen}, n=n, by=request.user, at=at)
    if notice is None:
        return redirect(frame.url("call_job", call))
    messages.success(request, _("The notice is posted and public."))
    return redirect("notice", notice.public_id)
