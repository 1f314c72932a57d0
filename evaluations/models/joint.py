"""Joint departmental review (部门联审): who is asked about whom, and what was answered.

One request per candidate and department. Silence is no consent: an unanswered request stays
unanswered, nobody fills it in by default. Source: domain brief 2.2 [S96][S97].
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.application import Application
from evaluations.models.constraints import paired
from evaluations.models.organisation import Organisation
from evaluations.models.people import User


class JointAnswer(models.TextChoices):
    """The only words a department has. The codes are those of the programmes' outside facts."""

    NO_ISSUE = "no_issue", _("no issue")
    ISSUE = "issue", _("issue")
    NOT_MY_SCOPE = "not_my_scope", _("not in its scope")


def evidence_path(request: "JointRequest", _name: str) -> str:
    """A random name: nothing of the person or the file shows in the path."""
    return f"joint/{request.public_id.hex[:2]}/{request.public_id.hex}"


class JointDepartment(models.Model):
    """Which office of the city answers for a department that programmes call by its code."""

    code = models.CharField(max_length=30, unique=True)  # "tax", as in Step.departments
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [paired("jointdepartment", "named")]

    def __str__(self) -> str:
        return f"{self.code}: {self.organisation}"


class JointRequest(models.Model):
    """One question to one department about one candidate.

    ``turn``: the file's stay at the desk (1, 2, ... as of ``Opinion.turn``); ``number``: how
    often this department was asked during that stay. The last one counts.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="joint_requests"
    )
    department = models.CharField(max_length=30)
    turn = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()  # by the clock: when the file reached the desk
    due_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ask_again_because = models.TextField(blank=True)
    answer = models.CharField(max_length=12, choices=JointAnswer.choices, blank=True)
    detail = models.TextField(blank=True)
    evidence = models.FileField(upload_to=evidence_path, blank=True)
    evidence_name = models.CharField(max_length=100, blank=True)
    evidence_type = models.CharField(max_length=50, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    letter = models.CharField(max_length=60, blank=True)  # answered on paper: number of the letter
    salt = models.CharField(max_length=64, blank=True)  # of the commitment in the record
    role = models.CharField(max_length=30, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)  # the file went on without it

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "turn", "department", "number"], name="jointrequest_once"
            ),
            models.UniqueConstraint(
                fields=["application", "department"],
                condition=Q(answered_at=None, closed_at=None),
                name="jointrequest_one_open",
            ),
            paired("jointrequest", "answered"),
            models.CheckConstraint(
                name="jointrequest_answer_with_its_time",
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False, answer__in=JointAnswer.values),
            ),
            models.CheckConstraint(
                name="jointrequest_issue_says_what", condition=~Q(answer="issue", detail="")
            ),
            models.CheckConstraint(
                name="jointrequest_answered_or_closed",
                condition=Q(answered_at=None) | Q(closed_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["department", "id"],
                condition=Q(answered_at=None, closed_at=None),
                name="jointrequest_open",
            ),
            models.Index(fields=["department", "-id"], name="jointrequest_department"),
        ]

    def __str__(self) -> str:
        return f"{self.application} / {self.department}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.closed_at is None


class JointHold(models.Model):
    """暂缓: the office keeps a file at the desk after an issue, with its reason and a day to look
    again. It moves nobody's rights: passing or refusing ends it."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="joint_holds"
    )
    reason = models.TextField()
    look_again_on = models.DateField()
    held_at = models.DateTimeField()
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(ended_at=None), name="jointhold_one_open"
            ),
            paired("jointhold", "held"),
            paired("jointhold", "ended"),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.look_again_on:%Y-%m-%d}"
