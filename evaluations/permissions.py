"""Who may do what: ``refusal`` answers with the reason for No, and "" for Yes.

Every verb is a list of one-line predicates over one ``Ask``; the first reason found is
the answer. Buttons, pages, actions and tests all show the same sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evaluations import whereabouts, window
from evaluations.desks import RULES, Desk, Reach, reach_of, roles_of
from evaluations.errors import NotPermitted
from evaluations.models import Application, Item, PanelCase, RoleGrant, User
from evaluations.roles import Role, Scope
from evaluations.status import CLOSED, CORRECTABLE, ON_LIST, RECHECKABLE, CallStatus, Status


@dataclass(frozen=True)
class Ask:
    """One question of permission."""

    user: User
    case: Application
    at: datetime
    desk: str = ""


Predicate = Callable[[Ask], str]


def grant_for(user: User, desk: str, case: Application) -> RoleGrant | None:
    """The grant under which ``user`` sits at ``desk`` for this case, if any."""
    roles = roles_of(Desk(desk))
    reach = reach_of(Desk(desk))
    return next((g for g in user.live_grants if g.role in roles and _reaches(g, reach, case)), None)


def _reaches(grant: RoleGrant, reach: Reach, case: Application) -> bool:
    match reach:
        case Reach.EMPLOYER:
            return grant.organisation_id is not None and grant.organisation_id == case.employer_id
        case Reach.SUPERVISOR:
            supervisor = case.employer.supervisor_id if case.employer else None
            return grant.organisation_id is not None and grant.organisation_id == supervisor
        case Reach.DISTRICT:
            return bool(grant.district) and (
                case.employer is not None and grant.district == case.employer.district
            )
        case Reach.CITY:
            return grant.scope == Scope.CITY or (
                grant.scope == Scope.CALL and grant.call_id == case.call_id
            )
        case _:
            return False


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "Y-m-d H:i")


# --- predicates -----------------------------------------------------------------------------


def is_the_applicant(ask: Ask) -> str:
    if ask.case.person.user_id == ask.user.id:
        return ""
    return _("Only the applicant can do this.")


def is_not_the_applicant(ask: Ask) -> str:
    if ask.case.person.user_id != ask.user.id:
        return ""
    return _("This is your own application. Somebody else at this desk has to decide it.")


def lies_with_applicant(ask: Ask) -> str:
    if ask.case.status in {Status.DRAFT} | CORRECTABLE:
        return ""
    if ask.case.status in CLOSED:
        return _("The application is closed.")
    return _("The application has been filed. It can be changed only after it is returned to you.")


def window_or_correction_open(ask: Ask) -> str:
    call = ask.case.call
    if ask.case.status in CORRECTABLE:
        open_one = ask.case.corrections.filter(answered_at=None, closed_unanswered=False).first()
        if open_one is None or ask.at <= open_one.due_at:
            return ""
        return _("The time for correction ended on %(day)s.") % {"day": _day(open_one.due_at)}
    if window.is_open_for(call, ask.case.person, at=ask.at):
        return ""
    if ask.at < call.opens_at:
        return _("Applications open on %(day)s.") % {"day": _day(call.opens_at)}
    return _("Applications closed on %(closed)s. It is now %(now)s by the server's clock.") % {
        "closed": _day(call.closes_at),
        "now": _day(ask.at),
    }


def not_opened_by_next_desk(ask: Ask) -> str:
    filing = ask.case.filings.order_by("-number").first()
    if ask.case.status != Status.FILED or filing is None:
        return _("Only a filed application can be recalled.")
    if filing.opened_at is None:
        return ""
    return _(
        "The next desk opened the file on %(day)s. Ask it to return the file, or withdraw."
    ) % {"day": _day(filing.opened_at)}


def could_be_filed_again(ask: Ask) -> str:
    """What is taken back must be able to come in again, or the recall would end the application."""
    filing = ask.case.filings.order_by("-number").first()
    if filing is None:
        return ""
    answered = ask.case.corrections.filter(
        answered_at=filing.filed_at, answered_by=filing.filed_by
    ).last()
    if answered is not None:
        over = ask.at > answered.due_at
        said = _("The time for correction is over, so the filing can no longer be recalled.")
    else:
        over = not window.is_open_for(ask.case.call, ask.case.person, at=ask.at)
        said = _(
            "The window is closed: what you recall now could not be filed again. You can only "
            "withdraw the application."
        )
    return said if over else ""


def may_still_withdraw(ask: Ask) -> str:
    if ask.case.status in {Status.DRAFT, Status.FILED} | CORRECTABLE:
        return ""
    if ask.case.status in ON_LIST | {Status.RESERVE}:
        return _("The list has been proposed. Ask the office in writing to strike you off.")
    return _("The application is closed.")


def has_employer(ask: Ask) -> str:
    if ask.case.employer_id:
        return ""
    return _("Choose your employer first.")


def lies_at_desk(ask: Ask) -> str:
    if whereabouts.desk_of(ask.case) == ask.desk:
        return ""
    return _("The file no longer lies at this desk.")


def gives_opinions(ask: Ask) -> str:
    if ask.desk in RULES:
        return ""
    return _("No opinions are given at this desk.")


def sits_at_desk(ask: Ask) -> str:
    if grant_for(ask.user, ask.desk, ask.case):
        return ""
    return _("Your role does not cover this desk for this application.")


def is_a_second_pair_of_eyes(ask: Ask) -> str:
    rule = RULES.get(Desk(ask.desk))
    first = rule.not_the_actor_of if rule else None
    if first is None:
        return ""
    last = ask.case.opinions.filter(desk=first).order_by("-id").first()
    if last is None or last.given_by_id != ask.user.id:
        return ""
    return _("You prepared this opinion. A second person has to approve it.")


def no_experts_at_work(ask: Ask) -> str:
    """Where experts score or vote, their result speaks for the desk, and nobody beside it."""
    if ask.desk == Desk.PANEL:
        if PanelCase.objects.filter(application=ask.case, panel__closed_at=None).exists():
            return _("Experts are scoring this file. Close the scoring on the page of the panel.")
    elif ask.desk in {Desk.DEFENCE, Desk.SITE_VISIT, Desk.VOTE}:
        items = Item.objects.filter(application=ask.case, meeting__desk=ask.desk)
        if items.filter(meeting__closed_at=None).exists():
            return _("This file is on the agenda of a meeting. Close the meeting on its page.")
    return ""


def was_refused(ask: Ask) -> str:
    if ask.case.status in RECHECKABLE:
        return ""
    return _("A recheck can be requested only against a refusal.")


def call_still_runs(ask: Ask) -> str:
    if ask.case.call.status not in {CallStatus.CONCLUDED, CallStatus.CANCELLED}:
        return ""
    return _("This call is concluded. Nothing in it can be examined again.")


def no_recheck_open(ask: Ask) -> str:
    if not ask.case.rechecks.exists():
        return ""
    return _("A recheck has already been requested for this application.")


def did_not_check_it_before(ask: Ask) -> str:
    if not ask.case.opinions.filter(given_by=ask.user).exists():
        return ""
    return _("You checked this application before. Somebody else has to examine the objection.")


def at_the_office(ask: Ask) -> str:
    if grant_for(ask.user, Desk.LIST, ask.case):
        return ""
    return _("Only the review office can do this.")


def is_still_examined(ask: Ask) -> str:
    if ask.case.status in {Status.DRAFT, Status.FILED} | CORRECTABLE:
        return ""
    return _("The examination of this application is over.")


def may_be_released(ask: Ask) -> str:
    if ask.case.status == Status.CONTESTED:
        return _("An objection to this candidate is being examined. It has to be decided first.")
    on_list = {Status.PROPOSED, Status.RESERVE, Status.PUBLICISED, Status.APPROVED}
    decision = ask.case.decision
    if ask.case.status in on_list and (decision is None or decision.promulgated_at is None):
        return ""
    return _(
        "Nobody can be taken off here: the candidate is not on a list that is still undecided."
    )


def reads_the_case(ask: Ask) -> str:
    from_above = any(_may_read(grant, ask.case) for grant in ask.user.live_grants)
    if from_above or not is_the_applicant(ask):
        return ""
    return _("This application does not exist, or is not yours to see.")


def _may_read(grant: RoleGrant, case: Application) -> bool:
    if not Role(grant.role).kind.reads_cases or case.status == Status.DRAFT:
        return False
    return any(_reaches(grant, reach, case) for reach in _READING[Scope(grant.scope)])


_READING: dict[Scope, tuple[Reach, ...]] = {
    Scope.SELF: (),
    Scope.ORGANISATION: (Reach.EMPLOYER, Reach.SUPERVISOR),
    Scope.DISTRICT: (Reach.DISTRICT,),
    Scope.CITY: (Reach.CITY,),
    Scope.CALL: (Reach.CITY,),
}

# --- the table ------------------------------------------------------------------------------

VERBS: dict[str, tuple[Predicate, ...]] = {
    "read": (reads_the_case,),
    "edit": (is_the_applicant, lies_with_applicant, window_or_correction_open),
    "file": (is_the_applicant, lies_with_applicant, window_or_correction_open, has_employer),
    "recall": (is_the_applicant, not_opened_by_next_desk, could_be_filed_again),
    "withdraw": (is_the_applicant, may_still_withdraw),
    "request_recheck": (is_the_applicant, was_refused, no_recheck_open, call_still_runs),
    "open_file": (is_not_the_applicant, sits_at_desk, lies_at_desk),
    "give_opinion": (
        is_not_the_applicant,
        gives_opinions,
        sits_at_desk,
        lies_at_desk,
        is_a_second_pair_of_eyes,
        no_experts_at_work,
    ),
    "decide_recheck": (is_not_the_applicant, sits_at_desk, lies_at_desk),
    "grant_exception": (is_not_the_applicant, at_the_office, is_still_examined),
    "release": (is_not_the_applicant, at_the_office, may_be_released),
    "handle_objection": (is_not_the_applicant, at_the_office, did_not_check_it_before),
}


def refusal(user: User, verb: str, case: Application, *, at: datetime, desk: str = "") -> str:
    """Why ``user`` may not do ``verb`` on ``case``; "" when allowed. KeyError for an unknown verb."""
    ask = Ask(user=user, case=case, at=at, desk=desk)
    if not user.is_active:
        return _("This account has been closed.")
    return next((reason for p in VERBS[verb] if (reason := p(ask))), "")


def require(user: User, verb: str, case: Application, *, at: datetime, desk: str = "") -> str:
    """The role in which the act is done. Raises NotPermitted with the sentence."""
    if reason := refusal(user, verb, case, at=at, desk=desk):
        raise NotPermitted(reason)
    grant = grant_for(user, desk or Desk.LIST, case)
    return grant.role if grant else Role.APPLICANT
