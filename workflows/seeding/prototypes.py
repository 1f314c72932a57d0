"""One case for every state of a call under way, walked there by the real verbs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from evaluations.desks import Desk, Verdict
from evaluations.models import Application, Call, Organisation, Person, User
from evaluations.rules import Track
from workflows import desk, synthetic
from workflows.rehearsal import acts, replica
from workflows.rehearsal.replica import Player
from workflows.rehearsal.seats import Seats

# Credit codes of seeded units; a second call finds them again.
_FIRST_CODE = 6_000_000
# How many of a hundred applications stand where: files under way are most of a call's life.
AT_DESKS, AT_LIST = 50, 25
FATES = {"draft": 5, "withdrawn": 4, "returned": 6, "not_recommended": 4, "not_accepted": 3,
         "not_qualified": 3}  # fmt: skip


@dataclass(frozen=True)
class Prototype:
    """A walked case; ``share`` of all applications are its doubles."""

    case: Application
    share: float


@dataclass(frozen=True)
class Goal:
    """``until``: the desk where it waits, and "verdict" given there, if any."""

    until: Desk | None
    verdict: Verdict | None
    share: float
    withdraws: bool = False


def goals(track: Track) -> Iterator[Goal]:
    """Every state that a case of this track can be in before the list."""
    desks = [Desk(step.desk) for step in track.route if step.applies != "supervised"]
    for each in desks:
        yield Goal(each, None, AT_DESKS / len(desks))
    yield Goal(Desk.LIST, None, AT_LIST)
    yield Goal(None, None, FATES["draft"])
    yield Goal(desks[0], None, FATES["withdrawn"], withdraws=True)
    yield Goal(desks[0], Verdict.RETURN, FATES["returned"])
    yield Goal(desks[0], Verdict.DECLINE, FATES["not_recommended"])
    if Desk.FORMAL_CHECK in desks:
        yield Goal(Desk.FORMAL_CHECK, Verdict.DECLINE, FATES["not_accepted"])
    yield Goal(Desk.QUALIFICATION_APPROVAL, Verdict.DECLINE, FATES["not_qualified"])


def prototypes(
    call: Call,
    *,
    office: User,
    dice: Random,
    at: datetime,
    most: int,
    only: Callable[[Track, Goal], bool] = lambda _track, _goal: True,
) -> list[Prototype]:
    """At most ``most`` cases, each from another employer."""
    units = _units()
    seats = Seats(at=call.opens_at)
    event = replica.contest(office, call.cut_off, call.opens_at, name=f"合成{call.batch}")
    wanted = [
        (track, goal) for track in call.rules.tracks for goal in goals(track) if only(track, goal)
    ]
    found = []
    for n, (track, goal) in enumerate(wanted[:most]):
        # A unit of a district: it passes every desk that a goal can name.
        player = Player(person(call, n, dice), track.id, units[n % len(units)])
        start = at - timedelta(days=35, minutes=7 * n)
        case = acts.draft(call, player, event, dice, at=start)
        found.append(Prototype(_walk(case, goal, seats, start), goal.share))
    return found


def _walk(case: Application, goal: Goal, seats: Seats, moment: datetime) -> Application:
    """A day from desk to desk."""
    if goal.until is None:
        return case
    case = acts.file(case, at=moment + timedelta(hours=1))
    while True:
        moment += timedelta(days=1)
        where = desk.open_task(case).desk
        if where == goal.until:
            break
        case = _opine(case, where, Verdict.PASS, seats, moment)
    if goal.withdraws:
        return acts.withdraw(case, at=moment)
    return _opine(case, where, goal.verdict, seats, moment) if goal.verdict else case


def _opine(
    case: Application, where: str, verdict: Verdict, seats: Seats, moment: datetime
) -> Application:
    by = seats.taker(case, where, at=moment, verb="give_opinion")
    seats.done(by, where, "", at=moment)
    return acts.opine(case, where, verdict, by=by, at=moment)


def _units() -> list[Organisation]:
    """A firm in every district."""
    return [
        unit
        for unit in replica.employers(name="合成", first_code=_FIRST_CODE)
        if unit.affiliation == Organisation.Affiliation.DISTRICT and unit.supervisor_id is None
    ]


def person(call: Call, number: int, dice: Random) -> Person:
    """The ``number``-th applicant of a seeded call, saved."""
    user = User(username=f"seed{call.batch}-{number:07}", name="", password="!")  # noqa: S106 - no password fits
    person = unsaved_person(user, call.batch, number, dice)
    user.save()
    person.user = user
    person.save()
    return person


def unsaved_person(user: User, batch: int, number: int, dice: Random) -> Person:
    """Born before any sample of the demo or a rehearsal, so that no ID number is used twice."""
    person = Person(user=user, name=synthetic.name(dice), phone=synthetic.phone(dice))
    user.name = person.name
    days, serial = divmod(number, 1000)
    born = date(1950, 1, 1) + timedelta(days=days + 300 * (batch % 70))
    person.set_id_number(synthetic.id_number(born, serial))
    return person
