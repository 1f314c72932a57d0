"""Is it genuine, and is it in force? In words that a shopkeeper understands."""

import enum
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates import authority, locked, payload
from certificates import number as numbers
from certificates.finding import Finding, Look
from certificates.models import Certificate, Copy, Status
from certificates.refusals import Flawed
from certificates.shown import Shown, shown


class Verdict(enum.Enum):
    """Every answer that a check can have: (word, tone, icon, title, sentence)."""

    GENUINE = (
        "genuine",
        "laurel",
        "certificate",
        _("Genuine and in force"),
        _("We issued this certificate and it is in force."),
    )
    SUSPENDED = (
        "suspended",
        "gold",
        "pause",
        _("Genuine, but suspended"),
        _("We issued this certificate. At present it must not be relied on."),
    )
    REVOKED = (
        "revoked",
        "cinnabar",
        "revoked",
        _("Revoked"),
        _("We issued this certificate and later revoked it. It has no effect."),
    )
    EXPIRED = (
        "expired",
        "neutral",
        "expired",
        _("Genuine, term completed"),
        _("We issued this certificate. The honour remains; the term of its benefits is over."),
    )
    SUPERSEDED = (
        "superseded",
        "blue",
        "superseded",
        _("Replaced by a newer version"),
        _("We issued this certificate and later replaced it. Ask the holder for the newer one."),
    )
    COPY = (
        "copy",
        "blue",
        "certificate",
        _("A copy made by the holder"),
        _(
            "The holder made this copy here for the purpose below. It is not the certificate itself."
        ),
    )
    COPY_LAPSED = (
        "copy-lapsed",
        "gold",
        "expired",
        _("A copy whose time is over"),
        _("The holder made this copy here, but it is no longer to be used. Ask for a new one."),
    )
    CHANGED = (
        "changed",
        "cinnabar",
        "not-selected",
        _("Changed after we signed it"),
        _("This file was changed after it left us. Do not rely on it."),
    )
    UNKNOWN = (
        "unknown",
        "cinnabar",
        "not-selected",
        _("Not ours"),
        _("We have issued no such certificate. Do not rely on it."),
    )
    CANNOT_TELL = (
        "cannot-tell",
        "gold",
        "warning",
        _("Cannot tell now"),
        _(
            "The register cannot be reached or you have asked too often. This says nothing about the certificate; try again later."
        ),
    )

    def __init__(self, word: str, tone: str, icon: str, title: Promise, sentence: Promise) -> None:
        self.word, self.tone, self.icon = word, tone, icon
        self.title = title
        self.sentence = sentence

    @property
    def holds(self) -> bool:
        return self is Verdict.GENUINE


BY_STATUS = {
    Status.VALID: Verdict.GENUINE,
    Status.SUSPENDED: Verdict.SUSPENDED,
    Status.REVOKED: Verdict.REVOKED,
    Status.EXPIRED: Verdict.EXPIRED,
    Status.SUPERSEDED: Verdict.SUPERSEDED,
}


@dataclass(frozen=True)
class Answer:
    verdict: Verdict
    shown: Shown | None = None
    copy_for: str = ""
    """Purpose printed on a holder's copy."""
    note: str | Promise = ""
    """What to do next, where it depends on what was shown to us."""


#: Beside the verdict on a file: what we saw in it, and the way on.
NOTES = {
    Finding.UNSIGNED: _(
        "The file carries no signature. If it is a scan or a photo of a certificate, check what stands on it: scan the square code, or type number, name and code."
    ),
    Finding.FOREIGN: _("The file is signed, but not by us."),
    Finding.UNREADABLE: _(
        "The file cannot be read as a PDF. Ask for it again as the holder received it."
    ),
    Finding.CHANGED: _(
        "Ask the holder for the file as it was issued. The certificate itself may be in force: scan its square code, or type number, name and code."
    ),
    Finding.INTACT: _("It carries our signature, but the register does not know it. Tell us."),
}
CROWDED = _("Many files are being checked at this moment. Try this one again in a minute.")
MISTYPED = _("Compare number, full name and code with the paper once more.")
MISREAD = _("The code is not complete, or not ours. Scan it again, or type number, name and code.")


