"""Roles that a civil servant can read: who they are, what they do, over what they reach.

A stable code is stored, never a class path. Source of the list: domain brief 1.2.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """What a grant of a role reaches."""

    SELF = "self", _("own applications")
    ORGANISATION = "organisation", _("one organisation")
    DISTRICT = "district", _("one district")
    CITY = "city", _("the whole city")
    CALL = "call", _("one call")


class Role(TextChoices):
    APPLICANT = "applicant", _("Applicant")
    EMPLOYER_CLERK = "employer_clerk", _("Employer's clerk")
    EMPLOYER_HEAD = "employer_head", _("Head of employer")
    SUPERVISING_DEPARTMENT = "supervising_department", _("Supervising department")
    DISTRICT_OFFICER = "district_officer", _("District officer")
    CITY_ACCEPTANCE = "city_acceptance", _("City acceptance desk")
    CITY_QUALIFICATION = "city_qualification", _("City qualification desk")
    REVIEW_OFFICE = "review_office", _("Review office")
    EXPERT = "expert", _("Expert")
    PANEL_CHAIR = "panel_chair", _("Chair of the panel")
    JOINT_DEPARTMENT = "joint_department", _("Joint review department")
    SUPERVISION = "supervision", _("Supervision observer")
    PARTY_GROUP = "party_group", _("Bureau party group")
    LEADING_GROUP = "leading_group", _("Leading group")
    CITY_GOVERNMENT = "city_government", _("City government")
    CERTIFICATE_OFFICER = "certificate_officer", _("Certificate officer")
    SEAL_KEEPER = "seal_keeper", _("Seal keeper")
    FINANCE = "finance", _("Finance")
    AUDITOR = "auditor", _("Auditor")
    SYSADMIN = "sysadmin", _("System administrator")

    @property
    def kind(self) -> "RoleKind":
        return KINDS[self]


@dataclass(frozen=True)
class RoleKind:
    scopes: tuple[Scope, ...]
    duty: str | Promise
    reads_cases: bool = False  # may open applications inside its scope
    weighty: bool = False  # decides, issues, pays or gives roles: two persons give it


def _kind(
    *scopes: Scope, duty: str | Promise, reads_cases: bool = False, weighty: bool = False
) -> RoleKind:
    return RoleKind(scopes=scopes, duty=duty, reads_cases=reads_cases, weighty=weighty)


_CITY = (Scope.CITY, Scope.CALL)

KINDS: dict[Role, RoleKind] = {
    Role.APPLICANT: _kind(
        Scope.SELF, duty=_("Fills in, signs, files and corrects an application.")
    ),
    Role.EMPLOYER_CLERK: _kind(
        Scope.ORGANISATION,
        duty=_("Checks originals and prepares the recommendation."),
        reads_cases=True,
    ),
    Role.EMPLOYER_HEAD: _kind(
        Scope.ORGANISATION, duty=_("Recommends for the employer."), reads_cases=True
    ),
    Role.SUPERVISING_DEPARTMENT: _kind(
        Scope.ORGANISATION, duty=_("Checks the units it supervises."), reads_cases=True
    ),
    Role.DISTRICT_OFFICER: _kind(
        Scope.DISTRICT, duty=_("First review for the units of a district."), reads_cases=True
    ),
    Role.CITY_ACCEPTANCE: _kind(
        *_CITY, duty=_("Formal check and the one-time supplement notice."), reads_cases=True
    ),
    Role.CITY_QUALIFICATION: _kind(
        *_CITY, duty=_("Checks eligibility; a second officer approves."), reads_cases=True
    ),
    Role.REVIEW_OFFICE: _kind(
        *_CITY,
        duty=_("Runs calls, lists, notices and objections."),
        reads_cases=True,
        weighty=True,
    ),
    Role.EXPERT: _kind(*_CITY, duty=_("Scores assigned files, blind where the call says so.")),
    Role.PANEL_CHAIR: _kind(*_CITY, duty=_("Leads the panel and signs its result.")),
    Role.JOINT_DEPARTMENT: _kind(Scope.ORGANISATION, duty=_("Answers joint review requests.")),
    Role.SUPERVISION: _kind(*_CITY, duty=_("Observes draws, meetings and counts.")),
    Role.PARTY_GROUP: _kind(
        *_CITY, duty=_("Approves the proposed list."), reads_cases=True, weighty=True
    ),
    Role.LEADING_GROUP: _kind(
        *_CITY, duty=_("Takes the final decision."), reads_cases=True, weighty=True
    ),
    Role.CITY_GOVERNMENT: _kind(
        *_CITY, duty=_("Approves and promulgates."), reads_cases=True, weighty=True
    ),
    Role.CERTIFICATE_OFFICER: _kind(
        *_CITY, duty=_("Issues, prints and voids certificates."), weighty=True
    ),
    Role.SEAL_KEEPER: _kind(*_CITY, duty=_("Releases designs and seals."), weighty=True),
    Role.FINANCE: _kind(*_CITY, duty=_("Pays stipends."), weighty=True),
    Role.AUDITOR: _kind(
        *_CITY, duty=_("Reads everything that is recorded; decides nothing."), reads_cases=True
    ),
    Role.SYSADMIN: _kind(
        *_CITY, duty=_("Keeps accounts; takes no business decision."), weighty=True
    ),
}
