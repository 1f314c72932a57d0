"""What a conscientious desk would fill in: used by rehearsals, the demo city and the tests."""

from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from evaluations import desk_details, eligibility, snapshot, whereabouts
from evaluations import joint as found
from evaluations.actions import joint, proofs
from evaluations.desks import Desk
from evaluations.models import Application, Opinion, User, work_calendar
from evaluations.public_list import local_day
from evaluations.uploads import CleanFile, accept_upload
from workflows.synthetic.files import scan

_PEOPLE = "周评审、吴评审、郑评审"


def passing(case: Application, desk: str, *, at: datetime) -> dict[str, Any]:
    """The ``detail`` with which ``desk`` can pass ``case`` at this moment."""
    step = whereabouts.step_of(case, desk)
    detail = {ask.id: _answer(ask, desk, at) for ask in desk_details.asks(desk, step)}
    if desk == Desk.DISTRICT and "rank" in detail:
        detail["rank"] = next_rank(case)
    if desk == Desk.EMPLOYER_PUBLICITY:
        detail |= _posted(step, at)
    if desk == Desk.VOTE:
        detail |= {"eligible": 9, "present": 9, "yes": 8, "no": 1, "abstained": 0}
    if desk_details.judges(desk):
        asked_elsewhere = found.rules_of(case)
        detail["judged"] = {
            finding.rule_id: {"met": "yes", "note": "已核对原件及有关部门反馈"}
            for finding in snapshot.findings(case, at=at)
            if finding.verdict == eligibility.Verdict.NEEDS_HUMAN
            and finding.rule_id not in asked_elsewhere
        }
    return detail


def prepare(case: Application, desk: str, *, by: User, at: datetime) -> None:
    """What others must have done before ``desk`` can pass ``case``. ``by``: the office, which enters
    the letters of departments that answered on paper."""
    if desk_details.proves(desk) and not proofs.of(case, desk):
        proofs.attach(application_id=case.pk, desk=desk, file=_notice(), by=by, at=at)
    if desk != Desk.JOINT_REVIEW:
        return
    joint.ask(application_id=case.pk, at=at)
    for request in case.joint_requests.filter(answered_at=None, closed_at=None):
        joint.answer(
            request_id=request.pk, answer="no_issue", by=by, at=at, letter=f"函复〔{at.year}〕1号"
        )


@cache
def _notice() -> CleanFile:
    return accept_upload(scan("SAMPLE notice as posted"), name="notice.pdf", max_bytes=2**20)


def beyond_quota(case: Application) -> bool:
    """Whether a conscientious district has to refuse: its places in this call are given."""
    step, places = whereabouts.step_of(case, Desk.DISTRICT), case.call.rules.places
    quota = places.recommended_per_district if places else None
    ranked = step is not None and step.ranked
    return ranked and quota is not None and next_rank(case) > quota


def _answer(ask: desk_details.Ask, desk: str, at: datetime) -> Any:
    match ask.kind:
        case "number":
            return max(ask.minimum, 3)
        case "date":
            return (local_day(at) - timedelta(days=1)).isoformat()
        case "choice":
            return ask.choices[0][0]
        case _:
            if ask.id == "report":
                return "实地查看设备和生产记录，走访班组同事五人，所报情况属实。"
            return _PEOPLE if ask.names else "单位办公会2026年第3次会议"


def next_rank(case: Application) -> int:
    """The first place of the district's order in this call that is free."""
    others = Opinion.objects.filter(
        desk=Desk.DISTRICT,
        verdict="pass",
        application__call=case.call_id,
        application__employer__district=case.employer.district,
    ).exclude(application=case.pk)
    taken = set(others.values_list("detail__rank", flat=True))
    return next(place for place in count(1) if place not in taken)


def _posted(step, at: datetime) -> dict[str, str]:
    """Posted long enough ago, and ended as the calendar counts it."""
    posted = local_day(at) - timedelta(days=25)
    clock = step.notice if step and step.notice else None
    days = work_calendar().publicity_days(posted, clock) if clock else (posted,)
    return {"posted_on": posted.isoformat(), "ended_on": days[-1].isoformat()}