def by_code(code: str) -> Answer:
    """The QR's 26 characters."""
    wanted = numbers.normalised_code(code)
    return _answer({"code": wanted}) if len(wanted) == numbers.CODE_LENGTH else _nothing()


def by_typing(*, number: str, name: str, short_code: str) -> Answer:
    """Number, full name and the six characters, all of which stand on the paper.

    Which of the three was wrong is never said: the same answer for every unknown.
    """
    found = _find({"number": numbers.normalised(number).partition("/")[0]}, bare=True)
    if found is None:
        return Answer(Verdict.CANNOT_TELL)
    wanted, typed = numbers.normalised_code(short_code), name.strip()
    # A number that does not exist costs the same comparisons as one that does.
    matching = None
    for certificate in found or [_NOBODY]:
        same_name = _same(certificate.holder_name.strip(), typed)
        if _same(numbers.short_code(certificate.code), wanted) & same_name and certificate.pk:
            matching = matching or certificate
    return _of(matching) if matching else Answer(Verdict.UNKNOWN, note=MISTYPED)


#: Stands for a certificate that is not there; nobody types its name.
_NOBODY = Certificate(holder_name="\u0000", code="0" * numbers.CODE_LENGTH)


def by_file(content: bytes, *, at: datetime | None = None) -> Answer:
    """A PDF: first its digest in the register, then its signature; ``at`` defaults to now."""
    digest = hashlib.sha256(content).hexdigest()
    found = _find({"sha256": digest})
    if found is None:
        return Answer(Verdict.CANNOT_TELL)
    if copy := _copy(digest, at=at or timezone.now()):
        return copy
    seen = inspected(content)
    if seen is None:
        return Answer(Verdict.CANNOT_TELL, note=CROWDED)
    if found and seen.finding is Finding.INTACT:
        return _of(found[0])
    # Signed by us, untouched and yet unknown means a lost register or a stolen key, never "good".
    changed = seen.finding is Finding.CHANGED
    verdict = Verdict.CHANGED if changed else Verdict.UNKNOWN
    return Answer(verdict, note=NOTES[seen.finding])


def inspected(content: bytes) -> Look | None:
    """What the locked process finds in a stranger's file; None when it finds no time for it.

    A file that eats the time or memory it is given is none of ours: ours take a tenth of them.
    """
    trusted, demo = sorted(authority.trusted_fingerprints()), not settings.PRODUCTION
    try:
        return Look.from_bytes(locked.strangers("look", content, trusted, demo=demo))
    except (locked.Busy, locked.Silent):
        return None
    except Flawed:
        return Look(Finding.UNREADABLE, "limits")


def _copy(digest: str, *, at: datetime) -> Answer | None:
    """A holder's copy; it is worth no more than its certificate is now."""
    made = Copy.objects.filter(sha256=digest).first()
    if made is None:
        return None
    answer = _of(made.certificate)
    lapsed = made.lapses_at <= at
    verdict = Verdict.COPY_LAPSED if lapsed else Verdict.COPY
    return Answer(verdict if answer.verdict.holds else answer.verdict, answer.shown, made.purpose)


def by_statement(text: str) -> Answer:
    """The signed statement of an offline code, compared with the register."""
    try:
        statement = payload.read(text, public_key=authority.current().statement_public)
    except (payload.NotOurs, authority.NoAuthority):
        return _nothing()
    return _answer({"pk": statement.index, "number": statement.number.partition("/")[0]})


def _nothing() -> Answer:
    return Answer(Verdict.UNKNOWN, note=MISREAD)


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def _find(wanted: dict[str, Any], *, bare: bool = False) -> list[Certificate] | None:
    """Issued rows, or None when the register cannot answer; ``bare`` asks one query, found or not."""
    try:
        rows = Certificate.objects.filter(**wanted, issued_at__isnull=False).order_by("-version")
        return list(rows if bare else rows.prefetch_related("changes", "seals"))
    except DatabaseError:
        return None


def _answer(wanted: dict[str, Any]) -> Answer:
    found = _find(wanted)
    if found is None:
        return Answer(Verdict.CANNOT_TELL)
    return _of(found[0]) if found else _nothing()


def _of(certificate: Certificate) -> Answer:
    return Answer(BY_STATUS[Status(certificate.status)], shown(certificate))
