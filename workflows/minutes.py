"""Minutes and proofs on paper: the list meeting, a decision, the publication of a notice.

Everything in them comes from the record; what the meeting itself adds are the signatures.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.form_print import print_form
from evaluations import amendments, listing, public_list
from evaluations.models import (
    Call,
    Decision,
    Notice,
    Objection,
    Panel,
    Placement,
    Recusal,
    StatusChange,
)
from evaluations.outcomes import Result
from evaluations.roles import Role
from evaluations.status import Status

BLANK_LINES = 9  # of the sheet that a meeting signs


def _frame(call: Call, title: str) -> dict[str, Any]:
    last = amendments.last(call)
    return {
        "call": call,
        "title": title,
        "office": settings.CITY.office.title,
        "language": get_language(),
        "edition": call.rules.edition,
        "rules_hash": call.rules_hash,
        "places_hash": last.places_hash if last else "",
        "signatures": range(BLANK_LINES),
    }


def of_the_list(call: Call, rows: Sequence[Placement]) -> bytes:
    """The list meeting: counts, every place with its sentence, reserve, refusals, who sat out."""
    change = call.changes.filter(verb="propose").select_related("actor").last()
    lines = [_line(row) for row in rows]
    chosen = [line for line in lines if line["row"].result == Result.SELECTED]
    chosen.sort(key=lambda line: (line["position"] is None, line["position"] or 0))
    context = _frame(call, _("Minutes: the proposed list")) | {
        "change": change,
        "buckets": _buckets(call, rows),
        "chosen": chosen,
        "reserve": [line for line in lines if line["row"].result == Result.RESERVE],
        "left_out": [
            line for line in lines if line["row"].result not in {Result.SELECTED, Result.RESERVE}
        ],
        "panels": _panels(call),
        "recusals": _recusals(call),
        "digest": digest(rows),
    }
    return print_form(render_to_string("calls/minutes_pdf.html", context))


def _line(row: Placement) -> dict[str, Any]:
    return {
        "row": row,
        "case": row.application,
        "position": row.application.list_position,
        "sentence": listing.sentence(row),
    }


def digest(rows: Sequence[Placement]) -> str:
    """What was laid before the meeting, in one number: who, which result, which figures and words."""
    text = "\n".join(
        "|".join(
            str(part)
            for part in (
                row.application.reference, row.bucket, row.place, row.result, row.number,
                row.figure, row.basis_place, row.note,
            )
        )
        for row in rows
    )  # fmt: skip
    return hashlib.sha256(text.encode()).hexdigest()


def _buckets(call: Call, rows: Sequence[Placement]) -> list[dict[str, Any]]:
    """Places, and how many of each result, for every bucket and every way in without one."""
    rules, language = amendments.in_force(call), get_language() or ""
    labels = {bucket.id: bucket.label.say(language) for bucket in rules.places.buckets}
    labels |= {f"{listing.FREE}{track.id}": track.label.say(language) for track in rules.tracks}
    places = {bucket.id: bucket.places for bucket in rules.places.buckets}
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        counted.setdefault(row.bucket, Counter())[row.result] += 1
    return [
        {
            "label": labels.get(key, ""),
            "places": places.get(key),
            "waiting": counts.total(),
            "chosen": counts[Result.SELECTED],
            "reserve": counts[Result.RESERVE],
            "rest": counts.total() - counts[Result.SELECTED] - counts[Result.RESERVE],
        }
        for key, counts in counted.items()
    ]


def _panels(call: Call) -> list[Panel]:
    return list(call.panels.exclude(closed_at=None).select_related("observer"))


def _recusals(call: Call) -> list[Recusal]:
    rows = Recusal.objects.filter(
        application__call=call,
        application__placement__isnull=False,
        expert__seats__panel__call=call,
    )
    rows = rows.select_related("expert__user", "application__person")
    return list(rows.order_by("application", "pk").distinct())


def of_a_decision(decision: Decision) -> bytes:
    """What the deciding body had before it and what it decided, name by name."""
    call = decision.call
    cases = decision.cases.select_related("person", "employer").defer("answers")
    struck = _struck(decision)
    found = [
        {
            "case": case,
            "struck": case.pk in struck,
            "reason": struck.get(case.pk, ""),
            "objections": [],
        }
        for case in cases.order_by("list_position")
    ]
    by_case = {each["case"].pk: each for each in found}
    rows = Objection.objects.filter(application__in=by_case).defer("objector_sealed", "facts")
    for row in rows.order_by("pk"):
        by_case[row.application_id]["objections"].append(row)
    waiting = call.applications.filter(status__in=[Status.CONTESTED, Status.PUBLICISED])
    context = _frame(call, _("Minutes: decision %(n)d") % {"n": decision.number}) | {
        "decision": decision,
        "body": Role(call.rules.decided_by).label,
        "rows": found,
        "approved": sum(not each["struck"] for each in found),
        "struck": sum(each["struck"] for each in found),
        "later": list(
            waiting.filter(decision=None).select_related("person").order_by("list_position")
        ),
        "notices": list(call.notices.filter(posted_at__lte=decision.decided_at)),
    }
    return print_form(render_to_string("calls/decision_pdf.html", context))


def _struck(decision: Decision) -> dict[int, str]:
    """Application id -> why it was struck off by this decision."""
    rows = StatusChange.objects.filter(
        application__decision=decision, verb="strike_off", after=Status.STRUCK_OFF
    )
    return dict(rows.values_list("application_id", "reason"))


def of_a_notice(notice: Notice, *, at: datetime) -> bytes:
    """Proof of publication: what stood where, from when to when, day by day, with its hash."""
    call = notice.call
    days = [date.fromisoformat(day) for day in notice.days]
    address = f"{settings.LAUREL_SITE_URL}{reverse('notice', args=[notice.public_id])}"
    entries = public_list.entries(notice.entries)
    context = _frame(call, _("Proof of publication, version %(n)d") % {"n": notice.edition}) | {
        "notice": notice,
        "entries": entries,
        "occupations": any(entry["occupation"] for entry in entries),
        "days": days,
        "today": localtime(at).date(),
        "printed_at": at,
        "address": address,
        "unit": call.rules.publicity.unit,
        "intact": public_list.digest(notice.entries) == notice.entries_hash,
        "objections": notice.objections.count(),
        "versions": list(call.notices.order_by("edition")),
        "closed": notice.closed_at,
        "contact": call.contact or settings.CITY.office.title,
    }
    return print_form(render_to_string("calls/notice_pdf.html", context))
