"""An objection under examination: who objected is known to the handler alone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from evaluations import permissions
from evaluations.actions import objections
from evaluations.desks import Desk
from evaluations.models import Application, Objection
from workflows import desk as desks
from workflows.views import answer
from workflows.views.desks import _page
from workflows.views.desks._case_file import CaseFile
from workflows.views.desks._kind import Kind


class AdmissibilityForm(answer.ActForm):
    admissible = forms.TypedChoiceField(
        label=gettext_lazy("Is the objection admissible?"),
        choices=[
            ("yes", gettext_lazy("Admit\nIn time, by a named person, about this list.")),
            ("no", gettext_lazy("Do not admit\nThe objection ends here; the candidate goes on.")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class ExtensionForm(answer.ActForm):
    reason = forms.CharField(
        label=gettext_lazy("Why more time is needed"),
        help_text=gettext_lazy("The objector reads it. The time can be extended once."),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )


class OutcomeForm(answer.ActForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=Objection.Outcome.choices, widget=forms.RadioSelect
    )
    finding = forms.CharField(
        label=gettext_lazy("Finding"),
        help_text=gettext_lazy("What was examined, and what was found."),
        max_length=4000,
        widget=forms.Textarea({"rows": 5, "maxlength": 4000}),
    )
    reply = forms.CharField(
        label=gettext_lazy("Answer to the objector"),
        help_text=gettext_lazy(
            "What is read under the receipt number. Left empty, the finding is read there."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4, "maxlength": 2000}),
    )
    strike_off = forms.BooleanField(
        label=gettext_lazy("Strike the candidate off the list"),
        help_text=gettext_lazy("Only when the objection is upheld. Nobody moves up by itself."),
        required=False,
    )


def _more(file: CaseFile, form: answer.ActForm | None) -> dict[str, Any]:
    rows = file.case.objections.select_related("handler", "notice").order_by("decided_at", "id")
    shown = [_shown(file, row, form) for row in rows]
    return {"objections": sorted(shown, key=lambda each: each["row"].decided_at is not None)}


def _shown(file: CaseFile, row: Objection, refused: answer.ActForm | None) -> dict[str, Any]:
    found: dict[str, Any] = {"row": row, "mine": row.handler_id == file.reader.pk}
    if found["mine"] and row.decided_at is None:
        prefix = f"o{row.pk}"
        kind = AdmissibilityForm if row.admissible is None else OutcomeForm
        again = refused if refused is not None and refused.prefix == prefix else None
        found["form"] = again or kind(seen=file.case.version, prefix=prefix)
        if row.extended_at is None:
            found["longer"] = ExtensionForm(seen=file.case.version, prefix=f"x{row.pk}")
    return found


KIND = Kind(
    Desk.OBJECTION,
    duty=gettext_lazy("Examine the objection. Only the contested candidate waits for it."),
    more=_more,
    verb="handle_objection",
)


def _objection(case: Application, objection_id: int) -> Objection:
    row = case.objections.select_related("handler").filter(pk=objection_id).first()
    if row is None:
        raise Http404
    return row


def _perform[T](request: HttpRequest, case: Application, act: Callable[[], T], at: datetime) -> T:
    return desks.perform(case, act, by=request.user, at=at)


@login_required
@require_POST
def take(request: HttpRequest, public_id: UUID, objection_id: int) -> HttpResponse:
    """Become the handler; whoever checked this application before may not."""
    at = timezone.now()
    case = answer.the_case(request, public_id, at=at)
    row = _objection(case, objection_id)
    _perform(
        request,
        case,
        lambda: objections.take(objection_id=row.pk, by=request.user, at=at),
        at,
    )
    return redirect("desk", public_id=case.public_id)


@login_required
@require_POST
def objector(request: HttpRequest, public_id: UUID, objection_id: int) -> HttpResponse:
    """Who objected, shown once on the page that answers this press; every reading is recorded."""
    at = timezone.now()
    case = answer.the_case(request, public_id, at=at)
    row = _objection(case, objection_id)
    who = _perform(
        request,
        case,
        lambda: objections.objector(objection_id=row.pk, by=request.user, at=at),
        at,
    )
    task = desks.open_task(case)
    return _page.shown(request, case, task, at=at, objector=who, objector_of=row.pk)


@login_required
@require_POST
def decide(request: HttpRequest, public_id: UUID, objection_id: int) -> HttpResponse:
    """First whether it is admissible, then its outcome: the form on the page says which."""
    at = timezone.now()
    case = answer.the_case(request, public_id, at=at)
    row = _objection(case, objection_id)
    prefix = f"o{row.pk}"
    judging = f"{prefix}-admissible" in request.POST or f"{prefix}-reason" in request.POST
    kind = AdmissibilityForm if judging else OutcomeForm
    form = kind(request.POST, seen=case.version, prefix=prefix)
    verb = _judge if judging else _close
    if answer.attempt(form, lambda: verb(request, case, row, form, at=at)):
        messages.success(request, _("Recorded for the objection %s.") % row.receipt)
        return redirect("desk", public_id=case.public_id)
    return _page.refused(request, case, Desk.OBJECTION, form, at=at)


def _judge(
    request: HttpRequest, case: Application, row: Objection, form: forms.Form, *, at: datetime
) -> Objection:
    given = form.cleaned_data
    return _perform(
        request,
        case,
        lambda: objections.judge_admissibility(
            objection_id=row.pk,
            admissible=given["admissible"],
            reason=given["reason"],
            by=request.user,
            at=at,
        ),
        at,
    )


def _close(
    request: HttpRequest, case: Application, row: Objection, form: forms.Form, *, at: datetime
) -> Objection:
    given = form.cleaned_data
    return _perform(
        request,
        case,
        lambda: objections.decide_objection(
            objection_id=row.pk,
            outcome=given["outcome"],
            finding=given["finding"],
            strike_off=given["strike_off"],
            reply=given["reply"],
            by=request.user,
            at=at,
        ),
        at,
    )


@login_required
@require_POST
def extend(request: HttpRequest, public_id: UUID, objection_id: int) -> HttpResponse:
    """More time, once."""
    at = timezone.now()
    case = answer.the_case(request, public_id, at=at)
    row = _objection(case, objection_id)
    reason = request.POST.get(f"x{row.pk}-reason", "")
    _perform(
        request,
        case,
        lambda: objections.extend(objection_id=row.pk, reason=reason, by=request.user, at=at),
        at,
    )
    messages.success(request, _("Recorded for the objection %s.") % row.receipt)
    return redirect("desk", public_id=case.public_id)


@login_required
@require_GET
def evidence(request: HttpRequest, public_id: UUID, objection_id: int) -> FileResponse:
    """What came with the objection, for those who may handle it; handed over, never shown inline."""
    at = timezone.now()
    case = answer.the_case(request, public_id, at=at)
    row = _objection(case, objection_id)
    if not row.evidence or permissions.refusal(request.user, "handle_objection", case, at=at):
        raise Http404
    response = FileResponse(row.evidence.open("rb"), as_attachment=True, filename=row.receipt)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
