"""The holder's own certificate: copies for a purpose, a public page, a link for a while."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from certificates import conf, holders
from certificates.models import Certificate, Copy, Showing
from certificates.shown import shown
from certificates.verify import BY_STATUS
from evaluations import holdings
from evaluations.models import Holding
from workflows import paper
from workflows.forms.paper import CopyForm, PlainForm, ShareForm
from workflows.views.answer import ActForm, attempt
from workflows.views.holders import act as titles
from workflows.views.paper.file import as_pdf

_FORMS: dict[str, type[ActForm]] = {
    "copy": CopyForm, "publish": PlainForm, "share": ShareForm, "hide": PlainForm,
}  # fmt: skip


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def own_paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    holding = titles.the_title(request.user, public_id)
    if not holdings.is_holder(request.user, holding):
        raise Http404
    wanted = request.POST.get("act", "")
    own = {"share": {"offered": paper.terms(holding).offered}}
    forms = {
        name: form(
            request.POST if name == wanted else None, seen=holding.version, **own.get(name, {})
        )
        for name, form in _FORMS.items()
    }
    if wanted in forms and _done(request, holding, wanted, forms[wanted], at=at):
        return redirect("title_paper", public_id)
    context = _context(holding, at=at) | {
        "forms": forms, "bound": [form for form in forms.values() if form.is_bound],
    }  # fmt: skip
    status = max(form.status for form in forms.values())
    return render(request, "paper/own.html", context, status=status)


def _done(request: HttpRequest, holding: Holding, wanted: str, form: ActForm, *, at: Any) -> bool:
    by = request.user

    def act() -> object:
        match wanted:
            case "copy":
                return paper.copy(holding, purpose=form.cleaned_data["purpose"], by=by, at=at)
            case "share":
                return paper.share(holding, days=form.cleaned_data["days"], by=by, at=at)
            case "publish":
                return paper.publish(holding, by=by, at=at)
        given = request.POST.get("showing", "")
        number = int(given) if given.isdecimal() and len(given) < 16 else 0
        return paper.hide(holding, showing_id=number, by=by, at=at)

    return attempt(form, act) is not None


def _context(holding: Holding, *, at: Any) -> dict[str, Any]:
    case = holding.application.subject
    showings = holders.live(at=at).filter(certificate__case=case)
    rows = [{"row": each, "url": _address(each)} for each in showings]
    certificates = Certificate.objects.filter(case=case, issued_at__isnull=False)
    return {
        "holding": holding,
        "certificate": certificates.order_by("-version").first(),
        "copies": Copy.objects.filter(certificate__case=case, lapses_at__gt=at),
        "terms": paper.terms(holding),
        "page": next((each for each in rows if each["row"].public), None),
        "links": [each for each in rows if not each["row"].public],
    }


def _address(showing: Showing) -> str:
    return conf.site_url() + reverse("shown_title", args=[showing.token])


@login_required
@require_GET
def copy_file(request: HttpRequest, public_id: UUID, copy_id: UUID) -> HttpResponse:
    holding = titles.the_title(request.user, public_id)
    if not holdings.is_holder(request.user, holding):
        raise Http404
    rows = Copy.objects.filter(certificate__case=holding.application.subject)
    made = rows.filter(public_id=copy_id, lapses_at__gt=timezone.now()).first()
    if made is None:
        raise Http404
    pdf = paper.said(lambda: holders.copy_pdf(made))
    return as_pdf(pdf, f"{made.certificate.number}-copy.pdf")


@never_cache
@require_GET
def shown_title(request: HttpRequest, token: str) -> HttpResponse:
    """What the holder shows: no login, no index, and gone the moment it is ended."""
    found = holders.opened(token, at=timezone.now())
    if found is None:
        response = render(request, "paper/shown_gone.html", status=404)
    else:
        showing, certificate = found
        context = {
            "showing": showing, "certificate": certificate, "shown": shown(certificate),
            "verdict": BY_STATUS[certificate.status],
        }  # fmt: skip
        response = render(request, "paper/shown.html", context)
    # The address of a shared link is its secret: neither engines nor the next site learn it.
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
