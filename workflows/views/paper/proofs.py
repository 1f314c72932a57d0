"""Proof sheets: two persons look at a layout with the names that break layouts, and release it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from certificates.designs import DESIGNS, Design
from certificates.models import Proof
from certificates.proof import EXTREME_NAMES
from evaluations.call_permissions import role_over
from evaluations.errors import NotFound
from evaluations.models import User
from evaluations.roles import Role
from workflows import paper
from workflows.forms.paper import PlainForm, ReleaseForm
from workflows.views.answer import ActForm, attempt
from workflows.views.paper.desk import _names as names_of
from workflows.views.paper.file import as_pdf


@login_required
@never_cache
@require_GET
def proofs(request: HttpRequest) -> HttpResponse:
    _readers(request.user)
    made = {each.design: each for each in Proof.objects.all()}
    rows = [_row(design, made.get(design.name)) for design in DESIGNS.values()]
    context = {"heading": _("Layouts"), "rows": rows}
    return render(request, "paper/proofs.html", context)


def _readers(user: User) -> None:
    paper.city_role(user, *paper.RELEASERS, Role.AUDITOR, Role.REVIEW_OFFICE)


def _row(design: Design, made: Proof | None) -> dict[str, Any]:
    signed = (made.first_by, made.second_by) if made else ()
    names = names_of(each for each in signed if each)
    stamps = [(made.first_by, made.first_at), (made.second_by, made.second_at)] if made else []
    return {
        "design": design,
        "proof": made,
        "released": bool(made and made.second_at),
        "turns": [(names.get(by, ""), at) for by, at in stamps if by],
    }


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest, key: str) -> HttpResponse:
    at = timezone.now()
    _readers(request.user)
    design = DESIGNS.get(key)
    if design is None:
        raise NotFound(_("There is no such layout."))
    made = Proof.objects.filter(design=design.name).first()
    kind = ReleaseForm if made else PlainForm
    form = kind(request.POST or None, seen=0, initial={"sha256": made.sha256 if made else ""})
    if request.method == "POST" and _done(request.user, key, made, form, at=at):
        return redirect("proof", key)
    context = _row(design, made) | {
        "heading": design.heading, "form": form, "names": EXTREME_NAMES,
        "may": bool(role_over(request.user, None, *paper.RELEASERS)),
        "mine": bool(made and f"user:{request.user.pk}" in (made.first_by, made.second_by)),
    }  # fmt: skip
    return render(request, "paper/proof.html", context, status=form.status)


def _done(user: User, key: str, made: Proof | None, form: ActForm, *, at: Any) -> bool:
    def act() -> Proof:
        if made is None:
            return paper.make_proof(key, by=user, at=at)
        return paper.release_proof(made, sha256=form.cleaned_data["sha256"], by=user, at=at)

    return attempt(form, act) is not None


@login_required
@require_GET
def proof_file(request: HttpRequest, key: str) -> HttpResponse:
    return as_pdf(paper.proof_pdf(key, by=request.user), f"proof-{key}.pdf", inline=True)
