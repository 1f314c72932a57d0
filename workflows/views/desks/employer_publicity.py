"""Publicity inside the unit, for the days the call sets, with its proof."""

from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk
from workflows.views.desks._kind import Kind

KIND = Kind(
    Desk.EMPLOYER_PUBLICITY,
    duty=_(
        "Post the recommendation inside the unit for the days the call sets, and keep the proof."
    ),
)
