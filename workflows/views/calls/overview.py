"""The office's page of a call, and the list of all calls."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from evaluations.actions import call as calls
from evaluations.call_permissions import role_over
from evaluations.desks import CallDesk
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Application, Call, User
from evaluations.roles import Role
from evaluations.route import next_call_desk
from evaluations.status import CALL_BEFORE_LIST, CLOSED, CallStatus, Status
from workflows import listwork
from workflows.views.answer import ActForm
from workflows.views.calls import door, figures, frame
from workflows.views.public import words

PAGE = 30


@login_required
@require_GET
def office_calls(request: HttpRequest) -> HttpResponse:
    """Every call this user follows, newest first, with how its applications stand."""
    at = timezone.now()
    mine = _followed(request.user)
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 16:
        mine = mine.filter(pk__lt=int(after))
    found = list(mine.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    context = {
        "heading": _("Calls"),
        "rows": [_row(call, numbers) for call, numbers in _numbers(shown)],
        "next_url": f"?after={shown[-1].pk}" if len(found) > PAGE else "",
        "create_refused": door.may(request.user, "create", None, at=at),
    }
    return render(request, "calls/index.html", context)


def _followed(user: User):
    if door.sees(user, None):
        return Call.objects.all()
    ids = [grant.call_id for grant in user.live_grants if grant.call_id]
    granted = Call.objects.filter(pk__in=ids)
    followed = [call.pk for call in granted if door.sees(user, call)]
    if not followed:
        raise NotPermitted(_("Only the offices that run this call can open this page."))
    return granted.filter(pk__in=followed)


def _numbers(shown: list[Call]) -> list[tuple[Call, Counter[str]]]:
    """Applications per status, for all calls of the page: one query."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Application.objects.filter(call__in=shown).order_by()
    for call_id, status, n in rows.values_list("call_id", "status").annotate(n=Count("pk")):
        found[call_id][status] = n
    return [(call, found[call.pk]) for call in shown]


def _row(call: Call, numbers: Counter[str]) -> dict[str, Any]:
    where = next_call_desk(call.status)
    filed = sum(numbers.values()) - numbers[Status.DRAFT]
    return {
        "call": call,
        "url": frame.url("call_office", call),
        "programme": words.say(call.rules.title),
        "next": where.label if where else "",
        "filed": filed,
        "under_way": filed - sum(numbers[status] for status in CLOSED),
        "certified": numbers[Status.CERTIFIED],
    }


@login_required
@require_GET
def call_office(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    names = door.reads_cases(request.user, call)
    blocks = figures.blocking(call, at=at)
    for block in blocks:
        block.tasks = block.tasks if names else []
    late = figures.overdue(call, at)
    counted = figures.counts(call)
    context = frame.context(call, request.user, "call_office", at=at) | {
        "funnel": figures.funnel(call, counted),
        "names": names,
        "blocks": blocks,
        "stopped": any(block.stops for block in blocks),
        "step": _step(call, request.user, at=at),
        "overdue": figures.task_rows(late) if names else [],
        "tiles": _tiles(call, counted, late.count(), names=names),
        "form": ActForm(seen=call.version),
        "columns": COLUMNS,
        "at_work": listwork.Shelf(call).read().needs_a_look,
        "may_cancel": call.status in CALL_BEFORE_LIST | {CallStatus.DRAFT}
        and bool(role_over(request.user, call, Role.REVIEW_OFFICE)),
        "may_conclude": call.status == CallStatus.PROMULGATED
        and not blocks
        and not door.may(request.user, "conclude", call, at=at),
    }
    return render(request, "calls/office.html", context)


COLUMNS = [
    {"label": label, "sort_url": "", "order": ""}
    for label in (
        gettext_lazy("Applicant"),
        gettext_lazy("Desk and holder"),
        gettext_lazy("Due"),
        gettext_lazy("Status"),
    )
]


def _tiles(call: Call, counted: list, late: int, *, names: bool) -> list[dict[str, Any]]:
    statuses: Counter[str] = Counter()
    for status, _desk, n in counted:
        statuses[status] += n
    filed = sum(statuses.values()) - statuses[Status.DRAFT]
    here = frame.url("call_applications", call) if names else ""
    return [
        {"label": _("Filed"), "value": filed, "url": here},
        {"label": _("Overdue"), "value": late, "tone": "cinnabar" if late else "laurel"},
        {
            "label": figures.gate_label(call),
            "value": sum(n for status, desk, n in counted if desk == "list"),
            "url": f"{here}?desk=list" if names else "",
        },
        {"label": _("Certified"), "value": statuses[Status.CERTIFIED]},
    ]


_STEPS: dict[CallDesk, tuple[str, str]] = {
    CallDesk.SETUP: ("open", "call_open"),
    CallDesk.PROPOSED_LIST: ("propose", "call_list"),
    CallDesk.NOTICE: ("post_notice", "call_notice"),
    CallDesk.DECISION: ("decide", "call_decision"),
    CallDesk.PROMULGATION: ("promulgate", "call_promulgation"),
    CallDesk.CERTIFICATES: ("certify", "call_certificates"),
}


def _step(call: Call, user: User, *, at: datetime) -> dict[str, Any] | None:
    """The next step of the call: its page, and why this user cannot take it (if so)."""
    where = next_call_desk(call.status)
    if where is None or where not in _STEPS:
        return None
    verb, page = _STEPS[where]
    return {
        "label": where.label,
        "url": frame.url(page, call),
        "refused": door.may(user, verb, call, at=at),
        "posts": where == CallDesk.SETUP,
    }


@login_required
@require_POST
def call_conclude(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Nothing of the list is left to do: the call is put away."""
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    form = ActForm(request.POST, seen=call.version)
    if not form.is_valid():
        raise Refused(_("This page was incomplete. Open it again."))
    seen = form.cleaned_data["seen"]

    def act() -> Call:
        if blocks := figures.blocking(call, at=at):
            raise Refused(" ".join(block.sentence for block in blocks))
        return calls.conclude(call_id=call.pk, by=request.user, seen=seen, at=at)

    frame.perform(call, act, by=request.user, at=at)
    messages.success(request, _("The call is concluded."))
    return redirect(frame.url("call_office", call))


@login_required
@require_GET
def call_history(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Every change of the call's status: when, by whom, why."""
    call = door.the_call(request.user, public_id)
    changes = call.changes.select_related("actor").order_by("-pk")
    events = [
        {
            "at": change.at,
            "who": str(change.actor) if change.actor else _("the clock"),
            "role": "",
            "what": "",
            "why": change.reason,
            "status": change.after,
            "kind": "call",
        }
        for change in changes
    ]
    created = {
        "at": call.created_at, "who": str(call.created_by), "role": "",
        "what": _("Call created"), "status": CallStatus.DRAFT, "kind": "call",
    }  # fmt: skip
    context = frame.context(call, request.user, "call_history", at=timezone.now())
    context |= {"events": [*events, created]}
    return render(request, "calls/history.html", context)
