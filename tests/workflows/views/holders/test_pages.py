"""The pages of titles: each reader his part, and every act through the law."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from evaluations.actions import stipends
from evaluations.models import HoldingEvent, Inquiry, Proposal, StipendList, YearlyReview
from evaluations.roles import Role
from tests import cast
from tests.cast import titles
from tests.clock import at, on
from tests.visits import get, id_numbers, text
from tests.visits import post as sent_by
from tests.worlds import world

pytestmark = pytest.mark.django_db

NOW = at("2027-12-01 09:00")


@world
def city():
    return cast.City()


@world
def holding(city):
    return titles.holders(city)[0]


def post(user, address, data, moment=NOW):
    """As a browser sends it, with the hidden fields of a form that acts."""
    return sent_by(user, address, data, moment, seen=0)


def url(name, *args):
    return reverse(name, args=args)


READERS = ("holder", "clerk", "district", "office", "leader", "checker", "printer", "stranger")


def reader(city, holding, name):
    return holding.person.user if name == "holder" else getattr(city, name)


def codes(city, holding, address):
    return {name: get(reader(city, holding, name), address, NOW).status_code for name in READERS}


def allowed(found):
    assert set(found.values()) <= {200, 403, 404}
    return [name for name, code in found.items() if code == 200]


def test_a_title_is_read_by_holder_employer_district_and_office(city, holding):
    found = codes(city, holding, url("title", holding.public_id))
    assert allowed(found) == ["holder", "clerk", "district", "office", "leader"]


@pytest.mark.parametrize(("name", "args", "readers"), [
    ("office_holders", (), ["office", "leader"]),
    ("titles", (), list(READERS)),
    ("stipends", (), ["office", "leader"]),
    ("contracts", (), ["office"]),
    ("proposals", (), ["office", "leader"]),
    ("joint_departments", (), ["office"]),
])  # fmt: skip
def test_each_list_has_its_readers(city, holding, name, args, readers):
    assert allowed(codes(city, holding, url(name, *args))) == readers


@pytest.mark.parametrize(("name", "args", "readers"), [
    ("title_report", (), ["holder", "clerk", "district", "office", "leader"]),
    ("title_propose", ("exit",), ["office"]),
    ("title_propose", ("revoke",), []),
    ("title_inquiry", (), ["office"]),
    ("inquiry_step", ("open",), ["office"]),
    ("title_year", (2027,), ["holder", "clerk", "district", "office", "leader"]),
    ("title_year", (2030,), []),
])  # fmt: skip
def test_each_page_of_a_title_has_its_readers(city, holding, name, args, readers):
    found = codes(city, holding, url(name, holding.public_id, *args))
    assert allowed(found) == readers


def test_no_page_shows_an_id_number(city, holding):
    for user in (city.office, city.clerk, holding.person.user):
        for address in (url("titles"), url("title", holding.public_id)):
            assert id_numbers(text(get(user, address, NOW))) == []


def test_a_list_without_titles_says_what_will_be_there(city, holding):
    assert list(get(city.stranger, url("titles"), NOW).context["rows"]) == []
    assert list(get(city.clerk, url("titles"), NOW).context["rows"]) == [holding]


def test_the_register_is_filtered_and_costs_the_same_for_one_and_for_three(city):
    titles.holders(city, 3)
    address = url("office_holders")

    def rows(query):
        with CaptureQueriesContext(connection) as seen:
            page = get(city.office, f"{address}{query}", NOW)
        return len(page.context["rows"]), len(seen)

    reference = titles.Holding.objects.first().application.reference
    (three, cost), (one, same) = rows(""), rows(f"?q={reference}")
    assert (three, one, cost) == (3, 1, same)
    for query, count in (("?status=expired", 0), ("?status=active", 3), ("?ending=2030", 3),
                         ("?ending=2031", 0), ("?title=technical_expert_city", 3), ("?after=1x", 3)):  # fmt: skip
        assert rows(query)[0] == count, query


def test_a_holder_reports_his_year_and_it_goes_round(city, holding):
    address = url("title_year", holding.public_id, 2027)
    half = {"skill": "攻克难加工材料", "then": "save"}
    assert post(holding.person.user, address, half).status_code == 302
    assert YearlyReview.objects.get().lies_with == "holder"
    whole = half | {"innovation": "夹具革新", "training": "带徒三人", "then": "file"}
    assert post(holding.person.user, address, whole).status_code == 302
    assert post(city.clerk, address, {"back-reason": "补材料", "then": "give_back",
                                      "back-key": "9b2f4f0a-4f4f-4a3e-8b52-2f5c0c7f7a11",
                                      "back-seen": "0"}).status_code == 302  # fmt: skip
    assert YearlyReview.objects.get().returned_because == "补材料"
    post(holding.person.user, address, whole)
    assert post(city.clerk, address, {"result": "excellent", "opinion": ""}).status_code == 302
    done = post(city.district, address, {"result": "qualified", "opinion": ""})
    assert (done.status_code, YearlyReview.objects.get().result) == (302, "qualified")


def test_what_was_typed_into_a_report_stays(holding):
    address = url("title_year", holding.public_id, 2027)
    page = post(holding.person.user, address, {"skill": "攻克", "then": "file"})
    assert (page.status_code, page.context["form"]["skill"].value()) == (422, "攻克")


def test_a_change_is_reported_once_however_often_it_is_sent(city, holding):
    address = url("title_report", holding.public_id)
    sent = {"kind": "retired", "happened_on": "2027-11-01",
            "key": "9b2f4f0a-4f4f-4a3e-8b52-2f5c0c7f7a11", "seen": "1"}  # fmt: skip
    for _ in range(2):
        assert sent_by(city.clerk, address, sent, NOW).status_code == 302
    event = HoldingEvent.objects.get()
    settle = url("title_settle", holding.public_id, event.pk)
    assert get(city.clerk, settle, NOW).status_code == 404
    assert post(city.office, settle, {"conclusion": "退休，提议退出"}).status_code == 302


def test_the_office_proposes_an_exit_and_the_body_decides(city, holding):
    address = url("title_propose", holding.public_id, "exit")
    assert (
        post(city.office, address, {"ground": "left_city", "reason": "已迁外地"}).status_code == 302
    )
    decide = url("proposal", Proposal.objects.get().public_id)
    assert post(city.leader, decide, {"outcome": "confirmed"}).status_code == 422
    sent = {"outcome": "confirmed", "document_number": titles.DOCUMENT}
    assert post(city.second_officer, decide, sent).status_code == 403
    assert post(city.leader, decide, sent).status_code == 302
    assert titles.fresh(holding).status == "terminated"


def test_a_revocation_from_the_lead_to_the_register(city, holding):
    def step(user, name, data, when):
        answer = post(user, url("inquiry_step", holding.public_id, name), data, at(when))
        assert answer.status_code == 302, text(answer)

    step(city.office, "open", {"source": "tip", "lead": "名次伪造"}, "2027-03-01 09:00")
    assert get(holding.person.user, url("title_inquiry", holding.public_id), NOW).status_code == 404
    step(city.office, "finding", {"finding": "主办单位否认"}, "2027-03-02 09:00")
    step(city.office, "invite", {"due_on": "2027-03-20"}, "2027-03-03 09:00")
    page = text(get(holding.person.user, url("title_inquiry", holding.public_id), NOW))
    assert ("主办单位否认" in page, "名次伪造" in page) == (True, False)
    said = {"statement": "不属实", "wants_hearing": "on"}
    step(holding.person.user, "statement", said, "2027-03-10 09:00")
    step(city.office, "hearing", {"held_on": "2027-03-15", "minutes": "笔录"}, "2027-03-16 09:00")
    step(city.office, "propose", {"reason": "经查属实"}, "2027-03-22 09:00")
    sent = {"outcome": "confirmed", "document_number": titles.DOCUMENT}
    decide = url("proposal", Proposal.objects.get().public_id)
    assert post(city.leader, decide, sent, at("2027-03-25 09:00")).status_code == 302
    assert (titles.fresh(holding).status, Inquiry.objects.get().outcome) == ("revoked", "revoked")


def test_no_step_of_an_inquiry_is_open_to_others(city, holding):
    titles.investigated(city, holding)
    for name in ("finding", "invite", "hearing", "unfounded", "propose", "open", "statement"):
        address = url("inquiry_step", holding.public_id, name)
        for user in (city.clerk, city.district, city.leader, city.stranger):
            assert get(user, address, NOW).status_code == 404


def test_a_stipend_list_is_frozen_and_handed_out_as_text(city, holding):
    finance = cast.official("财务", Role.FINANCE)
    address = url("make_stipends", 2027)
    assert post(finance, address, {}).status_code == 403
    holding.person.name = "=HYPERLINK(1)"
    holding.person.save()
    assert post(city.office, address, {}).status_code == 302
    file = get(finance, url("stipend_file", 2027, 1), NOW)
    sheet = load_workbook(io.BytesIO(file.content)).active
    line = [cell.value for cell in sheet[2]]
    assert line == ["=HYPERLINK(1)", city.employer.name, "技术能手",
                    holding.application.reference, 1000, "1–12", 12, 12000]  # fmt: skip
    assert sheet["A2"].data_type == "s"
    assert get(city.clerk, url("stipend_file", 2027, 1), NOW).status_code == 403


def test_the_page_of_stipends_says_what_would_be_paid_now(city, holding):
    page = get(city.office, f"{url('stipends')}?year=2027", NOW)
    assert (page.context["total"], page.context["people"]) == (12_000, 1)
    nobody = get(city.office, f"{url('stipends')}?year=2026", NOW)
    assert (nobody.context["total"], StipendList.objects.count()) == (0, 0)
    assert get(city.office, f"{url('stipends')}?year=<b>", NOW).context["year"] == 2027


def test_what_was_paid_for_a_void_title_stands_on_its_page(city, holding):
    stipends.make_list(year=2027, by=city.office, at=NOW)
    titles.investigated(city, holding)
    titles.confirm(city, titles.proposed(city, holding))
    page = get(city.office, url("title", holding.public_id), NOW)
    assert page.context["paid"] == 12_000
    told = get(holding.person.user, url("title", holding.public_id), NOW)
    assert told.context["paid"] == 0
    day = titles.fresh(holding).changes.latest("id").at.date()
    assert told.context["appeal"]["reconsideration"] == day + timedelta(days=60)
    assert page.context["appeal"] is None


def test_finance_records_the_payment_of_a_list(city, holding):
    finance = cast.official("财务", Role.FINANCE)
    stipends.make_list(year=2027, by=city.office, at=NOW)
    address = url("pay_stipends", 2027, 1)
    paid = {"paid_on": NOW.date().isoformat(), "voucher": "2027-088"}
    assert post(city.office, address, paid).status_code == 403
    assert post(finance, address, paid | {"voucher": ""}).status_code == 422
    assert post(finance, address, paid).status_code == 302
    (made,) = get(finance, f"{url('stipends')}?year=2027", NOW).context["made"]
    assert (made["payment"].voucher, made["open"]) == ("2027-088", False)


def test_contract_and_milestones_on_their_pages(city):
    call = city.call("double_hundred")
    intended = {"engagement": "intended", "arrival": "2026-08-01", "will_sign": "yes"}
    draft = cast.draft(city, call, track="university", answers=intended)
    case = cast.to_the_list(city, cast.file(draft))
    cast.propose(city, cast.close(call), [case])
    cast.publicise(city, call)
    cast.promulgate(city, call, cast.decide(city, call))
    when = at("2026-08-20 09:00")
    key = case.public_id
    assert [row.pk for row in get(city.office, url("contracts"), when).context["rows"]] == [case.pk]
    days = {"contract_on": "2026-07-01", "arrived_on": "2026-08-18"}
    assert post(city.office, url("contract_arrival", key), days, when).status_code == 302
    assert (
        post(city.office, url("contract_sign", key), {"signed_on": "2026-07-01"}, when).status_code
        == 302
    )
    stone = cast.fresh(case).task_book.milestones.get(code="signed")
    address = url("contract_milestone", key, stone.pk)
    assert post(city.office, address, {"result": "met"}, when).status_code == 302
    page = get(city.office, url("contract", key), when)
    assert [m["row"].result for m in page.context["milestones"]] == ["met", "", ""]
    assert page.context["intent"].arrived_on == on("2026-08-18")
    for name in ("contract", "contract_arrival", "contract_sign", "contract_file"):
        assert get(city.leader, url(name, key), when).status_code == 403
