"""What the office does at the joint desk: hold a file, ask again, enter a letter, read evidence."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations import joint as found
from evaluations.actions import joint
from evaluations.call_permissions import role_over
from evaluations.desks import Desk
from evaluations.errors import NotPermitted
from evaluations.models import Application, JointDepartment, JointRequest, User
from evaluations.permissions import require
from evaluations.roles import Role
from workflows import programme
from workflows.forms.joint import AgainForm, DepartmentForm, HoldForm, LetterForm
from workflows.views import answer
from workflows.views.answer import ActForm, attempt
from workflows.views.joint import words
from workflows.views.joint.answering import answered

type Act = Callable[[ActForm], object]


def _at_desk(request: HttpRequest, public_id: UUID, at: datetime) -> Application:
    """The case, for somebody who may act at its joint desk now."""
    case = answer.the_case(request, public_id, at=at)
    require(request.user, "give_opinion", case, at=at, desk=Desk.JOINT_REVIEW)
    return case


def _asked(case: Application, request_id: UUID) -> JointRequest:
    row = next((each for each in found.current(case) if each.public_id == request_id), None)
    if row is None:
        raise Http404
    return row


def _act_page(
    request: HttpRequest, case: Application, form: ActForm, act: Act, **context: Any
) -> HttpResponse:
    if request.method == "POST" and attempt(form, lambda: act(form)) is not None:
        messages.success(request, _("Recorded."))
        return redirect("desk", public_id=case.public_id)
    context |= {"case": case, "form": form}
    return render(request, "joint/act.html", context, status=form.status)


@login_required
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    case = _at_desk(request, public_id, at)
    form = HoldForm(request.POST or None, seen=case.version)

    def act(form: ActForm) -> object:
        given = form.cleaned_data
        return joint.hold(
            application_id=case.pk, reason=given["reason"], look_again_on=given["look_again_on"],
            by=request.user, seen=given["seen"], at=at,
        )  # fmt: skip

    return _act_page(request, case, form, act, heading=_("Hold this file"), button=_("Hold"))


@login_required
@require_POST
def lift(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    case = _at_desk(request, public_id, at)
    joint.lift(application_id=case.pk, by=request.user, seen=case.version, at=at)
    messages.success(request, _("The file is no longer on hold."))
    return redirect("desk", public_id=case.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def ask_again(request: HttpRequest, public_id: UUID, request_id: UUID) -> HttpResponse:
    at = timezone.now()
    case = _at_desk(request, public_id, at)
    row = _asked(case, request_id)
    form = AgainForm(request.POST or None, seen=case.version)

    def act(form: ActForm) -> object:
        because = form.cleaned_data["because"]
        return joint.ask_again(request_id=row.pk, because=because, by=request.user, at=at)

    heading = _("Ask again: %(department)s") % {"department": words.label(row.department)}
    return _act_page(request, case, form, act, heading=heading, button=_("Ask again"), row=row)


@login_required
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, public_id: UUID, request_id: UUID) -> HttpResponse:
    at = timezone.now()
    case = _at_desk(request, public_id, at)
    row = _asked(case, request_id)
    form = LetterForm(request.POST or None, request.FILES or None, seen=case.version)
    heading = _("Answer on paper: %(department)s") % {"department": words.label(row.department)}
    return _act_page(
        request, case, form, lambda form: answered(request, row, form, at=at),
        heading=heading, button=_("Record the answer"), uploads=True,
    )  # fmt: skip


_ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'"


@login_required
@require_GET
def evidence(request: HttpRequest, request_id: UUID) -> FileResponse:
    """For the office, the deciders and the department itself; anybody else finds nothing."""
    row = JointRequest.objects.select_related("application__person", "application__call").filter(
        public_id=request_id
    ).first()  # fmt: skip
    if row is None or not row.evidence or not _may_read(request.user, row):
        raise Http404
    response = FileResponse(
        row.evidence.open("rb"), filename=row.evidence_name, content_type=row.evidence_type
    )
    response.headers["Content-Security-Policy"] = _ALONE
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _may_read(user: User, row: JointRequest) -> bool:
    if row.application.person.user_id == user.pk:
        return False
    own = row.department in found.answered_for(user)
    return own or found.may_read_answers(user, row.application)


@login_required
@require_http_methods(["GET", "POST"])
def departments(request: HttpRequest) -> HttpResponse:
    """Which office answers for which department."""
    if not role_over(request.user, None, Role.REVIEW_OFFICE):
        raise NotPermitted(_("Only the review office can do this."))
    code = request.POST.get("code", "")
    names = {code: words.label(code) for code in _codes()}
    form = DepartmentForm(request.POST if code in names else None, prefix=code or None)
    if request.method == "POST" and code in names and form.is_valid():
        joint.name_department(
            code=code, organisation=form.cleaned_data["uscc"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("Recorded."))
        return redirect("joint_departments")
    named = {row.code: row for row in JointDepartment.objects.select_related("organisation")}
    rows = [
        {
            "code": each,
            "label": label,
            "named": named.get(each),
            "form": form if each == code else DepartmentForm(prefix=each),
        }
        for each, label in names.items()
    ]
    status = 422 if form.is_bound else 200
    return render(request, "joint/departments.html", {"rows": rows, "form": form}, status=status)


def _codes() -> list[str]:
    """Every department that a programme asks."""
    steps = (s for p in programme.all_programmes() for t in p.tracks for s in t.route)
    return list(dict.fromkeys(code for step in steps for code in step.departments))
