"""Eligibility rules as data: each knows its text, its source and the facts it looks at.

They are answered in ``evaluations.eligibility``; here is only what they say.
"""

import msgspec

from evaluations.rules.questions import Choice, Text, When


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What all rules share.

    ``text`` is the rule as the call prints it; ``source`` where it comes from;
    ``tracks`` limits it to some tracks (empty: all); ``exception`` tells whether
    a recorded exception (破格) with an approver may stand in for it; ``when`` limits it
    to applicants who gave one of some answers.
    """

    id: str
    text: Text
    source: str
    tracks: tuple[str, ...] = ()
    exception: bool = False
    when: When | None = None


class AgeAtLeast(Rule, frozen=True, kw_only=True, tag="age_at_least"):
    """``years`` completed on the call's cut-off date, never "today"."""

    years: int


class AgeAtMost(Rule, frozen=True, kw_only=True, tag="age_at_most"):
    """Not older than ``years`` completed years on the cut-off date.

    A limit of 50 on 2019-06-01 admits who was born after 1968-06-01 [S68].
    ``parameter`` names the editable value, if any.
    """

    years: int
    parameter: str = ""


class NoTitleHeld(Rule, frozen=True, kw_only=True, tag="no_title_held"):
    """Holds none of these titles (X1-X3 of the domain brief), registered or declared.

    ``declared_in`` is the table of the form that lists titles already held; its column
    ``title`` carries the title's code, ``until`` the last day of its management period.
    ``in_force_only`` forgives an expired management period.
    """

    titles: tuple[str, ...]
    declared_in: str = ""
    in_force_only: bool = False


class RenewedByResults(Rule, frozen=True, kw_only=True, tag="renewed_by_results"):
    """X3: who held one of ``titles`` comes again only with new results of the last years.

    Rows of ``tables`` count when ``date_column`` lies within ``within_years`` before the cut-off.
    """

    titles: tuple[str, ...]
    declared_in: str = ""
    tables: tuple[str, ...]
    within_years: int
    date_column: str = "date"
    minimum: int = 1
    honours: tuple[str, ...] = ()  # titles of ``declared_in`` that are a new result as well


class AnswerIs(Rule, frozen=True, kw_only=True, tag="answer_is"):
    """An answer must be one of ``values``. ``human`` values are sent to an officer instead of failing."""

    question: str
    values: tuple[str, ...]
    human: tuple[str, ...] = ()


class FactIs(Rule, frozen=True, kw_only=True, tag="fact_is"):
    """A fact from outside the form (a register, a joint check) must have one of ``values``.

    A fact nobody has reported is never a pass: it needs a human. ``choices`` are all answers
    that a reporter can give, with their words; one outside ``values`` and ``human`` fails.
    """

    fact: str
    values: tuple[str, ...]
    human: tuple[str, ...] = ()
    label: Text = Text("")
    choices: tuple[Choice, ...] = ()


class EmployedInCity(Rule, frozen=True, kw_only=True, tag="employed_in_city"):
    """Employer registered in the city (or stationed there) and the employment proved."""

    proof: tuple[str, ...]  # uploads, any of which proves it
    all_proofs: bool = False  # they prove it only together
    stationed: bool = True


class MinimumNumber(Rule, frozen=True, kw_only=True, tag="minimum_number"):
    """A numeric answer of at least ``minimum``; ``proof`` are uploads, any of which shows it."""

    question: str
    minimum: int
    unit: Text = Text("")
    proof: tuple[str, ...] = ()


class DateWithin(Rule, frozen=True, kw_only=True, tag="date_within"):
    """A date answer that lies in the last ``within_years`` years before the cut-off."""

    question: str
    within_years: int


class PeriodAtLeast(Rule, frozen=True, kw_only=True, tag="period_at_least"):
    """From the date ``since`` to the date ``until``, both included, at least ``years`` years.

    Five years from 1 March 2026 end on 28 February 2031. ``proof`` as in ``MinimumNumber``.
    """

    since: str
    until: str
    years: int
    proof: tuple[str, ...] = ()


