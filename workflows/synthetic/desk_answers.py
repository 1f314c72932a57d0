"""What a conscientious desk would fill in: used by rehearsals, the demo city and the tests."""

from datetime import datetime, timedelta
from typing import Any

from evaluations import desk_details, eligibility, snapshot, whereabouts
from evaluations import joint as found
from evaluations.actions import joint
from evaluations.desks import Desk
from evaluations.models import Application, User, work_calendar
from evaluations.public_list import local_day

_PEOPLE = "周评审、吴评审、郑评审"


def passing(case: Application, desk: str, *, at: datetime) -> dict[str, Any]:
    """The ``detail`` with which ``desk`` can pass ``case`` at this moment."""
    step = whereabouts.step_of(case, desk)
    detail = {ask.id: _answer(ask, desk, at) for ask in desk_details.asks(desk, step)}
    if desk == Desk.DISTRICT and "rank" in detail:
        detail["rank"] = _next_rank(case)
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
    if desk != Desk.JOINT_REVIEW:
        return
    joint.ask(application_id=case.pk, at=at)
    for request in case.joint_requests.filter(answered_at=None, closed_at=None):
        joint.answer(
            request_id=request.pk, answer="no_issue", by=by, at=at, letter=f"函复〔{at.year}〕1号"
        )


def _answer(ask: desk_details.Ask, desk: str, at: datetime) -> Any:
    match ask.kind:
        case "number":
            return max(ask.minimum, 3)
        case "date":
            return (local_day(at) - timedelta(days=1)).isoformat()
        case "choice":
            return ask.choices[0][0]
        case _:
            return _PEOPLE if ask.names else "单位办公会2026年第3次会议"


def _next_rank(case: Application) -> int:
    """Districts rank within one call: each place once."""
    others = Application.objects.filter(call=case.call, employer__district=case.employer.district)
    return others.filter(opinions__desk=Desk.DISTRICT, opinions__verdict="pass").count() + 1


def _posted(step, at: datetime) -> dict[str, str]:
    """Posted long enough ago, and ended as the calendar counts it."""
    posted = local_day(at) - timedelta(days=25)
    clock = step.notice if step and step.notice else None
    days = work_calendar().publicity_days(posted, clock) if clock else (posted,)
    return {"posted_on": posted.isoformat(), "ended_on": days[-1].isoformat()}
