"""The defence before the panel."""

from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk
from workflows.views.desks._kind import Kind

KIND = Kind(
    Desk.DEFENCE,
    duty=_("Record the defence before the panel."),
)
