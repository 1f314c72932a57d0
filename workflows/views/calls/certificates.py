"""Issuing: one button, a bar that moves, and what could not be made."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from certificates.models import MOVES, Certificate, Status
from evaluations.models import Call
from workflows import issuing, replacing
from workflows.views.answer import ActForm, attempt
from workflows.views.calls import door, frame

PAGE = 50
MOST_FAILED = 20


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def call_certificates(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    form = ActForm(request.POST or None, seen=call.version)
    if request.method == "POST":
        again = request.POST.get("retry", "")

        def act() -> bool:
            if again.isdecimal() and len(again) < 16:
                issuing.retry(call, int(again), by=request.user, at=at)
            elif "pause" in request.POST:
                issuing.pause(call, by=request.user, at=at)
            else:
                issuing.start(call, by=request.user, at=at)
            return True

        if attempt(form, act):
            return redirect(frame.url("call_certificates", call))
    progress = issuing.progress(call, at=at)
    found = _page(call, request.GET.get("after", ""))
    context = frame.context(call, request.user, "call_certificates", at=at) | {
        "form": form,
        "progress": progress,
        "failures": issuing.failed(call, most=MOST_FAILED) if progress.failed else [],
        "specimens": issuing.specimens(call) if progress.waiting else [],
        "label": label(progress),
        "progress_url": reverse("call_certificates_progress", args=[call.public_id]),
        "rows": _rows(call, found[:PAGE]),
        "next_url": f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "refused": door.may(request.user, "certify", call, at=at),
    }
    return render(request, "calls/certificates.html", context, status=form.status)


@login_required
@never_cache
@require_GET
def call_certificates_progress(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """For the bar: {done, total, label, finished}."""
    call = door.the_call(request.user, public_id)
    progress = issuing.progress(call, at=timezone.now())
    return JsonResponse(
        {
            "done": progress.done,
            "total": progress.total,
            "label": label(progress),
            "finished": not progress.running or progress.stuck,
        }
    )


def label(progress: issuing.Progress) -> str:
    if not progress.total:
        return _("No certificate has a number yet.")
    if not progress.waiting:
        return _("All certificates are issued.")
    if progress.stuck:
        return _("Nothing has moved for a while.")
    if progress.running:
        return _("Certificates are being made")
    if progress.paused:
        return _("Paused. What is issued stays issued.")
    sentence = ngettext(
        "%(n)d certificate waits to be issued.", "%(n)d certificates wait to be issued.",
        progress.waiting,
    )  # fmt: skip
    return sentence % {"n": progress.waiting}


def _page(call: Call, after: str) -> list[Certificate]:
    rows = issuing.certificates_of(call).order_by("pk")
    if after.isdecimal() and len(after) < 16:
        rows = rows.filter(pk__gt=int(after))
    return list(rows[: PAGE + 1])


def _rows(call: Call, certificates: list[Certificate]) -> list[dict[str, Any]]:
    failed = issuing.problems([each for each in certificates if not each.issued_at])
    outdated = replacing.outdated([each for each in certificates if each.issued_at])
    return [
        {
            "certificate": each,
            "url": reverse("certificates:verify_code", args=[each.code]) if each.issued_at else "",
            "problem": failed.get(each.pk, ""),
            "replace": _replace_url(call, each),
            "outdated": each.pk in outdated,
        }
        for each in certificates
    ]


def _replace_url(call: Call, certificate: Certificate) -> str:
    """Only what people hold, and no longer than it may become another version."""
    may = certificate.issued_at and Status.SUPERSEDED in MOVES[certificate.status]
    return reverse("replace_certificate", args=[call.public_id, certificate.pk]) if may else ""
