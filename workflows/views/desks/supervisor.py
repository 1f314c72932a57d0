"""The supervising department of a public institution or state firm."""

from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk
from workflows.views.desks._kind import Kind

KIND = Kind(
    Desk.SUPERVISOR,
    duty=_("Check the units you supervise: is the recommendation regular, is the file true?"),
)
