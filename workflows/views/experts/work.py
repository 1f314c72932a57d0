"""An expert's own page: undertakings to sign, files to score, meetings to attend."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import blindness
from evaluations.actions import reviewing
from evaluations.models import Meeting, Member, User
from workflows.views.public import words


@login_required
@require_GET
def expert_home(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this expert, panel by panel. Anybody may open it; it is empty then."""
    panels = [_panel(member) for member in blindness.seats_of(request.user)]
    context = {
        "heading": _("Scoring"),
        "panels": panels,
        "meetings": _meetings(request.user),
    }
    return render(request, "experts/home.html", context)


def _panel(member: Member) -> dict[str, Any]:
    work = blindness.work_of(member)
    done = sum(review.submitted_at is not None for review in work)
    rows = [
        {
            "token": review.token,
            "code": review.panel_case.code,
            "state": state_of(review),
            "total": review.total,
        }
        for review in work
    ]
    return {
        "member": member,
        "panel": member.panel,
        "title": words.say(member.panel.call.rules.title),
        "rows": rows,
        "done": done,
        "total": len(rows),
        "next": next((r["token"] for r in rows if r["state"] != "submitted"), None),
        "closed": member.panel.closed_at is not None,
    }


def state_of(review: Any) -> str:
    if review.submitted_at is not None:
        return "submitted"
    return "draft" if review.saved_at else "todo"


def _meetings(user: User) -> list[Meeting]:
    rows = Meeting.objects.filter(
        seats__member__expert__user=user,
        seats__member__ended_at=None,
        seats__member__signed_at__isnull=False,
        closed_at=None,
    )
    return list(rows.select_related("call").order_by("held_on"))


@login_required
@require_http_methods(["GET", "POST"])
def undertaking(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and sign; before that nothing of the panel opens."""
    member = blindness.seats_of(request.user).filter(pk=pk).first()
    if member is None:
        raise Http404
    if request.method == "POST":
        reviewing.sign_undertaking(member_id=member.pk, by=request.user, at=timezone.now())
        messages.success(request, _("Signed. Your files are open now."))
        return redirect("expert")
    context = {
        "heading": _("Undertaking of confidentiality"),
        "caption": words.say(member.panel.call.rules.title),
        "member": member,
        "text": member.undertaking or reviewing.undertaking_text(),
    }
    return render(request, "experts/undertaking.html", context)
