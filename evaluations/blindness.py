"""What an expert sees: work lists, and a filed form without a name in it. All of it passes here.

Non-interference is the promise (reliability T04, T08): two worlds that differ only in who applies,
and where he works, give the same bytes on every page of an expert. So lists, counts and addresses
are made of code names and random tokens, identifying questions are not shown, what free texts
give away is blotted out, and of the uploads only kind and number are told: a scan cannot be made
blind without being made anew.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evaluations import conflicts, questionnaire, snapshot
from evaluations.models import Application, Attachment, Contest, Member, Review, User
from evaluations.panel_permissions import may_open
from evaluations.pool import reads_cases
from evaluations.questionnaire.asked import visible_columns, visible_pages
from evaluations.questionnaire.summary import in_words
from evaluations.rules import Question, Table, Upload
from evaluations.status import Status

BLOT = "■■"
# Legal forms that people leave out when they write of their employer.
_FORMS = re.compile(
    r"(?:股份|集团|控股)*(?:有限)?(?:责任)?公司$|(?:第[一二三四五六七八九十]+)?分公司$|集团$"
)
_SHORTEST = {"name": 2, "unit": 4}


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


@dataclass(frozen=True)
class ShownPage:
    id: str
    title: str
    entries: tuple[Shown, ...]


def is_blind(case: Application) -> bool:
    rubric = case.call.rules.rubric
    return rubric is None or rubric.blind


def pages(review: Review, language: str) -> list[ShownPage]:
    """The last filing in words, blind where the rubric says so. Pages without an entry are left out."""
    case = review.panel_case.application
    content = snapshot.read(case.filings.latest("number").content)
    reader = _Reader(case, content, language, blind=is_blind(case))
    shown = []
    for page in visible_pages(case.call.rules, case.track, content["answers"]):
        entries = tuple(e for item in page.items if (e := reader.entry(item)) is not None)
        if entries:
            shown.append(ShownPage(page.id, page.title.say(language), entries))
    return shown


class _Reader:
    """Puts one filing into words."""

    def __init__(
        self, case: Application, content: Mapping[str, Any], language: str, *, blind: bool
    ):
        self.case, self.content, self.language, self.blind = case, content, language, blind
        self.answers: Mapping[str, Any] = content["answers"]
        named = questionnaire.contests_named(case.call.rules, case.track, self.answers)
        rows = Contest.objects.filter(public_id__in=named) if named else ()
        self.contests = {str(contest.public_id): str(contest) for contest in rows}
        self.blots = blots(case, content) if blind else None

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
        named = [each["id"] for each in self.content["uploads"] if each["item"] == item.id]
        if self.blind:
            # A picture or an ID card proves nothing to a scorer: not even told of.
            return (
                None if item.photo or not named else Shown(label, _count(len(named)), kind="files")
            )
        kept = self.case.attachments.filter(public_id__in=named)
        return Shown(label, _count(len(named)), kind="files", files=tuple(kept))


def _count(n: int) -> str:
    return _("%(n)d files, examined by the qualification desk") % {"n": n}


def blots(case: Application, content: Mapping[str, Any]) -> re.Pattern[str] | None:
    """Every name, number and address by which this applicant or employer could be told.

    Spaces and brackets inside a name do not save it. None when there is nothing to blot out.
    """
    person, employer = content["person"], content["employer"]
    units = {employer["name"], employer["supervisor"]}
    if case.employer is not None:
        units.add(case.employer.name)
    units |= {_FORMS.sub("", unit) for unit in units}
    words = {name for name in (person["name"], case.person.name) if len(name) >= _SHORTEST["name"]}
    words |= {unit for unit in units if len(unit) >= _SHORTEST["unit"]}
    words |= {person["phone"], employer["uscc"], case.reference} - {""}
    if not words:
        return None
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(_loosely(word) for word in longest_first), re.IGNORECASE)


def _loosely(word: str) -> str:
    """The letters of a name, with whatever blanks or marks somebody put between them."""
    return r"[\s·•()（）-]*".join(re.escape(letter) for letter in re.sub(r"\s", "", word))
