"""Sitting at a desk in the cast's year: open, read, send the form that the page offers."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from evaluations.desks import Desk
from evaluations.models import Application, User
from tests import cast, visits
from tests.clock import at
from tests.remembered import remembered
from workflows import desk

NOW = at("2026-03-05 09:00")


def address(case: Application, tail: str = "") -> str:
    return f"/desk/{case.public_id}/{tail}"


def page(user: User | None, case: Application, moment: datetime = NOW) -> HttpResponse:
    return visits.get(user, address(case), moment)


def opened(user: User, case: Application, moment: datetime = NOW) -> HttpResponse:
    """The page after the file was opened for examination."""
    assert visits.post(user, address(case, "open/"), {}, moment).status_code == 302
    return page(user, case, moment)


def say(
    user: User,
    case: Application,
    verdict: str,
    *,
    where: str | None = None,
    moment: datetime = NOW,
    seen: int | None = None,
    key: str | None = None,
    **answers: Any,
) -> HttpResponse:
    """Send an opinion, as the form of the page would."""
    where = where or desk.open_task(case).desk
    data = {
        "key": key or str(uuid.uuid4()),
        "seen": str(cast.fresh(case).version if seen is None else seen),
        "verdict": verdict,
    }
    if verdict in {"return", "supplement"}:
        data |= {"due_on": "2026-03-20", "supplement_on": "2026-03-20"}
    return visits.post(user, address(case, f"opinion/{where}/"), data | answers, moment)


@remembered
def at_desk(city: cast.City, where: Desk, case: Application | None = None) -> Application:
    """A filed case, walked to the desk of that name."""
    case = case or cast.file(cast.draft(city, city.call()))
    while desk.open_task(case).desk != where:
        case = cast.opine(city, case)
    return case


def passing(case: Application) -> dict[str, str]:
    """What the form of the present desk needs for a pass, as the browser sends it."""
    where = desk.open_task(case).desk
    detail = cast.passing_detail(case, where)
    judged = detail.pop("judged", {})
    sent = {f"d-{name}": str(value) for name, value in detail.items()}
    for rule, answer in judged.items():
        sent |= {f"met-{rule}": answer["met"], f"note-{rule}": answer["note"]}
    return sent
