"""Editable values built from the programme's own steps, so that no clock is without its label."""

from collections.abc import Mapping

from evaluations.rules import Clock, Parameter, Text, Track
from workflows.programmes import _sources as source
from workflows.programmes._words import WORKDAYS

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
