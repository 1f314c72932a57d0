"""A department's own page: its requests as a dense list, answered one by one or several at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations import joint as found
from evaluations.actions import joint
from evaluations.errors import NotPermitted
from evaluations.models import JointRequest, User
from evaluations.uploads import accept_upload
from workflows.forms.joint import MAX_FILE, AnswerForm
from workflows.views.answer import attempt
from workflows.views.joint import words

PAGE = 50
MOST_AT_ONCE = 200


def own(user: User) -> QuerySet[JointRequest]:
    """The requests to the departments for which this person answers; nobody reads his own."""
    codes = found.answered_for(user)
    if not codes:
        raise NotPermitted(_("This page is for the departments of the joint review."))
    rows = JointRequest.objects.filter(department__in=codes)
    return rows.exclude(application__person__user=user).select_related(
        "application__person", "application__employer", "application__call", "answered_by"
    )


@login_required
@require_GET
def joint_requests(request: HttpRequest) -> HttpResponse:
    at, state = timezone.now(), request.GET.get("state", "open")
    rows = own(request.user).defer("application__answers", "application__call__rules_text")
    if state == "answered":
        rows = rows.filter(answered_at__isnull=False).order_by("-pk")
    else:
        rows = rows.filter(answered_at=None, closed_at=None).order_by("pk")
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 16:
        edge = {"pk__lt" if state == "answered" else "pk__gt": int(after)}
        rows = rows.filter(**edge)
    shown, names = list(rows[: PAGE + 1]), words.labels()
    context = {
        "rows": [words.row(each, names, at=at) for each in shown[:PAGE]],
        "several": len(found.answered_for(request.user)) > 1,
        "answered": state == "answered",
        "next_url": f"?state={state}&after={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
        "today": localtime(at).date(),
        "tab_items": _tabs(state),
    }
    return render(request, "joint/requests.html", context)


def _tabs(state: str) -> list[dict[str, Any]]:
    return [
        {"label": _("To be answered"), "url": "?state=open", "current": state != "answered"},
        {"label": _("Answered"), "url": "?state=answered", "current": state == "answered"},
    ]


def _one(user: User, public_id: UUID) -> JointRequest:
    row = own(user).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def joint_request(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at, row = timezone.now(), _one(request.user, public_id)
    form = AnswerForm(request.POST or None, request.FILES or None, seen=0)
    if request.method == "POST" and attempt(form, lambda: answered(request, row, form, at=at)):
        messages.success(
            request, _("%(reference)s: answered.") % {"reference": row.application.reference}
        )
        return redirect("joint_requests")
    return _page(request, row, form)


def _page(request: HttpRequest, row: JointRequest, form: AnswerForm, **more: Any) -> HttpResponse:
    case, at = row.application, timezone.now()
    context = {
        "row": words.row(row, words.labels(), at=at),
        "case": case,
        "form": form,
        "refused": joint.refusal(request.user, row),
        "today": localtime(at).date(),
    }
    return render(request, "joint/request.html", context | more, status=form.status)


def answered(request: HttpRequest, row: JointRequest, form: AnswerForm, *, at) -> JointRequest:
    """The answer as typed, its file through the gate."""
    given = form.cleaned_data
    upload = given.get("evidence")
    file = accept_upload(upload.read(), name=upload.name, max_bytes=MAX_FILE) if upload else None
    return joint.answer(
        request_id=row.pk, answer=given["answer"], detail=given["detail"], evidence=file,
        letter=given.get("letter", ""), by=request.user, at=at,
    )  # fmt: skip


@login_required
@require_POST
def no_issue(request: HttpRequest) -> HttpResponse:
    """Several at once: each is its own row and its own entry in the record."""
    ticked = [each for each in request.POST.getlist("request") if each.isdecimal()]
    ids = own(request.user).filter(pk__in=ticked[:MOST_AT_ONCE]).values_list("pk", flat=True)
    done, sentences = joint.answer_several(
        request_ids=list(ids), by=request.user, at=timezone.now()
    )
    if done:
        said = ngettext("%(n)d request answered: no issue.", "%(n)d requests answered: no issue.",
                        done)  # fmt: skip
        messages.success(request, said % {"n": done})
    for sentence in dict.fromkeys(sentences):
        messages.warning(request, sentence)
    if not ticked:
        messages.warning(request, _("Tick at least one request."))
    return redirect("joint_requests")


@login_required
@never_cache
@require_POST
def read_identity(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The ID number on the page of the request, once; the reading stands in the record."""
    row = _one(request.user, public_id)
    number = joint.read_identity(request_id=row.pk, by=request.user, at=timezone.now())
    return _page(request, row, AnswerForm(seen=0), id_number=number)
