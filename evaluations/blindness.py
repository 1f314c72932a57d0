"""What an expert sees: work lists, and a filed form without a name in it. All of it passes here.

Non-interference is the promise (reliability T04, T08): two worlds that differ only in who applies,
and where he works, give the same bytes on every page of an expert. So lists, counts and addresses
are made of code names and random tokens, identifying questions are not shown, what free texts
give away is blotted out, and of the uploads only copies are shown that were made anew and released
by an officer (``blind_copies``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations import blind_copies, conflicts, questionnaire, snapshot
from evaluations.blind_copies import Copy, is_blind
from evaluations.blots import blots
from evaluations.models import (
    Application,
    Attachment,
    BlindCopy,
    BlindOpening,
    Contest,
    Member,
    Review,
    User,
)
from evaluations.panel_permissions import may_open
from evaluations.pool import reads_cases
from evaluations.questionnaire.asked import visible_columns, visible_pages
from evaluations.questionnaire.summary import in_words
from evaluations.rules import Question, Table, Upload
from evaluations.status import Status

BLOT = "■■"


def seats_of(user: User) -> QuerySet[Member]:
    """The own seats in force, newest first."""
    rows = Member.objects.filter(expert__user=user, reserve=False, ended_at=None)
    return rows.select_related("panel__call", "expert__user").order_by("-pk")


def work_of(member: Member) -> list[Review]:
    """The files on this expert's list, by code name: given, not taken back, still before the panel.

    Nothing before the undertaking is signed. A file in conflict neither stands in the list nor
    counts in its figures.
    """
    if member.signed_at is None:
        return []
    rows = member.reviews.filter(ended_at=None).exclude(
        panel_case__application__status__in=_GONE,
        submitted_at=None,
    )
    rows = rows.select_related("panel_case__panel__call", "panel_case__application__call")
    reviews = list(rows.order_by("panel_case__code"))
    if not reviews or reads_cases(member.expert, member.panel.call):
        return []
    known = conflicts.interests([member.expert])[member.expert_id]
    stakes = conflicts.stakes(review.panel_case.application for review in reviews)
    return [
        review
        for review in reviews
        if review.panel_case.application_id not in known.recused
        and not conflicts.between(known, stakes[review.panel_case.application_id])
    ]


_GONE = sorted(set(Status) - {Status.FILED})


def find(user: User, token: Any) -> Review | None:
    """The file under this token, when it is this expert's to see now; else None, whatever the reason."""
    rows = Review.objects.select_related(
        "member__expert__user",
        "member__panel__call",
        "panel_case__panel__call",
        "panel_case__application__call",
        "panel_case__application__person",
        "panel_case__application__employer",
    )
    review = rows.filter(token=token).first()
    if review is None or may_open(user, review):
        return None
    return review


@dataclass(frozen=True)
class Shown:
    """One answer, one table, or one kind of upload, as an expert reads it."""

    label: str
    value: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    kind: str = "line"  # or "grid", "files"
    files: tuple[Attachment, ...] = ()
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True)
class ShownPage:
    id: str
    title: str
    entries: tuple[Shown, ...]


def pages(review: Review, language: str) -> list[ShownPage]:
    """The last filing in words, blind where the rubric says so. Pages without an entry are left out."""
    case = review.panel_case.application
    content = snapshot.read(case.filings.latest("number").content)
    copies = blind_copies.of(case, review.panel_case.code) if is_blind(case) else None
    reader = _Reader(case, content, language, copies)
    shown = []
    for page in visible_pages(case.call.rules, case.track, content["answers"]):
        entries = tuple(e for item in page.items if (e := reader.entry(item)) is not None)
        if entries:
            shown.append(ShownPage(page.id, page.title.say(language), entries))
    return shown


class _Reader:
    """Puts one filing into words."""

    def __init__(
        self,
        case: Application,
        content: Mapping[str, Any],
        language: str,
        copies: Sequence[Copy] | None,
    ):
        """``copies``: None where the reader is not blind."""
        self.case, self.content, self.language = case, content, language
        self.copies, self.blind = copies or (), copies is not None
        self.answers: Mapping[str, Any] = content["answers"]
        named = questionnaire.contests_named(case.call.rules, case.track, self.answers)
        rows = Contest.objects.filter(public_id__in=named) if named else ()
        self.contests = {str(contest.public_id): str(contest) for contest in rows}
        self.blots = blots(case, content) if self.blind else None

    def entry(self, item: Question | Table | Upload) -> Shown | None:
        label = item.label.say(self.language)
        if isinstance(item, Upload):
            return self._files(item, label)
        if isinstance(item, Table):
            return self._grid(item, label)
        if self.blind and item.identifying:
            return None
        return Shown(label, self._words(item, self.answers.get(item.id, "")))

    def _words(self, question: Question, value: Any) -> str:
        words = in_words(question, value, self.language, self.contests)
        return self.blots.sub(BLOT, words) if self.blots else words

    def _grid(self, table: Table, label: str) -> Shown | None:
        columns = [c for c in table.columns if not (self.blind and c.identifying)]
        given: Sequence[Mapping[str, Any]] = self.answers.get(table.id) or []
        if not columns:
            return Shown(label, _("%(n)d entries") % {"n": len(given)})
        rows = []
        for row in given:
            shown = {
                c.id
                for c in visible_columns(
                    self.case.call.rules, self.case.track, table, row, self.answers
                )
            }
            rows.append(
                tuple(self._words(c, row.get(c.id, "")) if c.id in shown else "" for c in columns)
            )
        heads = tuple(c.label.say(self.language) for c in columns)
        return Shown(label, columns=heads, rows=tuple(rows), kind="grid")

    def _files(self, item: Upload, label: str) -> Shown | None:
        if self.blind:
            # A picture or an ID card proves nothing to a scorer: not even told of.
            copies = tuple(copy for copy in self.copies if copy.item == item.id)
            if not copies:
                return None
            return Shown(label, _count(len(copies)), kind="files", copies=copies)
        named = [each["id"] for each in self.content["uploads"] if each["item"] == item.id]
        kept = self.case.attachments.filter(public_id__in=named)
        return Shown(label, _count(len(named)), kind="files", files=tuple(kept))


def _count(n: int) -> str:
    return ngettext("%(n)d file", "%(n)d files", n) % {"n": n}


@dataclass(frozen=True)
class Opened:
    """A released copy that this expert may look at; ``first``: its opening is not written down yet."""

    copy: BlindCopy
    name: str
    label: str
    pages: int
    first: bool


def copy_of(review: Review, token: Any, language: str) -> Opened | None:
    """The copy under this token, for a review that ``find`` has found; None, whatever the reason."""
    case = review.panel_case
    for each in blind_copies.of(case.application, case.code):
        if each.row is not None and each.row.token == token:
            seen = BlindOpening.objects.filter(copy=each.row, review=review).exists()
            label = _label(case.application, each.item, language)
            return Opened(each.row, each.name, label, each.pages, first=not seen)
    return None


def _label(case: Application, item: str, language: str) -> str:
    return next(each.label.say(language) for each in case.call.rules.items() if each.id == item)
