"""Every programme is walked: each track from filing to a certificate that the verification page
calls genuine, and on the way through every return, sending back, refusal and lapse it knows."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from certificates.models import Certificate
from certificates.verify import Verdict as Paper
from evaluations import route, whereabouts
from evaluations.actions import filing, objections
from evaluations.desks import RULES, Desk, Verdict
from evaluations.models import Application, Call
from evaluations.roles import Role
from evaluations.rules import Programme
from evaluations.status import Status
from tests import cast
from tests.clock import at
from workflows import desk, invariants, promulgation
from workflows.invariants import desks, law
from workflows.programme import all_programmes

pytestmark = pytest.mark.django_db

PROGRAMMES = pytest.mark.parametrize("programme", all_programmes(), ids=lambda each: each.id)
ISSUED = at("2026-05-09 09:00")
# The transition of the law, and the status in which a case then is for good.
ENDS = {
    "not_recommend": Status.NOT_RECOMMENDED,
    "not_accept": Status.NOT_ACCEPTED,
    "not_qualify": Status.NOT_QUALIFIED,
    "not_select": Status.NOT_SELECTED,
}
WAITS = {
    "return_for_correction": Status.RETURNED,
    "require_supplement": Status.SUPPLEMENT_DUE,
}


class WholeCity(cast.City):
    """The cast, with an employer that passes every desk: supervised, and of a district."""

    def __post_init__(self):
        department = cast.organisation("星湖市工业局", kind="department", affiliation="city")
        self.employer = cast.organisation("星湖轴承厂", kind="state_owned", supervisor=department)
        super().__post_init__()
        self.ways_tried: set[tuple[str, ...]] = set()
        self.supervisor = cast.official(
            "主管部门", Role.SUPERVISING_DEPARTMENT, organisation=department
        )

    def sitting_at(self, name):
        return self.supervisor if name == Desk.SUPERVISOR else super().sitting_at(name)


# The record is verified link by link at the end of each walk; while it grows, law and desks are asked.
MEANWHILE = (*law.INVARIANTS, *desks.INVARIANTS)


def tried(act):
    """Run ``act``, see that law and desks are in order, and take everything back."""
    with transaction.atomic():
        act()
        assert [row for each in MEANWHILE for row in each.exceptions()] == []
        transaction.set_rollback(True)


def lapse(case: Application, moment) -> Application:
    desk.perform(case, lambda: filing.lapse(application_id=case.pk, at=moment), by=None, at=moment)
    return cast.fresh(case)


class Walk:
    """One case on its way through a track, trying at each desk whatever may be said there."""

    def __init__(self, city: WholeCity, call: Call, track: str):
        self.city, self.said, self.corrected = city, set(), False
        self.case = cast.draft(city, call, track=track)
        tried(self.too_late)
        self.case = cast.file(self.case)

    def too_late(self):
        assert lapse(self.case, self.case.call.closes_at).status == Status.LAPSED

    def to_the_list(self) -> Application:
        while (where := desk.open_task(self.case).desk) != Desk.LIST:
            for verdict, transition in RULES[Desk(where)].verdicts.items():
                if (where, verdict) not in self.said:
                    self.said.add((where, verdict))
                    self.hear(where, verdict, transition)
            self.case = cast.opine(self.city, self.case)
        return self.case

    def hear(self, where: str, verdict: Verdict, transition: str) -> None:
        if transition in ENDS:
            self.trial(where, verdict, lambda: self.refuse(verdict, ENDS[transition]))
        elif transition in WAITS and self.may_be_asked(verdict):
            new = self.trial(
                where, verdict, lambda: self.leave_unanswered(verdict, WAITS[transition])
            )
            # Each track has a form of its own: it is corrected at least once.
            if new or not self.corrected:
                self.correct(where, verdict, WAITS[transition])
        elif verdict == Verdict.SEND_BACK:
            self.send_back(where)
        elif verdict == Verdict.DOUBT:
            self.trial(where, verdict, lambda: self.doubt(where))

    def trial(self, where: str, verdict: str, act) -> bool:
        """What one track has tried, another that came to this desk by the same desks need not.
        Whether it was tried now."""
        desks_so_far = [step.desk for step in whereabouts.steps_of(self.case)]
        way = (*desks_so_far[: desks_so_far.index(where) + 1], verdict)
        if way in self.city.ways_tried:
            return False
        self.city.ways_tried.add(way)
        tried(act)
        return True

    def may_be_asked(self, verdict: Verdict) -> bool:
        return (
            verdict != Verdict.SUPPLEMENT
            or not self.case.opinions.filter(verdict=Verdict.SUPPLEMENT).exists()
        )

    def refuse(self, verdict: Verdict, end: Status) -> None:
        case = cast.opine(self.city, self.case, verdict)
        assert (case.status, desk.open_task(case)) == (end, None)

    def leave_unanswered(self, verdict: Verdict, status: Status) -> None:
        case = cast.opine(self.city, self.case, verdict)
        assert (case.status, desk.open_task(case).desk) == (status, Desk.CORRECTION)
        due = case.corrections.latest("id").due_at
        assert lapse(case, due).status == status, "in time to the last moment"
        assert lapse(case, due + timedelta(seconds=1)).status == Status.LAPSED

    def correct(self, where: str, verdict: Verdict, status: Status) -> None:
        case = cast.opine(self.city, self.case, verdict)
        assert case.status == status
        self.corrected = True
        self.case = cast.file(case, cast.EXAMINED)
        assert desk.open_task(self.case).desk == where, "back to the desk that asked"

    def send_back(self, where: str) -> None:
        """To the nearest and to the first desk; from there everybody passes it on again."""
        before = route.earlier_desks(whereabouts.steps_of(self.case), where)
        for earlier in {before[0], before[-1]}:
            back = f"back to {earlier}"
            self.trial(where, back, lambda earlier=earlier: self.come_back(where, earlier))

    def come_back(self, where: str, earlier: str) -> None:
        case = cast.opine(self.city, self.case, Verdict.SEND_BACK, resume_at=earlier)
        assert desk.open_task(case).desk == earlier
        while desk.open_task(case).desk != where:
            case = cast.opine(self.city, case)

    def doubt(self, where: str) -> None:
        """A doubt goes on to the second pair of eyes, which may refuse."""
        case = cast.opine(self.city, self.case, Verdict.DOUBT)
        assert desk.open_task(case).desk == Desk.QUALIFICATION_APPROVAL
        assert cast.opine(self.city, case, Verdict.DECLINE).status == Status.NOT_QUALIFIED


@PROGRAMMES
def test_every_track_reaches_a_certificate_that_is_genuine(programme: Programme, client) -> None:
    city = WholeCity()
    call = city.call(programme.id)
    walks = [Walk(city, call, track.id) for track in programme.tracks]
    cases = [walk.to_the_list() for walk in walks]
    for walk, track in zip(walks, programme.tracks, strict=True):
        assert {where for where, _ in walk.said} == {step.desk for step in track.route}
    cast.propose(city, cast.close(call), cases)
    tried(lambda: selected_no_more(city, call, cases))
    cast.publicise(city, call)
    for case in cases:
        tried(lambda case=case: objection_upheld(city, case))
    objection_dismissed(city, cases[0])
    tried(lambda: struck_by_the_deciders(city, call, cases[-1]))
    cast.promulgate(city, call, cast.decide(city, call))
    promulgation.issue_all(cast.fresh_call(call), by=city.printer, at=ISSUED)
    for case in cases:
        assert cast.fresh(case).status == Status.CERTIFIED
        assert_genuine(client, Certificate.objects.get(case=case.subject))
    assert list(invariants.broken()) == []


def assert_genuine(client, certificate: Certificate) -> None:
    answer = client.get(reverse("certificates:verify_code", args=[certificate.code]))
    assert answer.context["verdict"] == Paper.GENUINE
    assert str(certificate) in answer.content.decode()


def objection_upheld(city: WholeCity, case: Application) -> None:
    examined(city, case, upheld=True)
    assert cast.fresh(case).status == Status.STRUCK_OFF
    assert desk.open_task(case) is None


def objection_dismissed(city: WholeCity, case: Application) -> None:
    examined(city, case, upheld=False)
    assert cast.fresh(case).status == Status.PUBLICISED


def examined(city: WholeCity, case: Application, *, upheld: bool) -> None:
    received = cast.object_to(cast.fresh(case))
    assert cast.fresh(case).status == Status.CONTESTED
    moment = received.received_at + timedelta(days=1)
    key = {"objection_id": received.pk, "by": city.second_officer, "at": moment}

    def act():
        objections.take(**key)
        objections.judge_admissibility(**key, admissible=True, reason="实名且具体")
        objections.decide_objection(
            **key, outcome="upheld" if upheld else "dismissed", finding="已核实", strike_off=upheld
        )

    desk.perform(case, act, by=city.second_officer, at=moment)


def struck_by_the_deciders(city: WholeCity, call: Call, case: Application) -> None:
    cast.decide(city, call, struck={case.pk: "会议未通过"})
    assert cast.fresh(case).status == Status.STRUCK_OFF


def selected_no_more(_city: WholeCity, call: Call, cases: list[Application]) -> None:
    assert {cast.fresh(case).status for case in cases} == {Status.PROPOSED}
    assert cast.fresh_call(call).status == "proposed"


@PROGRAMMES
def test_whoever_finds_no_place_is_told_and_the_list_goes_on(programme: Programme) -> None:
    city = WholeCity()
    call = city.call(programme.id)
    track = programme.tracks[0].id
    first, second = (cast.to_the_list(city, cast.draft(city, call, track=track)) for _ in range(2))
    cast.propose(city, cast.close(call), [first])
    assert cast.fresh(second).status == Status.NOT_SELECTED
    assert desk.open_task(second) is None
    assert list(invariants.broken()) == []
