"""A message in the words of its reader."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.desks import Desk
from evaluations.status import Status
from workflows.models import Message

Kind = Message.Kind


@dataclass(frozen=True)
class Words:
    title: str
    text: str
    reference: str

    @property
    def subject(self) -> str:
        """Of a mail: what happened and the reference. A reference points at nobody outside."""
        return " · ".join(part for part in (self.title, self.reference) if part)


def of(message: Message) -> Words:
    """The message in the active language."""
    return Words(
        title=str(Kind(message.kind).label),
        text=_text(Kind(message.kind), message.data),
        reference=message.application.reference if message.application else "",
    )


def _text(kind: Kind, data: dict) -> str:
    match kind:
        case Kind.FILED:
            return _("Your application has been received. You can follow every step on the site.")
        case Kind.RETURNED | Kind.SUPPLEMENT:
            return _(
                "What has to be corrected is listed on the site, field by field. Answer by "
                "%(day)s; after that the application counts as withdrawn."
            ) % {"day": _moment(data["due"])}
        case Kind.PROGRESS:
            return _progress(data)
        case Kind.REFUSED | Kind.ENDED:
            return _("The result is “%(status)s”. The reason is on the site.") % {
                "status": Status(data["status"]).label
            }
        case Kind.LAPSED:
            return _("The date has passed without an answer, so the application has lapsed.")
        case Kind.LISTED:
            return _("You are on the list under public notice.")
        case Kind.CONTESTED:
            return _("An objection is being examined. You will be told the result.")
        case Kind.APPROVED:
            return _("The decision has been promulgated. The certificate follows.")
        case Kind.CERTIFIED:
            return _("Your certificate has been issued. You find it on the site.")
        case Kind.RECHECK if data.get("outcome") == "dismissed":
            return _("Your request was not admitted. The reason is on the site.")
        case Kind.RECHECK:
            return _("Your request was admitted: the file is examined again.")
        case Kind.REMINDER | Kind.OVERDUE | Kind.ARRIVALS:
            return _counted(kind, data["n"])
        case never:
            assert_never(never)


def _progress(data: dict) -> str:
    if data.get("status") == Status.RESERVE:
        return _(
            "You are on the reserve list. If a place falls free and it is your turn, you move up."
        )
    if "desk" not in data:
        return _("The objection has been settled. You stay on the list.")
    desk = Desk(data["desk"])
    if desk == Desk.LIST:
        return _("All checks are done. The application waits for the list of the call.")
    return _("The application now lies here: %(desk)s.") % {"desk": desk.label}


def _counted(kind: Kind, n: int) -> str:
    match kind:
        case Kind.REMINDER:
            sentence = ngettext("%(n)d file is due soon.", "%(n)d files are due soon.", n)
        case Kind.OVERDUE:
            sentence = ngettext("%(n)d file is overdue.", "%(n)d files are overdue.", n)
        case _:
            sentence = ngettext(
                "%(n)d new file has come to your desk.",
                "%(n)d new files have come to your desk.",
                n,
            )
    return sentence % {"n": n}


def _moment(text: str) -> str:
    return date_format(localtime(datetime.fromisoformat(text)), "Y-m-d H:i")
