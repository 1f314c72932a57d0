"""The joint departmental review: every department answers, and silence is no consent."""

from typing import Any

from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from evaluations import joint
from evaluations.desks import Desk
from evaluations.models import JointAnswer
from workflows.views.answer import ActForm
from workflows.views.desks._case_file import CaseFile
from workflows.views.desks._kind import Kind
from workflows.views.joint import words

# Answers that need nobody's attention: they are folded away.
_QUIET = (JointAnswer.NO_ISSUE, JointAnswer.NOT_MY_SCOPE)


def requests(file: CaseFile, _form: ActForm | None) -> dict[str, Any]:
    """Requests with their answers for those who may read them; for others only that they run."""
    if not joint.may_read_answers(file.reader, file.case):
        return {"asked": (), "hold": None}
    at, names = timezone.now(), words.labels()
    asked = [words.row(each, names, at=at) for each in joint.current(file.case)]
    return {
        "asked": asked,
        "weighty": [each for each in asked if each["request"].answer not in _QUIET],
        "quiet": [each for each in asked if each["request"].answer in _QUIET],
        "silent": sum(each["request"].is_open for each in asked),
        "hold": file.case.joint_holds.filter(ended_at=None).select_related("held_by").first(),
        "today_here": localtime(at).date(),
    }


KIND = Kind(
    Desk.JOINT_REVIEW,
    duty=_("The file passes when every department has answered; an issue needs your reason."),
    more=requests,
)
