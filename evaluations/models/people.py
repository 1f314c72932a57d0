"""People: accounts, the persons behind applications, and the authority they were granted."""

import uuid
from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations import identity, sealing
from evaluations.models.constraints import paired
from evaluations.roles import Role, Scope


class User(AbstractUser):
    """An account. Deactivated when a person leaves, never deleted: the record points at it."""

    first_name = None  # type: ignore[assignment]  # one field, as in Chinese
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=100)
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def live_grants(self) -> list["RoleGrant"]:
        """Grants in force, read once per request: authority is never remembered longer."""
        if not self.is_active:
            return []
        return list(self.grants.filter(ended_at=None))

    def holds(self, *roles: Role) -> bool:
        return any(grant.role in roles for grant in self.live_grants)


class Person(models.Model):
    """A natural person who applies. The ID number is sealed; only a keyed digest can be looked up."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, related_name="person")
    name = models.CharField(max_length=50)  # GB 18030: 25 Hanzi and the separator U+00B7
    id_sealed = models.TextField(blank=True)
    id_lookup = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique, unknown is NULL
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True, choices=[("F", _("female")), ("M", _("male"))])
    phone = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name

    def set_id_number(self, number: str) -> None:
        """Seal a checked resident ID number and take birth date and sex from it."""
        self.id_sealed = sealing.seal(number, aad=self._aad)
        self.id_lookup = sealing.lookup(number)
        self.birth_date = identity.birth_date(number)
        self.sex = identity.sex(number)

    @property
    def id_number(self) -> str:
        return sealing.unseal(self.id_sealed, aad=self._aad) if self.id_sealed else ""

    @property
    def masked_id(self) -> str:
        return identity.mask_id(self.id_number) if self.id_sealed else ""

    @property
    def _aad(self) -> str:
        return f"person:id_number:{self.public_id}"

    @property
    def complete(self) -> bool:
        return bool(self.name and self.id_sealed and self.phone)


class RoleGrant(models.Model):
    """One role given to one account over one scope. Ended, never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    scope = models.CharField(max_length=12, choices=Scope.choices)
    organisation = models.ForeignKey(
        "evaluations.Organisation", on_delete=models.PROTECT, null=True, blank=True
    )
    district = models.CharField(max_length=12, blank=True)
    call = models.ForeignKey("evaluations.Call", on_delete=models.PROTECT, null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            paired("rolegrant", "granted"),
            paired("rolegrant", "ended"),
            models.CheckConstraint(
                name="rolegrant_scope_names_its_object",
                condition=(
                    Q(scope=Scope.ORGANISATION, organisation__isnull=False, district="", call=None)
                    | (Q(scope=Scope.DISTRICT, organisation=None, call=None) & ~Q(district=""))
                    | Q(scope=Scope.CALL, organisation=None, district="", call__isnull=False)
                    | Q(
                        scope__in=[Scope.SELF, Scope.CITY],
                        organisation=None,
                        district="",
                        call=None,
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {Role(self.role).label}"
