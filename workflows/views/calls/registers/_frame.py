"""What the pages of the registers share."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.call_permissions import role_over
from evaluations.models import User
from evaluations.roles import Role


def context(user: User, page: str, heading: str) -> dict[str, Any]:
    return {"heading": heading, "tab_items": _tabs(user, page)}


def _tabs(user: User, page: str) -> list[dict[str, Any]]:
    shown = {}
    if role_over(user, None, Role.REVIEW_OFFICE):
        shown = {
            "office_contests": _("Contests"),
            "office_calendar": _("Calendar"),
            "office_organisations": _("Organisations"),
            "office_experts": _("Experts"),
        }
    if role_over(user, None, Role.REVIEW_OFFICE, Role.SYSADMIN):
        shown |= {"office_accounts": _("Accounts"), "office_roles": _("Roles")}
    shown["office_requests"] = _("Requests to decide")
    return [
        {"label": label, "url": reverse(name), "current": name == page}
        for name, label in shown.items()
    ]


def position(text: str) -> int | None:
    """A cursor of the address; None for none, or for one that cannot be read."""
    return int(text) if text.isdecimal() and len(text) < 16 else None
