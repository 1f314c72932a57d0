"""Experts in the demo city: a pool, draws before the observer, blind scores, secret ballots."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from django.db import transaction

from evaluations.actions import assigning, ballot, experts, meeting, panel, reviewing
from evaluations.desks import Desk
from evaluations.draw import Terms
from evaluations.models import Application, Expert, Meeting, Panel, Review, User
from evaluations.pool import PANEL_DESKS
from evaluations.rules import Rubric
from workflows import desk, panels
from workflows.demo import copies
from workflows.demo.cases import advance
from workflows.demo.city import DemoCity
from workflows.demo.stage import Stage
from workflows.synthetic.opened import fresh

_UNITS = ("邻海市技师学院", "邻海市机械研究所", "省工程职业大学", "省装备研究院", "星湖开放大学")
_FIELDS = ("机械加工", "电气自动化", "焊接", "信息技术", "新材料", "医药")
_TITLES = ("高级工程师", "正高级工程师", "高级技师", "教授", "首席技师")
# The longest that an expert's undertaking, scores and meetings of one step take, in days.
STEP = 4


def fill_pool(city: DemoCity, dice: Random, *, users: Sequence[User], at) -> list[Expert]:
    """Every account with the role of an expert gets a profile; most work outside the city."""
    office = city.officials["office"]
    found = []
    for index, user in enumerate(users):
        inside = index % 5 == 4
        found.append(
            experts.register_expert(
                user=user,
                employer=city.employers[index % len(city.employers)] if inside else None,
                unit="" if inside else _UNITS[index % len(_UNITS)],
                title=_TITLES[index % len(_TITLES)],
                level="senior" if index % 3 else "associate",
                specialties=dice.sample(_FIELDS, 2),
                external=not inside and index % len(_UNITS) < 4,
                by=office,
                at=at,
            )
        )
    return found


def draw(
    stage: Stage, *, day: float, count: int, reserves: int = 1, external_percent: int = 20
) -> Panel:
    """Planned, drawn before the observer the next day, signed by everybody."""
    terms = Terms(count=count, reserves=reserves, external_percent=external_percent)
    planned = panel.plan(
        call=stage.call,
        terms=terms,
        observer=stage.city.officials["observer"],
        by=stage.office,
        at=stage.day(day),
    )
    word = f"{stage.dice.randrange(10_000):04}"
    at = stage.day(day + 0.1)
    panel.draw(draw_id=planned.pk, witness=word, by=stage.office, at=at)
    for member in panel.live(planned.panel):
        reviewing.sign_undertaking(member_id=member.pk, by=member.expert.user, at=at)
    return planned.panel


def assign(stage: Stage, drawn: Panel, *, day: float, leave: int = 0) -> list[Review]:
    """``leave``: so many files wait for their blind copies."""
    copies.prepare(stage, day=day, leave=leave)
    return assigning.assign(panel_id=drawn.pk, by=stage.office, at=stage.day(day))


def score(stage: Stage, review: Review, *, day: float, level: int | None = None) -> None:
    """One expert's marks: each has a hand of his own, a few points up or down. ``level``: where all
    agree, in percent."""
    rubric = stage.call.rules.rubric
    hand = review.member.number % 5 - 2
    marks = _marks(stage.dice, rubric, hand=hand) if level is None else _agreed(rubric, level)
    reviewing.submit(
        review_id=review.pk,
        marks=marks,
        comment="材料真实，业绩与岗位相符。",
        by=review.member.expert.user,
        at=stage.day(day),
    )


def _marks(dice: Random, rubric: Rubric, *, hand: int) -> dict[str, str]:
    found = {}
    for criterion in rubric.criteria:
        share = dice.randrange(68, 96) + hand
        found[criterion.id] = str(max(0, min(criterion.weight, criterion.weight * share // 100)))
    return found


def _agreed(rubric: Rubric, level: int) -> dict[str, str]:
    return {c.id: str(c.weight * level // 100) for c in rubric.criteria}


def score_all(stage: Stage, drawn: Panel, *, day: float, levels: Sequence[int] = ()) -> None:
    """``levels``: for the first files of the panel, where all its experts agree."""
    agreed = dict(
        zip(drawn.cases.order_by("code").values_list("pk", flat=True), levels, strict=False)
    )
    rows = Review.objects.filter(panel_case__panel=drawn, submitted_at=None, ended_at=None)
    for review in rows.select_related("member__expert__user"):
        score(stage, review, day=day, level=agreed.get(review.panel_case_id))


def recuse_one(stage: Stage, drawn: Panel, *, day: float) -> None:
    """One expert recognises a former apprentice and steps back."""
    rows = Review.objects.filter(panel_case__panel=drawn, ended_at=None, submitted_at=None)
    review = rows.select_related("member__expert__user").order_by("pk").first()
    if review is not None:
        assigning.recuse(
            review_id=review.pk,
            reason="疑为本人曾带徒弟，申请回避",
            by=review.member.expert.user,
            at=stage.day(day),
        )


def close(stage: Stage, drawn: Panel, *, day: float) -> None:
    panels.close_scoring(Panel.objects.get(pk=drawn.pk), by=stage.office, at=stage.day(day))


def vote(stage: Stage, drawn: Panel, where: Desk, *, day: float) -> Meeting:
    """Everybody signs in; file by file everybody votes; at most one vote against each."""
    at = stage.day(day)
    held = meeting.convene(
        panel=drawn,
        desk=where,
        place="星湖市人才大厦三楼会议室",
        held_on=at.date(),
        chair=panel.live(drawn)[0],
        by=stage.office,
        at=at - timedelta(hours=2),
    )
    users = [seat.member.expert.user for seat in held.seats.select_related("member__expert__user")]
    for user in users:
        meeting.sign_in(meeting_id=held.pk, by=user, at=at)
    for item in held.items.all():
        _vote_on(stage, item.pk, at=at)
    panels.close_meeting(held, by=stage.office, at=at)
    return held


def _vote_on(stage: Stage, item_id: int, *, at) -> None:
    item = ballot.open_item(item_id=item_id, by=stage.office, at=at)
    rights = item.rights.select_related("seat__member__expert__user").order_by("seat")
    for index, right in enumerate(rights):
        against = index == 0 and stage.dice.random() < 0.4
        choice = "against" if against else "for"
        ballot.cast(item_id=item_id, choice=choice, by=right.seat.member.expert.user)
    ballot.close_item(item_id=item_id, by=stage.office, at=at)


def through(
    stage: Stage,
    cases: Sequence[Application],
    *,
    day: float,
    until: Sequence[Desk] = (),
    levels: Sequence[int] = (),
) -> list[Application]:
    """Whoever lies before experts is scored, heard and voted on, until all have reached the list,
    or one of the desks ``until``."""
    drawn: Panel | None = None
    while waiting := {where for case in cases if (where := _desk_of(case)) in PANEL_DESKS}:
        where = min(waiting, key=PANEL_DESKS.index)
        with transaction.atomic():
            drawn = drawn or draw(stage, day=day, count=_size(stage))
            if where == Desk.PANEL:
                _scored(stage, drawn, day=day, levels=levels)
            else:
                vote(stage, drawn, Desk(where), day=day + 2)
        day += STEP
        cases = [_onward(stage, case, day=day, until=until) for case in cases]
    return [fresh(case) for case in cases]


def _size(stage: Stage) -> int:
    """One more than each file needs, so that a recusal finds a replacement."""
    rubric = stage.call.rules.rubric
    return (rubric.experts if rubric else 5) + 1


def _scored(stage: Stage, drawn: Panel, *, day: float, levels: Sequence[int]) -> None:
    assign(stage, drawn, day=day + 0.2)
    recuse_one(stage, drawn, day=day + 0.5)
    score_all(stage, drawn, day=day + 1, levels=levels)
    close(stage, drawn, day=day + 2)


def _desk_of(case: Application) -> str:
    task = desk.open_task(case)
    return task.desk if task else ""


def _onward(
    stage: Stage, case: Application, *, day: float, until: Sequence[Desk] = ()
) -> Application:
    stops = (*PANEL_DESKS, *until)
    with transaction.atomic():
        if _desk_of(case) in {"", *stops, Desk.LIST, Desk.CORRECTION}:
            return case
        return advance(stage, fresh(case), until=stops, day=day)


def at_work(stage: Stage, *, day: float, everybody: int) -> None:
    """A panel of the whole pool in the middle of its scoring: some submitted, a draft, the rest open."""
    drawn = draw(stage, day=day, count=everybody, reserves=0)
    given = assign(stage, drawn, day=day + 0.2, leave=2)
    for index, review in enumerate(given):
        row = Review.objects.select_related("member__expert__user").get(pk=review.pk)
        if index % 3 == 0:
            score(stage, row, day=day + 1)
        elif index % 7 == 1:
            reviewing.save_draft(
                review_id=row.pk,
                marks=dict(list(_marks(stage.dice, stage.call.rules.rubric, hand=0).items())[:3]),
                comment="",
                by=row.member.expert.user,
                at=stage.day(day + 1),
            )
