"""The second pair of eyes: whoever prepared the check may not approve it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from evaluations.desks import Desk
from workflows.views.answer import ActForm
from workflows.views.desks._case_file import CaseFile
from workflows.views.desks._kind import Kind


def prepared(file: CaseFile, _form: ActForm | None) -> dict[str, Any]:
    """What the first officer proposes."""
    said = [o for o in file.opinions if o.desk == Desk.QUALIFICATION]
    return {"prepared": file.opinion_words(said[-1])} if said else {}


KIND = Kind(
    Desk.QUALIFICATION_APPROVAL,
    duty=_("The second pair of eyes: approve what a colleague prepared, send it back, or refuse."),
)
