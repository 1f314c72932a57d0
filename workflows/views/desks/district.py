"""The district's first review, in an order where the call ranks the district's candidates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from evaluations import whereabouts
from evaluations.desks import Desk, Verdict
from evaluations.models import Opinion
from evaluations.status import FINAL
from workflows.views.answer import ActForm
from workflows.views.desks._case_file import CaseFile
from workflows.views.desks._kind import Kind

_MOST_SHOWN = 50


def order_so_far(file: CaseFile, _form: ActForm | None) -> dict[str, Any]:
    """The places this district has given in this call, first place first."""
    step = whereabouts.step_of(file.case, Desk.DISTRICT)
    if step is None or not step.ranked:
        return {}
    case = file.case
    rows = Opinion.objects.filter(
        desk=Desk.DISTRICT,
        verdict=Verdict.PASS,
        detail__rank__gt=0,
        application__call=case.call_id,
        application__employer__district=case.employer.district,
    )
    rows = rows.exclude(application__status__in=FINAL).order_by("detail__rank")
    names = ("detail__rank", "application__reference", "application__person__name")
    columns = {"rank": "detail__rank", "reference": names[1], "name": names[2]}
    found = rows.values_list(*names)[:_MOST_SHOWN]
    order = [dict(zip(columns, row, strict=True)) for row in found]
    places = case.call.rules.places
    return {"order": order, "quota": places.recommended_per_district if places else None}


KIND = Kind(
    Desk.DISTRICT,
    duty=_(
        "First review for the units of the district. Where the call ranks, give each its place."
    ),
    more=order_so_far,
)
