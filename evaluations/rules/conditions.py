"""Eligibility rules as data: each knows its text, its source and the facts it looks at.

They are answered in ``evaluations.eligibility``; here is only what they say.
"""

import msgspec

from evaluations.rules.questions import Text


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What all rules share.

    ``text`` is the rule as the call prints it; ``source`` where it comes from;
    ``tracks`` limits it to some tracks (empty: all); ``exception`` tells whether
    a recorded exception (破格) with an approver may stand in for it.
    """

    id: str
    text: Text
    source: str
    tracks: tuple[str, ...] = ()
    exception: bool = False


class AgeAtLeast(Rule, frozen=True, kw_only=True, tag="age_at_least"):
    """``years`` completed on the call's cut-off date, never "today"."""

    years: int


class AgeAtMost(Rule, frozen=True, kw_only=True, tag="age_at_most"):
    """Not older than ``years`` on the cut-off date. ``parameter`` names the editable value, if any."""

    years: int
    parameter: str = ""


class NoTitleHeld(Rule, frozen=True, kw_only=True, tag="no_title_held"):
    """Holds none of these titles (X1-X3 of the domain brief), registered or declared.

    ``declared_in`` is the table of the form that lists titles already held; its column
    ``title`` carries the title's code. ``in_force_only`` forgives an expired management period.
    """

    titles: tuple[str, ...]
    declared_in: str = ""
    in_force_only: bool = False


class AnswerIs(Rule, frozen=True, kw_only=True, tag="answer_is"):
    """An answer must be one of ``values``. ``human`` values are sent to an officer instead of failing."""

    question: str
    values: tuple[str, ...]
    human: tuple[str, ...] = ()


class FactIs(Rule, frozen=True, kw_only=True, tag="fact_is"):
    """A fact from outside the form (a register, a joint check) must have one of ``values``.

    A fact nobody has reported is never a pass: it needs a human.
    """

    fact: str
    values: tuple[str, ...]


class EmployedInCity(Rule, frozen=True, kw_only=True, tag="employed_in_city"):
    """Employer registered in the city (or stationed there) and the employment proved."""

    proof: tuple[str, ...]  # uploads, any of which proves it
    stationed: bool = True


class MinimumNumber(Rule, frozen=True, kw_only=True, tag="minimum_number"):
    """A numeric answer of at least ``minimum``."""

    question: str
    minimum: int
    unit: Text = Text("")


class RowsAtLeast(Rule, frozen=True, kw_only=True, tag="rows_at_least"):
    """At least ``minimum`` rows over the named tables together ("one of the following")."""

    tables: tuple[str, ...]
    minimum: int = 1


class SkillGradeAtLeast(Rule, frozen=True, kw_only=True, tag="skill_grade_at_least"):
    """A vocational skill grade of at least ``grade`` in the table ``table`` (column ``grade``).

    Grades are the "new eight grades": apprentice junior intermediate senior technician
    senior_technician special_technician chief_technician. The grade 首席技师 is not the
    municipal title 首席技师: two entities.
    """

    table: str
    grade: str
    lower_with_exception: str = ""  # a lower grade that a recorded exception admits (破格)


class ContestLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the rank table: in a contest of this level and class, ranks up to ``max_rank``."""

    level: str  # national, provincial, city
    grade: str  # class_1, class_2, joint
    max_rank: int


class ContestRank(Rule, frozen=True, kw_only=True, tag="contest_rank"):
    """The rank table decides. ``question`` names the registered contest, ``rank`` the claimed rank."""

    question: str
    rank: str
    table: tuple[ContestLine, ...]


Condition = (
    AgeAtLeast
    | AgeAtMost
    | NoTitleHeld
    | AnswerIs
    | FactIs
    | EmployedInCity
    | MinimumNumber
    | RowsAtLeast
    | SkillGradeAtLeast
    | ContestRank
)
