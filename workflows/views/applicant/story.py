"""The history of a case as its applicant reads it: what, when, which desk, and why."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from evaluations import visibility
from evaluations.desks import Desk, Ground, Verdict
from evaluations.models import Application, Opinion, StatusChange
from evaluations.roles import Role
from evaluations.status import Status
from workflows.views.applicant.way import holder


def history_of(case: Application, opinions: Sequence[Opinion]) -> list[dict[str, Any]]:
    """For parts/timeline.html, newest first."""
    hidden = visibility.told_status(case) != case.status
    events = [_said(case, opinion) for opinion in opinions]
    for change in case.changes.all():
        if change.verb.startswith("opinion."):
            continue
        # What has not been published yet is not told by its history either.
        if hidden and change.after == case.status:
            continue
        events.append(_moved(change))
    for recheck in case.rechecks.all():
        events.append(
            {"at": recheck.requested_at, "role": _("You"), "what": _("Recheck requested"),
             "why": recheck.grounds}
        )  # fmt: skip
        if recheck.decided_at:
            events.append(
                {"at": recheck.decided_at, "role": Role.REVIEW_OFFICE.label,
                 "what": recheck.get_outcome_display(), "why": recheck.reason}
            )  # fmt: skip
    # Of two events of one moment the later one was added later.
    events.sort(key=lambda event: event["at"])
    events.reverse()
    return events


def _said(case: Application, opinion: Opinion) -> dict[str, Any]:
    words = [Ground(opinion.ground).label if opinion.ground else "", opinion.reason]
    return {
        "at": opinion.given_at,
        "role": holder(case, opinion.desk),
        "what": f"{Desk(opinion.desk).label}: {_verdict(opinion)}",
        "why": "\n".join(str(w) for w in words if w) if visibility.tells_reason(opinion) else "",
        "status": _after(opinion),
    }


def _verdict(opinion: Opinion) -> str:
    if opinion.verdict in {Verdict.PASS, Verdict.DOUBT}:
        return _("checked and handed on")
    return {
        Verdict.RETURN: _("returned to you for correction"),
        Verdict.SUPPLEMENT: _("one-time supplement notice"),
        Verdict.SEND_BACK: _("sent back to an earlier desk"),
        Verdict.DECLINE: _("refused"),
    }[Verdict(opinion.verdict)]


def _after(opinion: Opinion) -> str:
    return {Verdict.RETURN: Status.RETURNED, Verdict.SUPPLEMENT: Status.SUPPLEMENT_DUE}.get(
        Verdict(opinion.verdict), ""
    )


def _moved(change: StatusChange) -> dict[str, Any]:
    words = {
        "file": _("Filed"),
        "recall": _("Recalled"),
        "withdraw": _("Withdrawn"),
        "lapse": _("Lapsed"),
        "readmit": _("Examined again after the recheck"),
        "propose": _("On the proposed list"),
        "publicise": _("Public notice posted"),
        "not_select": _("Not selected"),
        "contest": _("An objection is being examined"),
        "clear": _("Objection closed"),
        "strike_off": _("Struck off the list"),
        "approve": _("Approved"),
        "certify": _("Certificate issued"),
        "revoke": _("Revoked"),
        "call_off": _("The call was cancelled"),
        "reserve": _("On the reserve list"),
        "move_up": _("Moved up from the reserve list"),
        "release": _("Taken off the list at your written request"),
    }
    return {
        "at": change.at,
        "role": _actor(change),
        "what": words.get(change.verb, Status(change.after).label),
        "why": change.reason,
        "status": change.after,
    }


def _actor(change: StatusChange) -> str:
    if change.role == Role.APPLICANT:
        return _("You")
    if change.role == "clock":
        return _("The clock")
    return str(Role(change.role).label) if change.role in Role.values else ""
