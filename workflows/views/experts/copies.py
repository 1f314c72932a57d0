"""Copies for blind readers, as the office sees them: a list, and one copy page by page."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from evaluations import blind_copies, panel_permissions
from evaluations.errors import NotFound
from evaluations.identity import mask_id
from evaluations.models import Application, Attachment, BlindBox, BlindCopy, BlindPage, Call, User
from workflows import blinding as work
from workflows.forms.copies import BoxForm, SeenForm, WhyNotForm
from workflows.views.answer import ActForm
from workflows.views.calls import frame
from workflows.views.experts.papers import as_picture
from workflows.views.public import words

PAGE = 50


@login_required
@require_GET
def call_copies(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Every file near the experts, with the state of each of its copies; those to do first asked."""
    at = timezone.now()
    call = Call.objects.filter(public_id=public_id).first()
    if call is None:
        raise NotFound(_("This call does not exist."))
    panel_permissions.require(request.user, "read_copies", call, at=at)
    everything = request.GET.get("show") == "all"
    cases = _page(call, request.GET.get("after", ""), everything=everything)
    rows = _rows(cases[:PAGE])
    shown = frame.context(call, request.user, "call_panels", at=at) | {
        "rows": rows if everything else [row for row in rows if row["open"]],
        "everything": everything,
        "next_url": _next(cases, everything=everything),
    }
    return render(request, "experts/copies.html", shown)


def _page(call: Call, after: str, *, everything: bool) -> list[Application]:
    copies = BlindCopy.objects.filter(attachment__application__call=call)
    if not everything:
        copies = copies.filter(released_at=None, withheld_at=None)
    rows = call.applications.filter(pk__in=copies.values("attachment__application"))
    if after.isdecimal() and len(after) < 16:
        rows = rows.filter(pk__gt=int(after))
    related = rows.select_related("call", "person", "employer").defer("answers")
    return list(related.order_by("pk")[: PAGE + 1])


def _next(cases: Sequence[Application], *, everything: bool) -> str:
    if len(cases) <= PAGE:
        return ""
    return f"?after={cases[PAGE - 1].pk}{'&show=all' if everything else ''}"


def _rows(cases: Sequence[Application]) -> list[dict[str, Any]]:
    needed = blind_copies.needed_of(cases)
    rows = []
    for case in cases:
        files = [_file(file, case) for file in needed.get(case.pk, [])]
        todo = sum(not each["ready"] for each in files)
        rows.append({"case": case, "files": files, "open": todo})
    return rows


def _file(file: Attachment, case: Application) -> dict[str, Any]:
    copy = blind_copies.copy_of(file)
    return {
        "label": _label(case, file.item),
        "copy": copy,
        "state": state_of(copy),
        "ready": blind_copies.is_ready(file),
    }


def _label(case: Application, item: str) -> str:
    return next(words.say(each.label) for each in case.call.rules.items() if each.id == item)


def state_of(copy: BlindCopy | None) -> str:
    if copy is None or (copy.made_at is None and not copy.problem):
        return "making"
    if copy.withheld_at is not None:
        return "withheld"
    if copy.released_at is not None:
        return "released"
    return "failed" if copy.made_at is None else "to_check"


def the_copy(user: User, token: UUID, *, at: datetime) -> BlindCopy:
    """The copy, for an officer of its call. Raises NotFound or NotPermitted."""
    rows = BlindCopy.objects.select_related(
        "attachment__application__call",
        "attachment__application__person",
        "attachment__application__employer",
        "released_by",
        "withheld_by",
    )
    copy = rows.filter(token=token).first()
    if copy is None:
        raise NotFound(_("This document is not shown."))
    panel_permissions.require(user, "read_copies", copy.attachment.application.call, at=at)
    return copy


@login_required
@require_GET
def blind_copy(request: HttpRequest, token: UUID) -> HttpResponse:
    at = timezone.now()
    return copy_page(request, the_copy(request.user, token, at=at), at=at)


def _shown(word: str) -> str:
    """An ID number stays masked here too: whoever covers it recognises it by its ends."""
    return mask_id(word) if re.fullmatch(r"\d{17}[\dXx]", word) else word


def copy_page(
    request: HttpRequest,
    copy: BlindCopy,
    *,
    at: datetime,
    box: BoxForm | None = None,
    form: ActForm | None = None,
) -> HttpResponse:
    case = copy.attachment.application
    released = copy.released_at is not None
    shown = frame.context(case.call, request.user, "call_panels", at=at) | {
        "copy": copy,
        "case": case,
        "label": _label(case, copy.attachment.item),
        "state": state_of(copy),
        "pages": _pages(copy, box, locked=released),
        "sought": sorted(_shown(word) for word in work.words_for(case)),
        "refused": _refused(request.user, case, at=at),
        "seen": SeenForm(seen=copy.version),
        "why": form if isinstance(form, WhyNotForm) else WhyNotForm(seen=copy.version),
        "form": form or box,
        "openings": copy.openings.count(),
        "siblings": _rows([case])[0]["files"],
    }
    status = form.status if form else (422 if box else 200)
    return render(request, "experts/copy.html", shown, status=status)


def _refused(user: User, case: Application, *, at: datetime) -> str:
    return panel_permissions.refusal(user, "blind", case.call, at=at, case=case)


def _pages(copy: BlindCopy, typed: BoxForm | None, *, locked: bool) -> list[dict[str, Any]]:
    boxes: dict[int, list[BlindBox]] = {}
    for row in BlindBox.objects.filter(page__copy=copy, removed_at=None).select_related("added_by"):
        boxes.setdefault(row.page_id, []).append(row)
    pages = []
    for page in copy.pages.all():
        own = typed is not None and typed.data.get("page") == str(page.number)
        form = (
            typed if own else BoxForm(initial={"page": page.number}, auto_id=f"p{page.number}-%s")
        )
        rows = [_box(page, row, n) for n, row in enumerate(boxes.get(page.pk, []), start=1)]
        marks = [(n * page.height // 100, n) for n in range(10, 100, 10)]
        pages.append(
            {"page": page, "boxes": rows, "form": None if locked else form, "marks": marks}
        )
    return pages


def _box(page: BlindPage, row: BlindBox, number: int) -> dict[str, Any]:
    """In pixels for the drawing, in per cent for the reader."""
    return {
        "row": row,
        "number": number,
        "x": row.left * page.width // 1000,
        "y": row.top * page.height // 1000,
        "width": (row.right - row.left) * page.width // 1000,
        "height": (row.bottom - row.top) * page.height // 1000,
        "percent": [side / 10 for side in (row.top, row.bottom, row.left, row.right)],
    }


@login_required
@require_GET
def blind_picture(request: HttpRequest, token: UUID, number: int) -> HttpResponse:
    """One page as it was drawn, names and all: for the office that covers them."""
    copy = the_copy(request.user, token, at=timezone.now())
    page = copy.pages.filter(number=number).first()
    if page is None:
        raise Http404
    if request.GET.get("as") == "shown":
        return as_picture(page.read())
    with page.file.open("rb") as drawn:
        return as_picture(drawn.read())


def to_check(call: Call) -> QuerySet[BlindCopy]:
    """Copies that are made and wait for an officer."""
    rows = BlindCopy.objects.filter(attachment__application__call=call, made_at__isnull=False)
    return rows.filter(released_at=None, withheld_at=None)
