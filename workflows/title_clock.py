"""What time does after the decision: tenures end, approvals on intent lapse, departments are reminded.

Called by ``workflows.deadlines`` every minute; everything happens once however often it is run.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from evaluations import joint as found
from evaluations.actions import engagement, holders, joint
from evaluations.models import Application, JointRequest, User
from evaluations.roles import Role
from workflows import afterwards, desk, notices
from workflows.models import Message

log = logging.getLogger("laurel.workflows")


def expire_titles(at: datetime, problems: list[str]) -> int:
    """Every tenure that is over, with its certificate."""

    def act(pk: int) -> object:
        with transaction.atomic():
            return afterwards.expire(pk, at=at)

    return _each(holders.due_to_expire(at), act, "holding", problems)


def lapse_intents(at: datetime, problems: list[str]) -> int:
    """Approvals on intent without contract and arrival in time."""

    def act(pk: int) -> object:
        case = Application.objects.get(pk=pk)
        return desk.perform(
            case, lambda: engagement.let_lapse(application_id=pk, at=at), by=None, at=at
        )

    return _each(engagement.due_to_lapse(at), act, "application", problems)


def _each(ids: Iterable[int], act: Callable[[int], object], name: str, problems: list[str]) -> int:
    done = 0
    for pk in ids:
        try:
            done += act(pk) is not None
        except Exception:
            # The others must not wait for this one; the log keeps the cause.
            log.exception("A title's clock could not be carried out: %s %s", name, pk)
            problems.append(f"{name}:{pk}")
    return done


def departments(at: datetime, *, until: datetime) -> int:
    """Ask whom no act has asked, then remind, once, those whose answer is due by ``until``."""
    with transaction.atomic():
        fresh = afterwards.ask_missing(at)
        late = joint.due_for_reminder(until=until, at=at)
        _tell(fresh, Message.Kind.ARRIVALS, at)
        _tell(late, Message.Kind.REMINDER, at)
    return len(late)


def _tell(requests: list[JointRequest], kind: Message.Kind, at: datetime) -> None:
    """One message a person, whatever the number of requests."""
    waiting = Counter(request.department for request in requests)
    if not waiting:
        return
    people = User.objects.filter(
        is_active=True, grants__role=Role.JOINT_DEPARTMENT, grants__ended_at=None
    )
    for person in people.distinct().order_by("pk"):
        n = sum(waiting[code] for code in found.answered_for(person))
        if n:
            notices.tell(person, kind, at=at, n=n)
