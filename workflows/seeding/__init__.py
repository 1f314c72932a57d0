"""A synthetic call of any size, for benchmarks: a few cases are walked, the rest are their doubles.

Each state is reached once by the real verbs; then the rows of that case are copied in bulk with
another person in them. So a seeded call obeys the law because its prototypes do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from evaluations.actions import call as calls
from evaluations.models import Call, RoleGrant, User
from evaluations.roles import Role, Scope
from evaluations.rules import Programme, Track
from workflows import desk
from workflows.seeding.doubles import Template, double
from workflows.seeding.prototypes import Goal, prototypes

__all__ = ["NotHere", "Seeded", "seed"]

type Say = Callable[[str], None]
_CHUNK = 1000
# What sits at the desks of the city, in turn.
_ROLES = (Role.CITY_ACCEPTANCE, Role.CITY_QUALIFICATION, Role.REVIEW_OFFICE)
DAYS_BEFORE, DAYS_AFTER = 90, 30


class NotHere(RuntimeError):
    """Made-up people have no place among real ones."""


@dataclass(frozen=True)
class Seeded:
    call: Call
    office: User
    officers: tuple[User, ...]
    applications: int


def seed(
    programme: Programme,
    *,
    applications: int,
    reviewers: int,
    at: datetime,
    say: Say,
    only: Callable[[Track, Goal], bool] = lambda _track, _goal: True,
) -> Seeded:
    """A call, open at ``at``, with so many applications in every state that comes before a list
    (``only``: in these of them).

    Raises NotHere in production.
    """
    if settings.PRODUCTION:
        raise NotHere("This is a production database: nothing is seeded here.")
    with transaction.atomic():
        batch = 1 + max(Call.objects.values_list("batch", flat=True), default=0)
        dice = Random(7000 + batch)  # noqa: S311 - the same number of calls gives the same call
        officers = _officers(batch, max(reviewers, 2 * len(_ROLES)), at)
        office = next(user for user in officers if user.holds(Role.REVIEW_OFFICE))
        call = _call(programme, batch, office, at)
        models = prototypes(call, office=office, dice=dice, at=at, most=applications, only=only)
    say(f"{len(models)} prototypes walked")
    templates = [Template(each) for each in models]
    for start in range(len(models), applications, _CHUNK):
        count = min(_CHUNK, applications - start)
        with transaction.atomic():
            double(templates, count=count, first=start, dice=dice)
        say(f"{start + count} / {applications}")
    return Seeded(call, office, tuple(officers), call.applications.count())


def _officers(batch: int, count: int, at: datetime) -> list[User]:
    """Reviewers of the city's desks, each with one role, in turn."""
    users = User.objects.bulk_create(
        User(username=f"seed{batch}-officer{n:03}", name=f"审核{n:03}", password="!")  # noqa: S106 - no password fits
        for n in range(count)
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=_ROLES[n % len(_ROLES)], scope=Scope.CITY,
                  granted_at=at - timedelta(days=DAYS_BEFORE + 10), granted_by=user)
        for n, user in enumerate(users)
    )  # fmt: skip
    return list(users)


def _call(programme: Programme, batch: int, office: User, at: datetime) -> Call:
    opens = at - timedelta(days=DAYS_BEFORE)
    before = opens - timedelta(days=1)
    call = calls.create(
        programme=programme, year=opens.year, batch=batch, by=office, at=before,
        title=f"{opens.year}年度{programme.title.zh}（合成数据，第{batch}批）",
        opens_at=opens, closes_at=at + timedelta(days=DAYS_AFTER), cut_off=opens.date(),
    )  # fmt: skip
    desk.start(call)
    desk.perform(
        call,
        lambda: calls.open_call(call_id=call.pk, by=office, seen=call.version, at=opens),
        by=office, at=opens,
    )  # fmt: skip
    return Call.objects.get(pk=call.pk)
