"""What waits for a second person: employers that register, identities to correct, roles of weight."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions import employers, granting, identities
from evaluations.errors import NotPermitted
from evaluations.models import (
    EmployerRequest,
    GrantRequest,
    IdentityCorrection,
    Organisation,
    RoleGrant,
    User,
)
from evaluations.roles import Role, Scope
from evaluations.status import ON_LIST, Status
from workflows.forms.people import DecisionForm
from workflows.views.answer import entered
from workflows.views.calls.registers import _frame

PAGE = 50
CONFIRMERS = (
    Role.REVIEW_OFFICE,
    Role.SYSADMIN,
    Role.LEADING_GROUP,
    Role.CITY_ACCEPTANCE,
    Role.DISTRICT_OFFICER,
)


@dataclass(frozen=True)
class Kind:
    label: str | Promise
    rows: Callable[[User], QuerySet[Any]]
    lines: Callable[[Any], list[tuple[str, str]]]
    title: Callable[[Any], str]
    refusal: Callable[[User, Any], str]
    decide: Callable[..., Any]


def _employers(user: User) -> QuerySet[EmployerRequest]:
    """The district's own, or all for the office."""
    seen = Q(pk=None)
    for grant in user.live_grants:
        if grant.role == Role.REVIEW_OFFICE and grant.scope == Scope.CITY:
            seen |= Q(pk__isnull=False)
        elif grant.role == Role.DISTRICT_OFFICER:
            seen |= Q(affiliation=Organisation.Affiliation.DISTRICT, district=grant.district)
    return EmployerRequest.objects.filter(seen).select_related("asked_by", "decided_by")


def _identities(user: User) -> QuerySet[IdentityCorrection]:
    rows = IdentityCorrection.objects.select_related("asked_by", "decided_by", "person")
    return rows if user.holds(*identities.KEEPERS) else rows.none()


def _roles(user: User) -> QuerySet[GrantRequest]:
    rows = GrantRequest.objects.select_related("asked_by", "decided_by", "user", "call")
    return rows if user.holds(*granting.CONFIRMERS) else rows.none()


def _employer_lines(asked: EmployerRequest) -> list[tuple[str, str]]:
    known = Organisation.objects.filter(uscc=asked.uscc).first()
    speakers = RoleGrant.objects.filter(
        organisation=known, role=Role.EMPLOYER_HEAD, ended_at=None
    ).select_related("user")
    names = _(", ").join(str(grant.user) for grant in speakers) if known else ""
    districts = {district.code: str(district.title) for district in settings.CITY.districts}
    return [
        (_("Unified social credit code"), asked.uscc),
        (_("Kind"), str(Organisation.Kind(asked.kind).label)),
        (_("Belongs to"), str(Organisation.Affiliation(asked.affiliation).label)),
        (_("District"), districts.get(asked.district, "—")),
        (_("In the register"), known.name if known else _("not yet")),
        (_("Who speaks for it now"), names or _("nobody")),
        (_("Asks to speak for it"), f"{asked.asked_by.name} {asked.asked_by.phone}"),
    ]


def _identity_lines(asked: IdentityCorrection) -> list[tuple[str, str]]:
    lines = []
    if asked.name != asked.name_before:
        lines.append((_("Name"), f"{asked.name_before} → {asked.name}"))
    if asked.id_sealed:
        lines.append((_("ID number"), f"{asked.masked_before} → {asked.masked_id}"))
    return [*lines, (_("Reason"), asked.reason), *_touched(asked)]


def _touched(asked: IdentityCorrection) -> list[tuple[str, str]]:
    """Where the wrong name stands already, and what then has to be done."""
    cases = list(asked.person.applications.order_by("-pk").values_list("reference", "status"))
    lines = []
    if cases:
        named = (f"{reference} {Status(status).label}" for reference, status in cases[:10])
        lines.append((_("Applications"), _(", ").join(named)))
    if any(status in ON_LIST for _reference, status in cases):
        sentence = _("Under public notice with the present name. Correct the notice afterwards.")
        lines.append((_("Mind"), sentence))
    if any(status == Status.CERTIFIED for _reference, status in cases):
        sentence = _("A certificate with the present name is out. It keeps that name.")
        lines.append((_("Mind"), sentence))
    return lines


