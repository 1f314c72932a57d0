"""Two people act at the same moment, on two real connections: one wins, the other reads why not.

On SQLite transactions queue up from their first statement; on PostgreSQL rows are fought for.
"""

import os
import uuid
from threading import Barrier, Thread

import pytest
from django.db import connection

from evaluations.actions import applying, filing, granting, objections, opining, proposing
from evaluations.desks import Desk, Verdict
from evaluations.errors import Refused
from evaluations.models import Application, Filing, StatusChange
from evaluations.roles import Role, Scope
from evaluations.status import CallStatus, Status
from journal.verify import verify
from tests import cast
from tests.clock import at
from workflows import desk
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("LAUREL_RACES", "1"))
NOW = at("2026-03-09 10:00")
PATIENCE = 60  # seconds: a deadlock would last longer


def race(*acts):
    """What each act came to: its value, or what it raised. All start at one moment."""
    barrier, outcomes = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait(PATIENCE)
            outcomes[place] = act()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test compares it
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "nobody may wait for ever"
    return outcomes


def winner_of(outcomes):
    """The place of the only act that went through; every other one was refused with a sentence."""
    won = [i for i, outcome in enumerate(outcomes) if not isinstance(outcome, Exception)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [type(error) for error in lost if not isinstance(error, Refused)] == [], lost
    assert all(str(error).strip() for error in lost)
    assert len(won) == 1, outcomes
    return won[0]


def all_is_well(case):
    """Desks agree with the law, the history leads to the status, the record is whole."""
    assert list(desk.disagreements()) == []
    changes = list(StatusChange.objects.filter(application=case))
    way = [Status.DRAFT, *(change.after for change in changes)]
    assert [change.before for change in changes] == way[:-1]
    assert way[-1] == cast.fresh(case).status
    assert CaseProcess.objects.filter(application=case, finished=None).count() <= 1
    assert verify().ok


def performing(subject, by, work):
    """An act as a page does it."""
    return lambda: desk.perform(subject, work, by=by, at=NOW)


@pytest.fixture
def city():
    return cast.City()


@pytest.fixture
def call(city):
    return city.call()


def filing_of(case, **more):
    values = {
        "application_id": case.pk,
        "by": case.person.user,
        "seen": case.version,
        "at": NOW,
        "signed_name": case.person.name,
    } | more
    return performing(case, case.person.user, lambda: filing.file(**values))


def withdrawing(case):
    given = {"application_id": case.pk, "by": case.person.user, "seen": case.version, "at": NOW}
    return performing(case, case.person.user, lambda: filing.withdraw(**given))


def recalling(case):
    given = {"application_id": case.pk, "by": case.person.user, "seen": case.version, "at": NOW}
    return performing(case, case.person.user, lambda: filing.recall(**given))


def opinion_of(case, by, verdict, rank=None, **more):
    where = desk.open_task(case).desk
    detail = cast.passing_detail(case, where) if verdict == Verdict.PASS else {}
    if rank is not None:
        assert "rank" in detail
        detail["rank"] = rank
    reason = "" if verdict == Verdict.PASS else "材料与原件不一致"
    return performing(
        case,
        by,
        lambda: opining.give_opinion(
            application_id=case.pk,
            desk=where,
            verdict=verdict,
            by=by,
            seen=case.version,
            at=NOW,
            reason=reason,
            detail=detail,
            **more,
        ),
    )


def remarks():
    return [{"path": "answers.post", "remark": "与合同岗位不符"}]


def test_one_person_starts_one_application(city, call):
    for _ in range(ROUNDS):
        person = cast.applicant()

        def start(person=person):
            return applying.start(
                call=call,
                person=person,
                track="by_selection",
                by=person.user,
                at=NOW,
                employer=city.employer,
            )

        outcomes = race(start, start)
        winner = outcomes[winner_of(outcomes)]
        assert list(Application.objects.filter(person=person)) == [winner]
        all_is_well(winner)


def test_what_is_filed_twice_is_filed_once(city, call):
    for _ in range(ROUNDS):
        case = cast.draft(city, call)
        winner_of(race(filing_of(case), filing_of(case)))
        assert case.filings.count() == 1
        all_is_well(case)


def test_a_double_click_is_one_act(city, call):
    """The second request of the same form gets the answer of the first."""
    for _ in range(ROUNDS):
        case = cast.draft(city, call)
        click = filing_of(case, key=uuid.uuid4())
        outcomes = race(click, click)
        assert outcomes == [Filing.objects.get(application=case)] * 2
        all_is_well(case)


def test_a_file_is_recalled_or_opened(city, call):
    for _ in range(ROUNDS):
        case = cast.walked(city, call, Status.FILED)
        where = desk.open_task(case).desk
        clerk = city.sitting_at(where)
        outcomes = race(
            recalling(case),
            performing(
                case,
                clerk,
                lambda case=case, where=where, clerk=clerk: opining.open_file(
                    application_id=case.pk, desk=where, by=clerk, at=NOW
                ),
            ),
        )
        recalled = winner_of(outcomes) == 0
        filed = case.filings.get()
        assert (filed.recalled_at is not None, filed.opened_at is None) == (recalled, recalled)
        assert cast.fresh(case).status == (Status.DRAFT if recalled else Status.FILED)
        all_is_well(case)


def test_an_applicant_withdraws_or_the_desk_decides(city, call):
    for _ in range(ROUNDS):
        case = cast.walked(city, call, Status.FILED)
        outcomes = race(withdrawing(case), opinion_of(case, city.clerk, Verdict.DECLINE))
        first = winner_of(outcomes)
        assert cast.fresh(case).status == [Status.WITHDRAWN, Status.NOT_RECOMMENDED][first]
        assert case.opinions.count() == first
        all_is_well(case)


def test_two_officers_of_a_desk_give_one_opinion(city, call):
    colleague = cast.official("单位经办", Role.EMPLOYER_CLERK, organisation=city.employer)
    for _ in range(ROUNDS):
        case = cast.walked(city, call, Status.FILED)
        outcomes = race(
            opinion_of(case, city.clerk, Verdict.PASS),
            opinion_of(case, colleague, Verdict.RETURN, remarks=remarks()),
        )
        first = winner_of(outcomes)
        assert case.opinions.get().given_by == [city.clerk, colleague][first]
        assert cast.fresh(case).status == [Status.FILED, Status.RETURNED][first]
        all_is_well(case)


def test_a_place_of_the_district_is_given_once(city, call):
    """Two files, one place: the second officer is told who has it."""
    for rank in range(1, ROUNDS + 1):
        cases = [cast.walked(city, call, Status.FILED) for _ in range(2)]
        cases = [cast.opine(city, case) for case in cases]
        assert {desk.open_task(case).desk for case in cases} == {Desk.DISTRICT}
        outcomes = race(
            *[opinion_of(case, city.district, Verdict.PASS, rank=rank) for case in cases]
        )
        lost = cases[1 - winner_of(outcomes)]
        assert desk.open_task(lost).desk == Desk.DISTRICT
        for case in cases:
            all_is_well(case)


def test_a_list_is_proposed_or_loses_its_candidate(city):
    for number in range(ROUNDS):
        call = city.call(batch=number + 1)
        case = cast.to_the_list(city, cast.draft(city, call))
        call = cast.close(call)
        outcomes = race(
            performing(
                call,
                city.office,
                lambda call=call, case=case: proposing.propose(
                    call_id=call.pk, order={case.pk: 1}, by=city.office, seen=call.version, at=NOW
                ),
            ),
            withdrawing(case),
        )
        first = winner_of(outcomes)
        assert cast.fresh(case).status == [Status.PROPOSED, Status.WITHDRAWN][first]
        assert cast.fresh_call(call).status == [CallStatus.PROPOSED, CallStatus.CLOSED][first]
        all_is_well(case)


def test_two_objections_are_both_received(city, call):
    """Nobody loses here: the candidate is contested once, and waits for both."""
    case = cast.walked(city, call, Status.PUBLICISED)
    notice = call.notices.get()

    def objecting(name):
        return lambda: desk.perform(
            case,
            lambda: objections.receive(
                notice=notice,
                application=case,
                name=name,
                unit="星湖市第二机床厂",
                phone="13911111111",
                facts="其竞赛名次与公布文件不符",
                at=cast.OBJECTED,
            ),
            by=None,
            at=cast.OBJECTED,
        )

    received = race(objecting("常举证"), objecting("申异议"))
    assert {row.pk for row in received} == set(case.objections.values_list("pk", flat=True))
    assert cast.fresh(case).status == Status.CONTESTED
    all_is_well(case)


def test_giving_a_role_does_not_lock_the_desks_out(city, call):
    """Both write the record, and the act also writes a row that points at the same account."""
    administrator = cast.official("管理员", Role.SYSADMIN)
    for _ in range(ROUNDS):
        case = cast.walked(city, call, Status.FILED)
        applicant = case.person.user
        outcomes = race(
            opinion_of(case, city.clerk, Verdict.RETURN, remarks=remarks()),
            lambda applicant=applicant: granting.grant_role(
                user=applicant, role=Role.AUDITOR, scope=Scope.CITY, by=administrator, at=NOW
            ),
        )
        assert [type(outcome).__name__ for outcome in outcomes] == ["Opinion", "RoleGrant"]
        assert desk.open_task(case).desk == Desk.CORRECTION
        all_is_well(case)
