"""The city's seals: who uploads, who releases, what is in use, and where a specimen may stay."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from certificates.models import Impression
from evaluations.call_permissions import role_over
from evaluations.models import User
from workflows import paper, seals
from workflows.forms import paper as forms
from workflows.views.answer import ActForm, attempt
from workflows.views.paper.desk import _names as names_of
from workflows.views.paper.file import as_pdf

Verb = Callable[[str, dict[str, Any], User, Any], object]


def _version(key: str, given: dict[str, Any], by: User) -> Impression:
    return seals.version(key, given["version"], by=by)


#: What a button of the page does: its form and its verb.
def _end_leave(key: str, _given: dict[str, Any], by: User, at: Any) -> bool:
    seals.end_leave(key, by=by, at=at)
    return True


_ACTS: dict[str, tuple[type[ActForm], Verb]] = {
    "upload": (
        forms.SealForm,
        lambda key, given, by, at: seals.upload(key, given["picture"], by=by, at=at),
    ),
    "release": (
        forms.ReleaseSealForm,
        lambda key, given, by, at: seals.release(
            _version(key, given, by), sha256=given["sha256"], by=by, at=at
        ),
    ),
    "withdraw": (
        forms.WithdrawSealForm,
        lambda key, given, by, at: seals.withdraw(
            _version(key, given, by), reason=given["reason"], by=by, at=at
        ),
    ),
    "allow": (
        forms.SpecimenForm,
        lambda key, given, by, at: seals.allow_specimen(
            key, document=given["document"], by=by, at=at
        ),
    ),
    "disallow": (
        forms.PlainForm,
        _end_leave,
    ),
}


@login_required
@never_cache
@require_GET
def seal_list(request: HttpRequest) -> HttpResponse:
    context = {"heading": _("Seals"), "rows": seals.standings(by=request.user)}
    return render(request, "paper/seals.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def seal(request: HttpRequest, key: str) -> HttpResponse:
    at, by = timezone.now(), request.user
    seals.standing(key, by=by)
    sent = None
    if request.method == "POST":
        name = request.POST.get("act", "")
        kind, verb = _ACTS.get(name, _ACTS["upload"])
        sent = kind(request.POST, request.FILES, seen=0)
        if attempt(sent, lambda: verb(key, sent.cleaned_data, by, at)):
            return redirect("seal", key)
    now = seals.standing(key, by=by)
    context = _context(now, by) | _forms(now, sent)
    return render(request, "paper/seal.html", context, status=sent.status if sent else 200)


def _forms(now: seals.Standing, sent: ActForm | None) -> dict[str, Any]:
    """One form for each button, the one that was refused with what was typed in it."""
    waiting, used = now.waiting, now.in_use
    fresh = {
        "upload": forms.SealForm(seen=0),
        "release": forms.ReleaseSealForm(
            seen=0,
            initial={"sha256": waiting.sha256, "version": waiting.version} if waiting else {},
        ),
        "withdraw": forms.WithdrawSealForm(
            seen=0, initial={"version": (waiting or used).version} if waiting or used else {}
        ),
        "allow": forms.SpecimenForm(seen=0),
        "disallow": forms.PlainForm(seen=0),
    }
    name = next((each for each, (kind, _verb) in _ACTS.items() if type(sent) is kind), "")
    return {"forms": fresh | ({name: sent} if name else {}), "refused": sent}


def _context(now: seals.Standing, user: User) -> dict[str, Any]:
    by = {
        each
        for row in now.versions
        for each in (row.uploaded_by, row.released_by, row.withdrawn_by)
    }
    names = names_of(by | ({now.leave.given_by} if now.leave else set()))
    return {
        "heading": now.issuer.name,
        "standing": now,
        "versions": [
            {
                "row": row,
                "uploaded": names.get(row.uploaded_by, ""),
                "released": names.get(row.released_by, ""),
                "withdrawn": names.get(row.withdrawn_by, ""),
            }
            for row in now.versions
        ],
        "leave_by": names.get(now.leave.given_by, "") if now.leave else "",
        "may": bool(role_over(user, None, *paper.RELEASERS)),
        "may_allow": bool(role_over(user, None, *seals.OFFICES)),
        "mine": bool(now.waiting and now.waiting.uploaded_by == f"user:{user.pk}"),
    }


@login_required
@require_GET
def seal_picture(request: HttpRequest, key: str, version: int) -> HttpResponse:
    row = seals.version(key, version, by=request.user)
    response = HttpResponse(bytes(row.png), content_type="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_GET
def seal_proof(request: HttpRequest, key: str, version: int) -> HttpResponse:
    pdf = seals.proof_pdf(key, version, by=request.user)
    return as_pdf(pdf, f"seal-{key}-{version}.pdf", inline=True)
