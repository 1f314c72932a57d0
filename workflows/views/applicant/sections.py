"""The task list of an application: what is done, what is to do, what cannot start yet and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from evaluations import questionnaire, snapshot
from evaluations.actions.applying import open_paths
from evaluations.models import Application, Correction
from evaluations.permissions import refusal
from evaluations.rules import Page, Upload
from workflows.forms.page import path_of


def sections_of(
    case: Application, correction: Correction | None, *, files: Mapping[str, Any], at: datetime
) -> list[dict[str, Any]]:
    """For parts/task_list.html, in the order in which one does them."""
    opened = open_paths(case, correction) if correction else None
    filed = snapshot.read(case.filings.latest("number").content) if correction else None
    pages = questionnaire.visible_pages(case.call.rules, case.track, case.answers)
    problems = questionnaire.problems(
        case.call.rules, case.track, case.answers, complete=True, uploads=files.keys()
    )
    wrong = {problem.page for problem in problems}
    listed = [_identity(case), _employer(case, correction)]
    for page in pages:
        ticked = [i for i in page.items if opened is not None and path_of(i) in opened]
        if opened is not None and ticked and filed is not None:
            listed.append(_to_correct(case, page, ticked, filed, files))
        else:
            listed.append(_page(case, page, page.id in wrong, files))
    return [*listed, _check(case), _file(case, listed, at=at)]


def _section(label: str, state: str, *, url: str = "", **more: str) -> dict[str, Any]:
    return {"label": label, "state": state, "url": url, **more}


def _identity(case: Application) -> dict[str, Any]:
    here = reverse("application", args=[case.public_id])
    state = "done" if case.person.complete else "todo"
    return _section(_("Your identity data"), state, url=f"{reverse('profile')}?next={here}")


def _employer(case: Application, correction: Correction | None) -> dict[str, Any]:
    label, url = _("Your employer"), reverse("application_employer", args=[case.public_id])
    if case.employer is None:
        return _section(label, "todo", url=url)
    return _section(label, "done", url="" if correction else url, hint=case.employer.name)


def page_url(case: Application, page: str) -> str:
    return reverse("application_page", args=[case.public_id, page])


def _page(case: Application, page: Page, wrong: bool, files: Mapping[str, Any]) -> dict[str, Any]:
    begun = any(
        files.get(item.id) if isinstance(item, Upload) else case.answers.get(item.id)
        for item in page.items
    )
    must = any(
        getattr(item, "required", False) or getattr(item, "minimum", 0) for item in page.items
    )
    state = "progress" if wrong and begun else "todo" if wrong or not (begun or must) else "done"
    optional = not (wrong or begun or must)
    hint = _("Optional: open it if you have something to enter.") if optional else ""
    return _section(_title(page), state, url=page_url(case, page.id), hint=hint)


def _to_correct(
    case: Application,
    page: Page,
    ticked: Sequence[Any],
    filed: Mapping[str, Any],
    files: Mapping[str, Any],
) -> dict[str, Any]:
    left = [item for item in ticked if not _changed(case, item, filed, files)]
    hint = ngettext("%(n)d place to correct", "%(n)d places to correct", len(left)) % {
        "n": len(left)
    }
    state = "returned" if left else "done"
    return _section(
        _title(page), state, url=page_url(case, page.id), hint=hint if left else _("Changed.")
    )


def _changed(
    case: Application, item: Any, filed: Mapping[str, Any], files: Mapping[str, Any]
) -> bool:
    if isinstance(item, Upload):
        before = {u["sha256"] for u in filed["uploads"] if u["item"] == item.id}
        return before != {file.sha256 for file in files.get(item.id, ())}
    return filed["answers"].get(item.id) != case.answers.get(item.id)


def _title(page: Page) -> str:
    return page.title.say(get_language() or "")


def _check(case: Application) -> dict[str, Any]:
    url = reverse("application_check", args=[case.public_id])
    return _section(_("Check your answers"), "todo", url=url)


def _file(case: Application, listed: Sequence[dict[str, Any]], *, at: datetime) -> dict[str, Any]:
    label, url = _("Sign and file"), reverse("application_file", args=[case.public_id])
    reason = refusal(case.person.user, "file", case, at=at)
    left = [s for s in listed if s["state"] in {"todo", "progress"} and not s.get("hint")]
    if not reason and left:
        reason = ngettext(
            "%(n)d section above is not complete yet.",
            "%(n)d sections above are not complete yet.",
            len(left),
        ) % {"n": len(left)}
    return _section(label, "blocked" if reason else "todo", url=url, reason=reason)
