"""The inspection (考察): conduct and performance, asked about on the spot."""

from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk
from workflows.views.desks._kind import Kind

KIND = Kind(
    Desk.INSPECTION,
    duty=_("Record the inspection: conduct, performance, and what colleagues say."),
)
