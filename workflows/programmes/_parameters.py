"""Editable values built from the programme's own steps, so that no clock is without its label."""

from collections.abc import Mapping

from evaluations.rules import (
    Ballot,
    Choice,
    Clock,
    Parameter,
    Places,
    Rubric,
    Tenure,
    Text,
    Track,
)
from workflows.programmes import _sources as source
from workflows.programmes._words import PLACES, POINTS, WORKDAYS, YEARS, YUAN, choices

DESKS: Mapping[str, tuple[str, str]] = {
    "employer": ("单位推荐", "Employer recommendation"),
    "employer_publicity": ("单位公示", "Employer publicity"),
    "supervisor": ("主管部门审核", "Supervising department"),
    "district": ("区市初审", "District first review"),
    "formal_check": ("形式审查", "Formal check"),
    "qualification": ("资格审查", "Qualification check"),
    "qualification_approval": ("资格审查复核", "Qualification approval"),
    "panel": ("专家评审", "Expert review"),
    "defence": ("答辩", "Defence"),
    "site_visit": ("实地考察", "Site visit"),
    "vote": ("评委会票决", "Committee vote"),
    "inspection": ("考察", "Inspection"),
    "joint_review": ("部门联审", "Joint review"),
}


def number(
    id: str,
    zh: str,
    en: str,
    value: int,
    *sets: str,
    source: str,
    standing: str = "comparator",
    unit: Text = Text(""),  # noqa: B008 - frozen
    minimum: int = 1,
    maximum: int | None = None,
) -> Parameter:
    """A whole number the office may change; one place is "sets", "id" where none is given."""
    return Parameter(
        id=id,
        label=Text(zh, en),
        value=value,
        source=source,
        standing=standing,
        unit=unit,
        sets=sets or (id,),
        minimum=minimum,
        maximum=maximum,
    )


def choice(
    id: str, zh: str, en: str, value: str, *sets: str, source: str, choices: tuple[Choice, ...]
) -> Parameter:
    """One word out of ``choices`` that the office may change."""
    return Parameter(
        id=id, label=Text(zh, en), value=value, source=source, sets=sets, choices=choices
    )


def scoring(rubric: Rubric, *, origin: str) -> tuple[Parameter, ...]:
    """The weights and the size of the panel."""
    weights = tuple(
        number(
            f"weight.{c.id}",
            f"权重：{c.label.zh}",
            f"Weight: {c.label.en}",
            c.weight,
            f"rubric.criteria.{c.id}.weight",
            source=origin,
            standing="default",
            unit=POINTS,
            maximum=100,
        )
        for c in rubric.criteria
    )
    sizes = {
        "experts": ("每份材料的评审专家数", "Experts for each file", rubric.experts),
        "trim_from": (
            "达到此人数时去掉一个最高分和一个最低分",
            "Scorers from which the highest and lowest are dropped",
            rubric.trim_from,
        ),
    }
    return weights + tuple(
        number(f"panel.{name}", zh, en, value, f"rubric.{name}", source=origin, standing="default")
        for name, (zh, en, value) in sizes.items()
    )


def ballot_shares(ballot: Ballot, *, origin: str) -> tuple[Parameter, ...]:
    """Quorum, threshold and base of a secret ballot; shares are written "2/3"."""
    return (
        Parameter(
            id="ballot.quorum",
            label=Text("出席人数不少于", "Quorum"),
            value="{}/{}".format(*ballot.quorum),
            source=origin,
            sets=("ballot.quorum",),
        ),
        Parameter(
            id="ballot.threshold",
            label=Text("同意票不少于", "Votes needed"),
            value="{}/{}".format(*ballot.threshold),
            source=origin,
            sets=("ballot.threshold",),
        ),
        Parameter(
            id="ballot.base",
            label=Text("同意票的计算基数", "Votes counted against"),
            value=ballot.base,
            source=origin,
            sets=("ballot.base",),
            choices=choices(
                ("PRESENT", "出席人数", "those present"), ("ELIGIBLE", "应到人数", "those eligible")
            ),
        ),
    )


