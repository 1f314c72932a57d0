"""The words of the law: statuses of an application and of a call, and their named groups."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """What is true in law of an application. Few words, the same for every programme."""

    DRAFT = "draft", _("Draft")
    FILED = "filed", _("Under review")
    RETURNED = "returned", _("Returned for correction")
    SUPPLEMENT_DUE = "supplement_due", _("Supplement due")
    PROPOSED = "proposed", _("On the proposed list")
    RESERVE = "reserve", _("On the reserve list")
    PUBLICISED = "publicised", _("In public notice")
    CONTESTED = "contested", _("Objection under examination")
    APPROVED = "approved", _("Approved")
    CERTIFIED = "certified", _("Certified")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    NOT_RECOMMENDED = "not_recommended", _("Not recommended")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    NOT_QUALIFIED = "not_qualified", _("Not qualified")
    NOT_SELECTED = "not_selected", _("Not selected")
    STRUCK_OFF = "struck_off", _("Struck off the list")
    REVOKED = "revoked", _("Revoked")
    CALLED_OFF = "called_off", _("Call cancelled")


WITH_APPLICANT = frozenset({Status.DRAFT, Status.RETURNED, Status.SUPPLEMENT_DUE})
CORRECTABLE = frozenset({Status.RETURNED, Status.SUPPLEMENT_DUE})
ON_LIST = frozenset({Status.PROPOSED, Status.PUBLICISED, Status.CONTESTED, Status.APPROVED})
REFUSED = frozenset(
    {Status.NOT_RECOMMENDED, Status.NOT_ACCEPTED, Status.NOT_QUALIFIED, Status.NOT_SELECTED}
)
FINAL = REFUSED | {
    Status.WITHDRAWN, Status.LAPSED, Status.STRUCK_OFF, Status.REVOKED, Status.CALLED_OFF,
}  # fmt: skip
# A certified case no longer moves between desks, but it is alive in law: it can be revoked.
CLOSED = FINAL | {Status.CERTIFIED}
# One live application per person and call; a refused one still counts: recheck, not a second try.
LIVE = frozenset(Status) - {Status.WITHDRAWN, Status.CALLED_OFF}
UNDER_WAY = frozenset(Status) - CLOSED
UNDECIDED = frozenset({Status.PROPOSED, Status.PUBLICISED, Status.CONTESTED})
# Nobody has decided on these: a call that is cancelled ends them.
BEFORE_LIST = frozenset({Status.DRAFT, Status.FILED, Status.RETURNED, Status.SUPPLEMENT_DUE})
RECHECKABLE = frozenset({Status.NOT_ACCEPTED, Status.NOT_QUALIFIED, Status.NOT_SELECTED})


class CallStatus(TextChoices):
    """What is true in law of a call: the list of one programme and year, decided as a list."""

    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open for applications")
    CLOSED = "closed", _("Closed, being checked")
    REVIEWING = "reviewing", _("Being reviewed")
    PROPOSED = "proposed", _("List proposed")
    PUBLICISED = "publicised", _("In public notice")
    DECIDED = "decided", _("Decided")
    PROMULGATED = "promulgated", _("Promulgated")
    CONCLUDED = "concluded", _("Concluded")
    CANCELLED = "cancelled", _("Cancelled")


CALL_PUBLIC = frozenset(CallStatus) - {CallStatus.DRAFT}
CALL_BEFORE_LIST = frozenset({CallStatus.OPEN, CallStatus.CLOSED, CallStatus.REVIEWING})
