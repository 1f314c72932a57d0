"""Employers register themselves; the district or the office confirms; heads keep their clerks."""

import pytest
from django.conf import settings

from evaluations.actions import employers
from evaluations.actions.people import FieldRefused
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.identity import NumberRefused
from evaluations.models import EmployerRequest, Organisation, RoleGrant, User
from evaluations.roles import Role
from evaluations.uploads import CleanFile
from tests import cast
from tests.clock import at

pytestmark = pytest.mark.django_db
NOW = at("2026-03-01 09:00")
HERE, ELSEWHERE = (district.code for district in settings.CITY.districts[:2])
LETTER = CleanFile("授权书.pdf", "application/pdf", b"%PDF-1.4", "0" * 64, 1)


@pytest.fixture
def clerk() -> User:
    return cast.user("林人事", phone="13800000001")


@pytest.fixture
def district() -> User:
    return cast.official("区人社", Role.DISTRICT_OFFICER, district=HERE)


def asked(by: User, **more) -> EmployerRequest:
    given = {"name": "青石新材料有限公司", "uscc": cast.credit_code(), "kind": "private",
             "affiliation": "district", "district": HERE, "letter": LETTER} | more  # fmt: skip
    return employers.ask(by=by, at=NOW, **given)


def decided(request: EmployerRequest, by: User, outcome: str = "confirmed", note: str = ""):
    return employers.decide(request_id=request.pk, outcome=outcome, note=note, by=by, at=NOW)


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_confirmed_employer_is_registered_and_its_head_works(clerk, district):
    done = decided(asked(clerk), district)

    unit = Organisation.objects.get(uscc=done.uscc)
    assert (unit.name, unit.district, done.organisation) == ("青石新材料有限公司", HERE, unit)
    assert employers.headed_by(again(clerk)) == [unit]
    assert (done.decided_by, done.outcome) == (district, "confirmed")


def test_an_employer_that_is_known_gets_a_second_head_and_keeps_its_data(clerk, district):
    unit = cast.organisation(name="老名字公司")
    done = decided(asked(clerk, uscc=unit.uscc), district)
    assert (done.organisation, Organisation.objects.get(pk=unit.pk).name) == (unit, "老名字公司")


def test_a_refusal_says_why_and_gives_nothing(clerk, district):
    request = asked(clerk)
    with pytest.raises(Refused):
        decided(request, district, "refused")
    assert decided(request, district, "refused", "授权书未盖章").note == "授权书未盖章"
    assert (Organisation.objects.filter(uscc=request.uscc).count(), again(clerk).live_grants) == (
        0,
        [],
    )
    assert asked(clerk, uscc=request.uscc).decided_at is None  # the next try


def test_only_its_own_district_or_the_office_decides(clerk):
    request = asked(clerk)
    stranger = cast.official("别区", Role.DISTRICT_OFFICER, district=ELSEWHERE)
    for wrong in (stranger, clerk, cast.official("审计", Role.AUDITOR)):
        with pytest.raises(NotPermitted):
            decided(request, wrong)
    decided(request, cast.official("评审", Role.REVIEW_OFFICE))
    with pytest.raises(Refused):
        decided(request, cast.official("评审二", Role.REVIEW_OFFICE))


def test_a_unit_of_the_city_is_the_offices_own(clerk, district):
    request = asked(clerk, affiliation="city")
    with pytest.raises(NotPermitted):
        decided(request, district)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"uscc": "91990602MA00000010"}, NumberRefused),
        ({"name": " "}, Refused),
        ({"district": ""}, Refused),
        ({"kind": "department"}, NotPermitted),
        ({"letter": None}, FieldRefused),
    ],
)
def test_what_cannot_be_right_is_refused(clerk, given, kind):
    with pytest.raises(kind):
        asked(clerk, **given)
    assert EmployerRequest.objects.count() == 0


def test_the_same_is_asked_once(clerk):
    code = asked(clerk).uscc
    with pytest.raises(Refused):
        asked(clerk, uscc=code)


def test_a_head_takes_a_clerk_in_and_lets_him_go(clerk, district):
    unit = decided(asked(clerk), district).organisation
    colleague = cast.user("顾南乔", phone="13800000002")
    given = {"organisation": unit, "by": again(clerk), "at": NOW}
    with pytest.raises(Refused):  # number and name have to fit
        employers.add_clerk(name="顾北乔", phone="13800000002", **given)

    grant = employers.add_clerk(name="顾南乔", phone="138 0000 0002", **given)
    assert again(colleague).holds(Role.EMPLOYER_CLERK)
    employers.end_clerk(grant_id=grant.pk, by=again(clerk), at=NOW)
    assert again(colleague).live_grants == []
    assert RoleGrant.objects.get(pk=grant.pk).ended_by == clerk


def test_nobody_keeps_the_clerks_of_another_employer(clerk, district):
    decided(asked(clerk), district)
    other = cast.organisation()
    foreign = cast.official("别家", Role.EMPLOYER_CLERK, organisation=other)
    with pytest.raises(NotPermitted):
        employers.add_clerk(
            organisation=other, name="别家", phone="13800000009", by=again(clerk), at=NOW
        )
    with pytest.raises(NotPermitted):
        employers.end_clerk(grant_id=foreign.grants.get().pk, by=again(clerk), at=NOW)
    with pytest.raises(NotFound):
        employers.end_clerk(grant_id=clerk.grants.first().pk, by=again(clerk), at=NOW)
