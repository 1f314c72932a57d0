"""What happened to a case, as officers read it: every change of status, newest first."""

import json
from typing import Any

from django.utils.translation import gettext as _

from evaluations.models import Application, StatusChange
from evaluations.roles import Role
from evaluations.status import Status


def of(case: Application) -> list[dict[str, Any]]:
    """For parts/timeline.html (one query)."""
    changes = case.changes.select_related("actor").order_by("-id")
    return [_event(change) for change in changes]


def _event(change: StatusChange) -> dict[str, Any]:
    after = Status(change.after)
    return {
        "at": change.at,
        "who": change.actor.name if change.actor else "",
        "role": _role(change.role),
        "what": _("now: %(status)s") % {"status": after.label},
        "why": change.reason,
        "status": after.value,
    }


def _role(code: str) -> str:
    if code in Role.values:
        return str(Role(code).label)
    return {"clock": _("the clock"), "public": _("the public")}.get(code, code)


def act(entry: Any) -> dict[str, Any]:
    """An entry of the record in words: who in which role did what to the case."""
    words = {
        "open_file": _("opened the file"),
        "grant_exception": _("recorded an exception"),
        "request_recheck": _("asked for a recheck"),
        "dismiss_recheck": _("dismissed the recheck"),
    }
    what, after = words.get(entry.verb), json.loads(entry.body).get("after", "")
    if what is None and after in Status.values:
        what = _("now: %(status)s") % {"status": Status(after).label}
    return {"at": entry.at, "role": _role(entry.role), "what": what or entry.verb}
