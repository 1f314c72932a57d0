"""Authority is given and ended by name, never by oneself."""

import pytest

from evaluations.actions import granting
from evaluations.errors import NotPermitted, Refused
from evaluations.models import RoleGrant, User
from evaluations.roles import Role, Scope
from journal.queries import history_of
from tests import cast
from tests.clock import at
from tests.worlds import world

pytestmark = pytest.mark.django_db

NOW = at("2026-03-01 09:00")


@world
def city():
    return cast.City()


@world
def admin():
    return cast.official("管理甲", Role.SYSADMIN)


def give(by, user, role=Role.CITY_ACCEPTANCE, scope=Scope.CITY, **reach):
    return granting.grant_role(user=user, role=role, scope=scope, by=by, at=NOW, **reach)


def again(user):
    return User.objects.get(pk=user.pk)


def test_the_administrator_gives_a_role_and_the_record_knows(city, admin):
    given = give(admin, city.stranger)

    assert (given.granted_by, given.granted_at) == (admin, NOW)
    assert again(city.stranger).holds(Role.CITY_ACCEPTANCE)
    assert [entry.verb for entry in history_of(f"user:{city.stranger.pk}")] == ["role.grant"]


def test_giving_twice_changes_nothing(city, admin):
    assert give(admin, city.stranger).pk == give(admin, city.stranger).pk
    assert history_of(f"user:{city.stranger.pk}").count() == 1


def test_nobody_gives_to_himself_or_ends_his_own(city, admin):
    with pytest.raises(NotPermitted):
        give(admin, admin)
    with pytest.raises(NotPermitted):
        granting.end_role(grant=admin.grants.get(), by=admin, at=NOW)


def test_the_office_confirms_employers_and_experts_but_gives_no_authority(city):
    head = give(
        city.office,
        city.stranger,
        Role.EMPLOYER_HEAD,
        Scope.ORGANISATION,
        organisation=city.employer,
    )

    assert head.organisation == city.employer
    with pytest.raises(NotPermitted):
        give(city.office, city.stranger, Role.LEADING_GROUP)


@pytest.mark.parametrize("name", ["stranger", "clerk", "leader", "printer", "district"])
def test_nobody_else_gives_roles(city, name):
    with pytest.raises(NotPermitted):
        give(getattr(city, name), city.second_officer, Role.EXPERT)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.REVIEW_OFFICE, Scope.DISTRICT),
        (Role.EMPLOYER_HEAD, Scope.CITY),
        (Role.DISTRICT_OFFICER, Scope.DISTRICT),
        (Role.EMPLOYER_HEAD, Scope.ORGANISATION),
        (Role.EXPERT, Scope.CALL),
    ],
)
def test_a_scope_that_does_not_fit_or_names_nothing_is_refused(city, admin, role, scope):
    with pytest.raises(Refused):
        give(admin, city.stranger, role, scope)
    assert RoleGrant.objects.filter(user=city.stranger).count() == 0


def test_a_role_ends_at_once_and_stays_on_record(city, admin):
    given = give(admin, city.stranger)

    ended = granting.end_role(grant=given, by=admin, at=NOW)
    granting.end_role(grant=given, by=admin, at=at("2026-03-02"))

    assert (ended.ended_by, RoleGrant.objects.get(pk=given.pk).ended_at) == (admin, NOW)
    assert again(city.stranger).live_grants == []
    verbs = [entry.verb for entry in history_of(f"user:{city.stranger.pk}")]
    assert verbs == ["role.grant", "role.end"]


def test_a_role_can_be_given_again_after_it_ended(city, admin):
    granting.end_role(grant=give(admin, city.stranger), by=admin, at=NOW)

    give(admin, city.stranger)

    assert again(city.stranger).holds(Role.CITY_ACCEPTANCE)
