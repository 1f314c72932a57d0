"""The record in words: what happened to a call or a case, by whom, and under which entry."""

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from evaluations import visibility
from evaluations.desks import CallDesk, Desk, Verdict
from evaluations.models import Call, JointAnswer, ProposalKind, User
from evaluations.roles import Role
from evaluations.rules import Upload
from evaluations.status import CallStatus, Status
from journal.models import Entry
from journal.queries import history_of
from workflows.views.calls import door, frame
from workflows.views.calls.record_words import FACTS, SAYS
from workflows.views.calls.registers import _frame
from workflows.views.joint import words as joint_words
from workflows.views.public.words import say

PAGE = 100


@login_required
@require_GET
def call_record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = door.the_call(request.user, public_id)
    door.require_role(request.user, Role.AUDITOR)
    context = frame.context(call, request.user, "call_record", at=timezone.now())
    return render(request, "calls/record.html", context | _entries(request, call, call.subject))


@login_required
@require_GET
def case_record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    door.require_role(request.user, Role.AUDITOR)
    case = visibility.find(request.user, public_id, at=timezone.now())
    if case is None:
        raise Http404
    heading = _("Record of %(reference)s") % {"reference": case.reference}
    context = _frame.context(request.user, "", heading) | {
        "tab_items": frame.tabs(case.call, request.user, ""),
    }
    return render(
        request, "calls/record.html", context | _entries(request, case.call, case.subject)
    )


def _entries(request: HttpRequest, call: Call, subject: str) -> dict[str, Any]:
    """Oldest first, a page by sequence number."""
    after = _frame.position(request.GET.get("after", "")) or 0
    found = list(history_of(subject).filter(seq__gt=after)[: PAGE + 1])
    shown = found[:PAGE]
    names = _names(shown)
    uploads = [item for item in call.rules.items() if isinstance(item, Upload)]
    items = {**joint_words.labels(), **{item.id: say(item.label) for item in uploads}}
    return {
        "subject": subject,
        "entries": [_in_words(entry, names, items) for entry in shown],
        "next_url": f"?after={shown[-1].seq}" if len(found) > PAGE else "",
    }


def _names(entries: list[Entry]) -> dict[str, str]:
    """Pseudonym -> name, where the account is known: one query."""
    ids = {entry.actor.partition(":")[2] for entry in entries if entry.actor.startswith("user:")}
    users = User.objects.filter(pk__in=ids).values_list("pk", "name")
    return {f"user:{pk}": name for pk, name in users}


def _in_words(entry: Entry, names: dict[str, str], items: dict[str, str]) -> dict[str, Any]:
    body = json.loads(entry.body)
    role = Role(entry.role).label if entry.role in Role.values else ""
    statuses = CallStatus if entry.subject_type == "call" else Status
    return {
        "entry": entry,
        "what": SAYS.get(entry.verb) or entry.verb,
        "who": names.get(entry.actor) or _actor(entry.actor),
        "role": role,
        "move": _move(body["before"], body["after"], statuses),
        "facts": _facts(body["detail"], items),
        "rules": body["rules"][:12],
    }


def _facts(detail: dict[str, Any], items: dict[str, str]) -> list[str]:
    told = [(key, value) for key, value in sorted(detail.items()) if value not in ("", None)]
    words = [(FACTS.get(key, key), items.get(str(value)) or _word(value)) for key, value in told]
    return [_("%(label)s: %(error)s") % {"label": name, "error": value} for name, value in words]


def _actor(actor: str) -> str:
    return {"clock": _("the clock"), "public": _("the public")}.get(actor, actor)


def _move(before: str, after: str, words: type[Status] | type[CallStatus]) -> str:
    if not after or before == after:
        return ""
    told = [str(words(code).label) if code in words.values else code for code in (before, after)]
    return " → ".join(told) if before else told[1]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(_word(each) for each in value)
    for words in (Desk, CallDesk, Verdict, JointAnswer, ProposalKind):
        if isinstance(value, str) and value in words.values:
            return str(words(value).label)
    return str(value)
