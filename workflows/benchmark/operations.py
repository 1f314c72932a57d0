"""What is measured: the operations of the reference workload that this product has, with their targets.

A target is a ratio to the bare view of the same kind. Its source is a comparison of four products
measured on one machine: ahead of the fastest of them, and close to what Django allows.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from urllib.parse import quote

from django.urls import reverse

from evaluations.desks import Desk
from evaluations.models import Application, User
from evaluations.roles import Role
from evaluations.status import Status
from workflows.benchmark.server import Visit
from workflows.models import DeskTask
from workflows.seeding import Seeded

# Later than any file without a clock: the cursor of the last page.
_END = "253370764799000000-999999999999999999"


@dataclass(frozen=True)
class Operation:
    id: str
    name: str
    kind: str  # of the bare view it is compared with
    target: float
    most_queries: int
    visits: Callable[[], Iterator[Visit]]
    repeatable: bool = True  # reading, or enough fresh cases to do it again


def operations(seeded: Seeded, *, repeat: int) -> list[Operation]:
    """Each as the person who does it, on the files of this call."""
    checker = _officer(seeded, Role.CITY_QUALIFICATION)
    office, call = seeded.office, seeded.call
    inbox = reverse("inbox")
    call_url = reverse("call_office", args=[call.public_id])
    listed = reverse("call_applications", args=[call.public_id])
    some = _waiting(seeded, Desk.QUALIFICATION)[0]
    name = quote(some.person.name)
    read = partial(_again, checker)
    rows = [
        Operation("T1", "inbox, first page", "list", 1.35, 6, read(inbox)),
        Operation("T1l", "inbox, last page", "list", 1.35, 6, read(f"{inbox}?before={_END}")),
        Operation("T1f", "inbox, one desk and call", "list", 1.35, 6,
                  read(f"{inbox}?desk=qualification&call={call.public_id}")),
        Operation("T2", "inbox, search a name", "list", 1.5, 7, read(f"{inbox}?q={name}")),
        Operation("T2r", "inbox, search a reference", "list", 1.5, 7,
                  read(f"{inbox}?q={some.reference}")),
        Operation("T1a", "applications of a call", "list", 1.35, 7, _again(office, listed)),
        Operation("T4", "file at its desk", "list", 1.1, 9,
                  read(reverse("desk", args=[some.public_id]))),
        Operation("T8", "call: funnel, blocks, overdue", "list", 2.1, 8, _again(office, call_url)),
        Operation("T11", "public page (verify)", "one", 1.7, 2,
                  _again(None, reverse("certificates:verify"))),
        Operation("T11h", "public home", "list", 1.35, 6, _again(None, reverse("home"))),
    ]  # fmt: skip
    return rows + _writing(seeded, repeat=repeat)


def _writing(seeded: Seeded, *, repeat: int) -> list[Operation]:
    """Acts use up files: each request takes another one."""
    desks = [
        Operation("T7", "desk step: opinion and next desk", "write", 15 / 2.2, 25,
                  partial(_opinions, seeded), repeatable=False),
        Operation("T12", "file an application", "write", 15 / 2.2, 25,
                  partial(_filings, seeded), repeatable=False),
    ]  # fmt: skip
    needed = repeat + 3
    return [each for each, files in zip(
        desks, (_waiting(seeded, Desk.FORMAL_CHECK), _drafts(seeded)), strict=True
    ) if len(files[: needed]) == needed]  # fmt: skip


def _again(user: User | None, url: str) -> Callable[[], Iterator[Visit]]:
    return lambda: cycle([Visit(user, url)])


def _officer(seeded: Seeded, role: Role) -> User:
    return next(user for user in seeded.officers if user.holds(role))


def _waiting(seeded: Seeded, where: Desk) -> list[Application]:
    tasks = DeskTask.objects.filter(
        process__application__call=seeded.call, finished=None, desk=where
    )
    ids = tasks.order_by("pk").values_list("process__application", flat=True)[:200]
    return list(Application.objects.filter(pk__in=list(ids)).select_related("person__user"))


def _drafts(seeded: Seeded) -> list[Application]:
    rows = seeded.call.applications.filter(status=Status.DRAFT).select_related("person__user")
    return list(rows.order_by("pk")[:200])


def _opinions(seeded: Seeded) -> Iterator[Visit]:
    """The form of the formal check, as its page sends it."""
    officer = _officer(seeded, Role.CITY_ACCEPTANCE)
    for case in _waiting(seeded, Desk.FORMAL_CHECK):
        yield Visit(
            officer, reverse("give_opinion", args=[case.public_id, Desk.FORMAL_CHECK.value]),
            {"key": str(uuid.uuid4()), "seen": case.version, "verdict": "pass", "reason": ""},
            expects=302,
        )  # fmt: skip


def _filings(seeded: Seeded) -> Iterator[Visit]:
    """The commitment, signed with the typed name."""
    for case in _drafts(seeded):
        data = {"key": str(uuid.uuid4()), "seen": case.version, "name": case.person.name}
        url = reverse("application_file", args=[case.public_id])
        yield Visit(case.person.user, url, data, expects=302)
