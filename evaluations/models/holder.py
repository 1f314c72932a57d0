"""Holders: a title with its tenure clock, its own law of moves, and what is reported every year."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from evaluations.models.application import Application
from evaluations.models.constraints import paired
from evaluations.models.organisation import Organisation
from evaluations.models.people import Person, User
from evaluations.models.proposal import Proposal
from evaluations.models.status_field import StatusField


class HoldingStatus(models.TextChoices):
    """Source: domain brief 6.3."""

    ACTIVE = "active", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    EXPIRED = "expired", _("Tenure ended")
    TERMINATED = "terminated", _("Ended early")
    REVOKED = "revoked", _("Revoked")


IN_TENURE = frozenset({HoldingStatus.ACTIVE, HoldingStatus.SUSPENDED})


class ExitGround(models.TextChoices):
    """Why a title ends before its time. Sources: [S91] and the domain brief 6.3; a default list."""

    PENALTY = "penalty", _("crime, or a disciplinary penalty")
    ACCIDENT = "accident", _("responsible for a serious accident")
    LEFT_CITY = "left_city", _("left the city")
    LEFT_POST = "left_post", _("left the post, or away from it for more than 3 months")
    UNQUALIFIED = "unqualified", _("two yearly reviews in a row unqualified")
    REFUSES = "refuses", _("refuses the duties of the title, such as training apprentices")
    NO_REVIEW = "no_review", _("refuses the yearly review")
    OWN_WISH = "own_wish", _("gives the title up")
    DECEASED = "deceased", _("deceased")


class Holding(models.Model):
    """One title of one person. ``until``: last day of the tenure, None for an honour without one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="holding"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    employer = models.ForeignKey(  # the present one: it may differ from the one that recommended
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title_code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=100)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    monthly_stipend = models.PositiveIntegerField(default=0)  # yuan
    status = StatusField(
        max_length=12, choices=HoldingStatus.choices, default=HoldingStatus.ACTIVE, protected=True
    )
    version = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="holding_status_known", condition=Q(status__in=HoldingStatus.values)
            ),
            models.CheckConstraint(
                name="holding_tenure_runs_forward",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
            paired("holding", "entered"),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="holding_status"),
            models.Index(
                fields=["until"],
                condition=Q(status__in=["active", "suspended"]),
                name="holding_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.application}"

    @property
    def subject(self) -> str:
        """Its name in the record."""
        return f"holding:{self.public_id}"

    # --- The law of moves ---

    @transition(status, source=HoldingStatus.ACTIVE, target=HoldingStatus.SUSPENDED)
    def suspend(self) -> None: ...

    @transition(status, source=HoldingStatus.SUSPENDED, target=HoldingStatus.ACTIVE)
    def resume(self) -> None: ...

    @transition(status, source=sorted(IN_TENURE), target=HoldingStatus.EXPIRED)
    def expire(self) -> None: ...

    @transition(status, source=sorted(IN_TENURE), target=HoldingStatus.TERMINATED)
    def terminate(self) -> None: ...

    @transition(
        status,
        source=[*sorted(IN_TENURE), HoldingStatus.EXPIRED, HoldingStatus.TERMINATED],
        target=HoldingStatus.REVOKED,
    )
    def revoke(self) -> None: ...


class HoldingChange(models.Model):
    """One row for each change of a title. ``document``: the decision it rests on."""

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=12, choices=HoldingStatus.choices)
    after = models.CharField(max_length=12, choices=HoldingStatus.choices)
    ground = models.CharField(max_length=20, choices=ExitGround.choices, blank=True)
    reason = models.TextField(blank=True)
    document = models.CharField(max_length=60, blank=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30)  # "clock" where time itself acted
    effective_on = models.DateField()
    at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["holding", "version"], name="holdingchange_once"),
            models.CheckConstraint(name="holdingchange_moves", condition=~Q(before=F("after"))),
        ]

    def __str__(self) -> str:
        return f"{self.holding}: {self.before} -> {self.after}"


class ReviewResult(models.TextChoices):
    EXCELLENT = "excellent", _("excellent")
    QUALIFIED = "qualified", _("qualified")
    BASIC = "basic", _("basically qualified")
    UNQUALIFIED = "unqualified", _("unqualified")


class YearlyReview(models.Model):
    """One year of a title: the holder reports, the employer vouches, the district decides.

    The goals are those of a comparator: study, skill, innovation, training [S27].
    """

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField()
    study = models.TextField(blank=True)
    skill = models.TextField(blank=True)
    innovation = models.TextField(blank=True)
    training = models.TextField(blank=True)
    goals = models.TextField(blank=True)  # of the year to come
    returned_because = models.TextField(blank=True)  # the employer gave it back
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_result = models.CharField(max_length=12, choices=ReviewResult.choices, blank=True)
    employer_opinion = models.TextField(blank=True)
    vouched_at = models.DateTimeField(null=True, blank=True)
    vouched_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.CharField(max_length=12, choices=ReviewResult.choices, blank=True)
    opinion = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["holding", "year"], name="yearlyreview_once"),
            paired("yearlyreview", "filed"),
            paired("yearlyreview", "vouched"),
            paired("yearlyreview", "decided"),
            models.CheckConstraint(
                name="yearlyreview_result_with_decision",
                condition=Q(decided_at=None, result="")
                | Q(decided_at__isnull=False, result__in=ReviewResult.values),
            ),
            models.CheckConstraint(
                name="yearlyreview_one_after_another",
                condition=(Q(vouched_at=None) | Q(filed_at__isnull=False))
                & (Q(decided_at=None) | Q(vouched_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holding} {self.year}"

    @property
    def lies_with(self) -> str:
        """ "holder", "employer", "district" or "" when it is decided."""
        if self.decided_at is not None:
            return ""
        if self.vouched_at is not None:
            return "district"
        return "employer" if self.filed_at is not None else "holder"


class HoldingEvent(models.Model):
    """Something that happened to a holder and that the office has to weigh (domain brief 6.2)."""

    class Kind(models.TextChoices):
        EMPLOYER = "employer", _("changed employer")
        LEFT_CITY = "left_city", _("left the city")
        LEFT_POST = "left_post", _("left the front line or the post")
        RETIRED = "retired", _("retired")
        PROMOTED = "promoted", _("promoted")
        PENALTY = "penalty", _("penalty or inquiry")
        DECEASED = "deceased", _("deceased")

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    happened_on = models.DateField()
    words = models.TextField(blank=True)
    employer = models.ForeignKey(  # the new one
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    conclusion = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [paired("holdingevent", "reported"), paired("holdingevent", "settled")]

    def __str__(self) -> str:
        return f"{self.holding}: {self.kind}"


class StipendList(models.Model):
    """A year's list as it went to finance. Never changed: a correction is the next number."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    lines = models.TextField()  # canonical JSON of evaluations.stipend lines
    lines_hash = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    total = models.PositiveBigIntegerField()  # yuan
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="stipendlist_once"),
            paired("stipendlist", "made"),
        ]

    def __str__(self) -> str:
        return f"{self.year} / {self.number}"


class StipendPayment(models.Model):
    """Finance paid a frozen list. Never changed."""

    list = models.OneToOneField(StipendList, on_delete=models.PROTECT, related_name="payment")
    paid_on = models.DateField()
    voucher = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [paired("stipendpayment", "recorded")]

    def __str__(self) -> str:
        return f"{self.list}: {self.paid_on}"
