"""The pages of the registers: who may, what is typed, what is refused."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from evaluations.models import CalendarYear, Contest, ContestResult, Organisation, RoleGrant
from evaluations.roles import Role
from tests import cast
from tests.clock import at, on
from tests.visits import get, id_numbers, leaks, post, text
from tests.workflows.views.calls.people import everybody
from tests.worlds import world
from workflows import workbooks
from workflows.views.calls.registers import sheet

pytestmark = pytest.mark.django_db

NOW = at("2026-05-20 09:00")
KEEPERS = {"office"}
OPEN_TO = {
    "office_contests": KEEPERS,
    "new_contest": KEEPERS,
    "contest_template": KEEPERS,
    "office_calendar": KEEPERS,
    "office_organisations": KEEPERS,
    "new_organisation": KEEPERS,
    "office_roles": {"office", "admin"},
    "new_grant": {"office", "admin"},
    "office_accounts": {"office", "admin"},
    "new_account": {"office", "admin"},
    "office_requests": {"office", "admin", "leader", "acceptance", "district"},
    "new_call": KEEPERS,
}


@world
def city():
    return cast.City()


def test_every_page_for_every_role(city):
    visitors = everybody(city)
    for page, may in OPEN_TO.items():
        for name, user in visitors.items():
            wanted = 302 if user is None else 200 if name in may else 403
            answer = get(user, reverse(page), NOW)
            assert (page, name, answer.status_code) == (page, name, wanted)


@pytest.mark.parametrize("page", ["office_contests", "office_organisations", "office_roles"])
def test_lists_cost_the_same_for_one_and_for_three(city, page):
    cast.contest(city)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            get(city.office, reverse(page), NOW)
        return len(seen)

    alone = queries()
    for _ in range(2):
        cast.contest(city)
        cast.grant(cast.user("又一人"), Role.EXPERT)
        cast.organisation()

    assert queries() == alone


# --- contests ---


def test_a_contest_is_registered_and_leads_to_its_results(city):
    data = {
        "name": "2025年星湖市职业技能竞赛",
        "event": "焊工",
        "level": "city",
        "grade": "class_1",
        "organiser": "市总工会",
        "filing_document": "星人社函〔2025〕8号",
        "held_on": "2025-10-15",
    }

    answer = post(city.office, reverse("new_contest"), data, NOW)
    again = post(city.office, reverse("new_contest"), data, NOW)

    row = Contest.objects.get()
    assert answer["Location"] == reverse("office_contest", args=[row.public_id])
    assert (again.status_code, "市总工会" in text(again)) == (422, True)


def workbook(*rows):
    book = Workbook()
    for row in (sheet.HEADER, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("成绩.xlsx", stream.getvalue())


def send(city, row, file):
    return post(city.office, reverse("office_contest", args=[row.public_id]), {"sheet": file}, NOW)


def test_a_result_list_is_imported_and_shows_no_number(city):
    row, number = cast.contest(city), cast.id_number()

    answer = send(
        city, row, workbook((1, "林一帆", number, "是"), (2, "王二", cast.id_number(), "否"))
    )

    assert answer.status_code == 302
    assert list(ContestResult.objects.values_list("rank", "name", "passed_line")) == [
        (1, "林一帆", True),
        (2, "王二", False),
    ]
    said = text(get(city.office, answer["Location"], NOW))
    assert ("林一帆" in said, id_numbers(said), leaks(number, said)) == (True, [], [])


def test_wrong_rows_are_named_and_nothing_is_imported(city):
    row = cast.contest(city)
    file = workbook((1, "林一帆", cast.id_number(), "是"), ("x", "王二", "123", "是"))

    answer = send(city, row, file)

    assert answer.status_code == 422
    assert "3" in text(answer)
    assert ContestResult.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no", b"name,rank\n1,2"])
def test_what_is_no_workbook_is_a_sentence(city, content):
    answer = send(city, cast.contest(city), SimpleUploadedFile("x.xlsx", content))

    assert answer.status_code == 422
    assert "Traceback" not in text(answer)


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(city, monkeypatch):
    monkeypatch.setattr(workbooks, "_MOST_UNPACKED", 100)

    assert send(city, cast.contest(city), workbook((1, "a", "b", ""))).status_code == 422


def test_the_empty_list_can_be_filled_in_and_comes_back(city):
    answer = get(city.office, reverse("contest_template"), NOW)

    book = load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book.active[1]] == list(sheet.HEADER)


# --- the calendar ---


def enter(city, **more):
    data = {
        "year": "2030",
        "source": "国办发明电〔2029〕7号",
        "holidays": "2030-10-01 ~ 2030-10-07 国庆节",
        "working": "2030-10-12 调休",
        "complete": "on",
    } | more
    return post(city.office, reverse("office_calendar_year", args=[2030]), data, NOW)


def test_a_notice_is_entered_line_by_line_and_comes_back_as_it_was(city):
    assert enter(city).status_code == 302

    row = CalendarYear.objects.get(year=2030)
    assert (row.complete, row.days.count()) == (True, 8)
    assert row.days.get(date=on("2030-10-12")).is_working is True
    said = text(get(city.office, reverse("office_calendar_year", args=[2030]), NOW))
    assert "2030-10-03 国庆节" in said


@pytest.mark.parametrize(
    "wrong",
    [
        {"holidays": "10月1日"},
        {"holidays": "2030-10-07 ~ 2030-10-01"},
        {"holidays": "2030-13-01"},
        {"working": "2030-10-02"},
        {"source": ""},
        {"holidays": "2032-10-01"},
    ],
)
def test_what_cannot_be_a_calendar_is_refused_with_what_was_typed_kept(city, wrong):
    answer = enter(city, **wrong)

    assert answer.status_code == 422
    assert "国办发明电" in text(answer) or "source" in wrong
    assert CalendarYear.objects.count() == 0


def test_the_calendar_page_tells_known_years_from_unknown(city):
    said = text(get(city.office, reverse("office_calendar"), NOW))
    assert reverse("office_calendar_year", args=[2028]) in said

    enter(city)
    assert "国办发明电〔2029〕7号" in text(get(city.office, reverse("office_calendar"), NOW))


def test_a_year_without_its_holidays_is_pointed_at(city):
    enter(city, holidays="", working="")

    said = text(get(city.office, reverse("office_calendar"), NOW))
    assert "2030-10-01" in said


# --- organisations ---


def firm(**more):
    return {
        "name": "星湖新材料有限公司",
        "uscc": cast.credit_code(),
        "kind": "private",
        "affiliation": "district",
        "district": "990602",
        "active": "on",
    } | more


def test_an_organisation_is_registered_and_changed(city):
    data = firm()
    assert post(city.office, reverse("new_organisation"), data, NOW).status_code == 302
    row = Organisation.objects.get(uscc=data["uscc"])
    url = reverse("office_organisation", args=[row.pk])

    assert post(city.office, url, data | {"name": "新名称公司"}, NOW).status_code == 302
    assert Organisation.objects.get(pk=row.pk).name == "新名称公司"
    assert get(city.office, reverse("office_organisation", args=[99999]), NOW).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"uscc": "91990602MA00000010"}, "uscc"), ({"supervisor": "nobody"}, "supervisor")],
)
def test_a_wrong_code_is_a_sentence_at_its_field(city, wrong, field):
    answer = post(city.office, reverse("new_organisation"), firm(**wrong), NOW)

    assert answer.status_code == 422
    assert f'href="#id_{field}"' in text(answer)
    assert "星湖新材料有限公司" in text(answer)


# --- roles ---


def test_the_administrator_gives_and_ends_a_role(city):
    admin = everybody(city)["admin"]
    data = {"username": city.stranger.username, "role": "city_acceptance", "scope": "city"}

    assert post(admin, reverse("new_grant"), data, NOW).status_code == 302
    grant = RoleGrant.objects.get(user=city.stranger)
    assert post(admin, reverse("end_grant", args=[grant.pk]), {}, NOW).status_code == 302

    assert RoleGrant.objects.get(user=city.stranger).ended_at == NOW


def test_a_role_over_an_organisation_names_it_by_its_code(city):
    data = {
        "username": city.stranger.username,
        "role": "employer_clerk",
        "scope": "organisation",
        "organisation": city.employer.uscc,
    }

    assert post(city.office, reverse("new_grant"), data, NOW).status_code == 302
    assert RoleGrant.objects.get(user=city.stranger).organisation == city.employer


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "nobody-there"},
        {"role": "leading_group"},
        {"scope": "district"},
        {"organisation": "", "scope": "organisation", "role": "employer_head"},
    ],
)
def test_a_role_that_cannot_be_given_is_refused_with_a_sentence(city, wrong):
    data = {"username": city.stranger.username, "role": "expert", "scope": "city"} | wrong

    answer = post(city.office, reverse("new_grant"), data, NOW)

    assert answer.status_code in {403, 422}
    assert RoleGrant.objects.filter(user=city.stranger).count() == 0


def test_the_office_cannot_end_what_it_cannot_give(city):
    grant = city.leader.grants.first()

    assert post(city.office, reverse("end_grant", args=[grant.pk]), {}, NOW).status_code == 403
    assert RoleGrant.objects.get(pk=grant.pk).ended_at is None
