"""What the panel of experts concluded."""

from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk
from workflows.views.desks._kind import Kind

KIND = Kind(
    Desk.PANEL,
    duty=_("Record what the panel of experts concluded."),
)
