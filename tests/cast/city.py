"""The city that takes a case from filing to a certificate."""

from dataclasses import dataclass, field

from evaluations import rules
from evaluations.actions import call as calls
from evaluations.desks import Desk
from evaluations.models import (
    Application,
    Call,
    Contest,
    Organisation,
    User,
)
from evaluations.roles import Role
from tests.cast.moments import EARLY
from tests.cast.people import grant, official, organisation, serial, user
from tests.clock import at, on
from tests.remembered import remembered
from workflows import desk, programme


@dataclass
class City:
    """Everybody who is needed to take a case from filing to a certificate."""

    employer: Organisation = field(default_factory=organisation)
    clerk: User = None
    district: User = None
    acceptance: User = None
    checker: User = None
    approver: User = None
    office: User = None
    second_officer: User = None
    leader: User = None
    printer: User = None
    stranger: User = None  # sees nothing

    def __post_init__(self):
        for seat, person in _seated(self.employer).items():
            setattr(self, seat, person)

    def sitting_at(self, name: str) -> User:
        """Who sits at this desk."""
        return {
            Desk.EMPLOYER: self.clerk,
            Desk.EMPLOYER_PUBLICITY: self.clerk,
            Desk.DISTRICT: self.district,
            Desk.FORMAL_CHECK: self.acceptance,
            Desk.QUALIFICATION: self.checker,
            Desk.QUALIFICATION_APPROVAL: self.approver,
        }.get(Desk(name), self.office)

    @remembered
    def call(
        self,
        name: str = "technical_expert",
        year: int = 2026,
        rules: rules.Programme | None = None,
        **more,
    ) -> Call:
        """An open call: window March 2026, cut-off 2026-03-31."""
        made = desk_call(self, rules or programme.get(name), year, **more)
        desk.perform(
            made,
            lambda: calls.open_call(
                call_id=made.pk, by=self.office, seen=made.version, at=at("2026-02-27 09:00")
            ),
            by=self.office,
            at=at("2026-02-27 09:00"),
        )
        return fresh_call(made)


@remembered
def _seated(employer: Organisation) -> dict[str, User]:
    leader = official("领导", Role.LEADING_GROUP)
    grant(leader, Role.PARTY_GROUP)
    grant(leader, Role.CITY_GOVERNMENT)
    return {
        "clerk": official("孟单位", Role.EMPLOYER_HEAD, organisation=employer),
        "district": official("区小审", Role.DISTRICT_OFFICER, district="990602"),
        "acceptance": official("受理员", Role.CITY_ACCEPTANCE),
        "checker": official("资审甲", Role.CITY_QUALIFICATION),
        "approver": official("资审乙", Role.CITY_QUALIFICATION),
        "office": official("评审办甲", Role.REVIEW_OFFICE),
        "second_officer": official("评审办乙", Role.REVIEW_OFFICE),
        "leader": leader,
        "printer": official("制证员", Role.CERTIFICATE_OFFICER),
        "stranger": user("路人"),
    }


def reserving(places: int) -> rules.Programme:
    """A programme with so many places and a reserve list."""
    values = {"places": places, "places.reserve": "yes"}
    return rules.with_parameters(programme.get("technical_expert"), values)


@remembered
def desk_call(city: City, each: rules.Programme, year: int, **more) -> Call:
    usual = {
        "title": f"{year}年度{each.title.zh}评选",
        "opens_at": at("2026-03-01"),
        "closes_at": at("2026-04-01"),
        "cut_off": on("2026-03-31"),
    }
    made = calls.create(
        programme=each, year=year, by=city.office, at=at("2026-02-20 09:00"), **(usual | more)
    )
    desk.start(made)
    return made


def fresh(case: Application) -> Application:
    """The case as it is now. Never ``refresh_from_db``: the status field forbids it."""
    return Application.objects.select_related("call", "person", "employer").get(pk=case.pk)


def version_of(case: Application) -> int:
    """The version that somebody sees who opens the page now."""
    return Application.objects.values_list("version", flat=True).get(pk=case.pk)


def fresh_call(call: Call) -> Call:
    return Call.objects.get(pk=call.pk)


@remembered
def contest(city: City, **more) -> Contest:
    values = {
        "name": "2025年星湖市职业技能竞赛",
        "event": f"数控车工{next(serial)}",
        "level": Contest.Level.CITY,
        "grade": Contest.Grade.CLASS_1,
        "organiser": "星湖市人力资源和社会保障局",
        "filing_document": "星人社函〔2025〕8号",
        "held_on": on("2025-10-15"),
    } | more
    return Contest.objects.create(registered_at=EARLY, registered_by=city.office, **values)
