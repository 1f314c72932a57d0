"""Whatever a verb does to an application or a call stands in the record: one story through all
of them, and after each the last entry about a subject names the version it is at now."""

import inspect
import json
from functools import wraps

import pytest

from evaluations.actions import applying, filing, lists, objections, opining, publicity
from evaluations.actions import call as calls
from evaluations.desks import Desk, Verdict
from evaluations.models import (
    Application,
    Call,
    CallStatusChange,
    Objection,
    Opinion,
    StatusChange,
)
from evaluations.status import CallStatus, Status
from journal.models import Entry
from journal.verify import verify
from tests import cast
from tests.clock import at
from workflows import desk, programme

pytestmark = pytest.mark.django_db

WATCHED = (applying, calls, filing, lists, objections, opining)
NOW = cast.EXAMINED
AFTER_WINDOW = at("2026-04-02 09:00")


def verbs_of(module):
    """Its public functions that are one transaction."""
    return {
        name: function
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and hasattr(function, "__wrapped__")
    }


ALL = {f"{m.__name__.rpartition('.')[2]}.{name}" for m in WATCHED for name in verbs_of(m)}


def subjects():
    rows = [*Application.objects.all(), *Call.objects.all()]
    return {row.subject: row for row in rows}


def about(subject):
    kind, _, key = subject.partition(":")
    return Entry.objects.filter(subject_type=kind, subject_id=key)


def assert_record_is_up_to_date(actor):
    """Every subject stands at the version its last entry names, and the newest entry its actor."""
    for subject, row in subjects().items():
        assert about(subject).last().version == row.version, subject
    assert Entry.objects.last().actor == (f"user:{actor.pk}" if actor else "clock")


@pytest.fixture
def done(monkeypatch):
    """The verbs that were played. Each is checked as soon as it is over."""
    played = {}

    def watched(label, verb):
        @wraps(verb)
        def act(**given):
            before = Entry.objects.count()
            result = verb(**given)
            if Entry.objects.count() > before:
                assert_record_is_up_to_date(given.get("by"))
                played[label] = True
            return result

        return act

    for module in WATCHED:
        for name, verb in verbs_of(module).items():
            label = f"{module.__name__.rpartition('.')[2]}.{name}"
            monkeypatch.setattr(module, name, watched(label, verb))
    return played


def act(subject, by, verb, **given):
    return desk.perform(subject, lambda: verb(by=by, at=NOW, **given), by=by, at=NOW)


def prepared(city):
    """A call that was edited before it opened."""
    each = programme.get("technical_expert")
    call = cast.desk_call(city, each, 2026)
    calls.edit(call_id=call.pk, by=city.office, seen=1, at=cast.EARLY, programme=each, title="评选")
    when = at("2026-02-27 09:00")
    desk.perform(
        call,
        lambda: calls.open_call(call_id=call.pk, by=city.office, seen=2, at=when),
        by=city.office,
        at=when,
    )
    return cast.fresh_call(call)


def dropped(city):
    """A call that never opens."""
    call = cast.desk_call(city, programme.get("technical_expert"), 2026, batch=2)
    act(call, city.office, calls.cancel, call_id=call.pk, seen=call.version, reason="并入第一批")


def hesitant(city, call):
    """Starts without an employer, changes files, files, recalls, files again, and withdraws."""
    person = cast.applicant()
    case = applying.start(
        call=call, person=person, track="by_selection", by=person.user, at=NOW, employer=None
    )
    applying.choose_employer(
        application_id=case.pk, employer=city.employer, by=person.user, seen=1, at=NOW
    )
    case = cast.draft(city, call)
    by = case.person.user
    surplus = case.attachments.first()
    applying.remove_attachment(attachment_id=surplus.pk, by=by, at=NOW)
    cast.attach(case, surplus.item, NOW)
    case = cast.file(case, NOW)
    act(case, by, filing.recall, application_id=case.pk, seen=case.version)
    case = cast.file(cast.fresh(case), NOW)
    act(case, by, filing.withdraw, application_id=case.pk, seen=case.version)


