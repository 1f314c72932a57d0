"""What a rehearsal found, in the reader's language."""

from typing import assert_never

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from evaluations import joint
from evaluations.desks import CallDesk, Desk
from evaluations.status import Status
from workflows import programme
from workflows.rehearsal.report import Finding


def sentence(finding: Finding) -> str:
    """What is wrong and what to do."""
    facts = finding.facts
    match finding.kind:
        case "unsound" | "refused":
            return _refused(finding)
        case "nobody":
            return _("Nobody sits here: %(desk)s, %(place)s. Grant the role before the call opens.") % {
                "desk": step(str(facts["desk"])), "place": place(str(facts["place"])),
            }  # fmt: skip
        case "four_eyes":
            return _(
                "One person is not enough here: %(desk)s, %(place)s. A second one has to hold the role."
            ) % {"desk": step(str(facts["desk"])), "place": place(str(facts["place"]))}
        case "no_department":
            return _("Nobody answers for this department in the joint review: %(name)s.") % {
                "name": department(str(facts["department"]))
            }
        case "stuck" | "no_message":
            return _counted_status(finding)
        case "no_email" | "employers_without_anybody":
            return _counted(finding)
        case "year":
            return _(
                "The holidays of %(year)s are not known. The play took its weekdays; enter the notice "
                "of the State Council when it is published."
            ) % {"year": facts["year"]}
        case never:
            assert_never(never)


def _refused(finding: Finding) -> str:
    facts = finding.facts
    if finding.kind == "unsound":
        return str(facts["sentence"])
    return _("It does not go on here (%(step)s): %(sentence)s") % {
        "step": step(str(facts["step"])), "sentence": facts["sentence"],
    }  # fmt: skip


def _counted_status(finding: Finding) -> str:
    n, status = int(finding.facts["n"]), Status(finding.facts["status"]).label
    if finding.kind == "stuck":
        words_of = ngettext(
            "%(n)d file ended nowhere: it is still “%(status)s”.",
            "%(n)d files ended nowhere: they are still “%(status)s”.",
            n,
        )
    else:
        words_of = ngettext(
            "%(n)d applicant was not told of this change: “%(status)s”.",
            "%(n)d applicants were not told of this change: “%(status)s”.",
            n,
        )
    return words_of % {"n": n, "status": status}


def _counted(finding: Finding) -> str:
    n = int(finding.facts["n"])
    if finding.kind == "no_email":
        words_of = ngettext(
            "%(n)d officer with files has no e-mail address and hears of them on the site only.",
            "%(n)d officers with files have no e-mail address and hear of them on the site only.",
            n,
        )
    else:
        words_of = ngettext(
            "%(n)d registered employer has nobody who can recommend an applicant.",
            "%(n)d registered employers have nobody who can recommend an applicant.",
            n,
        )
    return words_of % {"n": n}


def step(code: str) -> str:
    """A desk or a step of the list."""
    if code in Desk.values:
        return str(Desk(code).label)
    if code in CallDesk.values:
        return str(CallDesk(code).label)
    return {
        "draft": _("Draft"),
        "file": _("Filing"),
        "window": _("Window"),
        "list": _("Proposed list"),
        "notice": _("Public notice"),
        "decision": _("Decision"),
        "promulgation": _("Promulgation"),
        "certificates": _("Certificates"),
    }.get(code, code)


def place(code: str) -> str:
    """Whose desk: a district by its name, the city, or the unit as it is called."""
    kind, _colon, value = code.partition(":")
    if kind == "district":
        return settings.CITY.district(value).name
    return settings.CITY.name if kind == "city" else code


def department(code: str) -> str:
    label = joint.labels(programme.all_programmes()).get(code)
    return label.say(get_language() or "") if label else code
