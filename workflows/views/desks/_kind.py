"""What a desk's file says of it, and what each verdict there does, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from evaluations import route, whereabouts
from evaluations.desks import RULES, Desk, Verdict
from evaluations.models import Application, Opinion
from evaluations.status import RECHECKABLE, Status
from workflows.views.answer import ActForm
from workflows.views.desks._case_file import CaseFile

_ENDS = {
    "not_recommend": Status.NOT_RECOMMENDED,
    "not_accept": Status.NOT_ACCEPTED,
    "not_qualify": Status.NOT_QUALIFIED,
    "not_select": Status.NOT_SELECTED,
}


def _nothing_more(_file: CaseFile, _form: ActForm | None) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Kind:
    """``duty``: what has to be found out here, one sentence. ``more``: what its template needs
    besides; it is given the form that was refused, if one was. ``verb``: the act of ``evaluations.permissions`` that is done here."""

    desk: Desk
    duty: str | Promise
    more: Callable[[CaseFile, ActForm | None], dict[str, Any]] = _nothing_more
    verb: str = "give_opinion"

    @property
    def template(self) -> str:
        return f"desks/{self.desk}.html"

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The only words this desk may give; none where no opinion leaves the desk."""
        return tuple(RULES[self.desk].verdicts) if self.desk in RULES else ()


def verdict_words(desk: str, verdict: Verdict) -> str:
    """The verdict as a button says it."""
    if verdict == Verdict.PASS and desk == Desk.EMPLOYER:
        return _("Recommend")
    if verdict == Verdict.DECLINE:
        return _("Do not pass: %(status)s") % {"status": _ends(desk).label}
    return {
        Verdict.PASS: _("Pass on"),
        Verdict.DOUBT: _("Propose to refuse"),
        Verdict.RETURN: _("Return to the applicant for correction"),
        Verdict.SEND_BACK: _("Send back to an earlier desk"),
        Verdict.SUPPLEMENT: _("One-time supplement notice"),
    }[verdict]


def consequence(case: Application, opinions: list[Opinion], desk: str, verdict: Verdict) -> str:
    """What this verdict does, in words, before it is given."""
    match verdict:
        case Verdict.PASS:
            return _("The file goes on to: %(desk)s.") % {"desk": _after_pass(case, opinions, desk)}
        case Verdict.DOUBT:
            return _("A second officer decides whether the application is refused.")
        case Verdict.RETURN:
            return _(
                "Only what you mark can be changed. Then the file comes back with a new filing."
            )
        case Verdict.SUPPLEMENT:
            return _("Given once: list every defect now. No answer in time counts as withdrawal.")
        case Verdict.SEND_BACK:
            return _("An earlier desk looks again. The applicant is not asked for anything.")
        case Verdict.DECLINE if _ends(desk) in RECHECKABLE:
            return _("The application ends here. The applicant may ask for one recheck.")
        case _:
            return _("The application ends here.")


def _ends(desk: str) -> Status:
    return _ENDS[RULES[Desk(desk)].verdicts[Verdict.DECLINE]]


def _after_pass(case: Application, opinions: list[Opinion], desk: str) -> str:
    said = [route.Said(o.desk, o.verdict, o.resume_at) for o in opinions]
    step = route.next_step(whereabouts.steps_of(case), [*said, route.Said(desk, Verdict.PASS)])
    return str(Desk(step.desk if step else Desk.LIST).label)
