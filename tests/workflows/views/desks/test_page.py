"""The desk page: who reads what, what may be done here, and that reading changes nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.desks import RULES, Desk
from evaluations.models import Filing, StatusChange
from evaluations.roles import Role
from journal.models import Entry
from tests import cast, visits
from tests.clock import at
from tests.workflows.views.desks.sitting import NOW, address, at_desk, opened, page
from tests.worlds import world
from workflows import desk, hands

pytestmark = pytest.mark.django_db

ON_ROUTE = (
    Desk.EMPLOYER,
    Desk.DISTRICT,
    Desk.FORMAL_CHECK,
    Desk.QUALIFICATION,
    Desk.QUALIFICATION_APPROVAL,
)


@world
def city() -> cast.City:
    return cast.City()


@pytest.mark.parametrize("where", ON_ROUTE)
def test_each_desk_offers_its_own_verdicts_and_no_other(city, where: Desk) -> None:
    case = at_desk(city, where)
    answer = opened(city.sitting_at(where), case)
    assert answer.status_code == 200
    offered = {value for value, _label in answer.context["form"].fields["verdict"].choices}
    assert offered == set(RULES[where].verdicts) - ({"send_back"} if where == "employer" else set())


def test_reading_changes_nothing(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    before = Entry.objects.count(), StatusChange.objects.count()
    version = cast.fresh(case).version

    for _again in range(2):
        assert page(city.clerk, case).status_code == 200
        visits.get(city.clerk, "/inbox/", NOW)

    assert Filing.objects.get().opened_at is None
    assert (Entry.objects.count(), StatusChange.objects.count()) == before
    assert cast.fresh(case).version == version


def test_an_unopened_file_offers_only_to_open_it(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    answer = page(city.clerk, case)
    assert answer.context["act"] == {"state": "unopened"}
    assert answer.context.get("form") is None
    assert f'action="{address(case, "open/")}"' in visits.text(answer)


def test_opening_is_recorded_and_puts_the_file_in_hand(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    answer = opened(city.clerk, case)
    assert answer.context["act"] == {"state": "mine"}
    assert Filing.objects.get().opened_by == city.clerk
    assert desk.open_task(case).owner == city.clerk


@pytest.mark.parametrize("tail", ["open/", "hand/", "opinion/employer/"])
def test_acts_refuse_a_get(city, tail: str) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    assert visits.get(city.clerk, address(case, tail), NOW).status_code == 405


def test_a_colleagues_file_names_the_colleague_and_can_be_taken_over(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    colleague = cast.official("同事甲", Role.EMPLOYER_CLERK, organisation=city.employer)
    hands.take(task_id=desk.open_task(case).pk, by=colleague, at=NOW)

    answer = page(city.clerk, case)
    assert answer.context["act"] == {"state": "theirs"}
    assert "同事甲" in visits.text(answer)

    visits.post(city.clerk, address(case, "hand/"), {"do": "take_over"}, NOW)
    assert desk.open_task(case).owner == city.clerk


def test_a_file_is_laid_back(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    opened(city.clerk, case)
    visits.post(city.clerk, address(case, "hand/"), {"do": "put_back"}, NOW)
    assert desk.open_task(case).owner is None
    assert page(city.clerk, case).context["act"] == {"state": "free"}


def test_the_preparer_sees_why_the_button_is_off(city) -> None:
    case = at_desk(city, Desk.QUALIFICATION_APPROVAL)
    answer = page(city.checker, case)
    assert answer.context["act"]["state"] == "barred"
    assert 'aria-disabled="true"' in visits.text(answer)
    assert answer.context["act"]["reason"] in visits.text(answer)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200),
        ("district", 200),
        ("acceptance", 200),
        ("checker", 200),
        ("office", 200),
        ("leader", 200),
        ("stranger", 404),
        ("printer", 404),
        ("other_unit", 404),
        ("other_district", 404),
        ("expert", 404),
        ("auditor", 200),
        ("sysadmin", 404),
        ("nobody", 302),
    ],
)
def test_every_role_reads_or_gets_the_same_404_as_for_an_unknown_file(city, who, status) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    people = {
        "other_unit": lambda: cast.official(
            "别单位", Role.EMPLOYER_HEAD, organisation=cast.organisation("别家")
        ),
        "other_district": lambda: cast.official("别区", Role.DISTRICT_OFFICER, district="990603"),
        "expert": lambda: cast.official("专家", Role.EXPERT),
        "auditor": lambda: cast.official("审计", Role.AUDITOR),
        "sysadmin": lambda: cast.official("系统", Role.SYSADMIN),
        "nobody": lambda: None,
    }
    user = people[who]() if who in people else getattr(city, who)
    assert page(user, case).status_code == status
    if status == 200 and who != "clerk":
        assert page(user, case).context["act"] == {"state": "elsewhere"}
        assert visits.post(user, address(case, "open/"), {}, NOW).status_code == 403


def test_the_applicant_is_led_to_the_own_page(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    answer = page(case.person.user, case)
    assert (answer.status_code, answer["Location"]) == (302, f"/applications/{case.public_id}/")


def test_no_page_carries_an_id_number_or_its_digest(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    for user in (city.clerk, city.office):
        text = visits.text(page(user, case))
        assert visits.id_numbers(text) == []
        assert case.person.id_lookup not in text


def test_the_telephone_is_for_the_desk_in_charge(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    assert case.person.phone in visits.text(page(city.clerk, case))
    assert case.person.phone not in visits.text(page(city.office, case))


def test_a_draft_lies_on_no_desk(city) -> None:
    case = cast.draft(city, city.call())
    assert page(city.clerk, case).status_code == 404


def test_a_closed_case_can_be_read_and_nothing_done(city) -> None:
    case = cast.walked(city, city.call(), "not_accepted")
    answer = page(city.acceptance, case, at("2026-03-20 09:00"))
    assert (answer.status_code, answer.context["act"]) == (200, {"state": "elsewhere"})


def test_a_refiled_case_shows_what_changed(city) -> None:
    case = cast.walked(city, city.call(), "returned")
    changed = dict(case.answers) | {"post": "数控车床操作工"}
    from_applicant(case, changed)
    answer = page(city.clerk, cast.fresh(case), at("2026-03-06 12:00"))
    (change,) = [c for c in answer.context["file"].changes() if c.item == "post"]
    assert (change.before, change.after) == ("数控车工", "数控车床操作工")


def from_applicant(case, answers) -> None:
    from evaluations.actions import applying  # the only test here that plays the applicant

    when = at("2026-03-06 10:00")
    applying.save_answers(
        application_id=case.pk, answers=answers, by=case.person.user, seen=None, at=when
    )
    cast.file(cast.fresh(case), when)


def test_a_page_asks_the_same_number_of_questions_for_any_length_of_history(city) -> None:
    counts = []
    for where in (Desk.DISTRICT, Desk.FORMAL_CHECK):
        case = at_desk(city, where, cast.file(cast.draft(city, city.call(year=2000 + len(where)))))
        sitter = city.sitting_at(where)
        opened(sitter, case)
        with CaptureQueriesContext(connection) as queries:
            page(sitter, case)
        counts.append(len(queries))
    assert counts[1] <= counts[0]
