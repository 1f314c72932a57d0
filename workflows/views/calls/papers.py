"""What the office takes away on paper or as a workbook: minutes, proofs, the summary table."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from evaluations.actions.filing import OFFICIAL_LANGUAGE
from evaluations.errors import Refused
from evaluations.models import Call, User
from evaluations.roles import Role
from journal.record import record
from workflows import minutes, sheets
from workflows.views.calls import door, listed

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PDF = "application/pdf"


def _the_call(request: HttpRequest, public_id: UUID) -> Call:
    call = door.the_call(request.user, public_id)
    door.require_reader(request.user, call)
    return call


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _language(request: HttpRequest) -> str:
    """Papers are in the language of the record unless another one is asked for."""
    return "en" if request.GET.get("language") == "en" else OFFICIAL_LANGUAGE


@login_required
@require_GET
def call_minutes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = _the_call(request, public_id)
    rows = listed.rows_of(call)
    if not rows:
        raise Refused(_("The list has not been made yet, so it has no minutes."))
    with translation.override(_language(request)):
        pdf = minutes.of_the_list(call, rows)
    return _file(pdf, f"list-{call.programme}-{call.year}-{call.batch}.pdf", _PDF)


@login_required
@require_GET
def decision_minutes(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    call = _the_call(request, public_id)
    decision = call.decisions.filter(number=number).select_related("call", "decided_by").first()
    if decision is None:
        raise Http404
    with translation.override(_language(request)):
        pdf = minutes.of_a_decision(decision)
    return _file(pdf, f"decision-{call.programme}-{call.year}-{number}.pdf", _PDF)


@login_required
@require_GET
def notice_proof(request: HttpRequest, public_id: UUID, edition: int) -> HttpResponse:
    call = _the_call(request, public_id)
    notice = call.notices.filter(edition=edition).select_related("call", "posted_by").first()
    if notice is None:
        raise Http404
    with translation.override(_language(request)):
        pdf = minutes.of_a_notice(notice, at=timezone.now())
    return _file(pdf, f"notice-{call.programme}-{call.year}-{edition}.pdf", _PDF)


@login_required
@require_POST
def call_roster(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The summary table holds telephone numbers and the joint review: the office alone, and on
    record."""
    call = door.the_call(request.user, public_id)
    door.require_role_over(request.user, call, Role.REVIEW_OFFICE)
    if kind not in {"xlsx", "pdf"}:
        raise Http404
    data = sheets.workbook(call) if kind == "xlsx" else sheets.page(call)
    _note(call, request.user, kind)
    name = f"roster-{call.programme}-{call.year}-{call.batch}.{kind}"
    return _file(data, name, _XLSX if kind == "xlsx" else _PDF)


def _note(call: Call, by: User, kind: str) -> None:
    with transaction.atomic():
        record(
            verb="call.export_roster",
            subject=call.subject,
            actor=f"user:{by.pk}",
            role=Role.REVIEW_OFFICE,
            at=timezone.now(),
            version=call.version,
            rules=call.rules_hash,
            detail={"kind": kind},
        )
