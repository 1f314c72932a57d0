"""Setting a call up: from a programme, through every value the office may change, to the opening."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations import rules
from evaluations.actions import call as calls
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Call, ProposalKind
from evaluations.status import CALL_BEFORE_LIST, CallStatus
from workflows import desk, programme
from workflows.forms.calls import GeneralFields, NewCallForm, SetupForm
from workflows.forms.proposals import CancelForm
from workflows.views.answer import ActForm, attempt, status_of
from workflows.views.calls import door, frame, readiness
from workflows.views.public import calls as public
from workflows.views.public import words

_GENERAL = tuple(GeneralFields.base_fields)


@login_required
@require_http_methods(["GET", "POST"])
def new_call(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if reason := door.may(request.user, "create", None, at=at):
        raise NotPermitted(reason)
    form = NewCallForm(request.POST or None, initial=_proposal(at))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(frame.url("call_setup", _create(request, form, at=at)))
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = status_of(refusal)
    context = {"form": form, "heading": _("New call")}
    return render(request, "calls/new.html", context, status=status)


def _proposal(at: datetime) -> dict[str, Any]:
    """A window that begins in a week and lasts a month; all of it can be changed."""
    opens = datetime.combine(
        localtime(at).date() + timedelta(days=7), time(9), timezone.get_current_timezone()
    )
    return {
        "year": opens.year,
        "opens_at": localtime(opens),
        "closes_at": localtime(opens) + timedelta(days=30, hours=8),
        "cut_off": opens.date().replace(month=12, day=31),
    }


def _create(request: HttpRequest, form: NewCallForm, *, at: datetime) -> Call:
    given = dict(form.cleaned_data)
    each = programme.get(given.pop("programme"))
    call = calls.create(programme=each, by=request.user, at=at, **given)
    desk.start(call)
    messages.success(request, _("The call is in preparation. Nobody outside the office sees it."))
    return call


@login_required
@require_http_methods(["GET", "POST"])
def call_setup(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    if reason := door.may(request.user, "edit", call, at=at):
        raise NotPermitted(reason)
    form = SetupForm(
        request.POST or None, seen=call.version, rules=call.rules, initial=_initial(call)
    )
    if request.method == "POST" and attempt(form, lambda: _edit(request, call, form, at=at)):
        messages.success(request, _("Saved. The public page will show these values."))
        return redirect(frame.url("call_setup", call))
    context = frame.context(call, request.user, "call_setup", at=at) | {
        "form": form,
        "parameters": list(_rows(form)),
    }
    return render(request, "calls/setup.html", context, status=form.status)


def _initial(call: Call) -> dict[str, Any]:
    found = {name: getattr(call, name) for name in _GENERAL}
    return found | {name: localtime(found[name]) for name in ("opens_at", "closes_at")}


def _rows(form: SetupForm):
    for row in form.parameter_rows(programme.get(form.rules.id)):
        standing = row.parameter.standing
        yield {
            "row": row,
            "standing": words.standing_word(standing),
            "tone": words.standing_tone(standing),
        }


def _edit(request: HttpRequest, call: Call, form: SetupForm, *, at: datetime) -> Call:
    own = programme.get(call.programme)
    try:
        changed = rules.with_parameters(own, form.values())
    except rules.UnfitParameters as unfit:
        raise Refused(" ".join(unfit.sentences)) from unfit
    fields = {name: form.cleaned_data[name] for name in _GENERAL}
    seen = form.cleaned_data["seen"]
    return frame.perform(
        call,
        lambda: calls.edit(
            call_id=call.pk, by=request.user, seen=seen, at=at, programme=changed, **fields
        ),
        by=request.user,
        at=at,
    )


@login_required
@require_GET
def call_preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The public page as it will be, with what is still missing."""
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    if call.status != CallStatus.DRAFT:
        return redirect(frame.url("call", call))
    context = public.facts(call, at=at) | {
        "apply_url": "",
        "office_url": frame.url("call_office", call),
    }
    return render(request, "calls/preview.html", context)


@login_required
@require_POST
def call_open(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Publish the call and freeze its rules."""
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    form = ActForm(request.POST, seen=call.version)
    if not form.is_valid():
        raise Refused(_("This page was incomplete. Open it again."))
    seen = form.cleaned_data["seen"]

    def act() -> Call:
        if missing := [item.sentence for item in readiness.check(call, at=at) if item.stops]:
            raise Refused(" ".join([_("The call cannot open yet."), *missing]))
        return calls.open_call(call_id=call.pk, by=request.user, seen=seen, at=at)

    frame.perform(call, act, by=request.user, at=at)
    messages.success(request, _("The call is open. Its rules are frozen."))
    return redirect(frame.url("call_office", call))


@login_required
@require_http_methods(["GET", "POST"])
def call_cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Drop a call in preparation; an open one is cancelled by two persons."""
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    if call.status in CALL_BEFORE_LIST:
        return redirect("propose_change", call.public_id, ProposalKind.CANCEL)
    if reason := door.may(request.user, "cancel", call, at=at):
        raise NotPermitted(reason)
    form = CancelForm(request.POST or None, seen=call.version, call=call)
    if request.method == "POST" and attempt(form, lambda: _cancel(request, call, form, at=at)):
        messages.success(request, _("The call is cancelled."))
        return redirect(frame.url("call_office", call))
    context = frame.context(call, request.user, "call_office", at=at) | {"form": form}
    return render(request, "calls/cancel.html", context, status=form.status)


def _cancel(request: HttpRequest, call: Call, form: CancelForm, *, at: datetime) -> Call:
    given = form.cleaned_data
    return frame.perform(
        call,
        lambda: calls.cancel(
            call_id=call.pk, by=request.user, seen=given["seen"], at=at, reason=given["reason"]
        ),
        by=request.user,
        at=at,
    )
