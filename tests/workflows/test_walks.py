"""Random walks: whatever people do, fresh or stale, the open desks are those that the law names."""

import os
import random

import pytest

from evaluations.actions import filing, opining
from evaluations.desks import RULES, Desk, Verdict
from evaluations.errors import NotPermitted, Refused, Stale
from evaluations.models import StatusChange
from evaluations.status import CLOSED, Status
from tests import cast
from tests.clock import at
from workflows import desk

pytestmark = pytest.mark.django_db

WALKS = int(os.environ.get("LAUREL_WALKS", "12"))
STEPS = 14
NOW = at("2026-03-09 10:00")


def act(case, work, by):
    return desk.perform(case, work, by=by, at=NOW)


def give_any_opinion(city, case, dice):
    """The desk says something it may say; half of the time sending work further back."""
    where = desk.open_task(case).desk
    verdict = dice.choice(list(RULES[Desk(where)].verdicts))
    return cast.opine(city, case, verdict, moment=NOW)


def correct(_city, case, _dice):
    return cast.file(case, NOW)


def press_again_in_a_stale_tab(city, case, dice):
    """An old version is refused and changes nothing."""
    task, by = desk.open_task(case), city.sitting_at(desk.open_task(case).desk)
    with pytest.raises(Stale):
        act(
            case,
            lambda: opining.give_opinion(
                application_id=case.pk,
                desk=task.desk,
                verdict=Verdict.PASS,
                by=by,
                seen=case.version - 1,
                at=NOW,
            ),
            by,
        )
    return case


def try_the_wrong_person(city, case, _dice):
    with pytest.raises(NotPermitted):
        cast.opine(city, case, Verdict.PASS, by=city.stranger, moment=NOW)
    return case


def recall_or_be_refused(_city, case, _dice):
    by = case.person.user
    try:
        act(
            case,
            lambda: filing.recall(application_id=case.pk, by=by, seen=case.version, at=NOW),
            by,
        )
    except Refused:
        assert case.filings.latest("number").opened_at is not None or case.opinions.exists()
    return case


def read_the_file(city, case, _dice):
    where = desk.open_task(case).desk
    by = city.sitting_at(where)
    act(case, lambda: opining.open_file(application_id=case.pk, desk=where, by=by, at=NOW), by)
    return case


def withdraw(_city, case, _dice):
    by = case.person.user
    act(case, lambda: filing.withdraw(application_id=case.pk, by=by, seen=case.version, at=NOW), by)
    return case


def ask_for_a_recheck(city, case, dice):
    if case.rechecks.exists() or case.status not in {Status.NOT_ACCEPTED, Status.NOT_QUALIFIED}:
        return case
    by = case.person.user
    act(
        case,
        lambda: opining.request_recheck(
            application_id=case.pk, by=by, seen=case.version, at=NOW, grounds="名次抄录有误"
        ),
        by,
    )
    case = cast.fresh(case)
    act(
        case,
        lambda: opining.decide_recheck(
            application_id=case.pk,
            by=city.office,
            seen=case.version,
            at=NOW,
            outcome=dice.choice(["admitted", "dismissed"]),
            reason="经核对原始文件",
        ),
        city.office,
    )
    return case


def possible_acts(case):
    match case.status:
        case Status.DRAFT:
            return [correct, withdraw]
        case Status.FILED if desk.open_task(case).desk == Desk.LIST:
            return [withdraw]
        case Status.FILED:
            return [give_any_opinion] * 6 + [
                press_again_in_a_stale_tab,
                try_the_wrong_person,
                read_the_file,
                recall_or_be_refused,
            ]
        case Status.RETURNED | Status.SUPPLEMENT_DUE:
            return [correct] * 5 + [withdraw]
        case _:
            return [ask_for_a_recheck]


def history_is_continuous(case) -> bool:
    changes = list(StatusChange.objects.filter(application=case))
    pairs = zip(changes, changes[1:], strict=False)
    ends = [changes[-1].after] if changes else [Status.DRAFT]
    return ends == [case.status] and all(a.after == b.before for a, b in pairs)


@pytest.mark.parametrize("seed", range(WALKS))
def test_open_desks_equal_what_the_law_names(seed):
    dice = random.Random(seed)
    city = cast.City()
    call = city.call()
    cases = [cast.file(cast.draft(city, call)) for _ in range(2)]

    for _ in range(STEPS):
        at_hand = dice.randrange(len(cases))
        case = cast.fresh(cases[at_hand])
        dice.choice(possible_acts(case))(city, case, dice)
        cases[at_hand] = cast.fresh(case)
        assert list(desk.disagreements()) == []
        assert history_is_continuous(cases[at_hand])

    for case in cases:
        alive = case.status not in CLOSED and case.status != Status.DRAFT
        assert (desk.open_task(case) is not None) == alive
