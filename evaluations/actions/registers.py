"""The registers the office keeps: contests, the calendar of working days, organisations.

Every verb asks who may, writes one row or a whole list, and leaves an entry in the record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluations import identity
from evaluations.actions.case import actor_name
from evaluations.call_permissions import role_over
from evaluations.errors import NotPermitted, Refused
from evaluations.models import (
    CalendarDay,
    CalendarYear,
    Contest,
    ContestResult,
    Organisation,
    User,
)
from evaluations.public_list import local_day
from evaluations.roles import Role
from journal.record import record

KEEPERS = (Role.REVIEW_OFFICE,)


class ListRefused(Refused):
    """A list cannot be taken. ``sentences``: one for each row that is wrong, all at once."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(
            _("Nothing was imported. %(n)d rows have to be corrected.") % {"n": len(sentences)}
        )


def _require(by: User, roles: tuple[Role, ...]) -> str:
    if role := role_over(by, None, *roles):
        return role
    names = ", ".join(str(role.label) for role in roles)
    raise NotPermitted(_("Only these roles can do this: %(roles)s.") % {"roles": names})


def _note(verb: str, subject: str, *, by: User, role: str, at: datetime, **entry: Any) -> None:
    record(verb=verb, subject=subject, actor=actor_name(by), role=role, at=at, **entry)


# --- contests -------------------------------------------------------------------------------


@transaction.atomic
def register_contest(
    *,
    name: str,
    event: str,
    level: str,
    grade: str,
    organiser: str,
    filing_document: str,
    held_on: date,
    by: User,
    at: datetime,
) -> Contest:
    """One event of a filed contest. Its level and class come from the filing document."""
    role = _require(by, KEEPERS)
    if not filing_document.strip():
        raise Refused(_("Name the filing document: without it a contest does not count."))
    if held_on > local_day(at):
        raise Refused(_("The contest lies in the future. Register it when it has been held."))
    contest = Contest(
        name=name.strip(),
        event=event.strip(),
        level=level,
        grade=grade,
        organiser=organiser.strip(),
        filing_document=filing_document.strip(),
        held_on=held_on,
        registered_at=at,
        registered_by=by,
    )
    try:
        with transaction.atomic():
            contest.save()
    except IntegrityError:
        raise Refused(_("This event of this contest is already registered.")) from None
    detail = {"level": level, "grade": grade}
    _note("contest.register", _of(contest), by=by, role=role, at=at, detail=detail)
    return contest


@dataclass(frozen=True)
class Placing:
    """One line of a result list as typed. ``row`` is its number in the file."""

    row: int
    rank: str
    name: str
    id_number: str
    passed_line: bool = True


@transaction.atomic
def register_results(
    *, contest: Contest, placings: Sequence[Placing], by: User, at: datetime
) -> int:
    """The official result list: all of it or nothing. Returns how many lines are new.

    A line that is already there stays; one that contradicts it is refused. The ID number is
    kept as a keyed digest only. Raises ListRefused with a sentence for each wrong line.
    """
    role = _require(by, KEEPERS)
    Contest.objects.select_for_update(no_key=True).get(pk=contest.pk)
    known = dict(contest.results.values_list("id_lookup", "rank"))
    rows, wrong = [], []
    for placing in placings:
        try:
            result = _result(contest, placing, on=local_day(at))
            if result.id_lookup not in known:
                rows.append(result)
                known[result.id_lookup] = result.rank
            elif known[result.id_lookup] != result.rank:
                raise Refused(_("this person already has another rank in this contest."))
        except Refused as refusal:
            wrong.append(_("Row %(row)d: %(why)s") % {"row": placing.row, "why": refusal})
    if wrong:
        raise ListRefused(wrong)
    ContestResult.objects.bulk_create(rows)
    detail = {"new": len(rows), "given": len(placings)}
    _note("contest.results", _of(contest), by=by, role=role, at=at, detail=detail)
    return len(rows)


