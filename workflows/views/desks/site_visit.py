"""The visit to the applicant's place of work."""

from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk
from workflows.views.desks._kind import Kind

KIND = Kind(
    Desk.SITE_VISIT,
    duty=_("Record what was seen at the applicant's place of work."),
)
