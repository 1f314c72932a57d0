"""Who would sit at each desk? The real people with their real roles; a stand-in where nobody does."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime

from evaluations.call_permissions import refusal as call_refusal
from evaluations.desks import Desk, Reach, reach_of, roles_of
from evaluations.models import Application, Call, Organisation, RoleGrant, User
from evaluations.permissions import refusal
from evaluations.roles import Role, Scope
from workflows.rehearsal.report import Finding, Kind, Load

STAND_IN = "rehearsal-stand-in-"
# The synthetic units of the play are nobody's fault: their stand-ins are no finding.
_OWN_PEOPLE = {Reach.EMPLOYER, Reach.SUPERVISOR, Reach.APPLICANT}


@dataclass
class Seats:
    """The people of the city, their work in this play, and the seats that stood empty."""

    at: datetime
    people: list[User] = field(default_factory=list)
    work: dict[tuple[str, str, int], list[date]] = field(default_factory=dict)
    busy: Counter[int] = field(default_factory=Counter)
    findings: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    stand_ins: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        active = User.objects.filter(is_active=True, grants__ended_at=None)
        self.people = list(active.exclude(grants__role=Role.APPLICANT).distinct().order_by("pk"))

    # --- desks of a file ---

    def taker(self, case: Application, desk: str, *, at: datetime, verb: str) -> User:
        """Whoever of those allowed knows the file already, then whoever has done least: so that a
        colleague is left who may examine an objection. A stand-in, and a finding, when nobody is."""
        allowed = self._allowed(lambda user: refusal(user, verb, case, at=at, desk=desk))
        if not allowed:
            return self._stand_in_at(case, desk)
        knowing = set(case.opinions.values_list("given_by", flat=True))
        return min(allowed, key=lambda user: (user.pk not in knowing, self.busy[user.pk]))

    def _allowed(self, why_not: Callable[[User], str]) -> list[User]:
        return [user for user in self.people if not why_not(user)]

    def done(self, user: User, desk: str, place: str, *, at: datetime) -> None:
        """One file dealt with."""
        self.busy[user.pk] += 1
        self.work.setdefault((desk, place, user.pk), []).append(localtime(at).date())

    def _stand_in_at(self, case: Application, desk: str) -> User:
        reach = reach_of(Desk(desk))
        someone = any(
            grant.role in roles_of(Desk(desk)) and self._covers(grant, reach, case)
            for user in self.people
            for grant in user.live_grants
        )
        kind: Kind = "four_eyes" if someone else "nobody"
        where = place_name(case, reach)
        if reach not in _OWN_PEOPLE:
            self.note(kind, desk=desk, place=where)
        return self.stand_in(roles_of(Desk(desk))[0], **_scope(case, reach))

    def _covers(self, grant: RoleGrant, reach: Reach, case: Application) -> bool:
        match reach:
            case Reach.CITY:
                return grant.scope == Scope.CITY
            case Reach.DISTRICT:
                return bool(case.employer and grant.district == case.employer.district)
            case _:
                return False

    # --- desks of the call ---

    def for_call(
        self, call: Call | None, verb: str, role: Role, *, at: datetime, desk: str
    ) -> User:
        """Whoever may do ``verb`` with the call."""
        allowed = self._allowed(lambda user: call_refusal(user, verb, call, at=at))
        if allowed:
            return allowed[0]
        # Refused for another reason than the role: then a stand-in would be refused as well.
        holders = [user for user in self.people if user.holds(role)]
        if holders:
            return holders[0]
        self.note("nobody", desk=desk, place="city")
        return self.stand_in(role, scope=Scope.CITY)

    def stand_in(self, role: Role, **scope) -> User:
        """An account of the play that holds ``role``."""
        user = User.objects.create(username=f"{STAND_IN}{len(self.stand_ins)}", name="")
        RoleGrant.objects.create(
            user=user, role=role, granted_at=self.at, granted_by=user,
            **({"scope": Scope.CITY} | scope),
        )  # fmt: skip
        self.stand_ins.add(user.pk)
        self.people.append(user)
        return user

    # --- what is told afterwards ---

    def note(self, kind: Kind, **facts: str | int) -> None:
        key = (kind, str(facts.get("desk", "")), str(facts.get("place", "")))
        plain = {name: v if isinstance(v, int) else str(v) for name, v in facts.items()}
        self.findings.setdefault(key, Finding(kind=kind, facts=plain))

    def loads(self) -> list[Load]:
        names = {user.pk: "" if user.pk in self.stand_ins else user.name for user in self.people}
        return [
            _load(str(desk), place, names[user], days)
            for (desk, place, user), days in sorted(self.work.items())
            if not place.startswith(("employer:", "applicant:"))
        ]

    def without_mail(self) -> int:
        """How many of those who had files to deal with have no e-mail address."""
        workers = {user for _desk, _place, user in self.work} - self.stand_ins
        return sum(1 for user in self.people if user.pk in workers and not user.email)


def _load(desk: str, place: str, who: str, days: Iterable[date]) -> Load:
    weeks = Counter(day - timedelta(days=day.weekday()) for day in days)
    week, most = max(weeks.items(), key=lambda pair: (pair[1], -pair[0].toordinal()))
    return Load(desk=desk, place=place, who=who, files=sum(weeks.values()), busiest=most,
                busiest_week=week.isoformat())  # fmt: skip


def place_name(case: Application, reach: Reach) -> str:
    """As ``whereabouts.place_of`` spells it, without the ids of the play."""
    if reach == Reach.DISTRICT and case.employer:
        return f"district:{case.employer.district}"
    return "city" if reach == Reach.CITY else str(reach.value)


def _scope(case: Application, reach: Reach) -> dict:
    match reach:
        case Reach.EMPLOYER:
            return {"scope": Scope.ORGANISATION, "organisation": case.employer}
        case Reach.SUPERVISOR:
            return {"scope": Scope.ORGANISATION, "organisation": case.employer.supervisor}
        case Reach.DISTRICT:
            return {"scope": Scope.DISTRICT, "district": case.employer.district}
        case _:
            return {"scope": Scope.CITY}


def empty_seats_of_units() -> Iterator[Finding]:
    """Registered units for which nobody can act: they would block their own applicants."""
    live = RoleGrant.objects.filter(ended_at=None, user__is_active=True)
    heads = live.filter(role__in=[Role.EMPLOYER_HEAD, Role.EMPLOYER_CLERK])
    units = Organisation.objects.filter(active=True).exclude(kind=Organisation.Kind.DEPARTMENT)
    silent = units.exclude(pk__in=heads.values("organisation")).count()
    if silent:
        yield Finding(kind="employers_without_anybody", facts={"n": silent})
    checking = live.filter(role=Role.SUPERVISING_DEPARTMENT).values("organisation")
    over = Organisation.objects.filter(supervised__active=True).exclude(pk__in=checking)
    for unit in over.distinct().order_by("pk"):
        yield Finding(kind="nobody", facts={"desk": Desk.SUPERVISOR.value, "place": unit.name})
