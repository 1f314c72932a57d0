"""The qualification check: one officer prepares, another approves."""

from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk
from workflows.views.desks._kind import Kind

KIND = Kind(
    Desk.QUALIFICATION,
    duty=_(
        "Answer every rule that no computer can decide. A second officer approves what you prepare."
    ),
)
