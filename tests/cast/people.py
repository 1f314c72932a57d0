"""Who is in the cast: accounts, roles, employers, one applicant."""

import itertools

from evaluations.models import (
    Call,
    Organisation,
    Person,
    RoleGrant,
    User,
)
from evaluations.roles import Role, Scope
from tests.cast.moments import EARLY
from tests.remembered import remembered

serial = itertools.count(1)


def id_number(birth: str = "19880312") -> str:
    """A number with a valid check digit in a region that does not exist."""
    from stdnum.cn import ric

    # Two digits of the region count on: people remembered from another test may stand beside.
    thousands, rest = divmod(next(serial), 1000)
    body = f"9906{thousands % 100:02}{birth}{rest:03}"
    return body + ric.calc_check_digit(f"{body}0")  # the function leaves the last place out


@remembered
def user(name: str, **more) -> User:
    return User.objects.create_user(
        username=f"{name}-{next(serial)}", password="demo", name=name, **more
    )


@remembered
def grant(
    person: User,
    role: Role,
    *,
    organisation: Organisation | None = None,
    district: str = "",
    call: Call | None = None,
) -> RoleGrant:
    scope = (
        Scope.ORGANISATION
        if organisation
        else Scope.DISTRICT
        if district
        else Scope.CALL
        if call
        else Scope.CITY
    )
    return RoleGrant.objects.create(
        user=person,
        role=role,
        scope=scope,
        organisation=organisation,
        district=district,
        call=call,
        granted_at=EARLY,
        granted_by=person,
    )


@remembered
def official(name: str, role: Role, **scope) -> User:
    person = user(name)
    grant(person, role, **scope)
    return person


@remembered
def organisation(name: str = "星湖精密机械有限公司", **more) -> Organisation:
    values = {
        "kind": Organisation.Kind.PRIVATE,
        "affiliation": Organisation.Affiliation.DISTRICT,
        "district": "990602",
    } | more
    return Organisation.objects.create(name=name, uscc=credit_code(), **values)


def credit_code() -> str:
    from stdnum.cn import uscc

    body = f"91990602MA{next(serial):07}"
    return body + uscc.calc_check_digit(body)


@remembered
def applicant(name: str = "林一帆", birth: str = "19880312") -> Person:
    account = user(name)
    person = Person(user=account, name=name, phone="13900000000")
    person.set_id_number(id_number(birth))
    person.save()
    return person
