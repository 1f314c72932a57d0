"""汇总表: one line a candidate, in the order and the words that the offices have always used.

Columns: domain brief 4.3, with its variant for title reviews. Every cell is text.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from evaluations import listing, ordering, snapshot
from evaluations.actions.filing import OFFICIAL_LANGUAGE
from evaluations.desks import Desk, Verdict
from evaluations.models import (
    Application,
    Call,
    EligibilityException,
    Filing,
    JointAnswer,
    JointRequest,
    Opinion,
)
from evaluations.questionnaire.summary import in_words
from evaluations.rules import Programme, Question, Table

STORY = 200  # signs of the achievements, as the form has it


@dataclass(frozen=True)
class Line:
    """What the columns read of one candidate."""

    number: int
    case: Application
    rules: Programme
    answers: Mapping[str, Any]
    rank: int | None
    exception: bool
    posted: str
    joint: str

    def said(self, item: str) -> str:
        """The answer to a question, in words; "" where the programme does not ask."""
        question = next((i for i in self.rules.items() if i.id == item), None)
        if not isinstance(question, Question):
            return ""
        return in_words(question, self.answers.get(item, ""), OFFICIAL_LANGUAGE)

    def rows(self, item: str, *columns: str) -> list[tuple[str, ...]]:
        """Chosen columns of a table, in words."""
        table = next((i for i in self.rules.items() if i.id == item), None)
        if not isinstance(table, Table):
            return []
        found = {column.id: column for column in table.columns}
        return [
            tuple(
                in_words(found[name], row.get(name, ""), OFFICIAL_LANGUAGE)
                for name in columns
                if name in found
            )
            for row in self.answers.get(item, ())
        ]

    def first(self, item: str, *columns: str) -> str:
        rows = self.rows(item, *columns)
        return " ".join(filter(None, rows[0])) if rows else ""


@dataclass(frozen=True)
class Column:
    label: str
    width: int  # in signs, for the sheet
    value: Callable[[Line], str]


def _recommended_by(line: Line) -> str:
    employer = line.case.employer
    if employer is None:
        return ""
    if employer.reports_to_district:
        return listing.district_title(employer.district)
    return str(employer.supervisor or employer)


def _birth(line: Line) -> str:
    day = line.case.person.birth_date
    return day.strftime("%Y.%m") if day else ""


def _honours(line: Line) -> str:
    honours = line.rows("honours", "title", "name", "level", "date")
    contests = line.rows("contests", "name", "level", "rank", "date")
    return "；".join(" ".join(filter(None, row)) for row in [*honours, *contests])


def _deeds(line: Line) -> str:
    text = line.said("story") or line.said("goals")
    return text if len(text) <= STORY else f"{text[: STORY - 1]}…"


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")


def _track(line: Line) -> str:
    return line.rules.track(line.case.track).label.zh


def columns(rules: Programme) -> tuple[Column, ...]:
    """In the official order; a title review has its own middle part."""
    titles = {"level", "specialty"} <= {item.id for item in rules.items()}
    return (*_who(), *(_title() if titles else _skill()), *_end())


def _who() -> tuple[Column, ...]:
    return (
        Column(_("No."), 5, lambda line: str(line.number)),
        Column(_("Recommended by"), 14, _recommended_by),
        Column(_("Recommended as number"), 6, lambda line: str(line.rank or "")),
        Column(_("Name"), 9, lambda line: line.case.person.name),
        Column(_("Sex"), 5, lambda line: str(line.case.person.get_sex_display())),
        Column(_("Ethnic group"), 7, lambda line: line.said("ethnic_group")),
        Column(_("Born"), 9, _birth),
        Column(_("Political status"), 9, lambda line: line.said("political_status")),
        Column(_("Education"), 9, lambda line: line.said("education")),
        Column(_("Employer"), 22, lambda line: str(line.case.employer or "")),
        Column(
            _("Kind of employer"), 10,
            lambda line: str(line.case.employer.get_kind_display()) if line.case.employer else "",
        ),
        Column(_("Post"), 12, lambda line: line.said("post")),
    )  # fmt: skip


def _skill() -> tuple[Column, ...]:
    return (
        Column(_("Occupation"), 12, lambda line: line.case.occupation),
        Column(_("Skill grade"), 9, lambda line: line.first("skill_grades", "grade")),
        Column(_("Certificate number"), 20, lambda line: line.first("skill_grades", "number")),
        Column(_("Years in the occupation"), 8, lambda line: line.said("line_years")),
    )


def _title() -> tuple[Column, ...]:
    return (
        Column(
            _("Title applied for"), 14,
            lambda line: " ".join(filter(None, [line.said("level"), line.said("specialty")])),
        ),
        Column(
            _("Present title and since when"), 16,
            lambda line: line.first("present_titles", "name", "specialty", "date"),
        ),
        Column(_("Way of applying"), 12, lambda line: line.said("basis")),
        Column(_("Places of the review"), 8, lambda line: _("takes no place")),
    )  # fmt: skip


def _end() -> tuple[Column, ...]:
    return (
        Column(_("Main honours (level, rank, year)"), 28, _honours),
        Column(_("Main achievements"), 40, _deeds),
        Column(_("Category or way in"), 12, _track),
        Column(_("By exception"), 6, lambda line: _yes(line.exception)),
        Column(_("On the front line"), 8, lambda line: line.said("post_kind")),
        Column(_("Unit's notice and its result"), 18, lambda line: line.posted),
        Column(_("Result of the joint review"), 14, lambda line: line.joint),
        Column(_("Telephone"), 16, lambda line: line.case.person.phone),
        Column(_("Remarks"), 12, lambda line: str(line.case.get_status_display())),
    )


def lines(call: Call, cases: Iterable[Application]) -> list[Line]:
    """One for each case, in the order given. A constant number of queries."""
    cases = list(cases)
    ranks, filed = ordering.district_ranks(call), _filed(cases)
    posted, joint = _posted(call), _joint(call)
    exceptions = set(
        EligibilityException.objects.filter(application__call=call).values_list(
            "application_id", flat=True
        )
    )
    return [
        Line(
            number=number,
            case=case,
            rules=call.rules,
            answers=filed.get(case.pk, {}),
            rank=ranks.get(case.pk),
            exception=case.pk in exceptions,
            posted=posted.get(case.pk, ""),
            joint=joint.get(case.pk, ""),
        )
        for number, case in enumerate(cases, start=1)
    ]


def _filed(cases: Iterable[Application]) -> dict[int, Mapping[str, Any]]:
    """What each filed last."""
    rows = Filing.objects.filter(application__in=list(cases)).order_by("number")
    return {
        pk: snapshot.read(content)["answers"]
        for pk, content in rows.values_list("application_id", "content")
    }


def _posted(call: Call) -> dict[int, str]:
    said = Opinion.objects.filter(
        application__call=call, desk=Desk.EMPLOYER_PUBLICITY, verdict=Verdict.PASS
    )
    return {
        pk: _("%(first)s to %(last)s, no objection")
        % {"first": detail.get("posted_on", ""), "last": detail.get("ended_on", "")}
        for pk, detail in said.order_by("id").values_list("application_id", "detail")
    }


def _joint(call: Call) -> dict[int, str]:
    """Departments without an issue of all that answered; this reaches the office alone."""
    rows = JointRequest.objects.filter(application__call=call, answered_at__isnull=False)
    asked: dict[int, int] = {}
    issues: dict[int, int] = {}
    for pk, answer in rows.values_list("application_id", "answer"):
        asked[pk] = asked.get(pk, 0) + 1
        issues[pk] = issues.get(pk, 0) + (answer == JointAnswer.ISSUE)
    return {
        pk: _("no issue") if not issues[pk] else _("with an issue: %(n)d") % {"n": issues[pk]}
        for pk in asked
    }


def cases_of(call: Call) -> list[Application]:
    """The list in its order; before it is made, everybody who has been filed and is alive."""
    rows = call.applications.select_related("person", "employer__supervisor").defer("answers")
    listed = list(rows.filter(list_position__isnull=False).order_by("list_position"))
    return listed or list(rows.filter(filings__isnull=False).distinct().order_by("pk"))


def heading(call: Call) -> str:
    return _("%(city)s %(call)s: summary table") % {
        "city": settings.CITY.name,
        "call": call.title,
    }