def _of(contest: Contest) -> str:
    return f"contest:{contest.public_id}"


def _result(contest: Contest, placing: Placing, *, on: date) -> ContestResult:
    if not placing.rank.isdecimal() or not 0 < int(placing.rank) < 10_000:
        raise Refused(_("the rank must be a whole number from 1."))
    if not placing.name.strip() or len(placing.name.strip()) > 50:
        raise Refused(_("the name is missing or longer than 50 characters."))
    number = identity.check_resident_id(placing.id_number, on=on)
    return ContestResult(
        contest=contest,
        rank=int(placing.rank),
        name=placing.name.strip(),
        id_lookup=identity.lookup(number),
        passed_line=placing.passed_line,
    )


# --- the calendar ---------------------------------------------------------------------------


@transaction.atomic
def enter_year(
    *,
    year: int,
    source: str,
    days: Mapping[date, tuple[bool, str]],
    complete: bool,
    by: User,
    at: datetime,
) -> CalendarYear:
    """A holiday notice of the State Council. ``days``: date -> (is it worked, note).

    The whole table of that notice is replaced. Periods already posted keep their stored days.
    """
    role = _require(by, KEEPERS)
    if not source.strip():
        raise Refused(_("Name the notice: its title and its number."))
    for day in days:
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            raise Refused(
                _("%(day)s does not belong to the notice for %(year)d.")
                % {"day": day.isoformat(), "year": year}
            )
    elsewhere = CalendarDay.objects.filter(date__in=days).exclude(notice__year=year).first()
    if elsewhere:
        raise Refused(
            _("%(day)s is already entered with another notice.")
            % {"day": elsewhere.date.isoformat()}
        )
    values = {"source": source.strip(), "complete": complete, "entered_at": at, "entered_by": by}
    notice, _created = CalendarYear.objects.update_or_create(year=year, defaults=values)
    notice.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(notice=notice, date=day, is_working=works, note=note)
        for day, (works, note) in sorted(days.items())
    )
    detail = {"complete": complete, "days": len(days)}
    _note("calendar.enter", f"calendar:{year}", by=by, role=role, at=at, detail=detail)
    return notice


# --- organisations --------------------------------------------------------------------------


def check_organisation(*, name: str, uscc: str, affiliation: str, district: str) -> str:
    """The cleaned credit code. Raises NumberRefused for a wrong one, or Refused."""
    code = identity.check_credit_code(uscc)
    if not name.strip():
        raise Refused(_("Enter the full name, as on the licence."))
    if affiliation == Organisation.Affiliation.DISTRICT and not district:
        raise Refused(_("Choose the district to which this organisation belongs."))
    if district and district not in {each.code for each in settings.CITY.districts}:
        raise Refused(_("The city has no such district."))
    return code


@transaction.atomic
def register_organisation(
    *,
    name: str,
    uscc: str,
    kind: str,
    affiliation: str,
    district: str,
    supervisor: Organisation | None,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
    active: bool = True,
) -> Organisation:
    """A legal body, new or changed. Raises NumberRefused for a wrong credit code, or Refused."""
    role = _require(by, KEEPERS)
    row = organisation or Organisation()
    code = check_organisation(name=name, uscc=uscc, affiliation=affiliation, district=district)
    if supervisor is not None and supervisor.pk == row.pk and row.pk:
        raise Refused(_("An organisation cannot supervise itself."))
    row.name, row.uscc, row.kind = name.strip(), code, kind
    row.affiliation, row.district, row.supervisor = affiliation, district, supervisor
    row.active = active
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_("An organisation with this credit code is already registered.")) from None
    verb = "organisation.change" if organisation else "organisation.register"
    detail = {"affiliation": affiliation, "district": district, "active": active}
    _note(verb, f"organisation:{row.pk}", by=by, role=role, at=at, detail=detail)
    return row
