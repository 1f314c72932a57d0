"""The employer: checks the originals and recommends, by a collective decision where the call asks it."""

from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk
from workflows.views.desks._kind import Kind

KIND = Kind(
    Desk.EMPLOYER,
    duty=_("Compare the file with the originals, decide together, and recommend or not."),
)
