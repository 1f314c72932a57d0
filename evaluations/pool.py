"""Who could be drawn for this panel, and who not, and why: everybody with a reason."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from evaluations import conflicts
from evaluations.calendar import add_months
from evaluations.call_permissions import role_over
from evaluations.desks import Desk
from evaluations.draw import Candidate, Terms
from evaluations.models import Application, Call, Expert, Level, Member, Panel
from evaluations.public_list import local_day
from evaluations.roles import Role, Scope
from evaluations.status import Status
from journal.canonical import canonical


class Reason(TextChoices):
    """Why somebody of the pool takes no part in a lot. Codes are recorded, words are shown."""

    INACTIVE = "inactive", gettext_lazy("no longer active in the pool")
    NO_ROLE = "no_role", gettext_lazy("does not hold the role of an expert")
    READS = "reads", gettext_lazy("reads the files of this call in another role")
    EXCLUDED = "excluded", gettext_lazy("works for an employer that is excluded")
    LEVEL = "level", gettext_lazy("below the level asked for")
    SPECIALTY = "specialty", gettext_lazy("another specialty")
    SERVED = "served", gettext_lazy("served too recently")
    APPLIES = "applies", gettext_lazy("applies in this call")
    PRESENT = "present", gettext_lazy("already on this panel")


@dataclass(frozen=True)
class Listed:
    """An expert of the pool. ``reasons``: why not, none when he can be drawn. ``cases``: how many
    of the files in question he could not score: these are simply not given to him."""

    expert: Expert
    reasons: tuple[str, ...] = ()
    cases: int = 0
    kinds: tuple[str, ...] = field(default=())

    def plain(self) -> dict[str, Any]:
        """For the record: no name, the employer as a number or a digest."""
        return {
            "expert": str(self.expert.public_id),
            "employer": employer_key(self.expert),
            "external": self.expert.external,
            "reasons": list(self.reasons),
            "cases": self.cases,
            "kinds": list(self.kinds),
        }


def employer_key(expert: Expert) -> str:
    """The same for colleagues; readable by nobody who does not know the employer."""
    if expert.employer_id:
        return f"organisation:{expert.employer_id}"
    return "unit:" + hashlib.sha256(conflicts.plain(expert.unit).encode()).hexdigest()[:16]


def candidates(pool: list[dict[str, Any]]) -> list[Candidate]:
    """The part of a frozen pool that takes part in the lot."""
    return [
        Candidate(row["expert"], row["employer"], row["external"])
        for row in pool
        if not row["reasons"]
    ]


def digest(pool: list[dict[str, Any]]) -> str:
    return hashlib.sha256(canonical(pool).encode()).hexdigest()


def cases_of(call: Call, track: str = "") -> list[Application]:
    """The files a panel of this call may come to see: under way, not yet beyond the experts."""
    rows = call.applications.filter(status=Status.FILED)
    if track:
        rows = rows.filter(track=track)
    return list(rows.defer("answers"))


def listed(
    call: Call, track: str, terms: Terms, *, at: datetime, panel: Panel | None = None
) -> list[Listed]:
    """Everybody in the pool, in the order of registration, with the reasons against."""
    experts = list(Expert.objects.select_related("user", "employer"))
    stakes = conflicts.stakes(cases_of(call, track)).values()
    known = conflicts.interests(experts)
    applied = set(call.applications.values_list("person__user", flat=True))
    last = _last_served(experts)
    present = set(panel.members.values_list("expert", flat=True)) if panel else set()
    found = []
    for expert in experts:
        reasons = list(_reasons(expert, call, terms, last.get(expert.pk), at=at))
        if expert.user_id in applied:
            reasons.append(Reason.APPLIES.value)
        if expert.pk in present:
            reasons.append(Reason.PRESENT.value)
        clashes = [conflicts.between(known[expert.pk], case) for case in stakes]
        kinds = sorted({conflict.kind for clash in clashes for conflict in clash})
        found.append(Listed(expert, tuple(reasons), sum(map(bool, clashes)), tuple(kinds)))
    return found


def _last_served(experts: list[Expert]) -> dict[int, datetime]:
    """When each was last called onto a panel."""
    seats = Member.objects.filter(expert__in=experts, reserve=False)
    rows = seats.order_by("draw__drawn_at").values_list("expert", "draw__drawn_at")
    return {expert: drawn for expert, drawn in rows if drawn is not None}


def last_served(expert: Expert) -> datetime | None:
    return _last_served([expert]).get(expert.pk)


def _reasons(
    expert: Expert, call: Call, terms: Terms, served: datetime | None, *, at: datetime
) -> list[str]:
    """In the order in which an officer would look."""
    barred = {
        Reason.INACTIVE: not expert.active or not expert.user.is_active,
        Reason.NO_ROLE: not role_over(expert.user, call, Role.EXPERT, Role.PANEL_CHAIR),
        Reason.READS: reads_cases(expert, call),
        Reason.EXCLUDED: expert.employer_id in terms.excluded_employers,
        Reason.LEVEL: bool(terms.level) and Level(expert.level).rank < Level(terms.level).rank,
        Reason.SPECIALTY: bool(terms.specialty) and terms.specialty not in expert.specialties,
        Reason.SERVED: _served_too_recently(terms, served, at=at),
    }
    return [reason.value for reason, applies in barred.items() if applies]


def _served_too_recently(terms: Terms, served: datetime | None, *, at: datetime) -> bool:
    if not terms.gap_months or served is None:
        return False
    return local_day(at) < add_months(local_day(served), terms.gap_months)


def reads_cases(expert: Expert, call: Call) -> bool:
    """Whether another office of this person opens the names behind the code names (peers' trap 10)."""
    wide = {Scope.CITY, Scope.DISTRICT, Scope.CALL}
    return any(
        Role(grant.role).kind.reads_cases
        and grant.scope in wide
        and grant.call_id in {None, call.pk}
        for grant in expert.user.live_grants
    )


# The desks whose work a panel does.
PANEL_DESKS = (Desk.PANEL, Desk.DEFENCE, Desk.SITE_VISIT, Desk.VOTE)
