"""One subject a page: answer, add rows and files, save and come back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import questionnaire
from evaluations.actions import applying
from evaluations.errors import NotFound, Refused, Stale
from evaluations.models import Application, Contest
from evaluations.permissions import refusal
from evaluations.public_list import local_day
from evaluations.rules import Page, Question, Table
from workflows.forms.page import Block, PageEntry
from workflows.forms.uploads import keep_files
from workflows.views.accounts.resume import signed_in
from workflows.views.answer import status_of
from workflows.views.applicant import reading
from workflows.views.applicant.own import own_case
from workflows.views.applicant.sections import page_url


@signed_in
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, public_id: UUID, page_id: str) -> HttpResponse:
    at = timezone.now()
    case = own_case(request, public_id, at=at)
    asked = the_page(case, page_id)
    if request.method == "GET":
        entry = entry_for(case, asked, add_row=request.GET.get("add", ""))
        if refusal(request.user, "edit", case, at=at):
            entry = reading_only(case, asked)
        return show(request, entry, at=at)
    entry = entry_for(case, asked, data=request.POST, files=request.FILES)
    return _answer(request, entry, at=at)


def the_page(case: Application, page_id: str) -> Page:
    pages = questionnaire.visible_pages(case.call.rules, case.track, case.answers)
    if page_id not in {found.id for found in pages}:
        raise NotFound(_("This application has no such page."))
    whole = case.call.rules.pages_for(case.track)
    return next(found for found in whole if found.id == page_id)


def entry_for(case: Application, asked: Page, **sent: Any) -> PageEntry:
    correction = applying.open_correction(case)
    opened = applying.open_paths(case, correction) if correction else None
    entry = PageEntry(case, asked, contests=_contests(asked), open_paths=opened, **sent)
    entry.remarks = reading.remarks_of(correction)
    return entry


def reading_only(case: Application, asked: Page) -> PageEntry:
    """The page when nothing can be changed: the window is shut, or the file lies at a desk."""
    entry = PageEntry(case, asked, open_paths=frozenset())
    entry.remarks = {}
    return entry


def _contests(asked: Page) -> list[tuple[str, list[tuple[str, str]]]]:
    """The registry by level, newest first; asked for only where the page names a contest."""
    kinds = {q.kind for item in asked.items for q in _questions(item)}
    if "contest" not in kinds:
        return []
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in Contest.objects.order_by("-held_on", "name", "event"):
        label = f"{row.get_level_display()} {row.held_on.year}"
        groups.setdefault(label, []).append((str(row.public_id), str(row)))
    return list(groups.items())


def _questions(item: Any) -> tuple[Question, ...]:
    return (
        item.columns if isinstance(item, Table) else (item,) if isinstance(item, Question) else ()
    )


def _answer(request: HttpRequest, entry: PageEntry, *, at: datetime) -> HttpResponse:
    """Keep files and answers, then do what the pressed button asks."""
    case, pressed = entry.case, request.POST
    _mark_removed_row(entry, pressed.get("remove_row", ""))
    # Files first: a browser cannot send them again, and what was typed stays on the page.
    keep_files(case, entry.files, entry.uploads, by=request.user, at=at)
    entry.files.ask_for(pressed.get("upload", ""))
    removed = ""
    try:
        if pressed.get("remove_file"):
            removed = _remove(case, pressed["remove_file"], request, at=at)
        entry.case = save(entry, by=request.user, at=at)
    except Refused as refusal:
        return show(request, entry, at=at, refused=refusal)
    if entry.files.errors:
        return show(request, entry, at=at)
    if pressed.get("later"):
        messages.success(request, _("Saved. You can come back whenever you want."))
        return redirect("application", case.public_id)
    if place := _stays_at(pressed, removed):
        return redirect(f"{page_url(case, entry.page.id)}{place}")
    return _continue(request, entry, at=at)


def _stays_at(pressed: QueryDict, removed: str) -> str:
    """Where the same page opens again after one of its small buttons; "" for none of them."""
    if table := pressed.get("add_row"):
        return f"?{urlencode({'add': table})}#item_{table}"
    if row := pressed.get("remove_row"):
        return f"#item_{row.rpartition('-')[0]}"
    item = removed or pressed.get("upload")
    return f"#item_{item}" if item else ""


def _mark_removed_row(entry: PageEntry, name: str) -> None:
    """Without script a row goes by its own button: "skill_grades-2"."""
    table, _dash, number = name.rpartition("-")
    if table in entry.rows and number.isdecimal() and entry.data is not None:
        marked = entry.data.copy()
        marked[f"{table}-{int(number)}-DELETE"] = "on"
        entry.rows[table].data = marked
        entry.rows[table].__dict__.pop("forms", None)


def _remove(case: Application, file: str, request: HttpRequest, *, at: datetime) -> str:
    """The id of the item whose file is gone."""
    attachment = next((a for a in case.attachments.all() if str(a.public_id) == file), None)
    if attachment is None:
        raise NotFound(_("This file does not exist, or has been removed."))
    applying.remove_attachment(attachment_id=attachment.pk, by=request.user, at=at)
    return attachment.item


def save(entry: PageEntry, *, by: Any, at: datetime) -> Application:
    """Merge what was typed into the draft.

    Another tab's change of *this page* is a conflict and raises Stale; changes elsewhere are not,
    even when they come between our look at the case and its lock.
    """
    answers, sent = entry.answers(), entry.data or {}
    for last in (False, True):
        entry.case = _reread(entry.case)
        same = all(entry.case.answers.get(name) == value for name, value in answers.items())
        conflict = sent.get("base") != entry.base and not same
        try:
            return applying.save_answers(
                application_id=entry.case.pk,
                answers=answers,
                by=by,
                seen=_number(sent.get("seen")) if conflict else entry.case.version,
                at=at,
            )
        except Stale:
            if conflict or last:
                raise
    raise AssertionError("the last try returns or raises")


def _number(text: Any) -> int:
    return int(text) if str(text).isdecimal() else 0


def _reread(case: Application) -> Application:
    rows = Application.objects.select_related("call", "person", "employer")
    return rows.get(pk=case.pk)


def _continue(request: HttpRequest, entry: PageEntry, *, at: datetime) -> HttpResponse:
    """On to the next page; what is still wrong on this one is said first, all at once."""
    case = entry.case
    problems = questionnaire.problems(
        case.call.rules,
        case.track,
        case.answers,
        complete=True,
        page=entry.page.id,
        uploads=reading.present_files(case).keys(),
        contests={value for _group, options in entry.contests for value, _name in options},
        on=local_day(at),
    )
    if problems:
        loose = entry.complain(problems)
        return show(request, entry, at=at, loose=loose)
    return redirect(_next(case, entry))


def _next(case: Application, entry: PageEntry) -> str:
    """The next page; in a correction back to the list of what is left."""
    if entry.open_paths is not None:
        return reverse("application", args=[case.public_id])
    order = [p.id for p in questionnaire.visible_pages(case.call.rules, case.track, case.answers)]
    place = order.index(entry.page.id) if entry.page.id in order else len(order)
    if place + 1 < len(order):
        return page_url(case, order[place + 1])
    return reverse("application_check", args=[case.public_id])


def show(
    request: HttpRequest,
    entry: PageEntry,
    *,
    at: datetime,
    refused: Refused | None = None,
    loose: Any = (),
) -> HttpResponse:
    case = entry.case
    wrong = _wrong(entry, loose)
    status = status_of(refused) if refused else 422 if wrong else 200
    errors = [("", str(refused))] if refused else []
    errors += [*entry.forms, *loose] if wrong else []
    blocks = _furnished(entry, dict(loose))
    context = {
        "case": case,
        "call": case.call,
        "page": entry.page,
        "heading": entry.page.title.say(get_language() or ""),
        "intro": entry.page.intro.say(get_language() or ""),
        "blocks": blocks,
        "editable": any(block.kind != "fixed" for block in blocks),
        "errors": errors,
        "changes": _conflict(entry) if status == 409 else [],
        "base": entry.base,
        "closed": refusal(request.user, "edit", case, at=at),
        "at": at,
        "saved_at": case.last_change,
    }
    return render(request, "applicant/page.html", context, status=status)


def _wrong(entry: PageEntry, loose: Any) -> bool:
    if entry.data is None:
        return False
    rows = [form.errors for each in entry.rows.values() for form in each.forms]
    return any([loose, entry.form.errors, entry.files.errors, *rows])


def _furnished(entry: PageEntry, loose: dict[str, str]) -> list[Block]:
    """The blocks with their files, remarks, and words where nothing can be changed."""
    blocks = entry.blocks()
    files = reading.present_files(entry.case)
    fixed = {b.path for b in blocks if b.kind == "fixed"}
    words = _in_words(entry, files) if fixed else {}
    for block in blocks:
        block.files = files.get(block.item.id, ())
        block.remark = entry.remarks.get(block.path)
        block.entry = words.get(block.path)
        block.error = loose.get(f"item_{block.item.id}", "")
    return blocks


def _in_words(entry: PageEntry, files: Any) -> dict[str, Any]:
    pages = reading.pages_in_words(entry.case, entry.case.answers, files=files)
    here = next((p for p in pages if p["id"] == entry.page.id), {"groups": []})
    return {e["path"]: e for group in here["groups"] for e in _entries(group)}


def _entries(group: dict[str, Any]) -> list[dict[str, Any]]:
    return [group["grid"]] if "grid" in group else group["rows"]


def _conflict(entry: PageEntry) -> list[Any]:
    """What is stored now beside what this tab sent."""
    case = Application.objects.select_related("call").get(pk=entry.case.pk)
    typed = case.answers | entry.answers()
    names = reading.named_in(case, case.answers, typed)
    return questionnaire.differences(case.call.rules, case.answers, typed, contests=names)


@signed_in
@require_POST
def autosave(request: HttpRequest, public_id: UUID, page_id: str) -> JsonResponse:
    """The draft, kept while one types. A refusal is its sentence."""
    at = timezone.now()
    try:
        case = own_case(request, public_id, at=at)
        entry = entry_for(case, the_page(case, page_id), data=request.POST)
        entry.case = save(entry, by=request.user, at=at)
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=status_of(refusal))
    clock = localtime(at).strftime("%H:%M")
    return JsonResponse({"saved_at": clock, "base": entry.base, "seen": entry.case.version})
