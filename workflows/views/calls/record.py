"""The record in words: what happened to a call or a case, by whom, and under which entry."""

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from evaluations import visibility
from evaluations.desks import CallDesk, Desk, Verdict
from evaluations.models import User
from evaluations.roles import Role
from evaluations.status import CallStatus, Status
from journal.models import Entry
from journal.queries import history_of
from workflows.views.calls import door, frame
from workflows.views.calls.registers import _frame

PAGE = 100

_SAYS: dict[str, Promise] = {
    "start": gettext_lazy("Draft begun"),
    "save_answers": gettext_lazy("Draft saved"),
    "choose_employer": gettext_lazy("Employer chosen"),
    "attach": gettext_lazy("File attached"),
    "remove_attachment": gettext_lazy("File removed"),
    "attach_proof": gettext_lazy("Proof of the desk attached"),
    "file": gettext_lazy("Filed"),
    "recall": gettext_lazy("Recalled"),
    "withdraw": gettext_lazy("Withdrawn"),
    "lapse": gettext_lazy("Lapsed by the clock"),
    "open_file": gettext_lazy("File opened by the desk"),
    "opinion.pass": gettext_lazy("Opinion: pass"),
    "opinion.doubt": gettext_lazy("Opinion: refusal proposed"),
    "opinion.return": gettext_lazy("Opinion: returned for correction"),
    "opinion.send_back": gettext_lazy("Opinion: sent back to an earlier desk"),
    "opinion.supplement": gettext_lazy("Opinion: one-time supplement notice"),
    "opinion.decline": gettext_lazy("Opinion: refused"),
    "request_recheck": gettext_lazy("Recheck requested"),
    "readmit": gettext_lazy("Recheck admitted"),
    "dismiss_recheck": gettext_lazy("Recheck dismissed"),
    "grant_exception": gettext_lazy("Exception granted"),
    "propose": gettext_lazy("Put on the proposed list"),
    "not_select": gettext_lazy("Not selected"),
    "publicise": gettext_lazy("Put under public notice"),
    "objection.receive": gettext_lazy("Objection received"),
    "objection.take": gettext_lazy("Objection taken for examination"),
    "objection.read_objector": gettext_lazy("Name of the objector read"),
    "objection.judge": gettext_lazy("Admissibility judged"),
    "objection.extend": gettext_lazy("Time for the objection extended"),
    "objection.decide": gettext_lazy("Objection decided"),
    "strike_off": gettext_lazy("Struck off the list"),
    "approve": gettext_lazy("Approved"),
    "certify": gettext_lazy("Certificate issued"),
    "reserve": gettext_lazy("Put on the reserve list"),
    "move_up": gettext_lazy("Moved up from the reserve list"),
    "release": gettext_lazy("Taken off at own request"),
    "call_off": gettext_lazy("Ended with the cancelled call"),
    "call.create": gettext_lazy("Call created"),
    "call.edit": gettext_lazy("Call edited"),
    "call.open": gettext_lazy("Call opened, rules frozen"),
    "call.close": gettext_lazy("Window closed"),
    "call.start_review": gettext_lazy("Review begun"),
    "call.propose": gettext_lazy("List proposed"),
    "call.publicise": gettext_lazy("Notice posted"),
    "call.correct_notice": gettext_lazy("Corrected notice posted"),
    "call.decide": gettext_lazy("List decided"),
    "call.promulgate": gettext_lazy("Decision promulgated"),
    "call.issue_start": gettext_lazy("Issuing of certificates started"),
    "call.issue_end": gettext_lazy("Issuing of certificates ended"),
    "call.export_roster": gettext_lazy("Summary table exported"),
    "call.move_up": gettext_lazy("Moved up from the reserve list"),
    "call.conclude": gettext_lazy("Call concluded"),
    "call.cancel": gettext_lazy("Call cancelled"),
}

# What an entry tells besides: codes of the record -> words.
_FACTS: dict[str, Promise] = {
    "admissible": gettext_lazy("admitted"),
    "cases": gettext_lazy("candidates"),
    "certificate": gettext_lazy("certificate number"),
    "chosen": gettext_lazy("on the list"),
    "decision": gettext_lazy("decision no."),
    "desk": gettext_lazy("desk"),
    "document": gettext_lazy("document"),
    "edition": gettext_lazy("version"),
    "entries_hash": gettext_lazy("fingerprint of the list"),
    "failed": gettext_lazy("failed"),
    "filing": gettext_lazy("filing no."),
    "first_day": gettext_lazy("first day"),
    "issued": gettext_lazy("issued"),
    "item": gettext_lazy("item"),
    "last_day": gettext_lazy("last day"),
    "outcome": gettext_lazy("outcome"),
    "resume_at": gettext_lazy("goes on at"),
    "rule": gettext_lazy("rule"),
    "sha256": gettext_lazy("fingerprint"),
    "struck": gettext_lazy("struck off"),
    "turn": gettext_lazy("turn"),
    "verdict": gettext_lazy("opinion"),
}


@login_required
@require_GET
def call_record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = door.the_call(request.user, public_id)
    door.require_role(request.user, Role.AUDITOR)
    context = frame.context(call, request.user, "call_record", at=timezone.now())
    return render(request, "calls/record.html", context | _entries(request, call.subject))


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
    return render(request, "calls/record.html", context | _entries(request, case.subject))


def _entries(request: HttpRequest, subject: str) -> dict[str, Any]:
    """Oldest first, a page by sequence number."""
    after = _frame.position(request.GET.get("after", "")) or 0
    found = list(history_of(subject).filter(seq__gt=after)[: PAGE + 1])
    shown = found[:PAGE]
    names = _names(shown)
    return {
        "subject": subject,
        "entries": [_in_words(entry, names) for entry in shown],
        "next_url": f"?after={shown[-1].seq}" if len(found) > PAGE else "",
    }


def _names(entries: list[Entry]) -> dict[str, str]:
    """Pseudonym -> name, where the account is known: one query."""
    ids = {entry.actor.partition(":")[2] for entry in entries if entry.actor.startswith("user:")}
    users = User.objects.filter(pk__in=ids).values_list("pk", "name")
    return {f"user:{pk}": name for pk, name in users}


def _in_words(entry: Entry, names: dict[str, str]) -> dict[str, Any]:
    body = json.loads(entry.body)
    role = Role(entry.role).label if entry.role in Role.values else ""
    return {
        "entry": entry,
        "what": _SAYS.get(entry.verb) or entry.verb,
        "who": names.get(entry.actor) or _actor(entry.actor),
        "role": role,
        "move": _move(body["before"], body["after"]),
        "facts": _facts(body["detail"]),
        "rules": body["rules"][:12],
    }


def _facts(detail: dict[str, Any]) -> list[str]:
    told = [(key, value) for key, value in sorted(detail.items()) if value not in ("", None)]
    return [f"{_FACTS.get(key, key)}: {_word(value)}" for key, value in told]


def _actor(actor: str) -> str:
    return {"clock": _("the clock"), "public": _("the public")}.get(actor, actor)


def _move(before: str, after: str) -> str:
    if not after or before == after:
        return ""
    return f"{_status(before)} → {_status(after)}" if before else _status(after)


def _status(code: str) -> str:
    for words in (Status, CallStatus):
        if code in words.values:
            return str(words(code).label)
    return code


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    for words in (Desk, CallDesk, Verdict):
        if isinstance(value, str) and value in words.values:
            return str(words(value).label)
    return str(value)
