"""A copy of the call, and the people and employers who play in it: all fictitious."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings

from evaluations import questionnaire, rules
from evaluations.actions import call as calls
from evaluations.models import (
    CalendarYear,
    Call,
    Contest,
    ContestResult,
    Organisation,
    Person,
    User,
    work_calendar,
)
from evaluations.rules import Programme
from workflows import desk, synthetic
from workflows.rehearsal.traceless import BATCH

# Credit codes and ID numbers of the play begin where no demo and no sample reaches.
_FIRST_CODE = 5_000_000
NAME = "演练"


@dataclass(frozen=True)
class Player:
    """One synthetic applicant: who, for which track, from which employer."""

    person: Person
    track: str
    employer: Organisation


def copy_of(call: Call, *, by: User, at: datetime) -> Call:
    """A call in preparation with the same rules and dates."""
    batch = BATCH + Call.objects.filter(batch__gte=BATCH).count()
    copied = calls.create(
        programme=rules.read(call.rules_text), year=call.year, batch=batch, title=call.title,
        opens_at=call.opens_at, closes_at=call.closes_at, cut_off=call.cut_off, by=by, at=at,
    )  # fmt: skip
    desk.start(copied)
    return copied


def employers(*, name: str = NAME, first_code: int = _FIRST_CODE) -> list[Organisation]:
    """A firm in every district, a supervised institution of the city, a stationed unit."""
    kind, reach = Organisation.Kind, Organisation.Affiliation
    districts = settings.CITY.districts

    def unit(number: int, kind: str, affiliation: str, **more) -> Organisation:
        values = {"name": f"{name}单位{number:02}", "kind": kind, "affiliation": affiliation}
        code = synthetic.credit_code(first_code + number)
        return Organisation.objects.get_or_create(uscc=code, defaults=values | more)[0]

    department = unit(0, kind.DEPARTMENT, reach.CITY)
    firms = [
        unit(n, kind.PRIVATE, reach.DISTRICT, district=district.code)
        for n, district in enumerate(districts, start=1)
    ]
    first = districts[0].code
    return [
        *firms,
        unit(90, kind.INSTITUTION, reach.CITY, supervisor=department),
        unit(91, kind.STATE_OWNED, reach.STATIONED, district=first),
        unit(92, kind.INSTITUTION, reach.DISTRICT, district=first, supervisor=department),
    ]


def players(
    programme: Programme, units: list[Organisation], *, count: int, dice: Random, cut_off: date
) -> Iterator[Player]:
    """Every track in turn, every employer in turn, so that each way is gone by somebody."""
    tracks = programme.tracks
    for index in range(count):
        turn, track = divmod(index, len(tracks))
        unit = units[(turn + 5 * track) % len(units)]
        yield Player(_person(index, dice, cut_off), tracks[track].id, unit)


def _person(index: int, dice: Random, cut_off: date) -> Person:
    user = User.objects.create(username=f"rehearsal-applicant-{index}", name=f"{NAME}{index:03}")
    person = Person(user=user, name=synthetic.name(dice), phone=synthetic.phone(dice))
    # Of an age that no programme refuses, on a birthday that no sample of the demo has.
    born = cut_off.replace(month=2, day=1, year=cut_off.year - 36) - timedelta(days=index)
    person.set_id_number(synthetic.id_number(born, 900 + index % 100))
    person.save()
    return person


def contest(by: User, cut_off: date, at: datetime, *, name: str = NAME) -> Contest:
    return Contest.objects.create(
        name=f"{name}竞赛", event=f"{name}赛项", level=Contest.Level.CITY,
        grade=Contest.Grade.CLASS_1, organiser=NAME, filing_document=NAME,
        held_on=cut_off - timedelta(days=150), registered_at=at, registered_by=by,
    )  # fmt: skip


def answers(call: Call, player: Player, event: Contest, dice: Random) -> dict:
    """A complete form; the contest's result list names whoever names the contest."""
    given = synthetic.answers(
        call.rules, player.track, cut_off=call.cut_off, contest=str(event.public_id), dice=dice
    )
    if questionnaire.contests_named(call.rules, player.track, given):
        ContestResult.objects.create(
            contest=event, rank=1, name=player.person.name, id_lookup=player.person.id_lookup
        )
    return given


def publish_missing_years(years: range, *, by: User, at: datetime) -> list[int]:
    """Let the play go on through years whose holidays nobody knows; which they were."""
    known = work_calendar()
    missing = [year for year in years if not known.knows(year)]
    for year in missing:
        CalendarYear.objects.update_or_create(
            year=year,
            defaults={"complete": True, "source": NAME, "entered_at": at, "entered_by": by},
        )
    return missing
