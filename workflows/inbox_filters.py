"""What the reader of a list of work narrows it to, and how that is searched."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import QueryDict

from evaluations.models import Application, User
from workflows.models import DeskTask

# Beyond so many matches the database is asked for all of them at once.
_MOST_MATCHES = 1000


@dataclass(frozen=True)
class Filters:
    """What the reader narrowed the list to. Lives in the address, so that a link keeps it."""

    q: str = ""
    call: str = ""  # public id
    desk: str = ""
    district: str = ""
    hand: str = ""  # "mine", "free"
    overdue: bool = False

    def narrow(self, tasks: QuerySet[DeskTask], *, user: User, at: datetime) -> QuerySet[DeskTask]:
        if self.q:
            tasks = tasks.filter(self._matches)
        if self.call:
            tasks = tasks.filter(
                Q(process__application__call__public_id=self.call)
                | Q(process__call__public_id=self.call)
            )
        if self.desk:
            tasks = tasks.filter(desk=self.desk)
        if self.district:
            tasks = tasks.filter(process__application__employer__district=self.district)
        if self.hand:
            tasks = tasks.filter(owner=user if self.hand == "mine" else None)
        return tasks.filter(due_order__lt=at) if self.overdue else tasks

    @cached_property
    def _matches(self) -> Q:
        return _searched(self.q)

    def query(self, **more: str) -> str:
        """The address line that keeps these filters."""
        words = QueryDict(mutable=True)
        for name in ("q", "call", "desk", "district", "hand"):
            if value := getattr(self, name):
                words[name] = value
        if self.overdue:
            words["overdue"] = "on"
        words.update(more)
        return words.urlencode()


def _searched(words: str) -> Q:
    """Tasks of the applications that match. They are looked up first: few match, and a list that
    is walked in its order until fifty are found would be walked to its end."""
    matching = _matching(words)
    ids = list(matching.values_list("pk", flat=True)[: _MOST_MATCHES + 1])
    if len(ids) > _MOST_MATCHES:
        return Q(process__application__in=matching.values("pk"))
    # An empty list would be no query at all, and cannot be counted inside another.
    return Q(process__application__in=ids or [0])


def _matching(words: str) -> QuerySet[Application]:
    """By reference (whole, or the letters read out on the phone), or by the beginning of a name."""
    code = words.strip().upper()
    rows = Application.objects.order_by()
    if re.fullmatch(r"[A-Z]{2}\d{2}-[A-Z0-9]{4}-[A-Z0-9]{4}", code):
        return rows.filter(reference=code)
    if re.fullmatch(r"[A-Z0-9-]{3,}", code):
        return rows.filter(reference__contains=code)
    return rows.filter(person__name__startswith=words.strip())
