"""What a holder may do with a certificate: a copy for one purpose, a public page, a shared link."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from certificates import fonts, layout, locked, printing
from certificates.allocate import subject
from certificates.facts import commitment
from certificates.models import Certificate, Copy, Showing, Status
from certificates.standing import Refused
from journal.record import record

#: How long a link works where nobody says otherwise; whoever asks may allow less.
LINK_DAYS = (7, 30, 90)


@dataclass(frozen=True)
class Terms:
    """``copies``: so many at once, each good for ``copy_days``; a link works ``link_days`` at most."""

    copies: int = 3
    copy_days: int = 90
    link_days: int = 90

    @property
    def offered(self) -> tuple[int, ...]:
        """For how many days a link can be asked for."""
        return (*(days for days in LINK_DAYS if days < self.link_days), self.link_days)


USUAL = Terms()

_NOTE = """@page {{ size: {width}mm {height}mm; margin: 0 }} body {{ margin: 0 }}
p {{ position: absolute; left: 14mm; right: 14mm; bottom: 1.4mm; height: 7mm; margin: 0;
display: flex; align-items: center; justify-content: center; text-align: center;
font: 2.7mm/1.25 "LXGW WenKai", HanaMinA, HanaMinB; color: #9b2d20 }}
b {{ position: absolute; left: 16%; right: 16%; top: 36%; text-align: center; font: 24mm "LXGW WenKai";
color: #9b2d20; opacity: .17; transform: rotate(-24deg) }}
i {{ display: block; font: {across:.1f}mm/1.5 "LXGW WenKai", HanaMinA, HanaMinB }}"""
#: Letters of the purpose across the page in mm: it fills two thirds of the page, in two lines at most.
_LEAST, _MOST, _ACROSS = 5.5, 10.0, 0.66


@transaction.atomic
def copy(
    certificate: Certificate, *, purpose: str, by: str, at: datetime, terms: Terms = USUAL
) -> Copy:
    """A copy for one purpose. Raises :class:`Refused` and ``fonts.Unprintable`` with a sentence."""
    row = _held(certificate)
    words = " ".join(purpose.split())
    if not words:
        raise Refused(_("Say what the copy is for."))
    fonts.require_printable(words, where=_("purpose"))
    if (live := live_copies(row, at=at).count()) >= terms.copies:
        raise Refused(
            _("You already have %(n)d copies in use. The oldest ends on %(day)s.")
            % {"n": live, "day": _first_end(row, at)}
        )
    end = at + timedelta(days=terms.copy_days)
    made = Copy(certificate=row, purpose=words, made_at=at, made_by=by, lapses_at=end)
    made.sha256 = hashlib.sha256(copy_pdf(made)).hexdigest()
    made.save()
    # The purpose is the holder's own words: the record holds only its digest.
    _note(row, "certificate.copy", by=by, at=at, said=words)
    return made


def live_copies(certificate: Certificate, *, at: datetime) -> QuerySet[Copy]:
    return certificate.copies.filter(lapses_at__gt=at)


def _first_end(certificate: Certificate, at: datetime) -> str:
    first = live_copies(certificate, at=at).order_by("lapses_at").first()
    return localtime(first.lapses_at).strftime("%Y-%m-%d") if first else ""


def copy_pdf(made: Copy) -> bytes:
    """The page with its purpose across and below it; made from data, the same bytes every time."""
    sheet = printing.sheets([made.certificate])[0]
    until = layout.chinese_date(localtime(made.lapses_at).date())
    note = (
        f"本件为副本，仅用于：{made.purpose}。有效至{until}。本副本不带数字签名，请扫描二维码查验。"
    )
    # Across the page, where nobody cuts it off; and in full below.
    across = f"仅用于：{made.purpose}"
    css = _NOTE.format(
        width=sheet.design.width, height=sheet.design.height,
        across=max(_LEAST, min(_MOST, _ACROSS * sheet.design.width / len(across))),
    )  # fmt: skip
    html = (
        '<html lang="zh-Hans"><title>副本</title>'
        f"<b>副本<i>{escape(across)}</i></b><p>{escape(note)}</p>"
    )
    note_page = locked.ours("document", html, css)
    return locked.ours("noted", printing.merged([sheet]), note_page)


@transaction.atomic
def publish(certificate: Certificate, *, by: str, at: datetime) -> Showing:
    """The holder wants a public page; asking twice gives the same page."""
    row = _held(certificate)
    shown = row.showings.filter(public=True, ended_at=None).first()
    return shown or _show(row, public=True, lapses_at=None, by=by, at=at)


@transaction.atomic
def share(
    certificate: Certificate, *, days: int, by: str, at: datetime, terms: Terms = USUAL
) -> Showing:
    """A link that works for ``days``, one of ``terms.offered``. Raises :class:`Refused`."""
    if days not in terms.offered:
        raise Refused(_("Choose how long the link works."))
    row = _held(certificate)
    return _show(row, public=False, lapses_at=at + timedelta(days=days), by=by, at=at)


def _show(
    row: Certificate, *, public: bool, lapses_at: datetime | None, by: str, at: datetime
) -> Showing:
    _note(row, "certificate.show", by=by, at=at, said="public" if public else "link")
    return Showing.objects.create(
        certificate=row, token=secrets.token_urlsafe(32), public=public,
        lapses_at=lapses_at, opened_at=at, opened_by=by,
    )  # fmt: skip


@transaction.atomic
def end(showing: Showing, *, by: str, at: datetime) -> Showing:
    """The page or link is gone with this commit; ending twice changes nothing."""
    row = Showing.objects.select_for_update().get(pk=showing.pk)
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        _note(row.certificate, "certificate.hide", by=by, at=at, said="")
    return row


def live(*, at: datetime) -> QuerySet[Showing]:
    """Pages and links that answer now."""
    stays = Q(lapses_at__isnull=True) | Q(lapses_at__gt=at)
    return Showing.objects.filter(stays, ended_at=None)


def opened(token: str, *, at: datetime) -> tuple[Showing, Certificate] | None:
    """What an address shows, in its newest version; None when ended, lapsed, invented or revoked,
    which look alike."""
    shown = live(at=at).filter(token=token[:43]).select_related("certificate").first()
    if shown is None:
        return None
    versions = Certificate.objects.filter(case=shown.certificate.case, issued_at__isnull=False)
    newest = versions.order_by("-version").first()
    if newest is None or newest.status == Status.REVOKED:
        return None
    return shown, newest


def _held(certificate: Certificate) -> Certificate:
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.issued_at is None:
        raise Refused(_("This certificate has not been issued yet."))
    if row.status not in {Status.VALID, Status.EXPIRED}:
        raise Refused(_("This certificate is not in force, so nothing can be made from it."))
    return row


def _note(row: Certificate, verb: str, *, by: str, at: datetime, said: str) -> None:
    record(
        verb=verb, subject=subject(row), actor=by, at=at, version=row.version,
        commitment=commitment({"said": said}, code=row.code),
    )  # fmt: skip
