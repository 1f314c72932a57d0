"""The city's formal check, with the one-time supplement notice and the closed list of grounds."""

from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk
from workflows.views.desks._kind import Kind

KIND = Kind(
    Desk.FORMAL_CHECK,
    duty=_(
        "Is the file complete and in form? Name all defects at once: a supplement notice is given only once."
    ),
)
