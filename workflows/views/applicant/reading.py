"""The answers in words: for checking, for reading a filing, for seeing what changed."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations import questionnaire
from evaluations.models import Application, Attachment, Contest, Correction, Filing
from evaluations.questionnaire import Difference
from evaluations.rules import Upload

type Change = Callable[[str], str]  # page id -> address of the page that changes it


def contest_names(*ids: str) -> dict[str, str]:
    """Public id of a contest -> its name, one query."""
    return {str(c.public_id): str(c) for c in Contest.objects.filter(public_id__in=ids)}


def named_in(case: Application, *answers: Mapping[str, Any]) -> dict[str, str]:
    """The names of the contests in any of these answers."""
    rules, track = case.call.rules, case.track
    found = {i for each in answers for i in questionnaire.contests_named(rules, track, each)}
    return contest_names(*sorted(found)) if found else {}


def present_files(case: Application) -> dict[str, list[Attachment]]:
    """Upload id -> the files of the working copy."""
    found: dict[str, list[Attachment]] = defaultdict(list)
    for attachment in case.attachments.filter(removed_at=None):
        found[attachment.item].append(attachment)
    return found


def filed_files(content: Mapping[str, Any]) -> dict[str, list[str]]:
    """Upload id -> the names of the files in a frozen filing."""
    found: dict[str, list[str]] = defaultdict(list)
    for upload in content["uploads"]:
        found[upload["item"]].append(upload["name"])
    return found


def pages_in_words(
    case: Application,
    answers: Mapping[str, Any],
    *,
    files: Mapping[str, Sequence[Any]],
    change: Change | None = None,
    open_paths: frozenset[str] | None = None,
    remarks: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Pages for templates/applicant/_answers.html. Without ``change`` nothing can be changed;
    with ``open_paths`` only these items can."""
    summary = questionnaire.summary(
        case.call.rules,
        case.track,
        answers,
        get_language() or "",
        uploads={item: [str(file) for file in found] for item, found in files.items()},
        contests=named_in(case, answers),
    )
    pages = []
    for page in summary:
        address = change(page.id) if change else ""
        entries = [_entry(e, address, open_paths, remarks or {}) for e in page.entries]
        pages.append({"id": page.id, "title": page.title, "groups": _groups(entries)})
    return pages


def _entry(
    entry: Any, address: str, open_paths: frozenset[str] | None, remarks: Mapping[str, Any]
) -> dict[str, Any]:
    path = f"{'uploads' if entry.kind == 'files' else 'answers'}.{entry.item}"
    may_change = address and (open_paths is None or path in open_paths)
    value = entry.value if entry.kind == "line" else ""
    if entry.kind == "files":
        value = "\n".join(entry.names)
    return {
        "kind": entry.kind,
        "path": path,
        "label": entry.label,
        "value": value,
        "long": entry.kind == "line" and entry.long,
        "url": f"{address}#{anchor(path)}" if may_change else "",
        "remark": remarks.get(path),
        "grid": entry if entry.kind == "grid" else None,
        "cards": _cards(entry) if entry.kind == "grid" else [],
    }


def _cards(grid: Any) -> list[list[tuple[str, str]]]:
    """Each row as (column, value) pairs, without what was not asked or not answered."""
    rows = (zip(grid.columns, row, strict=True) for row in grid.rows)
    return [[(label, value) for label, value in row if value] for row in rows]


def anchor(path: str) -> str:
    """Where on its page an item stands: the id of its box."""
    return f"item_{path.partition('.')[2]}"


def _groups(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbouring lines form one list; each table stands for itself."""
    groups: list[dict[str, Any]] = []
    for entry in entries:
        if entry["kind"] == "grid":
            groups.append({"grid": entry})
        elif groups and "rows" in groups[-1]:
            groups[-1]["rows"].append(entry)
        else:
            groups.append({"rows": [entry]})
    return groups


def remarks_of(correction: Correction | None) -> dict[str, dict[str, Any]]:
    """Path -> what parts/remark.html shows: the desk speaks, not the person behind it."""
    if correction is None:
        return {}
    opinion = correction.opinion
    by = str(opinion.organisation or opinion.get_desk_display())
    return {
        remark["path"]: {"text": remark["remark"], "role": by, "at": opinion.given_at}
        for remark in correction.remarks
    }


def changes_between(
    case: Application, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference | dict[str, str]]:
    """What differs between two frozen filings: answers first, then files."""
    old, new = before["answers"], after["answers"]
    names = named_in(case, old, new)
    found: list[Any] = questionnaire.differences(case.call.rules, old, new, contests=names)
    return [*found, *_file_changes(case, before, after)]


def _file_changes(
    case: Application, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[dict[str, str]]:
    found = []
    for item in case.call.rules.items():
        if not isinstance(item, Upload):
            continue
        old, new = (
            [(u["sha256"], u["name"]) for u in side["uploads"] if u["item"] == item.id]
            for side in (before, after)
        )
        if old != new:
            found.append(
                {
                    "label": item.label.say(get_language() or ""),
                    "before": _names(old, of=new),
                    "after": _names(new, of=old),
                }
            )
    return found


def _names(files: Sequence[tuple[str, str]], *, of: Sequence[tuple[str, str]]) -> str:
    """Names with a mark where the same name carries another content."""
    others = {name for _sha, name in of} if len(of) else set()
    same = {sha for sha, _name in of}
    return ", ".join(
        _("%s (another content)") % name if name in others and sha not in same else name
        for sha, name in files
    )


def filing_title(filing: Filing) -> str:
    return _("Filing %(number)s") % {"number": filing.number}