def tenure_terms(tenure: Tenure) -> tuple[Parameter, ...]:
    origin, standing = tenure.source, tenure.standing
    return (
        number(
            "tenure.years",
            "管理期",
            "Management period",
            tenure.years,
            source=origin,
            standing=standing,
            unit=YEARS,
            maximum=20,
        ),
        number(
            "tenure.monthly_stipend",
            "每月津贴",
            "Monthly stipend",
            tenure.monthly_stipend,
            source=origin,
            standing=standing,
            unit=YUAN,
            minimum=0,
        ),
    )


def bucket_places(places: Places, *, origin: str, standing: str) -> tuple[Parameter, ...]:
    return tuple(
        number(
            f"places.{bucket.id}",
            f"名额：{bucket.label.zh}",
            f"Places: {bucket.label.en}",
            bucket.places,
            f"places.buckets.{bucket.id}.places",
            source=origin,
            standing=standing,
            unit=PLACES,
        )
        for bucket in places.buckets
    )


def reserve_list(places: Places, *, origin: str) -> Parameter:
    """递补: nobody moves up unless the call says so (domain brief 1.4)."""
    return Parameter(
        id="places.reserve",
        label=Text("递补名单", "Reserve list"),
        value="yes" if places.reserve else "no",
        source=origin,
        standing="default",
        sets=("places.reserve",),
        choices=choices(
            ("no", "不设递补", "none: nobody moves up"),
            ("yes", "设递补名单", "kept: the next one moves up"),
        ),
    )


def notice_clock(tracks: tuple[Track, ...], *, origin: str) -> Parameter:
    """How long the employer must have posted its own notice, in all tracks."""
    found = {
        f"tracks.{track.id}.route.{step.desk}.notice.n": step.notice.n
        for track in tracks
        for step in track.route
        if step.notice
    }
    return number(
        "employer_notice",
        "单位公示天数",
        "Days of the employer's notice",
        next(iter(found.values())),
        *found,
        source=origin,
        unit=WORKDAYS,
        minimum=5,
        maximum=30,
    )


def desk_clocks(tracks: tuple[Track, ...]) -> tuple[Parameter, ...]:
    """One parameter for each desk, over all tracks that give it the same time."""
    places: dict[tuple[str, Clock], list[str]] = {}
    for track in tracks:
        for step in track.route:
            path = f"tracks.{track.id}.route.{step.desk}.clock.n"
            places.setdefault((step.desk, step.clock), []).append(path)
    seen: dict[str, int] = {}
    found = []
    for (desk, clock), paths in places.items():
        seen[desk] = seen.get(desk, 0) + 1
        zh, en = DESKS[desk]
        found.append(
            number(
                f"clock.{desk}" if seen[desk] == 1 else f"clock.{desk}.{seen[desk]}",
                f"{zh}时限",
                f"Time for: {en}",
                clock.n,
                *paths,
                source=source.UNKNOWN,
                standing="default",
                unit=WORKDAYS,
                maximum=250,
            )
        )
    return tuple(found)


def office_clocks(
    *, publicity: int, supplement: int, correction: int, objection: int, publicity_source: str
) -> tuple[Parameter, ...]:
    """The clocks of the programme itself, in working days."""
    return (
        number(
            "publicity",
            "公示期",
            "Publicity",
            publicity,
            "publicity.n",
            source=publicity_source,
            unit=WORKDAYS,
            minimum=5,
            maximum=30,
        ),
        number(
            "supplement",
            "一次性补正时限",
            "Time to answer a supplement notice",
            supplement,
            "supplement.n",
            source=source.UNKNOWN,
            standing="default",
            unit=WORKDAYS,
            maximum=60,
        ),
        number(
            "correction",
            "退回修改时限",
            "Time to correct a returned application",
            correction,
            "correction.n",
            source=source.UNKNOWN,
            standing="default",
            unit=WORKDAYS,
            maximum=60,
        ),
        number(
            "objection_handling",
            "异议核查时限",
            "Time to handle an objection",
            objection,
            "objection_handling.n",
            source=source.OBJECTIONS,
            unit=WORKDAYS,
            maximum=60,
        ),
    )
