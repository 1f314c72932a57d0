"""A small call whose files come before a panel: employer, experts, defence, vote."""

from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from evaluations import rules, whereabouts
from evaluations.actions import assigning, experts, meeting, panel, reviewing
from evaluations.actions import call as calls
from evaluations.actions.ballot import cast as cast_vote
from evaluations.actions.ballot import close_item, open_item
from evaluations.desks import Desk
from evaluations.draw import Terms
from evaluations.models import Application, Call, Draw, Expert, Meeting, Panel, Review, User
from evaluations.roles import Role
from evaluations.rules import Ballot, Clock, Criterion, Rubric, Step, Text
from tests import cast
from tests.cast.copies import release_copies
from tests.clock import at
from tests.remembered import remembered
from workflows import desk, panels, programme

DRAWN = at("2026-04-02 09:00")
SCORED = at("2026-04-07 09:00")
CLOSED = at("2026-04-09 09:00")
MET = at("2026-04-13 09:00")

RUBRIC = Rubric(
    criteria=(
        Criterion(id="skill", label=Text("技能水平", "Skill"), weight=60, guidance=Text("看成果")),
        Criterion(id="teaching", label=Text("传技带徒", "Teaching"), weight=40),
    ),
    experts=3,
    trim_from=5,
    tie_break=("skill",),
)
ROUTE = ("employer", "panel", "defence", "vote")


def small_programme(route=ROUTE, **more) -> rules.Programme:
    whole = programme.get("technical_expert")
    track = whole.track("by_selection")
    steps = tuple(Step(desk=name, clock=Clock(5)) for name in route)
    kept = tuple(replace(t, route=steps) if t.id == track.id else t for t in whole.tracks)
    settings = {"rubric": RUBRIC, "ballot": Ballot()} | more
    return replace(whole, tracks=kept, **settings)


@remembered
def _registered(name: str, *, by: User, **given) -> Expert:
    return experts.register_expert(user=cast.user(name), by=by, at=cast.EARLY, **given)


@remembered
def _planned(call: Call, terms: Terms, *, observer: User, by: User) -> Draw:
    return panel.plan(call=call, terms=terms, observer=observer, by=by, at=DRAWN)


@remembered
def _drawn(draw_id: int, *, by: User) -> None:
    panel.draw(draw_id=draw_id, witness="0417", by=by, at=DRAWN)


@remembered
def _signed(of: Panel) -> None:
    for member in panel.live(of):
        reviewing.sign_undertaking(member_id=member.pk, by=member.expert.user, at=DRAWN)


@remembered
def _assigned(call: Call, to: Panel, *, by: User) -> list[Review]:
    there = whereabouts.desks_in(call)
    waiting = [pk for pk, where in there.items() if where == Desk.PANEL]
    for case in Application.objects.filter(pk__in=waiting).select_related("call"):
        release_copies(case, by=by, at=DRAWN)
    return assigning.assign(panel_id=to.pk, by=by, at=DRAWN)


@remembered
def _scored(review: Review, marks: dict[str, str], moment: datetime) -> Review:
    by = review.member.expert.user
    return reviewing.submit(review_id=review.pk, marks=marks, comment="", by=by, at=moment)


@dataclass
class Stage:
    city: cast.City
    call: Call
    observer: User = None
    experts: list[Expert] = field(default_factory=list)
    panel: Panel = None

    @property
    def office(self) -> User:
        return self.city.office

    def expert(self, name: str = "", **more) -> Expert:
        given = {"level": "senior", "unit": f"外地研究院第{len(self.experts)}所"} | more
        called = name or f"评委{'甲乙丙丁戊己庚辛壬癸'[len(self.experts) % 10]}"
        made = _registered(called, by=self.office, **given)
        self.experts.append(made)
        return made

    def file(self, **more) -> Application:
        """A case at the experts' desk."""
        case = cast.file(cast.draft(self.city, self.call, **more))
        return cast.opine(self.city, case)

    def plan(self, count: int = 3, **more):
        terms = Terms(count=count, **more)
        made = _planned(self.call, terms, observer=self.observer, by=self.office)
        self.panel = made.panel
        return made

    def draw(self, count: int = 3, **more):
        """A drawn panel whose members have signed."""
        made = self.plan(count, **more)
        _drawn(made.pk, by=self.office)
        self.sign()
        return self.panel

    def sign(self) -> None:
        _signed(self.panel)

    def assign(self) -> list[Review]:
        """Give the files out, their copies released before."""
        return _assigned(self.call, self.panel, by=self.office)

    def score(self, review: Review, skill=50, teaching=30, moment=SCORED) -> Review:
        return _scored(review, {"skill": str(skill), "teaching": str(teaching)}, moment)

    def score_all(self, skill=50) -> None:
        for review in Review.objects.filter(
            panel_case__panel=self.panel, ended_at=None, submitted_at=None
        ).select_related("member__expert__user"):
            self.score(review, skill=skill)

    def close(self, **more):
        return panels.close_scoring(self.panel, by=self.office, at=CLOSED, **more)

    def convene(self, where: str = Desk.VOTE, **more) -> Meeting:
        chair = panel.live(self.panel)[0]
        return meeting.convene(
            panel=self.panel, desk=where, place="第一会议室", held_on=MET.date(), chair=chair,
            by=self.office, at=MET, **more,
        )  # fmt: skip

    def vote(self, held: Meeting, choices: list[str], number: int = 1) -> None:
        """The members who signed in give these papers, in their order."""
        item = held.items.get(number=number)
        open_item(item_id=item.pk, by=self.office, at=MET)
        seats = held.seats.exclude(signed_at=None).select_related("member__expert__user")
        users = [seat.member.expert.user for seat in seats]
        for user, choice in zip(users, choices, strict=False):
            cast_vote(item_id=item.pk, choice=choice, by=user)
        close_item(item_id=item.pk, by=self.office, at=MET)

    def sign_in(self, held: Meeting, count: int = 100) -> None:
        for seat in held.seats.select_related("member__expert__user")[:count]:
            meeting.sign_in(meeting_id=held.pk, by=seat.member.expert.user, at=MET)


@remembered
def stage(*, experts: int = 5, route=ROUTE, **more) -> Stage:
    city = cast.City()
    call = cast.desk_call(city, small_programme(route, **more), 2026)
    opened = at("2026-02-27 09:00")
    desk.perform(
        call,
        lambda: calls.open_call(call_id=call.pk, by=city.office, seen=call.version, at=opened),
        by=city.office,
        at=opened,
    )
    made = Stage(city, cast.fresh_call(call), observer=cast.official("监督员", Role.SUPERVISION))
    for _number in range(experts):
        made.expert()
    return made
