"""The year's stipend list: computed from the register, frozen when it goes to finance."""

import hashlib
from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from evaluations import stipend
from evaluations.actions.case import actor_name
from evaluations.call_permissions import role_over
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import (
    Holding,
    HoldingChange,
    HoldingStatus,
    StipendList,
    StipendPayment,
    User,
)
from evaluations.public_list import local_day
from evaluations.roles import Role
from journal.record import record

READERS = (
    Role.REVIEW_OFFICE,
    Role.FINANCE,
    Role.LEADING_GROUP,
    Role.CITY_GOVERNMENT,
    Role.AUDITOR,
)


def require_reader(user: User) -> None:
    """Raises NotPermitted: what people are paid is not for everybody."""
    if not role_over(user, None, *READERS):
        raise NotPermitted(_("The stipend list is for the office, finance and the auditor."))


def titles() -> list[stipend.Title]:
    """Every title with a stipend, as far as it ever was in force (two queries)."""
    rows = Holding.objects.filter(monthly_stipend__gt=0).order_by("pk")
    history: dict[int, list[HoldingChange]] = defaultdict(list)
    changes = HoldingChange.objects.filter(holding__monthly_stipend__gt=0).order_by("id")
    for change in changes:
        history[change.holding_id].append(change)
    return [title_of(row, history[row.pk]) for row in rows]


_ENDED = (HoldingStatus.TERMINATED, HoldingStatus.EXPIRED)


def title_of(holding: Holding, changes: list[HoldingChange]) -> stipend.Title:
    """A revoked title never was in force; one that ended counts to the day before its end."""
    until, pauses, paused_since = holding.until, [], None
    for change in changes:
        day = change.effective_on
        if change.after == HoldingStatus.REVOKED:
            until = holding.since - timedelta(days=1)
        elif change.after == HoldingStatus.TERMINATED:
            until = min(until or date.max, day - timedelta(days=1))
        if paused_since is not None:
            pauses.append(stipend.Span(paused_since, day - timedelta(days=1)))
            paused_since = None
        if change.after == HoldingStatus.SUSPENDED:
            paused_since = day
    if paused_since is not None:
        pauses.append(stipend.Span(paused_since))
    return stipend.Title(
        key=str(holding.public_id),
        person=str(holding.person_id),
        monthly=holding.monthly_stipend,
        tenure=stipend.Span(holding.since, until),
        pauses=tuple(pauses),
    )


def lines(year: int) -> tuple[stipend.Line, ...]:
    """The list as it would be made now."""
    return stipend.schedule(titles(), year)


def facts() -> dict[str, dict[str, str]]:
    """Key of a title -> what the list says beside it. No ID number: finance pays by its own file."""
    rows = Holding.objects.filter(monthly_stipend__gt=0).select_related(
        "person", "employer", "application"
    )
    return {
        str(row.public_id): {
            "name": row.person.name,
            "employer": row.employer.name if row.employer else "",
            "title": row.title,
            "reference": row.application.reference,
        }
        for row in rows.defer("application__answers")
    }


@transaction.atomic
def make_list(*, year: int, by: User, at: datetime) -> StipendList:
    """Freeze the list of ``year`` for finance. A later one of the same year is the next number."""
    role = role_over(by, None, Role.REVIEW_OFFICE)
    if not role:
        raise NotPermitted(_("Only the review office can do this."))
    if year > local_day(at).year:
        raise Refused(_("That year has not begun yet."))
    found = [line for line in lines(year) if line.months]
    if not found:
        raise Refused(_("Nobody is paid a stipend for that year."))
    text = stipend.canonical(found, facts())
    earlier = StipendList.objects.select_for_update().filter(year=year).order_by("-number").first()
    digest = hashlib.sha256(text.encode()).hexdigest()
    if earlier is not None and earlier.lines_hash == digest:
        raise Refused(_("Nothing has changed since list %(n)d.") % {"n": earlier.number})
    made = StipendList.objects.create(
        year=year,
        number=earlier.number + 1 if earlier else 1,
        lines=text,
        lines_hash=digest,
        people=len({line.person for line in found}),
        total=sum(line.amount for line in found),
        made_at=at,
        made_by=by,
    )
    record(
        verb="stipend.list", subject=f"stipend_list:{year}-{made.number}", actor=actor_name(by),
        role=role, at=at, detail={"lines_hash": digest, "people": made.people},
    )  # fmt: skip
    return made


# Until when a list is paid: a default of the house, no rule was found. The plan forbids delay [S00].
PAY_WITHIN = timedelta(days=30)


def due_on(made: StipendList) -> date:
    return local_day(made.made_at) + PAY_WITHIN


def overdue(today: date) -> QuerySet[StipendList]:
    """Lists that finance has not paid in time, oldest first; replaced ones are not asked for."""
    later = StipendList.objects.filter(year=OuterRef("year"), number__gt=OuterRef("number"))
    rows = StipendList.objects.filter(payment=None).exclude(Exists(later))
    return rows.filter(made_at__date__lt=today - PAY_WITHIN)


@transaction.atomic
def record_payment(
    *, list_id: int, paid_on: date, voucher: str, by: User, at: datetime
) -> StipendPayment:
    """Finance has paid the newest list of a year. Recorded once."""
    role = role_over(by, None, Role.FINANCE)
    if not role:
        raise NotPermitted(_("Only finance can do this."))
    made = StipendList.objects.select_for_update().filter(pk=list_id).first()
    if made is None:
        raise NotFound(_("This list does not exist."))
    if StipendPayment.objects.filter(list=made).exists():
        raise Refused(_("The payment of this list is already recorded."))
    newest = StipendList.objects.filter(year=made.year).order_by("-number").first()
    if newest != made:
        raise Refused(_("A newer list replaces this one: pay list %(n)d.") % {"n": newest.number})
    if not local_day(made.made_at) <= paid_on <= local_day(at):
        raise Refused(_("Enter the day of payment: after the list was made, and not to come."))
    if not voucher.strip():
        raise Refused(_("Enter the number of the voucher."))
    paid = StipendPayment.objects.create(
        list=made, paid_on=paid_on, voucher=voucher.strip()[:60], recorded_at=at, recorded_by=by
    )
    record(
        verb="stipend.paid", subject=f"stipend_list:{made.year}-{made.number}",
        actor=actor_name(by), role=role, at=at, detail={"paid_on": paid_on.isoformat()},
    )  # fmt: skip
    return paid


def paid_for(holding: Holding) -> int:
    """Yuan that the last list of each year named for this title: what a revocation asks back."""
    last = {row.year: row for row in StipendList.objects.order_by("year", "number")}
    key = str(holding.public_id)
    return sum(
        line["amount"]
        for made in last.values()
        for line in stipend.read(made.lines)
        if line["key"] == key
    )
