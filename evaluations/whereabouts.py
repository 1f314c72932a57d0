"""Where does this case lie? The pure route of ``evaluations.route``, read from the tables."""

from collections import defaultdict

from evaluations import route
from evaluations.desks import Desk, Reach, reach_of
from evaluations.models import Application, Call, Opinion, Organisation, RecheckRequest
from evaluations.rules import Step, Track
from evaluations.status import RECHECKABLE, Status


def track_of(application: Application) -> Track:
    return application.call.rules.track(application.track)


def chain_of(employer: Organisation | None) -> route.Chain:
    if employer is None:
        return route.Chain()
    return route.Chain(supervised=employer.is_supervised, district=employer.reports_to_district)


def steps_of(application: Application) -> tuple[Step, ...]:
    """The desks this case passes, in order."""
    return route.steps_for(track_of(application), chain_of(application.employer))


def step_of(application: Application, desk: str) -> Step | None:
    return next((step for step in steps_of(application) if step.desk == desk), None)


def said_on(application: Application) -> tuple[route.Said, ...]:
    """Every opinion so far, oldest first (one query)."""
    rows = application.opinions.order_by("id").values_list("desk", "verdict", "resume_at")
    return tuple(route.Said(*row) for row in rows)


def desk_of(application: Application) -> Desk | None:
    """The one desk where the case lies now; None when nobody has to move. At most one query: only
    what may be asked about again can be under a recheck, and opinions lead a filed case alone."""
    status = Status(application.status)
    asked = status in RECHECKABLE and application.rechecks.filter(decided_at=None).exists()
    said = said_on(application) if status == Status.FILED else ()
    return route.next_desk(status, steps_of(application), said, recheck_open=asked)


def desks_in(call: Call) -> dict[int, Desk | None]:
    """Application id -> desk, for every case of the call that is not a draft (three queries)."""
    said: dict[int, list[route.Said]] = defaultdict(list)
    opinions = Opinion.objects.filter(application__call=call).order_by("id")
    for application_id, desk, verdict, resume_at in opinions.values_list(
        "application_id", "desk", "verdict", "resume_at"
    ):
        said[application_id].append(route.Said(desk, verdict, resume_at))
    cases = call.applications.exclude(status=Status.DRAFT).select_related("employer")
    rechecks = RecheckRequest.objects.filter(application__call=call, decided_at=None)
    open_rechecks = set(rechecks.values_list("application_id", flat=True))
    desks = {}
    for case in cases:
        steps = route.steps_for(call.rules.track(case.track), chain_of(case.employer))
        desks[case.pk] = route.next_desk(
            case.status, steps, said[case.pk], recheck_open=case.pk in open_rechecks
        )
    return desks


def place_of(application: Application, desk: str) -> str:
    """Whose inbox: "employer:12", "supervisor:3", "district:990602", "applicant:7" or "city"."""
    employer = application.employer
    match reach_of(Desk(desk)):
        case Reach.APPLICANT:
            return f"applicant:{application.person.user_id}"
        case Reach.EMPLOYER:
            return f"employer:{application.employer_id}"
        case Reach.SUPERVISOR:
            return f"supervisor:{employer.supervisor_id}"
        case Reach.DISTRICT:
            return f"district:{employer.district}"
        case _:
            return "city"
