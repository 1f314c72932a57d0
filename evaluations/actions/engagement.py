"""After the decision: approval on intent, contract and arrival, task book and its milestones."""

from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evaluations import snapshot, whereabouts
from evaluations.actions.case import locked, move, note
from evaluations.calendar import add_months
from evaluations.call_permissions import role_over
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import (
    Application,
    Decision,
    Milestone,
    PreIntroduction,
    TaskBook,
    User,
)
from evaluations.public_list import local_day
from evaluations.questionnaire.asked import shown, top_questions
from evaluations.roles import Role
from evaluations.status import Status
from evaluations.uploads import CleanFile

CLOCK = "clock"


def is_on_intent(case: Application) -> bool:
    """Whether the last filing applies on intent, by the rules of its track."""
    provisional = whereabouts.track_of(case).provisional
    if provisional is None:
        return False
    if provisional.when is None:
        return True
    answers = snapshot.read(case.filings.latest("number").content)["answers"]
    return shown(provisional.when, answers, top_questions(case.call.rules, case.track))


def waits_for_arrival(case: Application) -> bool:
    """Whether its paper waits for contract and arrival."""
    row = PreIntroduction.objects.filter(application=case).first()
    return row is not None and row.effective_at is None


@transaction.atomic
def open_pre_introductions(*, decision: Decision, at: datetime) -> list[PreIntroduction]:
    """With the promulgation: whoever was approved on intent has so many months from that day.
    Doing it again changes nothing."""
    found = []
    cases = decision.cases.filter(status=Status.APPROVED, pre_introduction=None)
    for case in cases.select_related("call").order_by("list_position"):
        if not is_on_intent(case):
            continue
        within = whereabouts.track_of(case).provisional.within
        assert decision.effective_on is not None, "not promulgated"
        until = add_months(decision.effective_on, within.n)
        row = PreIntroduction.objects.create(application=case, until=until, opened_at=at)
        detail = {"until": until.isoformat()}
        note(case, "pre_introduction.open", by=None, role=CLOCK, at=at, detail=detail)
        found.append(row)
    return found


def _office(by: User, case: Application) -> str:
    role = role_over(by, case.call, Role.REVIEW_OFFICE)
    if not role or case.person.user_id == by.pk:
        raise NotPermitted(_("Only the review office can do this."))
    return role


@transaction.atomic
def take_effect(
    *,
    application_id: int,
    contract_on: date,
    arrived_on: date,
    by: User,
    at: datetime,
) -> PreIntroduction:
    """Contract signed and arrived, both in time: the approval takes effect."""
    case = locked(application_id)
    role = _office(by, case)
    row = PreIntroduction.objects.select_for_update().filter(application=case).first()
    if row is None or case.status != Status.APPROVED:
        raise Refused(_("This application was not approved on intent, or has been closed."))
    if not row.waits:
        raise Refused(_("This approval has already taken effect, or has lapsed."))
    latest = max(contract_on, arrived_on)
    if latest > local_day(at):
        raise Refused(_("Enter days that have come."))
    if latest > row.until:
        raise Refused(
            _("Contract and arrival were due by %(day)s.") % {"day": row.until.isoformat()}
        )
    row.contract_on, row.arrived_on = contract_on, arrived_on
    row.effective_at, row.effective_by = at, by
    row.save()
    detail = {"contract_on": contract_on.isoformat(), "arrived_on": arrived_on.isoformat()}
    note(case, "pre_introduction.effective", by=by, role=role, at=at, detail=detail)
    return row


@transaction.atomic
def let_lapse(*, application_id: int, at: datetime) -> Application | None:
    """The clock's act: no contract or no arrival in time. None when not due."""
    case = locked(application_id)
    row = PreIntroduction.objects.select_for_update().filter(application=case).first()
    if row is None or not row.waits or local_day(at) <= row.until:
        return None
    row.lapsed_at = at
    row.save(update_fields=["lapsed_at"])
    reason = _("No contract and arrival by the date set: the approval on intent has lapsed.")
    move(case, "lapse_intent", verb="pre_introduction.lapse", by=None, role=CLOCK, at=at,
         reason=reason)  # fmt: skip
    return case


def due_to_lapse(at: datetime) -> list[int]:
    """Ids of applications whose approval on intent has run out (one index range)."""
    rows = PreIntroduction.objects.filter(
        effective_at=None, lapsed_at=None, until__lt=local_day(at)
    )
    return list(rows.order_by("until", "pk").values_list("application", flat=True))


# --- contract, task book, milestones ---


@transaction.atomic
def sign_task_book(
    *,
    application_id: int,
    signed_on: date,
    by: User,
    at: datetime,
    file: CleanFile | None = None,
) -> TaskBook:
    """The contract is signed: its milestones are due by the rules of the call."""
    case = locked(application_id)
    role = _office(by, case)
    if not case.call.rules.milestones:
        raise Refused(_("This programme has no contract or task book."))
    if case.status not in {Status.APPROVED, Status.CERTIFIED} or case.decision is None:
        raise Refused(_("A contract is signed after the decision."))
    if TaskBook.objects.filter(application=case).exists():
        raise Refused(_("The contract is already recorded."))
    if signed_on > local_day(at):
        raise Refused(_("This day has not come yet."))
    book = TaskBook(
        application=case, signed_on=signed_on, recorded_at=at, recorded_by=by,
        file_name=file.name if file else "", file_sha256=file.sha256 if file else "",
    )  # fmt: skip
    if file is not None:
        book.file.save("upload", ContentFile(file.data), save=False)
    book.save()
    Milestone.objects.bulk_create(
        Milestone(
            book=book, code=stone.id, percent=stone.percent,
            # The first is the signing itself; the others fall at the end of their year.
            due_on=signed_on if stone.year <= 1 else add_months(signed_on, 12 * stone.year),
        )
        for stone in case.call.rules.milestones
    )  # fmt: skip
    detail = {"signed_on": signed_on.isoformat(), "sha256": book.file_sha256}
    note(case, "task_book.sign", by=by, role=role, at=at, detail=detail)
    return book


@transaction.atomic
def judge_milestone(
    *, milestone_id: int, result: str, words: str, by: User, at: datetime
) -> Milestone:
    """What the assessment at a milestone found. Given once."""
    found = Milestone.objects.filter(pk=milestone_id).values_list("book__application", flat=True)
    if not found:
        raise NotFound(_("This milestone does not exist."))
    case = locked(found[0])
    role = _office(by, case)
    stone = Milestone.objects.select_for_update().get(pk=milestone_id)
    if stone.judged_at is not None:
        raise Refused(_("This milestone is already assessed."))
    if result not in Milestone.Result.values:
        raise Refused(_("Choose a result."))
    if result != Milestone.Result.MET and not words.strip():
        raise Refused(_("Say what is missing, and what follows."))
    stone.result, stone.words = result, words.strip()
    stone.judged_at, stone.judged_by = at, by
    stone.save()
    detail = {"milestone": stone.code, "result": result}
    note(case, "milestone.judge", by=by, role=role, at=at, detail=detail)
    return stone


def overdue_milestones(on: date) -> QuerySet[Milestone]:
    """Milestones past their day and not assessed, oldest first."""
    rows = Milestone.objects.filter(judged_at=None, due_on__lt=on)
    return rows.select_related("book__application__person", "book__application__call")
