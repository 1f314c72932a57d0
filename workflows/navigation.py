"""The main menu: what this person can open. Built from grants already read, without a query more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evaluations.models import User
from evaluations.roles import Role
from workflows.views import overdue
from workflows.views.calls import door
from workflows.views.calls.registers.requests import CONFIRMERS


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    url: str
    shown: Callable[[User], bool]


def _signed_in(user: User) -> bool:
    return user.is_authenticated


def _applies(user: User) -> bool:
    """Somebody without an office applies; an officer finds his own applications in the profile."""
    return user.is_authenticated and all(g.role == Role.APPLICANT for g in user.live_grants)


def _visits(user: User) -> bool:
    """Who is no officer. An officer's menu is his work; what is public stands below every page."""
    return not user.is_authenticated or _applies(user)


def _runs_calls(user: User) -> bool:
    return user.is_authenticated and door.sees(user, None)


def _watches(user: User) -> bool:
    return user.is_authenticated and overdue.may_see(user)


def _scores(user: User) -> bool:
    return user.is_authenticated and user.holds(Role.EXPERT, Role.PANEL_CHAIR)


def _answers(user: User) -> bool:
    return user.is_authenticated and user.holds(Role.JOINT_DEPARTMENT)


def _keeps_titles(user: User) -> bool:
    return user.is_authenticated and user.holds(
        Role.REVIEW_OFFICE, Role.PARTY_GROUP, Role.LEADING_GROUP, Role.CITY_GOVERNMENT, Role.AUDITOR
    )


def _follows_titles(user: User) -> bool:
    """Employers and districts of holders; a holder finds his title beside his certificate."""
    return user.is_authenticated and user.holds(
        Role.EMPLOYER_HEAD, Role.EMPLOYER_CLERK, Role.DISTRICT_OFFICER
    )


def _pays(user: User) -> bool:
    return user.is_authenticated and user.holds(Role.FINANCE)


def _releases(user: User) -> bool:
    return user.is_authenticated and user.holds(Role.SEAL_KEEPER, Role.CERTIFICATE_OFFICER)


def _keeps_accounts(user: User) -> bool:
    return user.is_authenticated and user.holds(Role.SYSADMIN)


def _confirms(user: User) -> bool:
    return user.is_authenticated and user.holds(*CONFIRMERS)


_ENTRIES = (
    Entry(_("My work"), "/inbox/", _signed_in),
    Entry(_("Scoring"), "/expert/", _scores),
    Entry(_("Joint review"), "/joint/", _answers),
    Entry(_("My applications"), "/applications/", _applies),
    Entry(_("Titles"), "/titles/", _follows_titles),
    Entry(_("Holders"), "/office/holders/", _keeps_titles),
    Entry(_("Stipends"), "/office/stipends/", _pays),
    Entry(_("Layouts"), "/office/layouts/", _releases),
    Entry(_("Seals"), "/office/seals/", _releases),
    Entry(_("Calls"), "/office/calls/", _runs_calls),
    Entry(_("Calls"), "/calls/", _visits),
    Entry(_("Accounts"), "/office/accounts/", _keeps_accounts),
    Entry(_("Requests to decide"), "/office/requests/", _confirms),
    Entry(_("Overdue"), "/overdue/", _watches),
    Entry(_("Messages"), "/messages/", _signed_in),
    Entry(_("Public notices"), "/notices/", _visits),
    Entry(_("Register of holders"), "/registry/", _visits),
    Entry(_("Verify a certificate"), "/verify/", _visits),
)


def entries(request: HttpRequest) -> list[dict[str, Any]]:
    """For parts/nav.html."""
    user = getattr(request, "user", None)
    if user is None:  # an error so early that nobody has been recognised yet
        return []
    here = request.path
    return [
        {"label": e.label, "url": e.url, "current": here.startswith(e.url)}
        for e in _ENTRIES
        if e.shown(user)
    ]
