"""Two people press at the same moment: exactly one wins, the other is told who, nobody gets a 5xx.

LAUREL_PAIRS sets how many pairs (50 by default; 1000 for the measurement of performance T15).
"""

import os
import statistics
import threading
import time
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client

from evaluations.desks import Desk
from evaluations.models import Opinion, StatusChange
from evaluations.roles import Role
from tests import cast
from tests.workflows.views.desks.sitting import NOW, address, passing
from workflows import desk
from workflows.models import DeskTask

PAIRS = int(os.environ.get("LAUREL_PAIRS", "50"))


class Presser(threading.Thread):
    """One officer in a process of pressing: own connection, own session."""

    def __init__(self, client: Client, url: str, data: dict[str, str], gate: threading.Barrier):
        super().__init__()
        self.client, self.url, self.data, self.gate = client, url, data, gate
        self.answer, self.seconds = None, 0.0

    def run(self) -> None:
        try:
            self.gate.wait()
            began = time.perf_counter()
            self.answer = self.client.post(self.url, self.data)
            self.seconds = time.perf_counter() - began
        finally:
            connection.close()


def pair(case, clients, answers, verdicts=("pass", "pass")) -> list[Presser]:
    gate = threading.Barrier(2)
    pressers = []
    for client, verdict in zip(clients, verdicts, strict=True):
        data = {"key": str(uuid.uuid4()), "seen": str(case.version), "verdict": verdict}
        data |= answers | ({"reason": "不推荐"} if verdict == "decline" else {})
        pressers.append(Presser(client, address(case, "opinion/employer/"), data, gate))
    for presser in pressers:
        presser.start()
    for presser in pressers:
        presser.join()
    return pressers


def signed_in(*users) -> list[Client]:
    clients = []
    for user in users:
        client = Client(raise_request_exception=False)
        client.force_login(user)
        clients.append(client)
    return clients


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_decisions_exactly_one_wins() -> None:
    city = cast.City()
    colleague = cast.official("同事乙", Role.EMPLOYER_HEAD, organisation=city.employer)
    call = city.call()
    names = {city.clerk.pk: city.clerk.name, colleague.pk: colleague.name}
    waits = []
    with time_machine.travel(NOW, tick=True):
        clients = signed_in(city.clerk, colleague)
        for number in range(PAIRS):
            case = cast.file(cast.draft(city, call))
            verdicts = ("pass", "decline") if number % 2 else ("pass", "pass")
            pressed = pair(case, clients, passing(case), verdicts)

            statuses = sorted(presser.answer.status_code for presser in pressed)
            assert statuses == [302, 409], [p.answer.content[:2000] for p in pressed]
            opinion = Opinion.objects.get(application=case)
            loser = next(p for p in pressed if p.answer.status_code == 409)
            assert names[opinion.given_by_id] in loser.answer.content.decode()
            waits.append(loser.seconds)
            open_desks = DeskTask.objects.filter(process__application=case, finished=None)
            expected = [Desk.DISTRICT] if opinion.verdict == "pass" else []
            assert [t.desk for t in open_desks.exclude(desk="")] == expected
            assert StatusChange.objects.filter(application=case).count() <= 2
    assert list(desk.disagreements()) == []
    waits.sort()
    print(  # noqa: T201 - the measurement, shown with -s
        f"{PAIRS} pairs on {connection.vendor}: loser's median {statistics.median(waits):.3f} s, "
        f"p95 {waits[int(len(waits) * 0.95) - 1]:.3f} s"
    )


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_two_connections_is_one_act() -> None:
    city = cast.City()
    case = cast.file(cast.draft(city, city.call()))
    with time_machine.travel(NOW, tick=True):
        clients = signed_in(city.clerk, city.clerk)
        gate, url = threading.Barrier(2), address(case, "opinion/employer/")
        data = {"key": str(uuid.uuid4()), "seen": str(case.version), "verdict": "pass"}
        pressed = [Presser(client, url, data | passing(case), gate) for client in clients]
        for presser in pressed:
            presser.start()
        for presser in pressed:
            presser.join()

    assert [presser.answer.status_code for presser in pressed] == [302, 302]
    assert Opinion.objects.filter(application=case).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_on_different_files_do_not_disturb_each_other() -> None:
    """Performance T16: no 5xx on different tasks."""
    city = cast.City()
    call = city.call()
    with time_machine.travel(NOW, tick=True):
        clients = signed_in(*[city.clerk] * 4)
        for _round in range(3):
            cases = [cast.file(cast.draft(city, call)) for _each in clients]
            gate, pressed = threading.Barrier(len(cases)), []
            for case, client in zip(cases, clients, strict=True):
                data = {"key": str(uuid.uuid4()), "seen": str(case.version), "verdict": "pass"}
                url = address(case, "opinion/employer/")
                pressed.append(Presser(client, url, data | passing(case), gate))
            for presser in pressed:
                presser.start()
            for presser in pressed:
                presser.join()
            assert [presser.answer.status_code for presser in pressed] == [302] * 4
