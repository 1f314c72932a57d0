"""The pool of experts, what they declare, and from which cases they are recused."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.application import Application
from evaluations.models.constraints import paired
from evaluations.models.organisation import Organisation
from evaluations.models.people import User


class Level(models.TextChoices):
    """What an expert is, from the lowest asked for: skill grades and titles side by side."""

    INTERMEDIATE = "intermediate", _("intermediate title, or technician")
    ASSOCIATE = "associate", _("associate senior title, or senior technician")
    SENIOR = "senior", _("full senior title, or chief technician")

    @property
    def rank(self) -> int:
        return list(Level).index(self)


class Expert(models.Model):
    """A member of the pool (专家库). Leaves it by ``active``, never by deletion."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="expert")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.CharField(max_length=100, blank=True)  # an employer that is in no register here
    title = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    specialties = models.JSONField(default=list)  # ["数控加工", ...]
    external = models.BooleanField(default=False)  # from outside the city
    active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            paired("expert", "registered"),
            models.CheckConstraint(
                name="expert_has_an_employer", condition=Q(employer__isnull=False) | ~Q(unit="")
            ),
        ]

    def __str__(self) -> str:
        return self.user.name

    @property
    def employer_name(self) -> str:
        return self.employer.name if self.employer else self.unit

    @property
    def subject(self) -> str:
        return f"expert:{self.public_id}"


class Relation(models.Model):
    """What an expert has declared once and for all: a person or a body, by name."""

    class Kind(models.TextChoices):
        KIN = "kin", _("relative")
        TEACHING = "teaching", _("teacher or student, master or apprentice")
        WORK = "work", _("joint work: papers, patents, projects")
        FORMER_EMPLOYER = "former_employer", _("former employer")
        STAKE = "stake", _("stake or paid advice")
        OTHER = "other", _("other interest")

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=100)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["expert", "kind", "name"], name="relation_once"),
            paired("relation", "declared"),
        ]

    def __str__(self) -> str:
        return f"{self.expert}: {self.name}"


class Recusal(models.Model):
    """An expert who neither sees, scores nor votes on a case. Written once; no verb takes it back,
    and the database refuses a change."""

    class Kind(models.TextChoices):
        OWN = "own", _("own application")
        EMPLOYER = "employer", _("same employer")
        SUPERVISOR = "supervisor", _("works for the body that supervises the employer")
        HANDLED = "handled", _("recommended or examined the case")
        SPEAKS = "speaks", _("acts for the employer")
        RELATION = "relation", _("declared relation")
        HISTORY = "history", _("employer named in the filed form")
        NAMED = "named", _("named in the filed form")
        DECLARED = "declared", _("declared by the expert")

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="recusals")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="recusals")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    note = models.CharField(max_length=200, blank=True)  # which relation; an expert's own words
    found_at = models.DateTimeField()
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "application", "kind"], name="recusal_kind_once"
            ),
            paired("recusal", "found"),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id}/{self.application_id}: {self.kind}"
