"""What waits for somebody on another page than the list of desks? Scores, answers, titles, proposals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Func, IntegerField, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from certificates.models import Proof
from evaluations.actions import stipends
from evaluations.models import (
    HoldingEvent,
    Inquiry,
    JointDepartment,
    JointRequest,
    Meeting,
    Member,
    Milestone,
    Objection,
    Panel,
    Proposal,
    Review,
    StipendList,
    User,
    YearlyReview,
)
from evaluations.roles import Role
from workflows import corrections
from workflows.views.calls.registers import requests

MOST = 1000  # counted; more is shown as 1000+
_DECIDERS = (Role.PARTY_GROUP, Role.LEADING_GROUP, Role.CITY_GOVERNMENT)
_EXPERTS = (Role.EXPERT, Role.PANEL_CHAIR)
_WATCHERS = (Role.AUDITOR, Role.SUPERVISION)


class RowCount(Func):
    """How many rows a bounded query has, as one column of another."""

    template = "(SELECT COUNT(*) FROM (%(expressions)s) counted)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Kind:
    """``rows``: what waits for a user who holds one of ``roles``; for everybody where none is named."""

    label: str | Promise
    page: str
    rows: Callable[[User], QuerySet[Any]]
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Waiting:
    label: str
    url: str
    count: int

    @property
    def figure(self) -> str:
        return f"{MOST}+" if self.count > MOST else str(self.count)


def waiting(user: User) -> list[Waiting]:
    """What waits elsewhere, by kind, in one query."""
    kinds = [kind for kind in _KINDS if not kind.roles or user.holds(*kind.roles)]
    counts = {
        f"kind{index}": RowCount(Subquery(rows.order_by().values("pk")[: MOST + 1]))
        for index, kind in enumerate(kinds)
        if not (rows := kind.rows(user)).query.is_empty()
    }
    if not counts:
        return []
    return list(_lines(kinds, User.objects.filter(pk=user.pk).values(**counts).get()))


def _lines(kinds: list[Kind], found: dict[str, int]) -> Iterator[Waiting]:
    for index, kind in enumerate(kinds):
        if count := found.get(f"kind{index}"):
            yield Waiting(str(kind.label), reverse(kind.page), count)


# --- experts, departments, the observer ---


def _undertakings(user: User) -> QuerySet[Member]:
    mine = Member.objects.filter(expert__user=user, ended_at=None, reserve=False)
    return mine.filter(signed_at=None, panel__closed_at=None)


def _scores(user: User) -> QuerySet[Review]:
    mine = Review.objects.filter(member__expert__user=user, member__ended_at=None)
    return mine.filter(submitted_at=None, ended_at=None, panel_case__panel__closed_at=None)


def _meetings(user: User) -> QuerySet[Meeting]:
    seat = Q(seats__member__expert__user=user, seats__member__ended_at=None)
    return Meeting.objects.filter(seat, closed_at=None)


def _asked(user: User) -> QuerySet[JointRequest]:
    units = [g.organisation_id for g in user.live_grants if g.role == Role.JOINT_DEPARTMENT]
    codes = JointDepartment.objects.filter(organisation__in=units).values("code")
    rows = JointRequest.objects.filter(answered_at=None, closed_at=None, department__in=codes)
    return rows.exclude(application__person__user=user)


def _draws(user: User) -> QuerySet[Panel]:
    return Panel.objects.filter(observer=user, draws__drawn_at=None, closed_at=None)


# --- titles ---


def _own_reports(user: User) -> QuerySet[YearlyReview]:
    return YearlyReview.objects.filter(
        holding__person__user=user, filed_at=None, holding__status="active"
    )


def _own_statements(user: User) -> QuerySet[Inquiry]:
    mine = Inquiry.objects.filter(holding__person__user=user, closed_at=None)
    return mine.filter(invited_at__isnull=False, stated_at=None)


def _to_vouch(user: User) -> QuerySet[YearlyReview]:
    roles = {Role.EMPLOYER_HEAD, Role.EMPLOYER_CLERK}
    units = [g.organisation_id for g in user.live_grants if g.role in roles]
    rows = YearlyReview.objects.filter(holding__employer__in=units, vouched_at=None)
    return rows.filter(filed_at__isnull=False)


def _to_assess(user: User) -> QuerySet[YearlyReview]:
    codes = [g.district for g in user.live_grants if g.role == Role.DISTRICT_OFFICER]
    rows = YearlyReview.objects.filter(vouched_at__isnull=False, decided_at=None)
    return rows.filter(
        holding__employer__district__in=codes, holding__employer__affiliation="district"
    )


def _to_settle(_user: User) -> QuerySet[HoldingEvent]:
    return HoldingEvent.objects.filter(settled_at=None)


def _inquiries(_user: User) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(closed_at=None)


def _milestones(_user: User) -> QuerySet[Milestone]:
    return Milestone.objects.filter(judged_at=None)


# --- the office, the deciders, the paper, finance, who watches ---


def _proposals(user: User) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(decided_at=None).exclude(application__person__user=user)
    return rows.exclude(proposed_by=user)


def _objections(_user: User) -> QuerySet[Objection]:
    return Objection.objects.filter(decided_at=None)


def _layouts(_user: User) -> QuerySet[Proof]:
    return Proof.objects.filter(second_at=None)


def _unpaid(_user: User) -> QuerySet[StipendList]:
    return StipendList.objects.filter(payment=None)


def _paid_late(_user: User) -> QuerySet[StipendList]:
    return stipends.overdue(localtime(timezone.now()).date())


def _to_decide(name: str) -> Callable[[User], QuerySet[Any]]:
    """What lies at "Requests to decide" of one kind and was not asked by the reader."""

    def rows(user: User) -> QuerySet[Any]:
        asked = requests.KINDS[name].rows(user).select_related(None)
        return asked.filter(decided_at=None).exclude(asked_by=user)

    return rows


_KINDS = (
    Kind(_("Undertakings to sign"), "expert", _undertakings, _EXPERTS),
    Kind(_("Files to score"), "expert", _scores, _EXPERTS),
    Kind(_("Meetings to attend"), "expert", _meetings, _EXPERTS),
    Kind(_("Joint review: files to answer"), "joint_requests", _asked, (Role.JOINT_DEPARTMENT,)),
    Kind(_("Reports of holders to confirm"), "titles", _to_vouch,
         (Role.EMPLOYER_HEAD, Role.EMPLOYER_CLERK)),
    Kind(_("Reports of holders to assess"), "titles", _to_assess, (Role.DISTRICT_OFFICER,)),
    Kind(_("Proposals for a second person"), "proposals", _proposals,
         (Role.REVIEW_OFFICE, *_DECIDERS)),
    Kind(_("Changes of holders to weigh"), "office_holders", _to_settle, (Role.REVIEW_OFFICE,)),
    Kind(_("Inquiries into titles"), "office_holders", _inquiries, (Role.REVIEW_OFFICE,)),
    Kind(_("Milestones of contracts"), "contracts", _milestones, (Role.REVIEW_OFFICE,)),
    Kind(_("Employers that ask to register"), "office_requests", _to_decide("employers"),
         requests.CONFIRMERS),
    Kind(_("Names and ID numbers to correct"), "office_requests", _to_decide("identities"),
         requests.CONFIRMERS),
    Kind(_("Roles to confirm"), "office_requests", _to_decide("roles"), requests.CONFIRMERS),
    Kind(_("Certificates to correct"), "to_correct", corrections.waiting,
         (Role.CERTIFICATE_OFFICER,)),
    Kind(_("Layouts to release"), "proofs", _layouts,
         (Role.CERTIFICATE_OFFICER, Role.SEAL_KEEPER)),
    Kind(_("Stipend lists to pay"), "stipends", _unpaid, (Role.FINANCE,)),
    Kind(_("Stipend lists not paid in time"), "stipends", _paid_late,
         (Role.REVIEW_OFFICE, Role.AUDITOR)),
    Kind(_("Open proposals to watch"), "proposals", _proposals, _WATCHERS),
    Kind(_("Your yearly report"), "titles", _own_reports),
    Kind(_("Your statement is asked for"), "titles", _own_statements),
)  # fmt: skip