class RowsAtLeast(Rule, frozen=True, kw_only=True, tag="rows_at_least"):
    """At least ``minimum`` rows over the named tables together ("one of the following").

    Only rows whose ``column`` has one of ``values`` count, where these are given; with
    ``within_years`` only rows whose ``date_column`` lies in that time before the cut-off.
    """

    tables: tuple[str, ...]
    minimum: int = 1
    column: str = ""
    values: tuple[str, ...] = ()
    within_years: int | None = None
    date_column: str = "date"


class SkillGradeAtLeast(Rule, frozen=True, kw_only=True, tag="skill_grade_at_least"):
    """A vocational skill grade of at least ``grade`` in the table ``table`` (column ``grade``).

    Grades are the "new eight grades": apprentice junior intermediate senior technician
    senior_technician special_technician chief_technician. The grade 首席技师 is not the
    municipal title 首席技师: two entities. A certificate dated (column ``date``) after the
    cut-off does not count. ``proof`` are uploads, any of which shows the grade.
    """

    table: str
    grade: str
    lower_with_exception: str = ""  # a lower grade that a recorded exception admits (破格)
    proof: tuple[str, ...] = ()


class ContestLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the rank table: in a contest of this level and class, ranks up to ``max_rank``."""

    level: str  # national, provincial, city
    grade: str  # class_1, class_2, joint
    max_rank: int
    id: str = ""  # so that a parameter can name it


class ContestRank(Rule, frozen=True, kw_only=True, tag="contest_rank"):
    """The rank table decides. ``question`` names the registered contest, ``rank`` the claimed rank.

    With ``in_table`` both are columns of that table and any row may qualify.
    ``within_years``: the contest was held in that time before the cut-off.
    """

    question: str
    rank: str
    table: tuple[ContestLine, ...]
    in_table: str = ""
    within_years: int | None = None


class OpensLevel(msgspec.Struct, frozen=True, kw_only=True):
    """What one basis opens: every level up to ``highest``; empty or "none" opens none."""

    id: str
    highest: str


class LevelOpened(Rule, frozen=True, kw_only=True, tag="level_opened"):
    """The level applied for (``question``) is opened by the answer to ``basis``.

    ``levels`` in rising order. A basis without a line in ``table`` needs a human.
    """

    question: str
    basis: str
    levels: tuple[str, ...]
    table: tuple[OpensLevel, ...]


class Postponement(msgspec.Struct, frozen=True, kw_only=True):
    """An appraisal result that postpones an application by ``years``."""

    id: str  # the value in the column ``result``
    years: int


class AppraisalsClear(Rule, frozen=True, kw_only=True, tag="appraisals_clear"):
    """X10: no appraisal still postpones, and the last ``last_years`` years are all answered for.

    ``table`` has the columns ``year`` and ``result``. Postponements add up.
    """

    table: str
    last_years: int
    postpones: tuple[Postponement, ...]
    unclear: tuple[str, ...] = ()  # results that say nothing: a person must ask


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """``minimum`` hours a year in the column ``id``."""

    id: str
    label: Text
    minimum: int


class HoursEachYear(Rule, frozen=True, kw_only=True, tag="hours_each_year"):
    """Continuing education: enough hours of each kind in each of the last ``last_years`` years.

    ``table`` has a column ``year`` and one column for each of ``hours``.
    """

    table: str
    last_years: int
    hours: tuple[Hours, ...]


class AnyOf(Rule, frozen=True, kw_only=True, tag="any_of"):
    """One of several is enough ("符合下列条件之一")."""

    of: tuple["Condition", ...]


Condition = (
    AgeAtLeast
    | AgeAtMost
    | NoTitleHeld
    | RenewedByResults
    | AnswerIs
    | FactIs
    | EmployedInCity
    | MinimumNumber
    | DateWithin
    | PeriodAtLeast
    | RowsAtLeast
    | SkillGradeAtLeast
    | ContestRank
    | LevelOpened
    | AppraisalsClear
    | HoursEachYear
    | AnyOf
)
