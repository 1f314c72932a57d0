"""Copies for blind readers: ordered, made, covered by an officer, released by name, opened by experts."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import blind_copies
from evaluations.actions.assigning import reread
from evaluations.actions.case import CLOCK, actor_name, locked
from evaluations.errors import NotFound, NotPermitted, Refused, Stale
from evaluations.models import BlindBox, BlindCopy, BlindOpening, BlindPage, User
from evaluations.panel_permissions import may_open, require
from evaluations.roles import Role
from evaluations.uploads.locked import covered
from evaluations.uploads.paper import WHOLE, Box, Raster
from journal.record import record

LONGEST_REASON = 200


@transaction.atomic
def order(*, application_id: int, at: datetime) -> list[BlindCopy]:
    """The clock's act when a file comes near the experts: which copies its last filing needs and
    has not. Doing it again orders nothing twice."""
    case = locked(application_id)
    if not case.filings.exists():
        return []
    lacking = [file for file in blind_copies.needed(case) if blind_copies.copy_of(file) is None]
    return BlindCopy.objects.bulk_create(
        BlindCopy(attachment=file, asked_at=at) for file in lacking
    )


@transaction.atomic
def keep(*, copy_id: int, pages: Sequence[Raster], at: datetime) -> BlindCopy:
    """The worker's act: the pages as drawn, with what was found on them. Once: a second worker
    that comes late changes nothing."""
    copy = _locked(copy_id)
    if copy.made_at is not None:
        return copy
    for number, raster in enumerate(pages, start=1):
        _keep_page(copy, number, raster)
    copy.made_at, copy.problem = at, ""
    found = sum(len(raster.boxes) for raster in pages)
    detail = {"pages": len(pages), "found": found, "of": copy.attachment.sha256}
    _note(copy, "make", by=None, role=CLOCK, at=at, detail=detail)
    return copy


def _keep_page(copy: BlindCopy, number: int, raster: Raster) -> None:
    page = BlindPage(
        copy=copy, number=number, width=raster.width, height=raster.height, worded=raster.worded
    )
    page.file.save("drawn", ContentFile(raster.jpeg), save=False)
    if raster.boxes:
        page.shown.save("shown", ContentFile(covered(raster.jpeg, raster.boxes)), save=False)
    page.save()
    BlindBox.objects.bulk_create(_box(page, sides) for sides in raster.boxes)


def _box(page: BlindPage, sides: Box) -> BlindBox:
    left, top, right, bottom = sides
    return BlindBox(page=page, left=left, top=top, right=right, bottom=bottom)


@transaction.atomic
def fail(*, copy_id: int, problem: str, at: datetime) -> BlindCopy:
    """The worker's act: it cannot be drawn. The office withholds the paper, or has it tried again."""
    copy = _locked(copy_id)
    if copy.made_at is None:
        copy.problem = problem[:30]
        _note(copy, "fail", by=None, role=CLOCK, at=at, reason=copy.problem)
    return copy


@transaction.atomic
def cover(*, page_id: int, sides: Box, by: User, at: datetime) -> BlindBox:
    """One more black box. ``sides``: left, top, right, bottom in thousandths of the page."""
    page, role = _page_to_change(page_id, by=by, at=at)
    left, top, right, bottom = sides
    if not (0 <= left < right <= WHOLE and 0 <= top < bottom <= WHOLE):
        raise Refused(_("The box has to lie on the page: left before right, top before bottom."))
    box = _box(page, sides)
    box.added_at, box.added_by = at, by
    box.save()
    _burn(page)
    detail = {"page": page.number, "box": box.pk}
    _note(page.copy, "cover", by=by, role=role, at=at, detail=detail)
    return box


@transaction.atomic
def uncover(*, box_id: int, by: User, at: datetime) -> BlindBox:
    """A box is taken off; that it was there, and who took it off, stays."""
    row = BlindBox.objects.filter(pk=box_id).first()
    page, role = _page_to_change(row.page_id if row else 0, by=by, at=at)
    box = BlindBox.objects.select_for_update(of=("self",)).get(pk=box_id)
    if box.removed_at is None:
        box.removed_at, box.removed_by = at, by
        box.save()
        _burn(page)
        detail = {"page": page.number, "box": box.pk, "found": box.added_at is None}
        _note(page.copy, "uncover", by=by, role=role, at=at, detail=detail)
    return box


def _page_to_change(page_id: int, *, by: User, at: datetime) -> tuple[BlindPage, str]:
    found = BlindPage.objects.filter(pk=page_id).first()
    if found is None:
        raise NotFound(_("This page does not exist."))
    copy, role = _to_prepare(found.copy_id, by=by, at=at)
    if copy.released_at is not None:
        raise Refused(_("This copy is released. Take the release back first."))
    found.copy = copy
    return found, role


def _burn(page: BlindPage) -> None:
    """What will be shown, anew from the page as drawn. The picture before goes after the commit."""
    before = page.shown.name
    boxes = [box.sides for box in page.boxes.filter(removed_at=None)]
    page.shown = ""
    if boxes:
        with page.file.open("rb") as drawn:
            page.shown.save("shown", ContentFile(covered(drawn.read(), boxes)), save=False)
    page.save(update_fields=["shown"])
    if before:
        transaction.on_commit(lambda: page.shown.storage.delete(before))


