"""What is missing before a call can open? Each thing by name, with the page that mends it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.calendar import CalendarNotPublished
from evaluations.desks import RULES, Desk, Reach, roles_of
from evaluations.models import Call, RoleGrant, work_calendar
from evaluations.public_list import local_day
from evaluations.roles import Role, Scope
from evaluations.rules import Programme
from workflows.views.public import words

# From the close of the window to the certificates; a call of the domain brief (section 7) took
# eight months at the longest.
_AFTERWARDS = timedelta(days=120)


@dataclass(frozen=True)
class Item:
    """One thing. ``stops``: the call cannot run without it."""

    sentence: str
    url: str = ""
    stops: bool = False


def check(call: Call, *, at: datetime) -> list[Item]:
    """Everything at once, what stops first."""
    here = reverse("call_setup", args=[call.public_id])
    found = [
        *_window(call, at, here),
        *_calendar(call),
        *_issuers(call.rules),
        *_offices(call),
        *_words(call, here),
        *_defaults(call.rules, here),
    ]
    return sorted(found, key=lambda item: not item.stops)


def _window(call: Call, at: datetime, here: str) -> Iterator[Item]:
    if at >= call.closes_at:
        sentence = _("The window would already be over. Set a later closing time.")
        yield Item(sentence, here, stops=True)


def _calendar(call: Call) -> Iterator[Item]:
    calendar, url = work_calendar(), reverse("office_calendar")
    first, last = local_day(call.opens_at).year, local_day(call.closes_at).year
    for year in range(first, last + 1):
        if not calendar.knows(year):
            yield Item(str(CalendarNotPublished(year)), url, stops=True)
    later = local_day(call.closes_at + _AFTERWARDS).year
    if later > last and not calendar.knows(later):
        sentence = _(
            "The checks will reach into %(year)s, whose working days are not entered yet. "
            "Deadlines and the notice wait for that calendar."
        )
        yield Item(sentence % {"year": later}, url)


def _issuers(programme: Programme) -> Iterator[Item]:
    known = {issuer.key for issuer in settings.CITY.issuers}
    for key in programme.certificate.issuers:
        if key not in known:
            sentence = _("The issuing body “%(key)s” is not in the city's configuration.")
            yield Item(sentence % {"key": key}, stops=True)


def _offices(call: Call) -> Iterator[Item]:
    """Desks and deciders that nobody has been granted."""
    url = reverse("office_roles")
    holders: dict[str, set[int]] = defaultdict(set)
    districts = set()
    live = RoleGrant.objects.filter(ended_at=None, user__is_active=True)
    for grant in live.exclude(role=Role.APPLICANT):
        if grant.scope == Scope.CITY or (grant.scope == Scope.CALL and grant.call_id == call.pk):
            holders[grant.role].add(grant.user_id)
        elif grant.role == Role.DISTRICT_OFFICER:
            districts.add(grant.district)
    desks = {Desk(step.desk) for track in call.rules.tracks for step in track.route}
    for where in sorted(desks, key=list(Desk).index):
        yield from _desk(where, holders, url)
    for role in (Role(call.rules.decided_by), Role.CERTIFICATE_OFFICER):
        if not holders[role]:
            sentence = _("Nobody has been granted the role “%(role)s”.") % {"role": role.label}
            yield Item(sentence, url, stops=True)
    if Desk.DISTRICT in desks:
        yield from _districts(districts, url)


def _desk(where: Desk, holders: dict[str, set[int]], url: str) -> Iterator[Item]:
    rule = RULES[where]
    if rule.reach != Reach.CITY:
        return
    sitting = set().union(*(holders[role] for role in roles_of(where)))
    if not sitting:
        sentence = _("Nobody sits at the desk “%(desk)s”.") % {"desk": where.label}
        yield Item(sentence, url, stops=True)
    elif rule.not_the_actor_of and len(sitting) < 2:
        sentence = _("The desk “%(desk)s” needs a second person.") % {"desk": where.label}
        yield Item(sentence, url, stops=True)


def _districts(staffed: set[str], url: str) -> Iterator[Item]:
    empty = [d.title for d in settings.CITY.districts if d.code not in staffed]
    if empty:
        sentence = _("These districts have no officer: %(names)s. Their files would wait.")
        yield Item(sentence % {"names": "、".join(empty)}, url)


def _words(call: Call, here: str) -> Iterator[Item]:
    if not call.announcement.strip():
        yield Item(_("There is no announcement yet."), here)
    if not call.contact.strip():
        sentence = _("No contact is named; the page shows the office's: %(contact)s.")
        yield Item(sentence % {"contact": words.contact(call)}, here)


def _defaults(programme: Programme, here: str) -> Iterator[Item]:
    for standing, sentence in (
        ("default", _("%(n)d values are defaults for which no rule was found. Confirm them.")),
        ("comparator", _("%(n)d values are practice of other cities. Confirm them.")),
    ):
        count = sum(p.standing == standing for p in programme.parameters)
        if count:
            yield Item(sentence % {"n": count}, f"{here}#values")
