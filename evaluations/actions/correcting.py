"""What a desk asks to be corrected, field by field and by a date. Part of an opinion."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from evaluations import snapshot
from evaluations.desks import Verdict
from evaluations.errors import Refused
from evaluations.models import Application, Correction, Opinion, work_calendar


def ask(
    case: Application,
    opinion: Opinion,
    *,
    remarks: Sequence[dict[str, str]],
    due_at: datetime | None,
    at: datetime,
) -> None:
    """``remarks``: [{"path": "answers.contests", "remark": "..."}]; ``due_at``: by the clock of
    the call when not given. Raises Refused, saying what is missing."""
    if not remarks:
        raise Refused(_("Tick at least one field or attachment that has to be corrected."))
    known = snapshot.correctable_paths(case)
    if any(remark["path"] not in known for remark in remarks):
        raise Refused(_("One of the ticked fields does not exist in this form."))
    if any(not remark["remark"].strip() for remark in remarks):
        raise Refused(_("Say for each ticked field what is wrong with it."))
    rules = case.call.rules
    clock = rules.supplement if opinion.verdict == Verdict.SUPPLEMENT else rules.correction
    due_at = due_at or work_calendar().due(at, clock, roll=True)
    if due_at <= at:
        raise Refused(_("The date for the correction must lie in the future."))
    Correction.objects.create(
        application=case, opinion=opinion, remarks=list(remarks), due_at=due_at
    )
