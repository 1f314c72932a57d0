"""The secret ballot of the committee."""

from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk
from workflows.views.desks._kind import Kind

KIND = Kind(
    Desk.VOTE,
    duty=_("Record the secret ballot of the committee, in whole numbers."),
)
