"""The life of an account: how it came to its owner, who closed it, what was asked for and decided."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evaluations import sealing
from evaluations.identity import mask_id
from evaluations.models.constraints import paired
from evaluations.models.organisation import Organisation
from evaluations.models.people import Person, RoleGrant, User


class AccountKey(models.Model):
    """A one-time code for one account. Only its digest is kept, so a dump of the table opens nothing."""

    class Purpose(models.TextChoices):
        PASSWORD = "password", _("set a password")  # noqa: S105 - a purpose, no secret
        EMAIL = "email", _("confirm an e-mail address")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="keys")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    address = models.EmailField(blank=True)  # the one to be confirmed
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.user_id}"


class AccountEvent(models.Model):
    """What somebody in office did with an account, and why."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("account opened")
        CODE = "code", _("new password code handed out")
        CLOSED = "closed", _("account closed")
        REOPENED = "reopened", _("account opened again")
        CORRECTED = "corrected", _("name or ID number corrected")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField()
    # The account's own where it was opened at the keyboard of the server: nobody else was there.
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"


class Outcome(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused")


class Request(models.Model):
    """Something one person asks for and another decides, with a reason when the answer is no."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.public_id)


def _two_people(name: str) -> list[models.BaseConstraint]:
    return [
        paired(name, "decided"),
        models.CheckConstraint(
            name=f"{name}_two_people",
            condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
        ),
        models.CheckConstraint(
            name=f"{name}_outcome_with_decision",
            condition=Q(decided_at=None, outcome="")
            | Q(decided_at__isnull=False, outcome__in=Outcome.values),
        ),
    ]


class GrantRequest(Request):
    """A role of weight for one account: given by one administrator, in force when a second person
    has confirmed it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    scope = models.CharField(max_length=12)
    call = models.ForeignKey("evaluations.Call", on_delete=models.PROTECT, null=True, blank=True)
    grant = models.OneToOneField(
        RoleGrant, on_delete=models.PROTECT, null=True, blank=True, related_name="request"
    )

    class Meta:
        constraints = [
            *_two_people("grantrequest"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(decided_at=None),
                name="grantrequest_one_open",
            ),
        ]


def letter_path(request: "EmployerRequest", _name: str) -> str:
    """A random name: nothing of the firm or the person shows in the path."""
    return f"letters/{request.public_id.hex[:2]}/{request.public_id.hex}"


class EmployerRequest(Request):
    """Somebody registers an employer and asks to speak for it; the district or the office checks
    the letter of authority and confirms."""

    name = models.CharField(max_length=100)
    uscc = models.CharField(max_length=18)
    kind = models.CharField(max_length=12, choices=Organisation.Kind.choices)
    affiliation = models.CharField(max_length=10, choices=Organisation.Affiliation.choices)
    district = models.CharField(max_length=12, blank=True)
    letter = models.FileField(upload_to=letter_path)
    letter_name = models.CharField(max_length=100)
    letter_type = models.CharField(max_length=50)
    letter_sha256 = models.CharField(max_length=64)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )

    class Meta:
        constraints = [
            *_two_people("employerrequest"),
            models.UniqueConstraint(
                fields=["asked_by", "uscc"],
                condition=Q(decided_at=None),
                name="employerrequest_one_open",
            ),
            models.CheckConstraint(
                name="employerrequest_district_named",
                condition=~Q(affiliation="district", district=""),
            ),
        ]


class IdentityCorrection(Request):
    """A wrong name or ID number in a filed application: asked for by one person, compared with the
    card and confirmed by another. What it was before stays readable here."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    name = models.CharField(max_length=50)
    id_sealed = models.TextField(blank=True)  # empty: the number is right
    name_before = models.CharField(max_length=50)
    id_before = models.TextField()

    class Meta:
        constraints = [
            *_two_people("identitycorrection"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(decided_at=None),
                name="identitycorrection_one_open",
            ),
        ]

    def seal(self, number: str, *, before: str) -> None:
        self.id_sealed = sealing.seal(number, aad=self._aad("id_sealed")) if number else ""
        self.id_before = sealing.seal(before, aad=self._aad("id_before"))

    @property
    def id_number(self) -> str:
        """The new one; "" when only the name changes."""
        return sealing.unseal(self.id_sealed, aad=self._aad("id_sealed")) if self.id_sealed else ""

    @property
    def masked_id(self) -> str:
        return mask_id(self.id_number) if self.id_sealed else ""

    @property
    def masked_before(self) -> str:
        return mask_id(sealing.unseal(self.id_before, aad=self._aad("id_before")))

    def _aad(self, column: str) -> str:
        return f"identitycorrection:{column}:{self.public_id}"
