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

from evaluations import public_list
from evaluations.actions import objections, publicity
from evaluations.calendar import CalendarNotPublished
from evaluations.errors import Refused
from evaluations.models import Application, Call, Notice, Objection, work_calendar
from evaluations.public_list import local_day
from evaluations.roles import Role
from evaluations.status import CallStatus, Status
from workflows import desk, listwork
from workflows.forms.calls import NoticeForm
from workflows.forms.objection import TipForm
from workflows.views.answer import attempt, status_of
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
    notice: Notice | None
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


@login_required
@require_http_methods(["GET", "POST"])
def call_tip(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The office registers what came in without a name, if it can be checked."""
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    door.require_role_over(request.user, call, Role.REVIEW_OFFICE)
    notice = next((n for n in call.notices.order_by("-edition") if public.is_running(n, at)), None)
    if notice is None:
        raise Refused(_("No notice runs, so nothing can be registered against its list."))
    form = TipForm(
        request.POST or None, request.FILES or None, entries=public_list.entries(notice.entries)
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = _register_tip(request, notice, form, at=at)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("Registered under %s.") % row.receipt)
                return redirect("desk", row.application.public_id)
    context = frame.context(call, request.user, "call_notice", at=at) | {"form": form}
    return render(request, "calls/tip.html", context, status=status)


def _register_tip(
    request: HttpRequest, notice: Notice, form: TipForm, *, at: datetime
) -> Objection:
    given = form.cleaned_data
    case = Application.objects.get(call=notice.call_id, reference=given["candidate"])
    return desk.perform(
        case,
        lambda: objections.receive(
            notice=notice, application=case, name="", unit="", phone="", facts=form.told(), at=at,
            by=request.user, anonymous_tip=True, evidence=given["evidence"],
        ),
        by=request.user,
        at=at,
    )  # fmt: skip
