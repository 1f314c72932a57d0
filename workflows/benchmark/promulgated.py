"""A call whose list has been promulgated: so many certificates have a number and wait to be made."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils.timezone import localtime

from evaluations import listing
from evaluations.actions import call as calls
from evaluations.actions import lists, proposing, publicity
from evaluations.desks import Desk
from evaluations.models import Call, RoleGrant, User
from evaluations.roles import Role, Scope
from evaluations.rules import Programme
from workflows import desk, promulgation, seeding
from workflows.rehearsal.clock import Clock


def promulgated(programme: Programme, *, size: int, at: datetime) -> tuple[Call, User]:
    """The call and its certificate officer; everything after the desks by the real verbs."""
    play = decided(programme, size=size, at=at)
    play.promulgate()
    return play.call, play.by(Role.CERTIFICATE_OFFICER)


def decided(programme: Programme, *, size: int, at: datetime) -> "Play":
    """A list that has been decided on and waits for its document.

    Only tracks without a number of places: everybody gets a certificate.
    """
    limited = {track for bucket in programme.places.buckets for track in bucket.tracks}
    seeded = seeding.seed(
        programme, applications=size, reviewers=6, at=at, say=lambda _said: None,
        only=lambda track, goal: goal.until == Desk.LIST and track.id not in limited,
    )  # fmt: skip
    play = Play(seeded.call, at)
    play.close()
    play.propose()
    play.post_notice()
    play.decide()
    return play


class Play:
    """One list on its way, and the moment at which it is."""

    def __init__(self, call: Call, at: datetime) -> None:
        self.key, self.moment = call.pk, at
        self.clock = Clock(Random(1))

    @property
    def call(self) -> Call:
        return Call.objects.get(pk=self.key)

    def by(self, role: Role) -> User:
        """An account that has this role over the city."""
        name = f"list{self.key}-{role.value}"
        user, fresh = User.objects.get_or_create(username=name, defaults={"name": name})
        if fresh:
            since = self.call.opens_at
            RoleGrant.objects.create(
                user=user, role=role, scope=Scope.CITY, granted_at=since, granted_by=user
            )
        return user

    def _do(self, act: Callable[..., Any], by: User | None, **more: Any) -> None:
        call = self.call
        given = {"by": by, "seen": call.version} if by else {}
        desk.perform(
            call, lambda: act(call_id=call.pk, at=self.moment, **given, **more),
            by=by, at=self.moment,
        )  # fmt: skip

    def close(self) -> None:
        self.moment = self.call.closes_at + timedelta(minutes=1)
        self._do(calls.close_call, None)

    def propose(self) -> None:
        cases = self.call.applications.select_related("person", "employer")
        order = proposing.in_order(listing.ranked(self.call, cases))
        self._do(proposing.propose, self.by(Role.REVIEW_OFFICE), order=order)

    def post_notice(self) -> None:
        self._do(publicity.post_notice, self.by(Role.REVIEW_OFFICE))

    def decide(self) -> None:
        self.moment = self.clock.next_day(self.call.notices.get().ends_at)
        by = self.by(Role(self.call.rules.decided_by))
        self._do(lists.decide, by, meeting="基准会议", decided_on=localtime(self.moment).date())

    def promulgate(self) -> None:
        call = self.call
        promulgation.promulgate(
            decision=call.decisions.get(), document_number="星人社字〔2026〕1号",
            effective_on=localtime(self.moment).date(), seen=call.version, at=self.moment,
            by=self.by(Role.REVIEW_OFFICE),
        )  # fmt: skip
