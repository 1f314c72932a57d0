"""Employers and offices, and what decides the chain of recommendation (domain brief 1.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A legal body: an employer, a supervising or joint department, an office of the city."""

    class Kind(models.TextChoices):
        PRIVATE = "private", _("private enterprise")
        STATE_OWNED = "state_owned", _("state-owned enterprise")
        INSTITUTION = "institution", _("public institution")
        SOCIAL = "social", _("social organisation")
        AGENCY = "agency", _("personnel agency")
        DEPARTMENT = "department", _("government department")

    class Affiliation(models.TextChoices):
        DISTRICT = "district", _("belongs to a district")
        CITY = "city", _("belongs to the city")
        STATIONED = "stationed", _("central or provincial unit stationed in the city")

    name = models.CharField(max_length=100)
    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    affiliation = models.CharField(max_length=10, choices=Affiliation.choices)
    district = models.CharField(max_length=12, blank=True)  # code in the city's configuration
    supervisor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supervised"
    )
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_district_named",
                condition=~models.Q(affiliation="district", district=""),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_supervised(self) -> bool:
        """Public institutions and state firms go to their superior department, private firms do
        not. Source: Jinan's rule [S41], a comparator; the office sets ``supervisor``."""
        return self.supervisor_id is not None

    @property
    def reports_to_district(self) -> bool:
        return self.affiliation == self.Affiliation.DISTRICT
