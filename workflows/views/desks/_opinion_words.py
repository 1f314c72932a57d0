"""An opinion in words: what the desk's form asked, and where the file went on."""

from django.utils.translation import gettext as _

from evaluations import desk_details, whereabouts
from evaluations.desks import Desk, Verdict
from evaluations.models import Application, Opinion


def detail_words(case: Application, opinion: Opinion) -> list[dict[str, str]]:
    """What the form of the desk asked besides the verdict, line by line."""
    step = whereabouts.step_of(case, opinion.desk)
    lines = []
    for ask in desk_details.asks(opinion.desk, step):
        if ask.id in opinion.detail:
            value = dict(ask.choices).get(opinion.detail[ask.id], opinion.detail[ask.id])
            lines.append({"label": ask.label, "value": value})
    for rule, answer in (opinion.detail.get("judged") or {}).items():
        met = _("met") if answer.get("met") == "yes" else _("not met")
        note = answer.get("note", "")
        lines.append({"label": _("Rule %s") % rule, "value": f"{met}: {note}" if note else met})
    return lines


def resume_words(opinion: Opinion) -> str:
    """Where work goes on after a return or sending back; "" otherwise."""
    if not opinion.resume_at or opinion.verdict == Verdict.DECLINE:
        return ""
    return _("then on to: %(desk)s") % {"desk": Desk(opinion.resume_at).label}
