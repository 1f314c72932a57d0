"""How every status looks and is called: one tone, one icon and one word for each code.

The codes are those of the law and of the certificate room, repeated here as plain text because
the look must not import a model; `tests/look/test_status.py` compares the tables with the enums.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TONES = ("neutral", "blue", "gold", "plum", "laurel", "cinnabar")


@dataclass(frozen=True, slots=True)
class Look:
    """Tone is a colour family of tokens.css, icon a symbol of static/icons.svg."""

    tone: str
    icon: str
    label: str | Promise
    strong: bool = False


# Blue and plum: the office moves. Gold: somebody must act. Laurel: granted. Cinnabar: refused.
APPLICATION = {
    "draft": Look("neutral", "draft", _("Draft")),
    "filed": Look("blue", "filed", _("Filed")),
    "returned": Look("gold", "return", _("Returned for correction")),
    "supplement_due": Look("gold", "supplement", _("Supplement due")),
    "proposed": Look("blue", "proposed", _("Proposed")),
    "publicised": Look("plum", "megaphone", _("On public notice")),
    "contested": Look("gold", "scales", _("Objection under inquiry")),
    "approved": Look("laurel", "approved", _("Approved")),
    "certified": Look("laurel", "certificate", _("Certified"), strong=True),
    "withdrawn": Look("neutral", "withdrawn", _("Withdrawn")),
    "lapsed": Look("neutral", "lapsed", _("Lapsed")),
    "not_recommended": Look("cinnabar", "not-recommended", _("Not recommended")),
    "not_accepted": Look("cinnabar", "not-accepted", _("Not accepted")),
    "not_qualified": Look("cinnabar", "not-qualified", _("Not qualified")),
    "not_selected": Look("neutral", "not-selected", _("Not selected")),
    "struck_off": Look("cinnabar", "struck", _("Struck off")),
    "revoked": Look("cinnabar", "revoked", _("Revoked"), strong=True),
}

CALL = {
    "draft": Look("neutral", "draft", _("In preparation")),
    "open": Look("laurel", "door-open", _("Open for applications")),
    "closed": Look("neutral", "door-closed", _("Applications closed")),
    "reviewing": Look("blue", "review", _("Reviewing")),
    "proposed": Look("blue", "proposed", _("List proposed")),
    "publicised": Look("plum", "megaphone", _("On public notice")),
    "decided": Look("laurel", "gavel", _("Decided")),
    "promulgated": Look("laurel", "scroll", _("Promulgated"), strong=True),
    "concluded": Look("neutral", "archive", _("Concluded")),
    "cancelled": Look("cinnabar", "cancelled", _("Cancelled")),
}

VERDICT = {
    "PASS": Look("laurel", "pass", _("Meets the rule")),
    "FAIL": Look("cinnabar", "not-qualified", _("Does not meet the rule")),
    "NEEDS_HUMAN": Look("gold", "human", _("Needs a human decision")),
}

CERTIFICATE = {
    "valid": Look("laurel", "certificate", _("In force"), strong=True),
    "suspended": Look("gold", "pause", _("Suspended")),
    "revoked": Look("cinnabar", "revoked", _("Revoked"), strong=True),
    "expired": Look("neutral", "expired", _("Expired")),
    "superseded": Look("blue", "superseded", _("Superseded")),
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
}


@dataclass(frozen=True, slots=True)
class Verdict(Look):
    """What the verification page says in big type, with its sentence."""

    sentence: str | Promise = ""


VERIFICATION = {
    "genuine": Verdict(
        "laurel", "pass", _("Genuine"), sentence=_("This certificate was issued and is in force.")
    ),
    "suspended": Verdict(
        "gold", "pause", _("Suspended"), sentence=_("Issued, but without effect at present.")
    ),
    "revoked": Verdict(
        "cinnabar", "revoked", _("Revoked"), sentence=_("Issued, then revoked. It has no effect.")
    ),
    "expired": Verdict(
        "neutral", "expired", _("Expired"), sentence=_("Issued, but its term has ended.")
    ),
    "superseded": Verdict(
        "blue", "superseded", _("Superseded"), sentence=_("A newer certificate replaces this one.")
    ),
    "altered": Verdict(
        "cinnabar", "warning", _("Altered"), sentence=_("This file is not the one that was issued.")
    ),
    "unknown": Verdict(
        "cinnabar",
        "question",
        _("Not found"),
        sentence=_("No certificate has this number or code."),
    ),
    "undecided": Verdict(
        "neutral",
        "question",
        _("Cannot tell"),
        sentence=_("The register could not be asked. Try again."),
    ),
}

KINDS = {
    "application": APPLICATION,
    "call": CALL,
    "verdict": VERDICT,
    "certificate": CERTIFICATE,
}


def look_of(code: str, kind: str = "application") -> Look:
    """KeyError for a code that has no look: a status without a word must not reach a page."""
    return KINDS[kind][str(code)]
