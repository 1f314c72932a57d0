"""The register of holders: entered with the certificate, moved by time and by two persons."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from certificates.models import Certificate
from evaluations import holdings
from evaluations.actions import holders, stipends
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import Holding, HoldingChange
from evaluations.roles import Role
from journal.queries import history_of
from tests import cast
from tests.cast import titles
from tests.clock import at, on
from tests.worlds import world
from workflows import deadlines

pytestmark = pytest.mark.django_db


@world
def city():
    return cast.City()


@world
def holding(city):
    return titles.holders(city)[0]


def paper(holding):
    return Certificate.objects.get(case=holding.application.subject)


def test_the_certificate_brings_the_title_and_its_tenure(city, holding):
    assert (holding.status, holding.since, holding.until) == (
        "active", on("2026-05-08"), on("2030-05-08"),
    )  # fmt: skip
    assert (holding.title, holding.monthly_stipend) == ("技术能手", 1000)
    assert (holding.person, holding.employer) == (holding.application.person, city.employer)


def test_certifying_twice_enters_one_title(city, holding):
    case = cast.fresh(holding.application)
    with transaction.atomic():
        again = holders.enter(case=case, by=city.printer, at=titles.CERTIFIED)
    assert (again.pk, Holding.objects.count()) == (holding.pk, 1)


def test_an_honour_without_tenure_never_expires(city):
    from tests.cast import joint  # noqa: PLC0415 - one test

    honour = titles.holders(city, running=joint.call(city, tenure=None))[0]
    assert (honour.until, honour.monthly_stipend) == (None, 0)
    assert holders.expire_due(at("2099-01-01")) == []


def test_the_clock_ends_a_tenure_and_the_honour_is_kept(holding):
    assert deadlines.run(at("2030-05-08 23:00")).expired == 0
    assert deadlines.run(at("2030-05-09 00:10")).expired == 1
    assert deadlines.run(at("2030-05-09 00:11")).expired == 0
    ended = titles.fresh(holding)
    change = ended.changes.get()
    assert (ended.status, ended.application.status) == ("expired", "certified")
    assert (change.role, change.actor, change.effective_on) == ("clock", None, on("2030-05-08"))
    assert paper(holding).status == "expired"


def test_an_exit_needs_its_ground_and_two_persons_and_a_document(city, holding):
    with pytest.raises(Refused):
        titles.proposed(city, holding, "exit", ground="because")
    proposal = titles.proposed(city, holding, "exit", ground="left_city")
    assert titles.fresh(holding).status == "active"
    titles.confirm(city, proposal)
    change = titles.fresh(holding).changes.get()
    assert (change.after, change.ground, change.document, change.proposal) == (
        "terminated", "left_city", titles.DOCUMENT, proposal,
    )  # fmt: skip
    assert (paper(holding).status, cast.fresh(holding.application).status) == (
        "expired", "certified",
    )  # fmt: skip


def test_a_suspension_pauses_the_paper_and_a_resumption_brings_it_back(city, holding):
    titles.confirm(city, titles.proposed(city, holding, "suspend"))
    assert (titles.fresh(holding).status, paper(holding).status) == ("suspended", "suspended")
    with pytest.raises(Refused):
        titles.proposed(city, titles.fresh(holding), "suspend")
    again = titles.proposed(city, titles.fresh(holding), "resume")
    titles.confirm(city, again, at("2027-06-10 09:00"))
    assert (titles.fresh(holding).status, paper(holding).status) == ("active", "valid")
    (title,) = stipends.titles()
    assert [(p.since, p.until) for p in title.pauses] == [(on("2027-03-25"), on("2027-06-09"))]


def test_the_stipend_of_an_ended_title_stops_the_day_before(city, holding):
    titles.confirm(city, titles.proposed(city, holding, "exit", ground="left_city"))
    (line,) = stipends.lines(2027)
    assert (line.months, line.amount) == ((1, 2, 3), 3000)


def test_a_list_for_finance_is_frozen_and_numbered(city, holding):
    at_end = at("2027-12-01 09:00")
    first = stipends.make_list(year=2027, by=city.office, at=at_end)
    assert (first.number, first.people, first.total) == (1, 1, 12_000)
    with pytest.raises(Refused):
        stipends.make_list(year=2027, by=city.office, at=at_end)
    titles.confirm(city, titles.proposed(city, holding, "suspend"))
    second = stipends.make_list(year=2027, by=city.office, at=at_end)
    assert (second.number, second.total) == (2, 3000)
    assert stipends.paid_for(holding) == 3000
    with pytest.raises(IntegrityError), transaction.atomic():
        type(first).objects.filter(pk=first.pk).update(total=1)


def test_only_the_office_makes_a_list_and_few_read_it(city, holding):
    finance = cast.official("财务", Role.FINANCE)
    for other in (finance, city.clerk, city.checker, city.stranger, holding.person.user):
        with pytest.raises(NotPermitted):
            stipends.make_list(year=2027, by=other, at=at("2027-12-01 09:00"))
    stipends.require_reader(finance)
    with pytest.raises(NotPermitted):
        stipends.require_reader(city.clerk)


def test_each_sees_the_titles_of_his_reach(city, holding):
    other = cast.organisation(district="990611")
    away = cast.official("外单位", Role.EMPLOYER_HEAD, organisation=other)
    seen = {
        "holder": holding.person.user, "employer": city.clerk, "district": city.district,
        "office": city.office, "leader": city.leader, "away": away, "stranger": city.stranger,
        "checker": city.checker,
    }  # fmt: skip
    readers = [name for name, user in seen.items() if holdings.find(user, holding.public_id)]
    assert readers == ["holder", "employer", "district", "office", "leader"]


def test_a_new_employer_takes_over_when_the_office_says_so(city, holding):
    other = cast.organisation("星湖重型装备集团有限公司")
    event = holders.report_event(
        holding_id=holding.pk, kind="employer", happened_on=on("2027-01-04"), employer=other,
        by=city.clerk, at=at("2027-01-05 09:00"),
    )  # fmt: skip
    assert titles.fresh(holding).employer == city.employer
    with pytest.raises(NotPermitted):
        holders.settle_event(event_id=event.pk, conclusion="知悉", by=city.clerk,
                             at=at("2027-01-06 09:00"))  # fmt: skip
    holders.settle_event(event_id=event.pk, conclusion="由新单位管理", by=city.office,
                         at=at("2027-01-06 09:00"))  # fmt: skip
    assert titles.fresh(holding).employer == other
    assert holdings.find(city.clerk, holding.public_id) is None


def test_a_stranger_reports_nothing(city, holding):
    with pytest.raises(NotFound):
        holders.report_event(holding_id=holding.pk, kind="retired", happened_on=on("2027-01-04"),
                             by=city.stranger, at=at("2027-01-05 09:00"))  # fmt: skip


def test_a_report_about_tomorrow_is_refused(city, holding):
    with pytest.raises(Refused):
        holders.report_event(holding_id=holding.pk, kind="retired", happened_on=on("2027-01-06"),
                             by=city.clerk, at=at("2027-01-05 09:00"))  # fmt: skip


def test_the_database_keeps_the_law_of_titles(holding):
    move = Holding.objects.filter(pk=holding.pk)
    for broken in ({"until": date(2020, 1, 1)}, {"entered_at": None}, {"version": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            move.update(**broken)


def test_history_is_kept_as_it_was_written(city, holding):
    titles.confirm(city, titles.proposed(city, holding, "suspend"))
    change = HoldingChange.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        HoldingChange.objects.filter(pk=change.pk).update(reason="另有原因")
    with pytest.raises(IntegrityError), transaction.atomic():
        change.delete()
    verbs = list(history_of(holding.subject).values_list("verb", flat=True))
    assert verbs == [
        "holding.enter", "proposal.propose", "proposal.confirmed", "holding.suspend",
    ]  # fmt: skip
