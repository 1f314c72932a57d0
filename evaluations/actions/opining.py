"""What a desk does with a file: open it, give an opinion, answer a recheck, grant an exception."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import desk_details, joint, route, snapshot, whereabouts
from evaluations.actions import correcting, proofs
from evaluations.actions.case import first_time, locked, move, touch
from evaluations.desks import BACKWARD, RULES, Desk, Ground, Verdict
from evaluations.errors import Incomplete, Refused
from evaluations.models import (
    Application,
    Call,
    EligibilityException,
    Filing,
    Opinion,
    RecheckRequest,
    User,
    work_calendar,
)
from evaluations.permissions import grant_for, require
from evaluations.public_list import local_day
from evaluations.rules import Condition, SkillGradeAtLeast
from evaluations.status import FINAL, CallStatus
from journal.record import commitment


@transaction.atomic
def open_file(*, application_id: int, desk: str, by: User, at: datetime) -> Filing:
    """The desk reads the file for the first time: from now on it cannot be recalled."""
    case = locked(application_id)
    role = require(by, "open_file", case, at=at, desk=desk)
    filing = case.filings.latest("number")
    if _opened(filing, by=by, at=at):
        from_desk = {"desk": desk, "filing": filing.number}
        touch(case, "open_file", by=by, role=role, at=at, detail=from_desk)
    return filing


def _opened(filing: Filing, *, by: User, at: datetime) -> bool:
    """Note the first reader; False when somebody has read it before."""
    if filing.opened_at is not None:
        return False
    filing.opened_at, filing.opened_by = at, by
    filing.save(update_fields=["opened_at", "opened_by"])
    return True


@transaction.atomic
def give_opinion(
    *,
    application_id: int,
    desk: str,
    verdict: str,
    by: User,
    seen: int,
    at: datetime,
    key: UUID | None = None,
    reason: str = "",
    ground: str = "",
    resume_at: str = "",
    remarks: Sequence[dict[str, str]] = (),
    due_at: datetime | None = None,
    detail: dict | None = None,
) -> Opinion:
    """One desk's word on the filing that lies before it, with all it does in law.

    ``remarks``: [{"path": "answers.contests", "remark": "..."}], for a return or a supplement.
    ``resume_at``: the desk where work goes on; default as in ``route.resume_options``.
    ``detail``: what the desk's own form asks, as in ``evaluations.desk_details``.
    Raises Refused (what is missing; Incomplete with all of it), Stale, NotPermitted.
    """
    subject = f"application:{application_id}:{desk}"
    if not first_time(key=key, verb="give_opinion", subject=subject, by=by, at=at):
        return Opinion.objects.filter(application_id=application_id, given_by=by).latest("id")
    if desk == Desk.DISTRICT:
        _line_up(application_id)
    case = locked(application_id, seen=seen)
    role = require(by, "give_opinion", case, at=at, desk=desk)
    filing = case.filings.latest("number")
    _check_verdict(case, desk, verdict, reason=reason, ground=ground)
    _check_detail(case, filing, desk, verdict, detail or {}, reason=reason, at=at)
    opinion = Opinion(
        application=case,
        filing=filing,
        desk=desk,
        turn=case.opinions.filter(desk=desk).count() + 1,
        verdict=verdict,
        resume_at=_resume_at(case, desk, verdict, resume_at),
        ground=ground,
        reason=reason.strip(),
        detail=detail or {},
        rules_hash=case.call.rules_hash,
        organisation=grant_for(by, desk, case).organisation,
        role=role,
        given_at=at,
        given_by=by,
    )
    opinion.salt, digest = commitment({"reason": opinion.reason, "remarks": list(remarks)})
    opinion.save()
    # Whoever judges has read: a filing is never recalled, and changed, from under an opinion.
    _opened(filing, by=by, at=at)
    if desk == Desk.JOINT_REVIEW:
        case.joint_holds.filter(ended_at=None).update(ended_at=at, ended_by=by)
    if verdict in {Verdict.RETURN, Verdict.SUPPLEMENT}:
        correcting.ask(case, opinion, remarks=remarks, due_at=due_at, at=at)
    _carry_out(case, opinion, by=by, role=role, at=at, digest=digest)
    return opinion


def _line_up(application_id: int) -> None:
    """A district gives out the places of its order one at a time: the call waits before the case."""
    its_call = Application.objects.filter(pk=application_id).values("call")
    calls = Call.objects.select_for_update(no_key=True).filter(pk__in=its_call)
    list(calls.values_list("pk", flat=True))


def _check_verdict(case: Application, desk: str, verdict: str, *, reason: str, ground: str) -> None:
    rule = RULES[Desk(desk)]
    if verdict not in rule.verdicts:
        raise Refused(_("This desk cannot give that opinion. Choose one of those offered."))
    if verdict != Verdict.PASS and not reason.strip():
        raise Refused(_("Give the reason: the applicant and the next reader will see it."))
    if rule.names_a_ground and verdict == Verdict.DECLINE and ground not in Ground.values:
        raise Refused(_("Choose one of the grounds for not accepting."))
    earlier = case.opinions.filter(verdict=Verdict.SUPPLEMENT)
    if verdict == Verdict.SUPPLEMENT and earlier.exists():
        # One-time notice: all defects at once (domain brief 1.4, supplement_notice).
        raise Refused(
            _("A supplement notice has already been given. It can be given only once: decide now.")
        )


def _check_detail(
    case: Application,
    filing: Filing,
    desk: str,
    verdict: str,
    detail: dict,
    *,
    reason: str,
    at: datetime,
) -> None:
    setting = desk_details.Setting(
        step=whereabouts.step_of(case, desk),
        today=local_day(at),
        calendar=work_calendar,
        open_rules=snapshot.open_rules(case, filing) if desk_details.judges(desk) else (),
        ballot=case.call.rules.ballot,
        answers=joint.answers(case) if desk == Desk.JOINT_REVIEW else {},
        reason=reason,
        proofs=len(proofs.of(case, desk)) if desk_details.proves(desk) else 0,
    )
    complaints = desk_details.problems(desk, verdict, detail, setting)
    if complaints:
        raise Incomplete(
            _("The file cannot be passed on yet. Complete what is listed."), complaints
        )
    # A panel's rank may be shared, and counts over districts.
    if desk == Desk.DISTRICT and verdict == Verdict.PASS and "rank" in detail:
        _keep_within_quota(case, detail["rank"])
        _keep_ranks_apart(case, desk, detail["rank"])


def _keep_within_quota(case: Application, rank: int) -> None:
    """A district recommends no more people than the call allows it."""
    places = case.call.rules.places
    quota = places.recommended_per_district if places else None
    if quota is not None and rank > quota:
        raise Refused(
            _(
                "Your district may recommend %(n)d people in this call. Give a place up to %(n)d, "
                "or refuse the file with the reason that the quota is used up."
            )
            % {"n": quota}
        )


def _keep_ranks_apart(case: Application, desk: str, rank: int) -> None:
    """A district gives each place of its order once per call."""
    others = Opinion.objects.filter(desk=desk, verdict=Verdict.PASS, detail__rank=rank)
    taken = others.filter(
        application__call=case.call_id, application__employer__district=case.employer.district
    ).exclude(application=case.pk)
    first = taken.exclude(application__status__in=FINAL).select_related("application").first()
    if first is not None:
        raise Refused(
            _("Place %(rank)d of your district is already given to %(reference)s.")
            % {"rank": rank, "reference": first.application.reference}
        )


def _resume_at(case: Application, desk: str, verdict: str, wanted: str) -> str:
    if verdict == Verdict.DECLINE:
        # Where a readmission after a recheck would begin: with the preparer, under four eyes.
        return RULES[Desk(desk)].not_the_actor_of or desk
    options = route.resume_options(whereabouts.steps_of(case), desk, verdict)
    if verdict not in BACKWARD:
        return ""
    if not options:
        raise Refused(_("There is no earlier desk on this route to send the file back to."))
    if wanted and wanted not in options:
        raise Refused(_("The file cannot go on at that desk. Choose one of those offered."))
    return wanted or options[0]


def _carry_out(
    case: Application, opinion: Opinion, *, by: User, role: str, at: datetime, digest: str
) -> None:
    transition = RULES[Desk(opinion.desk)].verdicts[Verdict(opinion.verdict)]
    entry = {
        "commitment": digest,
        "detail": {
            "desk": opinion.desk,
            "verdict": opinion.verdict,
            "turn": opinion.turn,
            "filing": opinion.filing.number,
            "resume_at": opinion.resume_at,
        },
    }
    verb = f"opinion.{opinion.verdict}"
    if transition:
        move(case, transition, verb=verb, by=by, role=role, at=at, reason=opinion.reason, **entry)
    else:
        touch(case, verb, by=by, role=role, at=at, **entry)


@transaction.atomic
def request_recheck(
    *, application_id: int, by: User, seen: int, at: datetime, grounds: str
) -> RecheckRequest:
    """Against a refusal: an error of fact or procedure, never a matter of judgement."""
    case = locked(application_id, seen=seen)
    role = require(by, "request_recheck", case, at=at)
    if not grounds.strip():
        raise Refused(_("Say which fact or which step was wrong."))
    request = RecheckRequest.objects.create(
        application=case, grounds=grounds.strip(), requested_at=at, requested_by=by
    )
    touch(case, "request_recheck", by=by, role=role, at=at)
    return request


@transaction.atomic
def decide_recheck(
    *, application_id: int, by: User, seen: int, at: datetime, outcome: str, reason: str
) -> RecheckRequest:
    """Admit (the file is examined again at the desk that refused it) or dismiss, with the reason."""
    case = locked(application_id, seen=seen)
    role = require(by, "decide_recheck", case, at=at, desk=Desk.RECHECK)
    if outcome not in RecheckRequest.Outcome.values or not reason.strip():
        raise Refused(_("Choose an outcome and give the reason."))
    admitted = outcome == RecheckRequest.Outcome.ADMITTED
    if admitted and case.call.status in {CallStatus.CONCLUDED, CallStatus.CANCELLED}:
        raise Refused(_("This call is concluded. Nothing in it can be examined again."))
    request = case.rechecks.get(decided_at=None)
    request.outcome, request.reason = outcome, reason.strip()
    request.decided_at, request.decided_by = at, by
    request.save()
    if admitted:
        move(case, "readmit", verb="readmit", by=by, role=role, at=at, reason=request.reason)
    else:
        touch(case, "dismiss_recheck", by=by, role=role, at=at)
    return request


def _admits_exception(condition: Condition) -> bool:
    by_grade = isinstance(condition, SkillGradeAtLeast) and condition.lower_with_exception
    return condition.exception or bool(by_grade)


@transaction.atomic
def grant_exception(
    *, application_id: int, rule: str, by: User, at: datetime, reason: str
) -> EligibilityException:
    """破格: the office stands in for one rule that admits exceptions, by name and with a reason."""
    case = locked(application_id)
    role = require(by, "grant_exception", case, at=at)
    conditions = {c.id: c for c in case.call.rules.conditions_for(case.track)}
    condition = conditions.get(rule)
    if condition is None or not _admits_exception(condition):
        raise Refused(_("This rule admits no exception."))
    if not reason.strip():
        raise Refused(_("Give the reason for the exception."))
    granted, created = EligibilityException.objects.get_or_create(
        application=case,
        rule=rule,
        defaults={"reason": reason.strip(), "granted_at": at, "granted_by": by},
    )
    if created:
        touch(case, "grant_exception", by=by, role=role, at=at, detail={"rule": rule})
    return granted
