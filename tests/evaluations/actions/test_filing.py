"""File, recall, withdraw, lapse."""

import json
import uuid
from datetime import timedelta

import pytest

from evaluations import snapshot
from evaluations.actions import applying, filing
from evaluations.errors import Incomplete, NotPermitted, Refused, Stale
from evaluations.models import Application, Filing, StatusChange
from evaluations.status import Status
from journal.queries import history_of
from tests import cast
from tests.clock import at
from tests.worlds import world
from workflows import desk

pytestmark = pytest.mark.django_db

WHEN = at("2026-03-03 10:00")


@world
def city():
    return cast.City()


@world
def call(city):
    return city.call()


def file(case, *, moment=WHEN, signed=None, seen=None, key=None, by=None):
    by = by or case.person.user
    return desk.perform(
        case,
        lambda: filing.file(
            application_id=case.pk,
            by=by,
            seen=case.version if seen is None else seen,
            at=moment,
            signed_name=case.person.name if signed is None else signed,
            key=key,
        ),
        by=by,
        at=moment,
    )


def withdraw(case, moment=WHEN):
    return desk.perform(
        case,
        lambda: filing.withdraw(
            application_id=case.pk, by=case.person.user, seen=case.version, at=moment
        ),
        by=case.person.user,
        at=moment,
    )


def recall(case, moment=WHEN):
    return desk.perform(
        case,
        lambda: filing.recall(
            application_id=case.pk, by=case.person.user, seen=case.version, at=moment
        ),
        by=case.person.user,
        at=moment,
    )


def test_a_filing_freezes_what_was_filed(city, call):
    case = cast.draft(city, call)
    filed = file(case)
    applying_later = snapshot.read(filed.content)
    assert applying_later["answers"] == case.answers
    assert applying_later["person"]["name"] == case.person.name
    assert applying_later["employer"]["uscc"] == city.employer.uscc
    assert filed.content_hash == snapshot.digest(filed.content)
    assert filed.rules_hash == call.rules_hash
    assert case.person.id_number not in filed.content


def test_filing_is_in_history_and_record_under_the_same_version(city, call):
    case = cast.fresh(cast.file(cast.draft(city, call)))
    change = StatusChange.objects.get(application=case)
    entry = list(history_of(case.subject))[-1]
    assert (change.before, change.after, change.version) == ("draft", "filed", case.version)
    assert (entry.verb, entry.version) == ("file", case.version)


def test_all_complaints_come_at_once(city, call):
    person = cast.applicant(birth="20150101")
    case = applying.start(
        call=call,
        person=person,
        track="by_selection",
        by=person.user,
        at=WHEN,
        employer=city.employer,
    )
    with pytest.raises(Incomplete) as refused:
        file(case, signed="别人")
    paths = {complaint.path for complaint in refused.value.complaints}
    assert {"occupation", "photo", "skill_grades", "rules.X7-age", "signature"} <= paths
    assert cast.fresh(case).status == Status.DRAFT


def test_a_double_click_is_one_filing(city, call):
    case, key = cast.draft(city, call), uuid.uuid4()
    first = file(case, key=key)
    second = file(case, key=key)
    assert (first.pk, Filing.objects.count()) == (second.pk, 1)


def test_the_key_of_another_person_is_refused(city, call):
    key = uuid.uuid4()
    file(cast.draft(city, call), key=key)
    with pytest.raises(Refused, match="已经用过"):
        file(cast.draft(city, call), key=key)


def test_a_stale_tab_is_told_who_changed_it(city, call):
    case = cast.draft(city, call)
    with pytest.raises(Stale) as refused:
        file(case, seen=case.version - 1)
    assert refused.value.changed_by == str(case.person.user)


def test_nobody_files_for_another(city, call):
    case = cast.draft(city, call)
    with pytest.raises(NotPermitted, match="只有申报人本人"):
        file(case, by=city.clerk)


@pytest.mark.parametrize("moment", ["2026-02-28 23:59", "2026-04-01 00:00"])
def test_a_closed_window_shows_the_server_clock(city, call, moment):
    case = cast.draft(city, call)
    with pytest.raises(NotPermitted) as refused:
        file(case, moment=at(moment))
    day = "2026-03-01 00:00" if moment < "2026-03" else "2026-04-01 00:00"
    assert day in str(refused.value)


