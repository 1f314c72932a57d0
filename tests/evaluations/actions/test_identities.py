"""A wrong name or number in a filed application: two persons correct it, the filing stays."""

import pytest

from evaluations import snapshot
from evaluations.actions import identities
from evaluations.actions.people import FieldRefused
from evaluations.errors import NotPermitted, Refused
from evaluations.models import AccountEvent, IdentityCorrection, Person, User
from evaluations.roles import Role
from journal.models import Entry
from tests import cast
from tests.clock import at

pytestmark = pytest.mark.django_db
NOW = at("2026-04-01 09:00")


@pytest.fixture
def filed():
    city = cast.City()
    return cast.file(cast.draft(city, city.call()))


@pytest.fixture
def office() -> User:
    return cast.official("评审甲", Role.REVIEW_OFFICE)


def asked(person: Person, by: User | None = None, **more) -> IdentityCorrection:
    given = {"name": "林已帆", "id_number": "", "reason": "同音字录错"} | more
    return identities.ask(person=person, by=by or person.user, at=NOW, **given)


def decided(request: IdentityCorrection, by: User, outcome: str = "confirmed", **more):
    return identities.decide(request_id=request.pk, outcome=outcome, by=by, at=NOW, **more)


def test_the_name_changes_from_now_on_and_the_filing_stays(filed, office):
    person, before = filed.person, filed.person.name
    decided(asked(person), office)

    kept = Person.objects.select_related("user").get(pk=person.pk)
    assert (kept.name, kept.user.name) == ("林已帆", "林已帆")
    assert kept.id_number == person.id_number
    assert snapshot.read(filed.filings.get().content)["person"]["name"] == before
    assert AccountEvent.objects.get(user=kept.user).kind == "corrected"


def test_the_number_is_typed_off_the_card_twice_and_never_shown(filed, office):
    person, right = filed.person, cast.id_number("19880313")
    request = asked(person, name="", id_number=right)
    assert right not in f"{request.id_sealed}{request.id_before}"

    with pytest.raises(FieldRefused) as refused:
        decided(request, office, id_number=cast.id_number("19880314"))
    assert refused.value.field == "id_number"
    decided(request, office, id_number=right)

    kept = Person.objects.get(pk=person.pk)
    assert (kept.id_number, kept.birth_date.isoformat()) == (right, "1988-03-13")
    assert not any(right in entry.body for entry in Entry.objects.all())


def test_neither_the_person_nor_who_asked_confirms(filed, office):
    request = asked(filed.person, by=office)
    for wrong in (office, filed.person.user, cast.official("审计", Role.AUDITOR)):
        with pytest.raises(NotPermitted):
            decided(request, wrong)
    decided(request, cast.official("受理", Role.CITY_ACCEPTANCE))


def test_a_stranger_asks_for_nothing(filed):
    with pytest.raises(NotPermitted):
        asked(filed.person, by=cast.user("旁人"))


def test_a_number_that_another_account_carries_is_not_given_twice(filed, office):
    other = cast.applicant("顾南乔")
    request = asked(filed.person, id_number=other.id_number)
    with pytest.raises(Refused):
        decided(request, office, id_number=other.id_number)
    assert Person.objects.get(pk=filed.person_id).id_number == filed.person.id_number
    decided(request, office, "refused", note="号码属于他人")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "", "id_number": ""}, "name"),
        ({"id_number": "990602198803120000"}, "id_number"),
        ({"reason": ""}, "reason"),
        ({"name": "林1帆"}, "name"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(filed, given, field):
    with pytest.raises(FieldRefused) as refused:
        asked(filed.person, **given)
    assert refused.value.field == field


def test_one_correction_at_a_time(filed):
    asked(filed.person)
    with pytest.raises(Refused):
        asked(filed.person, name="林又帆")
