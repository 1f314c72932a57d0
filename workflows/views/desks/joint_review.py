"""The joint departmental review: every department answers, and silence is no consent."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from evaluations import whereabouts
from evaluations.desks import Desk
from workflows.views.answer import ActForm
from workflows.views.desks._case_file import CaseFile
from workflows.views.desks._kind import Kind


def departments(file: CaseFile, _form: ActForm | None) -> dict[str, Any]:
    step = whereabouts.step_of(file.case, Desk.JOINT_REVIEW)
    return {"departments": step.departments if step else ()}


KIND = Kind(
    Desk.JOINT_REVIEW,
    duty=_("Record what each department answered. The file passes when all of them have."),
    more=departments,
)
