"""What a finished play shows: who was not told, what stands still, what is not sound."""

from collections import Counter
from collections.abc import Iterator

from evaluations import soundness
from evaluations.desks import Desk
from evaluations.models import Call, JointDepartment, RoleGrant, StatusChange
from evaluations.roles import Role
from evaluations.status import CLOSED, Status
from workflows import programme
from workflows.models import Message
from workflows.rehearsal.play import Play
from workflows.rehearsal.report import Finding
from workflows.rehearsal.seats import empty_seats_of_units

# What an applicant has a right to be told, each at its moment or later. Written down apart from
# the code that tells it, so that a message that is dropped there is missed here.
TOLD: dict[str, frozenset[str]] = {
    Status.FILED: frozenset({"filed", "recheck", "progress"}),
    Status.RETURNED: frozenset({"returned"}),
    Status.SUPPLEMENT_DUE: frozenset({"supplement"}),
    Status.LAPSED: frozenset({"lapsed"}),
    Status.NOT_RECOMMENDED: frozenset({"refused"}),
    Status.NOT_ACCEPTED: frozenset({"refused"}),
    Status.NOT_QUALIFIED: frozenset({"refused"}),
    Status.NOT_SELECTED: frozenset({"refused"}),
    Status.PUBLICISED: frozenset({"listed", "progress"}),
    Status.CONTESTED: frozenset({"contested"}),
    Status.CALLED_OFF: frozenset({"ended"}),
    Status.RESERVE: frozenset({"progress"}),
    Status.STRUCK_OFF: frozenset({"refused"}),
    Status.APPROVED: frozenset({"approved"}),
    Status.CERTIFIED: frozenset({"certified"}),
}


def of(play: Play, *, finished: bool, years: list[int]) -> Iterator[Finding]:
    """Everything to mend, what stops a call first."""
    rules = play.call.rules
    for sentence in [*programme.complaints(rules), *soundness.complaints(rules)]:
        yield Finding(kind="unsound", facts={"sentence": sentence})
    yield from play.seats.findings.values()
    yield from _departments(play.call)
    for (step, sentence), n in play.refusals.items():
        yield Finding(kind="refused", facts={"step": step, "sentence": sentence, "n": n})
    yield from _stuck(play.call, finished=finished)
    yield from untold(play.call)
    if silent := play.seats.without_mail():
        yield Finding(kind="no_email", facts={"n": silent})
    yield from empty_seats_of_units()
    for year in years:
        yield Finding(kind="year", facts={"year": year})


def _departments(call: Call) -> Iterator[Finding]:
    """Departments of the joint review for which nobody can answer."""
    wanted = {
        code
        for track in call.rules.tracks
        for step in track.route
        if step.desk == Desk.JOINT_REVIEW
        for code in step.departments
    }
    live = RoleGrant.objects.filter(role=Role.JOINT_DEPARTMENT, ended_at=None, user__is_active=True)
    answering = JointDepartment.objects.filter(organisation__in=live.values("organisation"))
    for code in sorted(wanted - set(answering.values_list("code", flat=True))):
        yield Finding(kind="no_department", facts={"department": code})


def _stuck(call: Call, *, finished: bool) -> Iterator[Finding]:
    """Files that ended nowhere although the list was decided."""
    if not finished:
        return
    left = call.applications.exclude(status__in=CLOSED).values_list("status", flat=True)
    for status, n in sorted(Counter(left).items()):
        yield Finding(kind="stuck", facts={"status": status, "n": n})


def untold(call: Call) -> Iterator[Finding]:
    """Changes of status that reached nobody."""
    told: dict[tuple[int, str], list] = {}
    rows = Message.objects.filter(application__call=call, application__isnull=False)
    for application, kind, at in rows.values_list("application_id", "kind", "created_at"):
        told.setdefault((application, kind), []).append(at)
    missing: Counter[str] = Counter()
    changes = StatusChange.objects.filter(application__call=call).order_by("pk")
    for application, after, at in changes.values_list("application_id", "after", "at"):
        kinds = TOLD.get(after)
        if kinds and not any(
            moment >= at for kind in kinds for moment in told.get((application, kind), [])
        ):
            missing[after] += 1
    for status, n in sorted(missing.items()):
        yield Finding(kind="no_message", facts={"status": status, "n": n})