def test_one_live_application_per_person_and_call(city, call):
    case = cast.draft(city, call)
    with pytest.raises(Refused, match=case.reference):
        cast.draft(city, call, person=case.person)


def test_after_withdrawing_one_may_apply_again(city, call):
    case = withdraw_fresh(cast.file(cast.draft(city, call)))
    again = cast.draft(city, call, person=case.person)
    assert [case.status, again.status] == [Status.WITHDRAWN, Status.DRAFT]


def withdraw_fresh(case):
    withdraw(case)
    return cast.fresh(case)


def test_recall_before_the_desk_has_opened_the_file(city, call):
    case = cast.file(cast.draft(city, call))
    recall(case)
    case = cast.fresh(case)
    assert (case.status, desk.open_task(case)) == (Status.DRAFT, None)
    assert case.filings.get().recalled_at == WHEN


def test_no_recall_after_the_desk_has_opened_it(city, call):
    from evaluations.actions import opining

    case = cast.file(cast.draft(city, call))
    opining.open_file(application_id=case.pk, desk="employer", by=city.clerk, at=WHEN)
    with pytest.raises(NotPermitted, match="2026-03-03 10:00"):
        recall(cast.fresh(case))


def test_a_recalled_correction_goes_back_to_its_correction(city, call):
    case = cast.walked(city, call, Status.RETURNED)
    case = cast.file(case, at("2026-03-06 10:00"))
    recall(case, at("2026-03-06 11:00"))
    case = cast.fresh(case)
    assert case.status == Status.RETURNED
    assert applying.open_correction(case).paths == ["answers.post"]


def test_no_recall_that_could_not_come_in_again(city, call):
    """After the window a recalled application would lapse within the minute."""
    case = cast.file(cast.draft(city, call))
    with pytest.raises(NotPermitted, match="无法再次提交"):
        recall(case, call.closes_at)
    assert cast.fresh(case).status == Status.FILED


def test_no_recall_after_the_time_for_correction(city, call):
    case = cast.walked(city, call, Status.RETURNED)
    due = applying.open_correction(case).due_at
    case = cast.file(case, due)
    with pytest.raises(NotPermitted, match="补正|修改"):
        recall(case, due + timedelta(minutes=1))


def test_whoever_waits_on_the_reserve_list_asks_the_office(city):
    call = city.call(rules=cast.reserving(1))
    cases = [cast.to_the_list(city, cast.draft(city, call)) for _ in range(2)]
    cast.propose(city, cast.close(call), cases)
    with pytest.raises(NotPermitted, match="评审办"):
        withdraw(cast.fresh(cases[1]), at("2026-04-20 10:00"))


def test_nobody_withdraws_from_a_proposed_list(city, call):
    case = cast.walked(city, call, Status.PROPOSED)
    with pytest.raises(NotPermitted, match="评审办"):
        withdraw(case, at("2026-04-20 10:00"))


def test_a_correction_lapses_by_the_clock_and_not_before(city, call):
    case = cast.walked(city, call, Status.RETURNED)
    due = applying.open_correction(case).due_at
    assert filing.lapse(application_id=case.pk, at=due) is None
    desk.perform(
        case,
        lambda: filing.lapse(application_id=case.pk, at=at("2026-03-20 10:00")),
        by=None,
        at=at("2026-03-20 10:00"),
    )
    case = cast.fresh(case)
    last = case.changes.last()
    assert (case.status, last.actor, last.role) == (Status.LAPSED, None, "clock")


def test_a_rolled_back_filing_leaves_nothing(city, call, monkeypatch):
    case = cast.draft(city, call)

    def broken(*_given):
        raise RuntimeError("power cut")

    monkeypatch.setattr(desk, "start", broken)
    with pytest.raises(RuntimeError):
        file(case)
    assert Application.objects.get(pk=case.pk).status == Status.DRAFT
    assert not Filing.objects.exists()
    assert [e.verb for e in history_of(case.subject)][-1] != "file"


def test_the_content_is_canonical(city, call):
    filed = file(cast.draft(city, call))
    content = json.loads(filed.content)
    again = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert filed.content == again
