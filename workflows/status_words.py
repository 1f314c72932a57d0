"""How every status looks: one tone and one icon for each word of the law and of the register.

The words themselves stand on the enums; here is only their dress. A status without a look is a
KeyError, and `tests/look/test_status.py` meets it before a page does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates.models import Status as Certificate
from evaluations.eligibility import Verdict
from evaluations.models.holder import HoldingStatus as Holding
from evaluations.models.joint import JointAnswer as Joint
from evaluations.status import CallStatus as Call
from evaluations.status import Status

TONES = ("neutral", "blue", "gold", "plum", "laurel", "cinnabar")


@dataclass(frozen=True, slots=True)
class Look:
    """Tone is a colour family of tokens.css, icon a symbol of static/icons.svg."""

    tone: str
    icon: str
    label: str | Promise = ""
    strong: bool = False


# Blue and plum: the office moves. Gold: somebody must act. Laurel: granted. Cinnabar: refused.
APPLICATION = {
    Status.DRAFT: Look("neutral", "draft"),
    Status.FILED: Look("blue", "filed"),
    Status.RETURNED: Look("gold", "return"),
    Status.SUPPLEMENT_DUE: Look("gold", "supplement"),
    Status.PROPOSED: Look("blue", "proposed"),
    Status.RESERVE: Look("blue", "clock"),
    Status.PUBLICISED: Look("plum", "megaphone"),
    Status.CONTESTED: Look("gold", "scales"),
    Status.APPROVED: Look("laurel", "approved"),
    Status.CERTIFIED: Look("laurel", "certificate", strong=True),
    Status.WITHDRAWN: Look("neutral", "withdrawn"),
    Status.LAPSED: Look("neutral", "lapsed"),
    Status.NOT_RECOMMENDED: Look("cinnabar", "not-recommended"),
    Status.NOT_ACCEPTED: Look("cinnabar", "not-accepted"),
    Status.NOT_QUALIFIED: Look("cinnabar", "not-qualified"),
    Status.NOT_SELECTED: Look("neutral", "not-selected"),
    Status.STRUCK_OFF: Look("cinnabar", "struck"),
    Status.REVOKED: Look("cinnabar", "revoked", strong=True),
    Status.CALLED_OFF: Look("neutral", "cancelled"),
}

CALL = {
    Call.DRAFT: Look("neutral", "draft"),
    Call.OPEN: Look("laurel", "door-open"),
    Call.CLOSED: Look("neutral", "door-closed"),
    Call.REVIEWING: Look("blue", "review"),
    Call.PROPOSED: Look("blue", "proposed"),
    Call.PUBLICISED: Look("plum", "megaphone"),
    Call.DECIDED: Look("laurel", "gavel"),
    Call.PROMULGATED: Look("laurel", "scroll", strong=True),
    Call.CONCLUDED: Look("neutral", "archive"),
    Call.CANCELLED: Look("cinnabar", "cancelled"),
}

VERDICT = {
    Verdict.PASS: Look("laurel", "pass"),
    Verdict.FAIL: Look("cinnabar", "not-qualified"),
    Verdict.NEEDS_HUMAN: Look("gold", "human"),
}

CERTIFICATE = {
    Certificate.VALID: Look("laurel", "certificate", strong=True),
    Certificate.SUSPENDED: Look("gold", "pause"),
    Certificate.REVOKED: Look("cinnabar", "revoked", strong=True),
    Certificate.EXPIRED: Look("neutral", "expired"),
    Certificate.SUPERSEDED: Look("blue", "superseded"),
}

HOLDING = {
    Holding.ACTIVE: Look("laurel", "certificate", strong=True),
    Holding.SUSPENDED: Look("gold", "pause"),
    Holding.EXPIRED: Look("neutral", "expired"),
    Holding.TERMINATED: Look("cinnabar", "struck"),
    Holding.REVOKED: Look("cinnabar", "revoked", strong=True),
}

JOINT = {
    Joint.NO_ISSUE: Look("laurel", "check"),
    Joint.ISSUE: Look("cinnabar", "flag"),
    Joint.NOT_MY_SCOPE: Look("neutral", "minus"),
}

KINDS: dict[str, Mapping[Any, Look]] = {
    "application": APPLICATION,
    "call": CALL,
    "verdict": VERDICT,
    "certificate": CERTIFICATE,
    "holding": HOLDING,
    "joint": JOINT,
}
ENUMS: dict[str, Any] = {
    "application": Status,
    "call": Call,
    "verdict": Verdict,
    "certificate": Certificate,
    "holding": Holding,
    "joint": Joint,
}

TASK = {
    "done": Look("laurel", "check", _("Completed")),
    "progress": Look("blue", "edit", _("In progress")),
    "todo": Look("neutral", "not-selected", _("Not started")),
    "blocked": Look("neutral", "lock", _("Cannot start yet")),
    "returned": Look("gold", "return", _("To be corrected")),
}

STEP = {
    "done": Look("laurel", "check", _("completed")),
    "current": Look("laurel", "arrow-right", _("current step")),
    "todo": Look("neutral", "minus", _("not yet")),
    "returned": Look("gold", "return", _("returned for correction")),
    "refused": Look("cinnabar", "cross", _("refused")),
}


def look_of(code: str, kind: str = "application") -> tuple[Look, str]:
    """The look and the word of a status; ValueError for a code that its enum does not know."""
    status = ENUMS[kind](str(code).lower())
    return KINDS[kind][status], str(status.label)