@transaction.atomic
def release(*, copy_id: int, by: User, at: datetime, seen: int | None = None) -> BlindCopy:
    """A named officer has looked at every page: the experts may see it. The record keeps the digest
    of what they see."""
    copy, role = _to_prepare(copy_id, by=by, at=at, seen=seen)
    if copy.made_at is None:
        raise Refused(_("This copy is not made yet. It can be released when its pages are here."))
    if copy.released_at is not None:
        return copy
    copy.released_at, copy.released_by = at, by
    copy.withheld_at, copy.withheld_by, copy.reason = None, None, ""
    copy.digest = _digest(copy)
    boxes = BlindBox.objects.filter(page__copy=copy)
    detail = {
        "pages": copy.pages.count(),
        "found": boxes.filter(added_at=None, removed_at=None).count(),
        "added": boxes.filter(added_at__isnull=False, removed_at=None).count(),
        "removed": boxes.filter(removed_at__isnull=False).count(),
        "digest": copy.digest,
    }
    _note(copy, "release", by=by, role=role, at=at, detail=detail)
    return copy


def _digest(copy: BlindCopy) -> str:
    whole = hashlib.sha256()
    for page in copy.pages.all():
        whole.update(hashlib.sha256(page.read()).digest())
    return whole.hexdigest()


@transaction.atomic
def withhold(
    *, copy_id: int, reason: str, by: User, at: datetime, seen: int | None = None
) -> BlindCopy:
    """The experts score without this paper: it proves who somebody is and nothing that is scored."""
    return _stop(copy_id, "withhold", reason=reason, by=by, at=at, seen=seen)


@transaction.atomic
def take_back(
    *, copy_id: int, reason: str, by: User, at: datetime, seen: int | None = None
) -> BlindCopy:
    """A release or a withholding is undone: nothing is shown, and nothing more is scored, before
    somebody decides anew."""
    return _stop(copy_id, "take_back", reason=reason, by=by, at=at, seen=seen)


def _stop(
    copy_id: int, verb: str, *, reason: str, by: User, at: datetime, seen: int | None
) -> BlindCopy:
    copy, role = _to_prepare(copy_id, by=by, at=at, seen=seen)
    if not reason.strip():
        raise Refused(_("Give the reason in a few words."))
    copy.released_at, copy.released_by, copy.digest = None, None, ""
    copy.withheld_at, copy.withheld_by = (at, by) if verb == "withhold" else (None, None)
    copy.reason = reason.strip()[:LONGEST_REASON]
    _note(copy, verb, by=by, role=role, at=at)
    return copy


@transaction.atomic
def try_again(*, copy_id: int, by: User, at: datetime) -> BlindCopy:
    """What could not be drawn is put before the workers once more."""
    copy, role = _to_prepare(copy_id, by=by, at=at)
    if copy.made_at is None:
        copy.problem, copy.asked_at = "", at
        _note(copy, "try_again", by=by, role=role, at=at)
    return copy


@transaction.atomic
def open_copy(*, review_id: int, copy_id: int, by: User, at: datetime) -> BlindOpening:
    """An expert opens a released copy: written down once, before anything of it is served."""
    review = reread(review_id)
    if refused := may_open(by, review):
        raise NotPermitted(refused)
    case = review.panel_case
    shown = [each.row for each in blind_copies.of(case.application, case.code) if each.row]
    copy = next((row for row in shown if row.pk == copy_id), None)
    if copy is None:
        raise NotFound(_("This document is not shown."))
    values = {"opened_at": at, "opened_by": by}
    opening, first = BlindOpening.objects.get_or_create(copy=copy, review=review, defaults=values)
    if first:
        record(
            verb="review.open_copy",
            subject=review.subject,
            actor=actor_name(by),
            role=Role.EXPERT,
            at=at,
            version=review.version,
            rules=case.application.call.rules_hash,
            detail={"copy": str(copy.token), "digest": copy.digest},
        )
    return opening


def _locked(copy_id: int) -> BlindCopy:
    rows = BlindCopy.objects.select_for_update(of=("self",), no_key=True)
    copy = rows.select_related("attachment__application__call").filter(pk=copy_id).first()
    if copy is None:
        raise NotFound(_("This document is not shown."))
    return copy


def _to_prepare(
    copy_id: int, *, by: User, at: datetime, seen: int | None = None
) -> tuple[BlindCopy, str]:
    copy = _locked(copy_id)
    case = copy.attachment.application
    role = require(by, "blind", case.call, at=at, case=case)
    if seen is not None and seen != copy.version:
        sentence = _("This copy has changed since you opened the page. Look at it again.")
        raise Stale(sentence, changed_by="", changed_at=copy.made_at or copy.asked_at)
    return copy, role


def _note(
    copy: BlindCopy, verb: str, *, by: User | None, role: str, at: datetime, **entry: object
) -> None:
    copy.version += 1
    copy.save()
    record(
        verb=f"blind_copy.{verb}",
        subject=copy.subject,
        actor=actor_name(by),
        role=role,
        at=at,
        version=copy.version,
        rules=copy.attachment.application.call.rules_hash,
        **entry,
    )
