"""The desks of the town hall: who sits there, what they may say, what it does in law.

One table. A new kind of desk is one member of ``Desk`` and one row of ``RULES``
(and, in ``workflows``, one node, one view and one template).
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from evaluations.roles import Role


class Desk(TextChoices):
    CORRECTION = "correction", _("Correction by the applicant")
    EMPLOYER = "employer", _("Employer recommendation")
    EMPLOYER_PUBLICITY = "employer_publicity", _("Employer publicity")
    SUPERVISOR = "supervisor", _("Supervising department")
    DISTRICT = "district", _("District first review")
    FORMAL_CHECK = "formal_check", _("Formal check")
    QUALIFICATION = "qualification", _("Qualification check")
    QUALIFICATION_APPROVAL = "qualification_approval", _("Qualification approval")
    PANEL = "panel", _("Expert review")
    DEFENCE = "defence", _("Defence")
    SITE_VISIT = "site_visit", _("Site visit")
    VOTE = "vote", _("Committee vote")
    INSPECTION = "inspection", _("Inspection")
    JOINT_REVIEW = "joint_review", _("Joint departmental review")
    LIST = "list", _("Waiting for the list")
    OBJECTION = "objection", _("Objection")
    RECHECK = "recheck", _("Recheck")


class CallDesk(TextChoices):
    """The desks of a whole call: what the office and the deciders do with the list."""

    SETUP = "call_setup", _("Prepare the call")
    WINDOW = "call_window", _("Window open")
    PROPOSED_LIST = "call_list", _("Make the proposed list")
    NOTICE = "call_notice", _("Post the public notice")
    DECISION = "call_decision", _("Final decision")
    PROMULGATION = "call_promulgation", _("Promulgation")
    CERTIFICATES = "call_certificates", _("Certificates")


class Verdict(TextChoices):
    """What a desk can say. What it does depends on the desk: see ``RULES``."""

    PASS = "pass", _("pass")
    DOUBT = "doubt", _("propose to refuse")
    RETURN = "return", _("return for correction")
    SEND_BACK = "send_back", _("send back to an earlier desk")
    SUPPLEMENT = "supplement", _("one-time supplement notice")
    DECLINE = "decline", _("refuse")


FORWARD = frozenset({Verdict.PASS, Verdict.DOUBT})
BACKWARD = frozenset({Verdict.RETURN, Verdict.SUPPLEMENT, Verdict.SEND_BACK})


class Ground(TextChoices):
    """The closed list of grounds for not accepting.

    Source: Jinan's requirements 2022 [S43], a comparator offered as the default list.
    """

    CONDITIONS = "conditions", _("the conditions of the call are not met")
    FORM = "form", _("the material does not follow the rules of form")
    PROCEDURE = "procedure", _("late, or filed through the wrong procedure")
    PUBLICITY = "publicity", _("the unit's publicity is missing or irregular")
    FRAUD = "fraud", _("the material is untrue")
    POLICY = "policy", _("another provision is breached")


class Reach(TextChoices):
    """Whose cases a desk sees: the scope its officers need."""

    APPLICANT = "applicant", _("the applicant")
    EMPLOYER = "employer", _("the employer")
    SUPERVISOR = "supervisor", _("the supervising department")
    DISTRICT = "district", _("the district")
    CITY = "city", _("the city")


@dataclass(frozen=True)
class DeskRule:
    reach: Reach
    roles: tuple[Role, ...]
    verdicts: dict[Verdict, str]  # verdict -> transition of the application; "" moves nothing
    not_the_actor_of: Desk | None = None  # four eyes
    names_a_ground: bool = False


_PASS = {Verdict.PASS: ""}
_RETURN = {Verdict.RETURN: "return_for_correction"}
_BACK = {Verdict.SEND_BACK: ""}


def _review(reach: Reach, *roles: Role, decline: str, **more: Any) -> DeskRule:
    """A desk that can pass, return to the applicant, send back or refuse."""
    verdicts = _PASS | _RETURN | more.pop("extra", {}) | {Verdict.DECLINE: decline}
    return DeskRule(reach=reach, roles=roles, verdicts=verdicts, **more)


_OFFICE = (Role.REVIEW_OFFICE,)

RULES: dict[Desk, DeskRule] = {
    Desk.EMPLOYER: _review(
        Reach.EMPLOYER, Role.EMPLOYER_HEAD, Role.EMPLOYER_CLERK, decline="not_recommend"
    ),
    Desk.EMPLOYER_PUBLICITY: _review(
        Reach.EMPLOYER, Role.EMPLOYER_HEAD, Role.EMPLOYER_CLERK, decline="not_recommend"
    ),
    Desk.SUPERVISOR: _review(
        Reach.SUPERVISOR, Role.SUPERVISING_DEPARTMENT, decline="not_recommend", extra=_BACK
    ),
    Desk.DISTRICT: _review(
        Reach.DISTRICT, Role.DISTRICT_OFFICER, decline="not_recommend", extra=_BACK
    ),
    Desk.FORMAL_CHECK: _review(
        Reach.CITY,
        Role.CITY_ACCEPTANCE,
        decline="not_accept",
        extra=_BACK | {Verdict.SUPPLEMENT: "require_supplement"},
        names_a_ground=True,
    ),
    Desk.QUALIFICATION: DeskRule(
        reach=Reach.CITY,
        roles=(Role.CITY_QUALIFICATION,),
        verdicts=_PASS | {Verdict.DOUBT: ""} | _RETURN | _BACK,
    ),
    Desk.QUALIFICATION_APPROVAL: DeskRule(
        reach=Reach.CITY,
        roles=(Role.CITY_QUALIFICATION, Role.REVIEW_OFFICE),
        verdicts=_PASS | _BACK | {Verdict.DECLINE: "not_qualify"},
        not_the_actor_of=Desk.QUALIFICATION,
    ),
    Desk.PANEL: DeskRule(Reach.CITY, _OFFICE, _PASS | {Verdict.DECLINE: "not_select"}),
    Desk.DEFENCE: DeskRule(Reach.CITY, _OFFICE, _PASS | {Verdict.DECLINE: "not_select"}),
    Desk.SITE_VISIT: DeskRule(Reach.CITY, _OFFICE, _PASS | {Verdict.DECLINE: "not_select"}),
    Desk.VOTE: DeskRule(Reach.CITY, _OFFICE, _PASS | {Verdict.DECLINE: "not_select"}),
    Desk.INSPECTION: DeskRule(Reach.CITY, _OFFICE, _PASS | {Verdict.DECLINE: "not_select"}),
    Desk.JOINT_REVIEW: DeskRule(Reach.CITY, _OFFICE, _PASS | {Verdict.DECLINE: "not_select"}),
}

# Desks that no opinion leaves: the applicant answers, the office acts on the list or the objection.
OTHER_REACH: dict[Desk, tuple[Reach, tuple[Role, ...]]] = {
    Desk.CORRECTION: (Reach.APPLICANT, (Role.APPLICANT,)),
    Desk.LIST: (Reach.CITY, _OFFICE),
    Desk.OBJECTION: (Reach.CITY, _OFFICE),
    Desk.RECHECK: (Reach.CITY, _OFFICE),
}


def reach_of(desk: Desk) -> Reach:
    return RULES[desk].reach if desk in RULES else OTHER_REACH[desk][0]


def roles_of(desk: Desk) -> tuple[Role, ...]:
    return RULES[desk].roles if desk in RULES else OTHER_REACH[desk][1]
