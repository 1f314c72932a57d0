"""Who sees which case: lists and single pages must never disagree."""

import random
import uuid

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import override_settings

from evaluations.desks import Desk, Verdict
from evaluations.models import Application, Opinion, RoleGrant, User
from evaluations.permissions import refusal
from evaluations.roles import KINDS, Role, Scope
from evaluations.status import Status
from evaluations.visibility import find, tells_reason, told_status, visible_to
from tests import cast
from tests.clock import at

pytestmark = pytest.mark.django_db

NOW = at("2026-03-09 10:00")
DISTRICTS = tuple(district.code for district in settings.CITY.districts)[:3]
ROUNDS = 60


@pytest.fixture(scope="module")
def town(no_world_stands, django_db_blocker, tmp_path_factory):
    """Employers of three districts, one of them supervising another, and cases of two calls in
    every status that an open call can have. Rolled back after the module."""
    folders = {"MEDIA_ROOT": tmp_path_factory.mktemp("media")}
    with django_db_blocker.unblock(), override_settings(**folders), transaction.atomic():
        yield Town()
        transaction.set_rollback(True)


class Town:
    def __init__(self):
        supervisor = cast.organisation("星湖市工业和信息化局", district=DISTRICTS[0])
        city = cast.City(employer=cast.organisation())
        self.calls = [city.call(batch=number) for number in (1, 2)]
        self.employers = [
            city.employer,
            cast.organisation(district=DISTRICTS[1]),
            cast.organisation(supervisor=supervisor, affiliation="city", district=""),
            supervisor,
        ]
        for call in self.calls:
            for status in (Status.DRAFT, Status.FILED, Status.RETURNED, Status.WITHDRAWN):
                cast.walked(city, call, status)
        for employer in self.employers[1:]:
            city.employer = employer
            cast.file(cast.draft(city, self.calls[0]))
            cast.draft(city, self.calls[1])
        person = cast.applicant()
        city.employer = None
        cast.draft(city, self.calls[0], person=person)
        self.city = city
        self.cases = list(Application.objects.select_related("call", "person", "employer"))


def grants_over(town, dice):
    """A role over a random reach: any that can be granted, sensible or not."""
    role = dice.choice(list(Role))
    scope = dice.choice(list(Scope))
    reach = {
        Scope.ORGANISATION: {"organisation": dice.choice(town.employers)},
        Scope.DISTRICT: {"district": dice.choice(DISTRICTS)},
        Scope.CALL: {"call": dice.choice(town.calls)},
    }.get(scope, {})
    ended = {"ended_at": NOW, "ended_by": town.city.office} if dice.random() < 0.2 else {}
    return {"role": role, "scope": scope, **reach, **ended}


def somebody(town, dice):
    """A new account, or an applicant of the town, with up to three grants."""
    if dice.random() < 0.3:
        user = dice.choice(town.cases).person.user
    else:
        user = User.objects.create(username=uuid.uuid4().hex, is_active=dice.random() > 0.1)
    for _ in range(dice.randrange(4)):
        RoleGrant.objects.create(
            user=user, granted_at=cast.EARLY, granted_by=town.city.office, **grants_over(town, dice)
        )
    return User.objects.get(pk=user.pk)


def readable(town, user):
    return {case.pk for case in town.cases if not refusal(user, "read", case, at=NOW)}


def listed(user):
    keys = list(visible_to(user).values_list("pk", flat=True))
    assert len(keys) == len(set(keys)), "no case twice: counts and pages would be wrong"
    return set(keys)


def test_lists_show_exactly_what_may_be_read(town):
    """The property, over random casts. A failure names its seed."""
    seen = {}
    for seed in range(ROUNDS):
        user = somebody(town, random.Random(seed))
        assert listed(user) == readable(town, user), f"seed {seed}"
        seen[seed] = len(listed(user))
    assert {0, len(town.cases) - drafts(town)} <= set(seen.values()), "from nothing to everything"


def drafts(town):
    return sum(case.status == Status.DRAFT for case in town.cases)


@pytest.mark.parametrize("role", Role)
def test_each_role_over_each_of_its_scopes(town, role):
    """What its kind says decides, and nothing else: reading roles read, the others do not."""
    reach = {
        Scope.ORGANISATION: {"organisation": town.employers[0]},
        Scope.DISTRICT: {"district": DISTRICTS[0]},
        Scope.CALL: {"call": town.calls[0]},
    }
    for scope in KINDS[role].scopes:
        user = cast.user("官员")
        RoleGrant.objects.create(
            user=user, role=role, scope=scope, granted_at=cast.EARLY,
            granted_by=town.city.office, **reach.get(scope, {}),
        )  # fmt: skip
        assert listed(user) == readable(town, user)
        assert bool(listed(user)) == role.kind.reads_cases


def test_a_draft_is_seen_by_its_owner_alone(town):
    officials = [official for official in vars(town.city).values() if isinstance(official, User)]
    officials.append(cast.official("审计", Role.AUDITOR))
    for case in town.cases:
        if case.status == Status.DRAFT:
            assert case.pk in listed(case.person.user)
            assert [user for user in officials if case.pk in listed(user)] == []


def test_unknown_and_hidden_look_alike(town):
    hidden = town.cases[0]
    stranger, owner = town.city.stranger, hidden.person.user
    assert find(stranger, hidden.public_id, at=NOW) is None
    assert find(stranger, uuid.uuid4(), at=NOW) is None
    assert find(owner, hidden.public_id, at=NOW) == hidden


def test_nobody_sees_nothing(town):
    closed = town.cases[0].person.user
    closed = User.objects.get(pk=closed.pk)
    closed.is_active = False
    for user in (AnonymousUser(), closed, town.city.stranger):
        assert listed(user) == set()


# --- what the applicant is told -------------------------------------------------------------


def test_a_list_is_not_told_before_it_is_published():
    city = cast.City()
    call = city.call(batch=9)
    chosen, other = (cast.to_the_list(city, cast.draft(city, call)) for _ in range(2))
    call = cast.close(call)
    cast.propose(city, call, [chosen])
    told = [told_status(cast.fresh(case)) for case in (chosen, other)]
    assert told == [Status.FILED, Status.FILED]

    cast.publicise(city, call)
    told = [told_status(cast.fresh(case)) for case in (chosen, other)]
    assert told == [Status.PUBLICISED, Status.NOT_SELECTED]

    decision = cast.decide(city, call)
    assert told_status(cast.fresh(chosen)) == Status.PUBLICISED
    cast.promulgate(city, call, decision)
    assert told_status(cast.fresh(chosen)) == Status.APPROVED


@pytest.mark.parametrize(
    ("desk", "verdict", "told"),
    [
        (Desk.DISTRICT, Verdict.PASS, True),
        (Desk.DISTRICT, Verdict.RETURN, True),
        (Desk.DISTRICT, Verdict.DECLINE, True),
        (Desk.QUALIFICATION, Verdict.PASS, False),
        (Desk.QUALIFICATION, Verdict.DOUBT, False),
        (Desk.QUALIFICATION_APPROVAL, Verdict.DECLINE, True),
        (Desk.VOTE, Verdict.PASS, False),
        (Desk.VOTE, Verdict.DECLINE, True),
    ],
)
def test_which_reasons_the_applicant_reads(desk, verdict, told):
    assert tells_reason(Opinion(desk=desk, verdict=verdict)) is told
