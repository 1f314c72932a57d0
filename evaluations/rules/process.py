"""How a programme is run: tracks, desks, clocks, scoring, places, the paper at the end."""

from typing import Literal

import msgspec

from evaluations.rules.questions import Choice, Text, When

Unit = Literal["WORKDAY", "DAY", "MONTH"]
Standing = Literal["law", "plan", "city", "comparator", "default", "office"]


class Clock(msgspec.Struct, frozen=True):
    """A length of time: ``n`` working days, calendar days or months."""

    n: int
    unit: Unit = "WORKDAY"


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A value the office may change for one call.

    ``standing`` says whose rule it is: "law" and "city" bind, "plan" is the city's plan,
    "comparator" is another city's practice offered as a default, "default" is a value for which
    no rule was found and which the office must confirm, "office" was set for this call.
    ``sets`` are the places in the programme that take the value, as paths: "publicity.n",
    "conditions.X7.years", "tracks.by_selection.route.employer.clock.n". A pair of integers
    is written "2/3".
    """

    id: str
    label: Text
    value: int | str
    source: str
    standing: Standing = "comparator"
    unit: Text = Text("")
    sets: tuple[str, ...] = ()
    minimum: int = 0  # a number below it is refused: the floor of the law, or common sense
    maximum: int | None = None
    choices: tuple[Choice, ...] = ()  # of a value that is a word
    longest: int = 20  # characters, of a value that is text


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One desk of a route.

    ``applies``: "always"; "supervised" only for employers that have a supervising department;
    "district" only for employers that belong to a district (a stationed or city-direct
    unit reports straight to the city).
    """

    desk: str
    clock: Clock
    applies: Literal["always", "supervised", "district"] = "always"
    notice: Clock | None = None  # employer publicity: how long the unit must have posted it
    collective: bool = False  # employer: a collective decision record is required
    ranked: bool = False  # district: recommends in an order within its quota
    departments: tuple[str, ...] = ()  # joint review: who is asked
    waivable: bool = False  # an exempt track may skip it with a recorded reason


class Delegation(msgspec.Struct, frozen=True, kw_only=True):
    """自主遴选认定: an employer chooses by the city's standard and files; the city may veto.

    Source: the city's plan [S00]; precedent of 25 firms with 2 places each for 2 years [S114].
    """

    places: int  # per delegated employer and period
    period: Clock
    veto: Clock  # the city may object until this has run out
    sample_percent: int  # share of files audited in full


class Provisional(msgspec.Struct, frozen=True, kw_only=True):
    """预引进: approved on intent; effective on contract and arrival within ``within``, else it lapses.

    ``when`` says which applicants are on intent; None: all of the track.
    """

    within: Clock
    when: When | None = None


class Milestone(msgspec.Struct, frozen=True, kw_only=True):
    """A point of the task book (任务书): ``year`` of the management period, share of the funds."""

    id: str
    label: Text
    year: int
    percent: int


class Track(msgspec.Struct, frozen=True, kw_only=True):
    """A way in (申报通道): its own questions, conditions and order of desks."""

    id: str
    label: Text
    intro: Text
    route: tuple[Step, ...]
    waives: tuple[str, ...] = ()  # ids of rules this track does not apply
    list_bucket: str = ""
    office: Text = Text(
        ""
    )  # the class office that runs its checks, where it is not the programme's
    delegation: Delegation | None = None
    provisional: Provisional | None = None


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    label: Text
    weight: int  # full marks of this criterion
    guidance: Text = Text("")


class Rubric(msgspec.Struct, frozen=True, kw_only=True):
    """Scoring by experts. The weights add up to 100."""

    criteria: tuple[Criterion, ...]
    experts: int = 5
    trim_from: int = 5  # with this many scorers or more, drop one highest and one lowest
    blind: bool = True
    tie_break: tuple[str, ...] = ()  # criteria compared in this order when totals are equal


class Ballot(msgspec.Struct, frozen=True, kw_only=True):
    """A secret ballot in integers: for * denominator >= numerator * base."""

    quorum: tuple[int, int] = (2, 3)
    threshold: tuple[int, int] = (2, 3)
    base: Literal["PRESENT", "ELIGIBLE"] = "PRESENT"


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """Places with their own cut line."""

    id: str
    label: Text
    places: int
    tracks: tuple[str, ...] = ()


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """How many, and what limits them. Empty buckets: no quota, everyone who qualifies."""

    buckets: tuple[Bucket, ...] = ()
    max_per_occupation: int | None = None
    max_per_district: int | None = None  # of those selected
    recommended_per_district: int | None = None  # the quota of a district that ranks
    reserve: bool = False  # 递补: a reserve list exists only where the call allows it


class Tenure(msgspec.Struct, frozen=True, kw_only=True):
    """The management period after selection (管理期)."""

    years: int
    monthly_stipend: int = 0  # yuan
    source: str = ""
    standing: Standing = "comparator"


class CertificateText(msgspec.Struct, frozen=True, kw_only=True):
    """What the paper says. ``wording`` fills only the closed set of placeholders of the paper room."""

    title: Text
    wording: str
    issuers: tuple[str, ...]  # codes of issuers in the city's configuration, main issuer first
    design: str = "honour"
    photo: bool = False
    field: str = ""  # the question whose answer fills {field}: occupation, specialty
    # What holders make of it: so many copies for a purpose at once, each so many days; a shared
    # link works so many days at most. The national e-certificates [S106]: three in 90 days.
    copies: int = 3
    copy_days: int = 90
    link_days: int = 90
