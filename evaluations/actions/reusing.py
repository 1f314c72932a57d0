"""Take over what the same person filed before, in this programme or another: answers and files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import snapshot
from evaluations.actions.case import locked, touch
from evaluations.errors import NotFound, Refused
from evaluations.models import Application, Attachment, Filing, User
from evaluations.permissions import require
from evaluations.questionnaire import reuse
from evaluations.rules import Upload
from evaluations.status import Status

_SHOWN = 5


@dataclass(frozen=True)
class Taken:
    """How much was taken over."""

    answers: int
    files: int


def sources(case: Application) -> list[Filing]:
    """The last filing of each other application of this person, the newest first."""
    rows = Filing.objects.filter(application__person=case.person_id)
    rows = rows.exclude(application=case.pk).select_related("application__call")
    latest: dict[int, Filing] = {}
    for filing in rows.order_by("-filed_at", "-pk"):
        latest.setdefault(filing.application_id, filing)
    return list(latest.values())[:_SHOWN]


def offered(case: Application) -> list[Filing]:
    """``sources`` while there is something to fill in from them."""
    untouched = case.status == Status.DRAFT and not any(case.answers.values())
    return sources(case) if untouched and not case.filings.exists() else []


@transaction.atomic
def take_over(*, application_id: int, filing_id: int, by: User, at: datetime) -> Taken:
    """Fill in what is still empty; nothing that was typed is replaced. Rules look at it afresh."""
    case = locked(application_id)
    role = require(by, "edit", case, at=at)
    if case.filings.exists():
        raise Refused(
            _("This application has been filed. Only a new one can be filled in from others.")
        )
    chosen = [filing for filing in sources(case) if filing.pk == filing_id]
    if not chosen:
        raise NotFound(_("This filing does not exist, or is not yours to see."))
    filed, earlier = snapshot.read(chosen[0].content), chosen[0].application
    target = reuse.items_of(case.call.rules, case.track)
    source = reuse.items_of(earlier.call.rules, earlier.track)
    found = reuse.carried(target, source, filed["answers"])
    fresh = {name: value for name, value in found.items() if not case.answers.get(name)}
    case.answers = case.answers | fresh
    files = _files(case, target, [upload["id"] for upload in filed["uploads"]], by=by, at=at)
    if case.employer is None and earlier.employer is not None and earlier.employer.active:
        case.employer = earlier.employer
    detail = {"from": earlier.subject, "answers": len(fresh), "files": files}
    touch(case, "take_over", by=by, role=role, at=at, detail=detail)
    return Taken(answers=len(fresh), files=files)


def _files(
    case: Application, target: dict[str, reuse.Item], ids: Iterable[str], *, by: User, at: datetime
) -> int:
    """Rows of their own that name the same bytes: what the earlier filing names stays untouched."""
    present = set(case.attachments.filter(removed_at=None).values_list("item", flat=True))
    kept = 0
    counted: dict[str, int] = {}
    for row in Attachment.objects.filter(public_id__in=list(ids)).order_by("pk"):
        item = target.get(row.item)
        if not isinstance(item, Upload) or row.item in present or not _fits(item, row):
            continue
        counted[row.item] = counted.get(row.item, 0) + 1
        if counted[row.item] > item.max_files:
            continue
        Attachment.objects.create(
            application=case, item=row.item, file=row.file.name, name=row.name,
            content_type=row.content_type, size=row.size, pages=row.pages, sha256=row.sha256,
            uploaded_at=at, uploaded_by=by,
        )  # fmt: skip
        kept += 1
    return kept


def _fits(item: Upload, row: Attachment) -> bool:
    return row.content_type.rpartition("/")[2] in item.formats and row.size <= item.max_mb * 2**20
