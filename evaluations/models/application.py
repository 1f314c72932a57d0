"""The application: its status, the whole law of its moves on one screen, and what was filed."""

import uuid

from django.db import models
from django.db.models import F, Q
from django_fsm import transition

from evaluations.models.call import Call
from evaluations.models.constraints import paired
from evaluations.models.organisation import Organisation
from evaluations.models.people import Person, User
from evaluations.models.status_field import StatusField
from evaluations.status import BEFORE_LIST, CORRECTABLE, LIVE, ON_LIST, RECHECKABLE, Status


class Application(models.Model):
    """One person's case in one call. Only ``evaluations.actions`` moves it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=20, unique=True)  # read out on the phone
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    track = models.CharField(max_length=30)
    status = StatusField(
        max_length=20, choices=Status.choices, default=Status.DRAFT, protected=True
    )
    version = models.PositiveIntegerField(default=1)
    answers = models.JSONField(default=dict, blank=True)  # the working copy; filings keep theirs
    occupation = models.CharField(max_length=100, blank=True)  # copied from the filing, for lists
    list_position = models.PositiveIntegerField(null=True, blank=True)
    decision = models.ForeignKey(
        "evaluations.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    last_change = models.DateTimeField()
    last_actor = models.ForeignKey(  # empty: the clock
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "call"],
                condition=Q(status__in=sorted(LIVE)),
                name="application_one_live_per_person_and_call",
            ),
            models.CheckConstraint(
                name="application_status_known", condition=Q(status__in=Status.values)
            ),
            paired("application", "created"),
        ]
        indexes = [
            models.Index(fields=["call", "status", "id"], name="application_call_status"),
            models.Index(fields=["call", "list_position"], name="application_list"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        """Its name in the record."""
        return f"application:{self.public_id}"

    # --- The law of moves: source, target. Conditions and permission are asked by the actions. ---

    @transition(status, source=[Status.DRAFT, *sorted(CORRECTABLE)], target=Status.FILED)
    def file(self): ...

    @transition(status, source=Status.FILED, target=Status.DRAFT)
    def recall(self): ...

    @transition(status, source=Status.FILED, target=Status.RETURNED)
    def return_for_correction(self): ...

    @transition(status, source=Status.FILED, target=Status.SUPPLEMENT_DUE)
    def require_supplement(self): ...

    @transition(
        status, source=[Status.DRAFT, Status.FILED, *sorted(CORRECTABLE)], target=Status.WITHDRAWN
    )
    def withdraw(self): ...

    @transition(status, source=[Status.DRAFT, *sorted(CORRECTABLE)], target=Status.LAPSED)
    def lapse(self): ...

    @transition(status, source=Status.LAPSED, target=Status.DRAFT)
    def reopen(self): ...  # one late entry, decided by two persons

    @transition(status, source=Status.APPROVED, target=Status.LAPSED)
    def lapse_intent(self): ...  # approved on intent, and no contract or arrival in time

    @transition(status, source=Status.FILED, target=Status.NOT_RECOMMENDED)
    def not_recommend(self): ...

    @transition(status, source=Status.FILED, target=Status.NOT_ACCEPTED)
    def not_accept(self): ...

    @transition(status, source=Status.FILED, target=Status.NOT_QUALIFIED)
    def not_qualify(self): ...

    @transition(
        status,
        source=[Status.FILED, Status.PROPOSED, Status.RESERVE],
        target=Status.NOT_SELECTED,
    )
    def not_select(self): ...

    @transition(status, source=sorted(RECHECKABLE), target=Status.FILED)
    def readmit(self): ...

    @transition(status, source=Status.FILED, target=Status.PROPOSED)
    def propose(self): ...

    @transition(status, source=Status.FILED, target=Status.RESERVE)
    def reserve(self): ...  # only where the call has a reserve list

    @transition(status, source=Status.RESERVE, target=Status.PUBLICISED)
    def move_up(self): ...  # 递补: in the place of somebody who left the list

    @transition(status, source=Status.FILED, target=Status.PUBLICISED)
    def list_late(self): ...  # 补入: refused in error, and the list was made meanwhile

    @transition(status, source=Status.PROPOSED, target=Status.PUBLICISED)
    def publicise(self): ...

    @transition(status, source=Status.PUBLICISED, target=Status.CONTESTED)
    def contest(self): ...

    @transition(status, source=Status.CONTESTED, target=Status.PUBLICISED)
    def clear(self): ...

    @transition(status, source=sorted(ON_LIST), target=Status.STRUCK_OFF)
    def strike_off(self): ...

    @transition(
        status,
        source=[Status.PROPOSED, Status.RESERVE, Status.PUBLICISED, Status.APPROVED],
        target=Status.WITHDRAWN,
    )
    def release(self): ...  # at the candidate's own written request

    @transition(status, source=sorted(BEFORE_LIST), target=Status.CALLED_OFF)
    def call_off(self): ...  # the whole call is cancelled

    @transition(status, source=Status.PUBLICISED, target=Status.APPROVED)
    def approve(self): ...

    @transition(status, source=Status.APPROVED, target=Status.CERTIFIED)
    def certify(self): ...

    @transition(status, source=Status.CERTIFIED, target=Status.REVOKED)
    def revoke(self): ...


class Filing(models.Model):
    """What was filed, word for word: the ground on which every later opinion stands."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="filings")
    number = models.PositiveSmallIntegerField()  # 1, 2, ... per application
    content = models.TextField()  # canonical JSON: answers, uploads, person, employer, findings
    content_hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=64)  # of the commitment in the record
    rules_hash = models.CharField(max_length=64)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)  # first reader at the next desk
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recalled_at = models.DateTimeField(null=True, blank=True)
    recalled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="filing_number_once"),
            models.CheckConstraint(
                name="filing_opened_or_recalled",
                condition=Q(opened_at=None) | Q(recalled_at=None),
            ),
            paired("filing", "filed"),
            paired("filing", "opened"),
            paired("filing", "recalled"),
        ]

    def __str__(self) -> str:
        return f"{self.application} / {self.number}"


class StatusChange(models.Model):
    """One row for each change of status: statistics, letters, appeals and audit read the same."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=20, choices=Status.choices)
    after = models.CharField(max_length=20, choices=Status.choices)
    verb = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30)  # "clock" where time itself acted
    at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "version"], name="statuschange_version_once"
            ),
            models.CheckConstraint(name="statuschange_moves", condition=~Q(before=F("after"))),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.before} -> {self.after}"