def corrected(city, call):
    """Opened, returned, corrected, passed through every desk, with an exception on the way."""
    case = cast.file(cast.draft(city, call))
    act(case, city.clerk, opining.open_file, application_id=case.pk, desk=Desk.EMPLOYER)
    case = cast.opine(city, cast.fresh(case), Verdict.RETURN)
    applying.save_answers(
        application_id=case.pk,
        answers={"post": "team_leader"},
        by=case.person.user,
        seen=case.version,
        at=NOW,
    )
    opining.grant_exception(
        application_id=case.pk, rule="skill_grade", by=city.office, at=NOW, reason="技改项目"
    )
    return cast.to_the_list(city, cast.file(cast.fresh(case), NOW))


def rechecked(city, call):
    """Refused, examined again, and refused for good."""
    case = cast.walked(city, call, Status.NOT_ACCEPTED)
    by = case.person.user
    act(case, by, opining.request_recheck, application_id=case.pk, seen=case.version,
        grounds="名次抄录有误")  # fmt: skip
    case = cast.fresh(case)
    act(case, city.office, opining.decide_recheck, application_id=case.pk, seen=case.version,
        outcome="dismissed", reason="经核对原始文件")  # fmt: skip


def objected(city, case):
    """An objection that is taken, read, admitted and dismissed."""
    objection = cast.object_to(case)
    by = city.second_officer
    for verb, given in (
        (objections.take, {}),
        (objections.objector, {}),
        (objections.judge_admissibility, {"admissible": True, "reason": "期限内实名提出"}),
        (objections.extend, {"reason": "须向外地发证机关函询"}),
        (
            objections.decide_objection,
            {"outcome": Objection.Outcome.DISMISSED, "finding": "查无实据", "strike_off": False},
        ),
    ):
        act(case, by, verb, objection_id=objection.pk, **given)


def listed(city, call, cases):
    """The list from its proposal to the last certificate."""
    cast.propose(city, call, cases)
    cast.publicise(city, call)
    call = cast.fresh_call(call)
    desk.perform(
        call,
        lambda: publicity.correct_notice(
            call_id=call.pk, by=city.office, seen=call.version, at=cast.POSTED, note="更正单位名称"
        ),
        by=city.office,
        at=cast.POSTED,
    )
    objected(city, cast.fresh(cases[0]))
    decision = cast.decide(city, call, struck={cases[1].pk: "经核查不在一线岗位"})
    cast.promulgate(city, call, decision)
    when = at("2026-05-09 09:00")
    desk.perform(
        cases[0],
        lambda: lists.certify(application_id=cases[0].pk, number="1", by=city.printer, at=when),
        by=city.printer,
        at=when,
    )
    call = cast.fresh_call(call)
    act(call, city.office, calls.conclude, call_id=call.pk, seen=call.version)


def test_every_verb_leaves_the_record_up_to_date(done):
    city = cast.City()
    call = prepared(city)
    dropped(city)
    hesitant(city, call)
    cases = [corrected(city, call), cast.to_the_list(city, cast.draft(city, call))]
    rechecked(city, call)
    call = cast.close(call)
    drafts = Application.objects.filter(status=Status.DRAFT)
    for case in drafts:
        filing.lapse(application_id=case.pk, at=AFTER_WINDOW)
    listed(city, call, cases)

    assert set(done) == ALL
    assert cast.fresh_call(call).status == CallStatus.CONCLUDED
    assert entries_that_move() == sorted(changes_of_status())
    assert Opinion.objects.count() == Entry.objects.filter(verb__startswith="opinion.").count()
    assert verify().ok


def entries_that_move():
    """(subject, version, before, after) of every entry that tells of a change of status."""
    bodies = (json.loads(body) for body in Entry.objects.values_list("body", flat=True))
    return sorted(
        (body["subject"], body["version"], body["before"], body["after"])
        for body in bodies
        if body["before"]
        and body["before"] != body["after"]
        and body["subject"].startswith(("application:", "call:"))
    )


def changes_of_status():
    for change in StatusChange.objects.select_related("application"):
        yield change.application.subject, change.version, change.before, change.after
    for change in CallStatusChange.objects.select_related("call"):
        yield change.call.subject, change.version, change.before, change.after
