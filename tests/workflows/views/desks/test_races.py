"""Two people press at the same moment: exactly one wins, the other is told who, nobody gets a 5xx.

LAUREL_PAIRS sets how many pairs: 60 with every run; ``LAUREL_PAIRS=1000 pytest -s`` on this file is
the measurement: how long the loser waits, the winner, and an officer who is alone.
"""

import os
import statistics
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import cycle, repeat
from random import Random

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import Count
from django.http import HttpResponse
from django.test import Client

from evaluations.desks import Desk
from evaluations.models import Application, Call, Opinion, StatusChange, User
from evaluations.roles import Role
from journal.verify import verify
from tests import cast
from tests.workflows.views.desks.sitting import NOW, address, passing
from workflows import desk
from workflows.models import DeskTask
from workflows.seeding.doubles import Template, double
from workflows.seeding.prototypes import Prototype

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = int(os.environ.get("LAUREL_PAIRS", "60"))
MEASURED = PAIRS >= 1000
PATIENCE = 60  # seconds: nobody may wait for ever
OPINION = "opinion/employer/"


@dataclass
class Press:
    """One form sent, and what came back."""

    case: Application
    data: dict[str, str]
    answer: HttpResponse | None = None
    seconds: float = 0.0

    @property
    def status(self) -> int:
        return self.answer.status_code


@dataclass(eq=False)
class Officer(threading.Thread):
    """Somebody at a desk: own thread, own connection, own session. At each gate one press."""

    client: Client
    presses: list[Press]
    gate: Callable[[], object] = int

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        try:
            for press in self.presses:
                self.gate()
                began = time.perf_counter()
                press.answer = self.client.post(address(press.case, OPINION), press.data)
                press.seconds = time.perf_counter() - began
        finally:
            connection.close()


def together(*officers: Officer) -> None:
    """All press at one moment, press after press."""
    barrier = threading.Barrier(len(officers))
    for officer in officers:
        officer.gate = lambda: barrier.wait(PATIENCE)
        officer.start()
    for officer in officers:
        officer.join()


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def files(city: cast.City, call: Call, count: int) -> list[Application]:
    """So many files at the employer's desk: one is walked there, the others are its doubles."""
    case = cast.file(cast.draft(city, call))
    with transaction.atomic():
        double([Template(Prototype(case, 1.0))], count=count - 1, first=1, dice=Random(1))
    return list(call.applications.select_related("call").order_by("pk"))


def forms(cases: list[Application], verdicts: Iterable[str]) -> list[Press]:
    """What an officer sends who has each of these pages open."""
    answers, found = passing(cases[0]), []
    for case, verdict in zip(cases, verdicts, strict=False):
        data = {"key": str(uuid.uuid4()), "seen": str(case.version), "verdict": verdict}
        reason = {"reason": "不推荐"} if verdict == "decline" else {}
        found.append(Press(case, data | answers | reason))
    return found


def test_of_two_simultaneous_decisions_exactly_one_wins() -> None:
    city = cast.City()
    colleague = cast.official("同事乙", Role.EMPLOYER_HEAD, organisation=city.employer)
    cases = files(city, city.call(), PAIRS)
    with time_machine.travel(NOW, tick=True):
        first = Officer(signed_in(city.clerk), forms(cases, repeat("pass")))
        second = Officer(signed_in(colleague), forms(cases, cycle(["pass", "decline"])))
        together(first, second)

    pairs = list(zip(first.presses, second.presses, strict=True))
    answers = Counter(tuple(sorted(press.status for press in pair)) for pair in pairs)
    assert answers == {(302, 409): PAIRS}
    names = {user.pk: user.name for user in (city.clerk, colleague)}
    winners = dict(Opinion.objects.values_list("application", "given_by"))
    untold = [
        loser.case
        for pair in pairs
        for loser in pair
        if loser.status == 409 and names[winners[loser.case.pk]] not in loser.answer.text
    ]
    assert untold == []
    assert_decided_once(cases)
    if MEASURED:
        tell([min(pair, key=lambda press: press.status) for pair in pairs], "winner")
        tell([max(pair, key=lambda press: press.status) for pair in pairs], "loser")


def assert_decided_once(cases: list[Application]) -> None:
    """One opinion, one change of status at most, and the desk that the opinion names."""
    opinions = Opinion.objects.filter(application__in=cases)
    assert sorted(opinions.values_list("application", flat=True)) == [case.pk for case in cases]
    open_desks = DeskTask.objects.filter(process__application__in=cases, finished=None).exclude(
        desk=""
    )
    lie = Counter(open_desks.values_list("process__application", "desk"))
    passed = opinions.filter(verdict="pass").values_list("application", flat=True)
    assert lie == {(pk, Desk.DISTRICT): 1 for pk in passed}
    changes = StatusChange.objects.values("application").annotate(n=Count("pk"))
    assert {row["n"] for row in changes} <= {1, 2}
    assert list(desk.disagreements()) == []
    assert verify().ok


def tell(presses: list[Press], who: str) -> None:
    waits = sorted(press.seconds for press in presses)
    print(  # noqa: T201 - the measurement, shown with -s
        f"{connection.vendor}: {len(waits)} presses, {who}: median {statistics.median(waits):.3f} s, "
        f"p95 {waits[int(len(waits) * 0.95) - 1]:.3f} s"
    )


def test_who_is_alone_waits_for_nobody() -> None:
    city = cast.City()
    cases = files(city, city.call(), 100 if MEASURED else 2)
    with time_machine.travel(NOW, tick=True):
        alone = Officer(signed_in(city.clerk), forms(cases, repeat("pass")))
        together(alone)
    assert {press.status for press in alone.presses} == {302}
    if MEASURED:
        tell(alone.presses, "alone")


def test_a_double_click_on_two_connections_is_one_act() -> None:
    city = cast.City()
    case = cast.file(cast.draft(city, city.call()))
    with time_machine.travel(NOW, tick=True):
        [press] = forms([case], repeat("pass"))
        hands = [Officer(signed_in(city.clerk), [replace(press)]) for _ in range(2)]
        together(*hands)
    assert [hand.presses[0].status for hand in hands] == [302, 302]
    assert Opinion.objects.filter(application=case).count() == 1


def test_four_people_on_different_files_do_not_disturb_each_other() -> None:
    city = cast.City()
    rounds = max(5, PAIRS // 20)
    cases = files(city, city.call(), 4 * rounds)
    with time_machine.travel(NOW, tick=True):
        officers = [
            Officer(signed_in(city.clerk), forms(cases[hand::4], repeat("pass")))
            for hand in range(4)
        ]
        together(*officers)
    statuses = Counter(press.status for officer in officers for press in officer.presses)
    assert statuses == {302: 4 * rounds}
    assert_decided_once(cases)