def _role_lines(asked: GrantRequest) -> list[tuple[str, str]]:
    return [
        (_("Role"), str(Role(asked.role).label)),
        (_("What it does"), str(Role(asked.role).kind.duty)),
        (_("Account"), f"{asked.user.name} ({asked.user.username})"),
        (_("Reaches"), asked.call.title if asked.call else str(Scope.CITY.label)),
        (_("Reason"), asked.reason),
    ]


KINDS: dict[str, Kind] = {
    "employers": Kind(
        gettext_lazy("Employers"), _employers, _employer_lines, lambda asked: asked.name,
        employers.refusal, employers.decide,
    ),
    "identities": Kind(
        gettext_lazy("Names and ID numbers"), _identities, _identity_lines,
        lambda asked: asked.name_before, identities.refusal, identities.decide,
    ),
    "roles": Kind(
        gettext_lazy("Roles"), _roles, _role_lines,
        lambda asked: f"{asked.user.name}: {Role(asked.role).label}", granting.confirm_refusal,
        granting.decide_role,
    ),
}  # fmt: skip


def _require(user: User) -> None:
    if not user.holds(*CONFIRMERS):
        names = _(", ").join(str(role.label) for role in CONFIRMERS)
        raise NotPermitted(_("This page is for: %(roles)s.") % {"roles": names})


@login_required
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Everything of this reader that is open, the oldest first; then what was decided last."""
    _require(request.user)
    groups = []
    for name, kind in KINDS.items():
        rows = kind.rows(request.user)
        waiting = list(rows.filter(decided_at=None).order_by("pk")[:PAGE])
        decided = list(rows.exclude(decided_at=None).order_by("-decided_at")[:10])
        if waiting or decided:
            listed = [(row, kind.title(row)) for row in (*waiting, *decided)]
            groups.append({"name": name, "label": kind.label, "rows": listed})
    context = _frame.context(request.user, "office_requests", _("Requests to decide")) | {
        "groups": groups
    }
    return render(request, "calls/registers/requests.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """One request, and the decision of the second person."""
    _require(request.user)
    if kind not in KINDS:
        raise Http404
    of_kind = KINDS[kind]
    asked = of_kind.rows(request.user).filter(public_id=public_id).first()
    if asked is None:
        raise Http404
    with_number = isinstance(asked, IdentityCorrection) and bool(asked.id_sealed)
    form, status = DecisionForm(request.POST or None, with_number=with_number), 200
    if request.method == "POST":
        status = _decide(request, of_kind, asked, form)
        if status == 200:
            messages.success(request, _("Recorded."))
            return redirect("office_requests")
    context = _frame.context(request.user, "office_requests", of_kind.title(asked)) | {
        "asked": asked,
        "kind": of_kind.label,
        "letter": kind == "employers",
        "lines": of_kind.lines(asked),
        "form": form,
        "refused": of_kind.refusal(request.user, asked),
    }
    return render(request, "calls/registers/request.html", context, status=status)


def _decide(request: HttpRequest, kind: Kind, asked: Model, form: DecisionForm) -> int:
    """The status of the answer; 200 when it is done."""
    return entered(
        form,
        lambda: kind.decide(
            request_id=asked.pk, outcome=request.POST.get("outcome", ""),
            by=request.user, at=timezone.now(), **form.cleaned_data,
        ),
    )  # fmt: skip


@login_required
@require_GET
def letter(request: HttpRequest, public_id: UUID) -> FileResponse:
    """As a download only, for whoever decides and for whoever sent it."""
    seen = _employers(request.user) | EmployerRequest.objects.filter(
        asked_by=request.user
    ).select_related("asked_by", "decided_by")
    asked = seen.filter(public_id=public_id).first()
    if asked is None:
        raise Http404
    answer = FileResponse(
        asked.letter.open("rb"), as_attachment=True, filename=asked.letter_name,
        content_type=asked.letter_type,
    )  # fmt: skip
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
