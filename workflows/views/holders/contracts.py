"""After the decision of a programme with a contract: arrivals, task books, milestones."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions import engagement
from evaluations.call_permissions import role_over
from evaluations.errors import NotPermitted
from evaluations.models import Application, Milestone, User
from evaluations.roles import Role
from evaluations.uploads import accept_upload
from workflows import two_persons
from workflows.forms.holders import MAX_FILE, ArrivalForm, MilestoneForm, TaskBookForm
from workflows.views.answer import ActForm, attempt

PAGE = 50


def _cases(user: User) -> QuerySet[Application]:
    """Decided cases of programmes with an approval on intent or a task book; never one's own."""
    if not role_over(user, None, Role.REVIEW_OFFICE):
        raise NotPermitted(_("Only the review office can do this."))
    rows = Application.objects.filter(
        Q(pre_introduction__isnull=False)
        | Q(task_book__isnull=False)
        | (
            Q(status__in=["approved", "certified"])
            & Q(call__rules_text__contains='"milestones":[{')
        )
    )
    return rows.exclude(person__user=user).select_related(
        "person", "employer", "call", "pre_introduction", "task_book"
    )


@login_required
@require_GET
def contracts(request: HttpRequest) -> HttpResponse:
    today = localtime(timezone.now()).date()
    rows = _cases(request.user).defer("answers", "call__rules_text").order_by("-pk")
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 16:
        rows = rows.filter(pk__lt=int(after))
    shown = list(rows[: PAGE + 1])
    context = {
        "rows": shown[:PAGE],
        "overdue": list(engagement.overdue_milestones(today)[:PAGE]) if not after else [],
        "today": today,
        "next_url": f"?after={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
    }
    return render(request, "holders/contracts.html", context)


def _case(user: User, public_id: UUID) -> Application:
    case = _cases(user).filter(public_id=public_id).first()
    if case is None:
        raise Http404
    return case


@login_required
@require_GET
def contract(request: HttpRequest, public_id: UUID) -> HttpResponse:
    case = _case(request.user, public_id)
    book = getattr(case, "task_book", None)
    intent = getattr(case, "pre_introduction", None)
    stones = list(book.milestones.select_related("judged_by")) if book else []
    context = {
        "case": case,
        "intent": intent,
        "book": book,
        "milestones": [{"row": stone, "label": _label(case, stone)} for stone in stones],
        "today": localtime(timezone.now()).date(),
        "may_sign": book is None and case.status in {"approved", "certified"},
    }
    return render(request, "holders/contract.html", context)


def _label(case: Application, stone: Milestone) -> str:
    labels = {each.id: each.label for each in case.call.rules.milestones}
    found = labels.get(stone.code)
    return found.say(get_language() or "") if found else stone.code


def _page(
    request: HttpRequest, case: Application, form: ActForm, act: Any, **context: Any
) -> HttpResponse:
    if request.method == "POST" and attempt(form, lambda: act(form)) is not None:
        messages.success(request, _("Recorded."))
        return redirect("contract", public_id=case.public_id)
    context |= {"case": case, "form": form}
    return render(request, "holders/contract_act.html", context, status=form.status)


@login_required
@require_http_methods(["GET", "POST"])
def arrival(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    case = _case(request.user, public_id)
    form = ArrivalForm(request.POST or None, seen=case.version)

    def act(form: ActForm) -> object:
        given = form.cleaned_data
        return two_persons.take_effect(
            case, contract_on=given["contract_on"], arrived_on=given["arrived_on"],
            by=request.user, at=at,
        )  # fmt: skip

    return _page(request, case, form, act, heading=_("Contract and arrival"), button=_("Record"))


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    case = _case(request.user, public_id)
    form = TaskBookForm(request.POST or None, request.FILES or None, seen=case.version)

    def act(form: ActForm) -> object:
        upload = form.cleaned_data["file"]
        file = (
            accept_upload(upload.read(), name=upload.name, max_bytes=MAX_FILE, formats=("pdf",))
            if upload
            else None
        )
        return engagement.sign_task_book(
            application_id=case.pk, signed_on=form.cleaned_data["signed_on"], file=file,
            by=request.user, at=at,
        )  # fmt: skip

    return _page(
        request, case, form, act, heading=_("Contract or task book"), button=_("Record"),
        uploads=True,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, public_id: UUID, milestone_id: int) -> HttpResponse:
    at = timezone.now()
    case = _case(request.user, public_id)
    stone = Milestone.objects.filter(pk=milestone_id, book__application=case).first()
    if stone is None:
        raise Http404
    form = MilestoneForm(request.POST or None, seen=case.version)

    def act(form: ActForm) -> object:
        given = form.cleaned_data
        return engagement.judge_milestone(
            milestone_id=stone.pk, result=given["result"], words=given["words"],
            by=request.user, at=at,
        )  # fmt: skip

    return _page(
        request, case, form, act, heading=_label(case, stone), button=_("Record the assessment")
    )


@login_required
@require_GET
def contract_file(request: HttpRequest, public_id: UUID) -> FileResponse:
    book = getattr(_case(request.user, public_id), "task_book", None)
    if book is None or not book.file:
        raise Http404
    response = FileResponse(
        book.file.open("rb"), filename=book.file_name, content_type="application/pdf"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
