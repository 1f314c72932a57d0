"""The registers: contests with their results, the calendar, organisations."""

import pytest

from evaluations import identity
from evaluations.actions import registers
from evaluations.errors import NotPermitted, Refused
from evaluations.models import CalendarYear, Contest, ContestResult, Organisation, work_calendar
from evaluations.rules import Clock
from journal.queries import history_of
from tests import cast
from tests.clock import at, on
from tests.worlds import world

pytestmark = pytest.mark.django_db

NOW = at("2026-03-01 09:00")


@world
def city():
    return cast.City()


def contest(by, **more):
    values = {
        "name": "2025年星湖市职业技能竞赛",
        "event": "数控车工",
        "level": Contest.Level.CITY,
        "grade": Contest.Grade.CLASS_1,
        "organiser": "星湖市人力资源和社会保障局",
        "filing_document": "星人社函〔2025〕8号",
        "held_on": on("2025-10-15"),
    } | more
    return registers.register_contest(by=by, at=NOW, **values)


def verbs(subject):
    return [entry.verb for entry in history_of(subject)]


def placing(row=2, rank="1", name="林一帆", number=None):
    return registers.Placing(row, rank, name, number or cast.id_number())


# --- contests ---


def test_a_contest_is_registered_with_its_entry_in_the_record(city):
    row = contest(city.office)

    assert (row.registered_by, row.registered_at) == (city.office, NOW)
    assert verbs(f"contest:{row.public_id}") == ["contest.register"]


def test_the_same_event_is_registered_once(city):
    contest(city.office)

    with pytest.raises(Refused, match="已经登记|already registered"):
        contest(city.office)
    assert Contest.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"filing_document": " "}, {"held_on": on("2026-03-02")}])
def test_a_contest_needs_its_document_and_must_have_been_held(city, wrong):
    with pytest.raises(Refused):
        contest(city.office, **wrong)
    assert Contest.objects.count() == 0


@pytest.mark.parametrize("name", ["stranger", "clerk", "leader", "printer"])
def test_only_the_office_keeps_the_registers(city, name):
    by = getattr(city, name)
    row = contest(city.office)

    for act in (
        lambda: contest(by, event="焊工"),
        lambda: registers.register_results(contest=row, placings=[placing()], by=by, at=NOW),
        lambda: year(by),
        lambda: organisation(by),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_results_keep_a_digest_and_never_the_number(city):
    row, number = contest(city.office), cast.id_number()

    new = registers.register_results(
        contest=row, placings=[placing(number=number)], by=city.office, at=NOW
    )

    result = ContestResult.objects.get()
    assert (new, result.rank, result.id_lookup) == (1, 1, identity.lookup(number))
    assert number not in str(vars(result))
    assert verbs(f"contest:{row.public_id}") == ["contest.register", "contest.results"]


def test_a_list_is_imported_whole_or_not_at_all_and_every_wrong_row_is_named(city):
    row = contest(city.office)
    bad = [
        placing(row=2),
        placing(row=3, rank="first"),
        placing(row=4, name=" "),
        placing(row=5, number="990602198803120000"),
    ]

    with pytest.raises(registers.ListRefused) as refusal:
        registers.register_results(contest=row, placings=bad, by=city.office, at=NOW)

    assert len(refusal.value.sentences) == 3
    assert [str(n) in s for n, s in zip((3, 4, 5), refusal.value.sentences, strict=True)] == [
        True,
        True,
        True,
    ]
    assert ContestResult.objects.count() == 0


def test_importing_a_list_again_adds_only_what_is_new(city):
    row, first, second = contest(city.office), placing(), placing(row=3, rank="2", name="王二")

    def give(*placings):
        return registers.register_results(contest=row, placings=placings, by=city.office, at=NOW)

    assert [give(first), give(first, second), give(first, second)] == [1, 1, 0]


def test_a_second_rank_for_one_person_is_refused(city):
    row, number = contest(city.office), cast.id_number()

    with pytest.raises(registers.ListRefused):
        registers.register_results(
            contest=row,
            placings=[placing(number=number), placing(row=3, rank="2", number=number)],
            by=city.office,
            at=NOW,
        )


# --- the calendar ---


def year(by, **more):
    values = {
        "year": 2030,
        "source": "国务院办公厅关于2030年部分节假日安排的通知",
        "days": {on("2030-10-01"): (False, "国庆节"), on("2030-10-12"): (True, "")},
        "complete": True,
    } | more
    return registers.enter_year(by=by, at=NOW, **values)


def test_an_entered_year_binds_the_computation_of_periods(city):
    year(city.office)

    days = work_calendar().publicity_days(on("2030-09-30"), Clock(2))

    assert days == (on("2030-10-02"), on("2030-10-03"))
    assert work_calendar().is_working_day(on("2030-10-12")) is True
    assert verbs("calendar:2030") == ["calendar.enter"]


def test_entering_a_year_again_replaces_its_days(city):
    year(city.office)
    year(city.office, days={on("2030-10-02"): (False, "")})

    row = CalendarYear.objects.get()
    assert [day.date for day in row.days.all()] == [on("2030-10-02")]


def test_a_notice_may_move_days_of_the_december_before_and_nothing_else(city):
    year(city.office, days={on("2029-12-29"): (True, "")})

    with pytest.raises(Refused):
        year(city.office, days={on("2029-11-30"): (True, "")})
    with pytest.raises(Refused):
        year(city.office, days={on("2031-01-01"): (False, "")})


def test_one_day_belongs_to_one_notice(city):
    year(city.office, year=2030, days={on("2030-12-28"): (True, "")})

    with pytest.raises(Refused, match="2030-12-28"):
        year(city.office, year=2031, days={on("2030-12-28"): (True, "")})


def test_a_notice_needs_its_name(city):
    with pytest.raises(Refused):
        year(city.office, source=" ")


# --- organisations ---


def organisation(by, **more):
    values = {
        "name": "星湖新材料有限公司",
        "uscc": cast.credit_code(),
        "kind": Organisation.Kind.PRIVATE,
        "affiliation": Organisation.Affiliation.DISTRICT,
        "district": "990602",
        "supervisor": None,
    } | more
    return registers.register_organisation(by=by, at=NOW, **values)


def test_an_organisation_is_registered_with_a_checked_code(city):
    row = organisation(city.office)

    assert (row.active, row.reports_to_district) == (True, True)
    assert verbs(f"organisation:{row.pk}") == ["organisation.register"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"uscc": "91990602MA00000010"},
        {"name": " "},
        {"district": ""},
        {"district": "000000"},
    ],
)
def test_what_is_wrong_is_refused(city, wrong):
    before = Organisation.objects.count()

    with pytest.raises(Refused):
        organisation(city.office, **wrong)
    assert Organisation.objects.count() == before


def test_a_code_is_registered_once(city):
    code = organisation(city.office).uscc

    with pytest.raises(Refused):
        organisation(city.office, uscc=code)


def test_changing_an_organisation_leaves_its_entry(city):
    row = organisation(city.office)
    department = organisation(city.office, name="星湖市工业局", kind=Organisation.Kind.DEPARTMENT)

    changed = organisation(city.office, uscc=row.uscc, organisation=row, supervisor=department)

    assert (changed.pk, changed.is_supervised) == (row.pk, True)
    assert verbs(f"organisation:{row.pk}") == ["organisation.register", "organisation.change"]
    with pytest.raises(Refused):
        organisation(city.office, uscc=row.uscc, organisation=row, supervisor=row)
