"""The desk page: left the file as filed, right what this desk may do with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from evaluations import permissions
from evaluations.actions import opining
from evaluations.desks import Desk
from evaluations.models import Application, User
from journal.queries import history_of
from workflows import desk as desks
from workflows import hands
from workflows.models import DeskTask
from workflows.views import answer
from workflows.views.answer import ActForm
from workflows.views.desks import _history, kinds
from workflows.views.desks._case_file import CaseFile
from workflows.views.desks._kind import Kind
from workflows.views.desks._opinion_form import FORM_ID, OpinionForm
from workflows.views.inbox import filters_of


def reads_as_officer(user: User, case: Application) -> bool:
    """Whether a grant, and not being the applicant, lets this person read the case."""
    return case.person.user_id != user.pk or any(
        permissions.grant_for(user, desk, case) for desk in kinds()
    )


@login_required
@require_GET
def desk_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Reading changes nothing: a file is opened for examination by a press of a button."""
    at = timezone.now()
    case = answer.the_case(request, public_id, at=at)
    if not reads_as_officer(request.user, case):
        return redirect("application", public_id=case.public_id)
    task = desks.open_task(case)
    return shown(request, case, task, at=at)


def shown(
    request: HttpRequest,
    case: Application,
    task: DeskTask | None,
    *,
    at: datetime,
    form: ActForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page, with ``form`` as it came back where an act was refused."""
    where = task.desk if task else ""
    file = CaseFile.of(case, reader=request.user, desk=where)
    kind = kinds().get(where)
    context = {
        "case": case,
        "file": file,
        "task": task,
        "kind": kind,
        "at_desk": Desk(where).label if where else "",
        "today": localtime(at).date(),
        "due_day": localtime(task.due_at).date() if task and task.due_at else None,
        "history": _history.of(case),
        "list_query": filters_of(request).query(),
        "act": _act(file, kind, task, at=at, again=form is not None),
        **more,
    }
    if kind:
        context |= {"form": form} | kind.more(file, form)
        if kind.verdicts and form is None and context["act"]["state"] in {"free", "mine"}:
            context["form"] = OpinionForm(file=file, kind=kind, at=at)
    marks: dict[str, SafeString] = {}
    if isinstance(context.get("form"), OpinionForm):
        context["form"].count_days()
        marks = context["form"].marks.boxes(FORM_ID)
    context["pages"] = file.pages(marks)
    return render(request, kind.template if kind else "desks/_page.html", context, status=status)


def _act(
    file: CaseFile, kind: Kind | None, task: DeskTask | None, *, at: datetime, again: bool
) -> dict[str, Any]:
    """What the reader may do here now: "elsewhere", "barred" (with the reason), "unopened",
    "theirs" (a colleague has it in hand), "mine" or "free". ``again``: a form came back with
    what was typed, and is shown whatever happened to the file meanwhile."""
    if kind is None or task is None or not file.has_it:
        return {"state": "elsewhere"}
    reason = permissions.refusal(file.reader, kind.verb, file.case, at=at, desk=kind.desk)
    if reason:
        return {"state": "barred", "reason": reason}
    if again:
        return {"state": "mine" if task.owner_id == file.reader.pk else "free"}
    if task.owner_id not in {None, file.reader.pk}:
        return {"state": "theirs"}
    if kind.verdicts and file.filing.opened_at is None:
        return {"state": "unopened"}
    return {"state": "mine" if task.owner_id else "free"}


@login_required
@require_POST
def open_for_examination(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """From here the applicant can no longer recall the filing; the file is in the reader's hand."""
    at = timezone.now()
    case = answer.the_case(request, public_id, at=at)
    task = desks.open_task(case)
    if task is None or task.desk not in kinds():
        return _again(request, case)
    desks.perform(
        case,
        lambda: opining.open_file(application_id=case.pk, desk=task.desk, by=request.user, at=at),
        by=request.user,
        at=at,
    )
    if task.owner_id is None:
        hands.take(task_id=task.pk, by=request.user, at=at)
    return _again(request, case)


@login_required
@require_POST
def hand(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the file in hand, take it over from a colleague, or lay it back."""
    at = timezone.now()
    case = answer.the_case(request, public_id, at=at)
    task = desks.open_task(case)
    if task is None:
        return _again(request, case)
    if request.POST.get("do") == "put_back":
        hands.put_back(task_id=task.pk, by=request.user, at=at)
        messages.success(request, _("The file lies on the desk for your colleagues."))
        return redirect("inbox")
    hands.take(task_id=task.pk, by=request.user, at=at, over=request.POST.get("do") == "take_over")
    return _again(request, case)


def _again(request: HttpRequest, case: Application) -> HttpResponse:
    query = filters_of(request).query()
    address = redirect("desk", public_id=case.public_id)
    if query:
        address["Location"] += f"?{query}"
    return address


def refused(
    request: HttpRequest, case: Application, desk: str, form: ActForm, *, at: datetime
) -> HttpResponse:
    """The page again with what was typed; or, when the file has gone on, who was faster."""
    now = answer.the_case(request, case.public_id, at=at)
    task = desks.open_task(now)
    if task is None or task.desk != desk:
        return _taken(request, now, desk, form)
    return shown(request, now, task, at=at, form=form, status=form.status, since=_since(form, now))


def _since(form: ActForm, case: Application) -> list[dict[str, Any]]:
    """What was done to the case since the page was opened, from the record."""
    if form.status != 409 or not str(form.seen_before).isdigit():
        return []
    entries = history_of(case.subject).filter(version__gt=int(form.seen_before))
    return [_history.act(entry) for entry in entries]


def _taken(request: HttpRequest, case: Application, desk: str, form: ActForm) -> HttpResponse:
    last = case.opinions.filter(desk=desk).select_related("given_by").last()
    task = desks.open_task(case)
    context = {
        "case": case,
        "last": last,
        "at_desk": Desk(desk).label,
        "desk": desk,
        "now_at": Desk(task.desk).label if task else "",
        "typed": _typed(form),
        "list_query": filters_of(request).query(),
    }
    return render(request, "desks/_taken.html", context, status=409)


def _typed(form: ActForm) -> list[dict[str, str]]:
    """Every word that was typed, to be copied: nothing is lost because somebody was faster."""
    boxes = [field for field in form.visible_fields() if isinstance(field.field.widget, Textarea)]
    typed = [{"label": box.label, "value": box.value()} for box in boxes if box.value()]
    if isinstance(form, OpinionForm):
        marks = form.marks
        typed += [{"label": marks.labels[p], "value": words} for p, words in marks.typed.items()]
    return typed
