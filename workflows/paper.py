"""Who may do what with paper: the print desk, the proofs of layouts, a holder's own copies.

The paper room knows no roles; here each of its verbs asks first.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates import holders, printing, proof, stationery
from certificates.designs import DESIGNS
from certificates.fonts import Unprintable
from certificates.models import Certificate, Copy, Printer, PrintRun, Proof, Showing, Status
from certificates.refusals import Blocked, Flawed
from certificates.standing import Refused as PaperRefused
from evaluations import holdings
from evaluations.actions.case import actor_name
from evaluations.call_permissions import require, role_over
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import Call, Holding, User
from evaluations.roles import Role
from journal.record import record
from workflows import issuing

#: One of each of these two releases a layout.
RELEASERS = (Role.SEAL_KEEPER, Role.CERTIFICATE_OFFICER)
ORDERS: dict[str, tuple[str, ...]] = {
    "number": ("serial", "version"),
    "employer": ("employer_name", "serial", "version"),
    "name": ("holder_name", "serial", "version"),
}


def printable(call: Call, *, order: str = "number", keys: Sequence[int] = ()) -> list[Certificate]:
    """Issued certificates of the call that are in force, and of those whose term is over what was
    made once more: the honour remains. ``keys`` chooses among them."""
    again = Q(status=Status.EXPIRED, version__gt=1)
    rows = issuing.certificates_of(call).filter(again | Q(status=Status.VALID))
    rows = rows.filter(issued_at__isnull=False)
    if keys:
        rows = rows.filter(pk__in=keys)
    return list(rows.order_by(*ORDERS.get(order, ORDERS["number"])))


def preview(call: Call, rows: Sequence[Certificate], *, by: User, at: datetime) -> bytes:
    """The first page as it will be printed; nothing is logged."""
    require(by, "certify", call, at=at)
    _some(rows)
    return said(lambda: printing.merged(printing.sheets(rows[:1])))


def require_print(
    call: Call,
    rows: Sequence[Certificate],
    *,
    kind: str,
    printer: Printer | None,
    by: User,
    at: datetime,
    reason: str,
) -> tuple[str, int]:
    """(role in which it may be printed, how many were printed before). Raises NotPermitted, Refused."""
    role = require(by, "certify", call, at=at)
    _some(rows)
    if len(rows) > printing.MOST:
        raise Refused(
            _("A file holds at most %(most)d certificates. Choose fewer, and print the rest after.")
            % {"most": printing.MOST}
        )
    again = _again(call, rows) if kind in printing.CERTIFICATES else 0
    if again and not reason.strip():
        raise Refused(
            ngettext(
                "%(n)d of these certificates was printed before. Say why it is printed again.",
                "%(n)d of these certificates were printed before. Say why they are printed again.",
                again,
            )
            % {"n": again}
        )
    if kind == PrintRun.Kind.OVERPRINT and printer is None:
        raise Refused(_("Choose the printer: pre-printed stock needs its calibration."))
    return role, again


def print_file(
    call: Call,
    rows: Sequence[Certificate],
    *,
    kind: str,
    printer: Printer | None,
    by: User,
    at: datetime,
    reason: str = "",
    tell: printing.Tell = printing.nobody,
    keep: Callable[[bytes], object] = printing.nobody,
) -> tuple[bytes, PrintRun]:
    """A file for the printer and its line in the print log; ``reason``: why once more. ``keep`` has
    the file before the log says that there is one.

    Raises NotPermitted, Refused.
    """
    role, again = require_print(call, rows, kind=kind, printer=printer, by=by, at=at, reason=reason)
    pdf = said(lambda: _made(kind, rows, printer, tell))
    keep(pdf)
    name = printer.name if printer and kind == PrintRun.Kind.OVERPRINT else ""
    with transaction.atomic():
        run = printing.log(
            rows, kind=kind, by=actor_name(by), at=at, subject=call.subject, printer=name,
            reason=reason if again else "",
        )  # fmt: skip
        detail = {"kind": kind, "sheets": run.sheets, "run": run.pk, "again": again}
        _note("certificate.print", call.subject, by=by, role=role, at=at, detail=detail)
    return pdf, run


def _again(call: Call, rows: Sequence[Certificate]) -> int:
    before = printing.printed(call.subject)
    return sum(str(row) in before for row in rows)


def _some(rows: Sequence[Certificate]) -> None:
    if not rows:
        raise Refused(_("Choose at least one certificate that is issued and in force."))


def _made(
    kind: str, rows: Sequence[Certificate], printer: Printer | None, tell: printing.Tell
) -> bytes:
    match kind:
        case PrintRun.Kind.ENVELOPES:
            return stationery.envelopes(rows)
        case PrintRun.Kind.RECEIPTS:
            return stationery.receipts(rows)
        case PrintRun.Kind.OVERPRINT if printer:
            return printing.overprint(printing.sheets(rows), printer=printer, tell=tell)
    pdf = printing.merged(printing.sheets(rows), tell=tell)
    return printing.two_up(pdf) if kind == PrintRun.Kind.TWO_UP else pdf


def said[T](act: Callable[[], T]) -> T:
    """The paper room's refusals as the law's: both are sentences."""
    try:
        return act()
    except Blocked as problem:
        raise Refused(_("The page asked for something that it may not have.")) from problem
    except (Unprintable, Flawed, PaperRefused) as problem:
        raise Refused(str(problem)) from problem


def spoil(call: Call, run_id: int, *, sheets: int, by: User, at: datetime) -> PrintRun:
    """How many sheets of a run were spoiled."""
    role = require(by, "certify", call, at=at)
    with transaction.atomic():
        run = PrintRun.objects.select_for_update().filter(pk=run_id, subject=call.subject).first()
        if run is None:
            raise NotFound(_("This print run does not exist."))
        if not 0 <= sheets <= run.sheets:
            raise Refused(_("No more sheets can be spoiled than were printed."))
        detail = {"run": run.pk, "before": run.spoiled, "spoiled": sheets}
        _note("certificate.spoil", call.subject, by=by, role=role, at=at, detail=detail)
        return printing.spoil(run, sheets=sheets)


def calibrate(name: str, *, right_mm: Decimal, down_mm: Decimal, by: User, at: datetime) -> Printer:
    """Where the ink of a printer falls, as measured with the ruler page."""
    role = city_role(by, Role.CERTIFICATE_OFFICER)
    with transaction.atomic():
        printer, _new = Printer.objects.update_or_create(
            name=name, defaults={"right_mm": right_mm, "down_mm": down_mm}
        )
        detail = {"right_mm": str(right_mm), "down_mm": str(down_mm)}
        _note("printer.calibrate", f"printer:{printer.pk}", by=by, role=role, at=at, detail=detail)
    return printer


def city_role(user: User, *roles: Role) -> str:
    """The role of ``user`` over the whole city. Raises NotPermitted naming who may."""
    if role := role_over(user, None, *roles):
        return role
    names = ", ".join(str(role.label) for role in roles)
    raise NotPermitted(_("This is for: %(roles)s.") % {"roles": names})


def make_proof(key: str, *, by: User, at: datetime) -> Proof:
    """Print the proof of a layout's present version, for two people to look at."""
    city_role(by, *RELEASERS)
    if key not in DESIGNS:
        raise NotFound(_("There is no such layout."))
    return said(lambda: proof.make(key, by=actor_name(by), at=at))


def proof_pdf(key: str, *, by: User) -> bytes:
    city_role(by, *RELEASERS, Role.AUDITOR, Role.REVIEW_OFFICE)
    if key not in DESIGNS:
        raise NotFound(_("There is no such layout."))
    return said(lambda: proof.pdf(DESIGNS[key]))


def release_proof(made: Proof, *, sha256: str, by: User, at: datetime) -> Proof:
    """One of two persons says that the layout is right: one keeps the seals, one the certificates.

    Raises NotPermitted, and Refused when the second is not the other of the two.
    """
    city_role(by, *RELEASERS)
    first = account(made.first_by)
    if first and first != by and not both(first, by):
        raise Refused(
            _("The seal keeper and the certificate officer release a layout together.")
            + " "
            + _("The other of the two has to look at it.")
        )
    return said(lambda: proof.release(made, sha256=sha256, by=actor_name(by), at=at))


def account(pseudonym: str) -> User | None:
    key = pseudonym.removeprefix("user:")
    return User.objects.filter(pk=int(key)).first() if key.isdecimal() else None


def both(first: User, second: User) -> bool:
    """Whether one of them keeps the seals and the other the certificates."""
    keeper, officer = RELEASERS
    return any(
        role_over(one, None, keeper) and role_over(other, None, officer)
        for one, other in ((first, second), (second, first))
    )


def _own(holding: Holding, by: User) -> Certificate:
    """The newest issued certificate of one's own title. Raises NotPermitted, NotFound."""
    if not holdings.is_holder(by, holding):
        raise NotPermitted(_("Only the holder can do this."))
    rows = Certificate.objects.filter(case=holding.application.subject, issued_at__isnull=False)
    found = rows.order_by("-version").first()
    if found is None:
        raise NotFound(_("No certificate has been issued for this application yet."))
    return found


def terms(holding: Holding) -> holders.Terms:
    """How much the call of this title lets its holders make of a certificate."""
    paper = holding.application.call.rules.certificate
    return holders.Terms(paper.copies, paper.copy_days, paper.link_days)


def copy(holding: Holding, *, purpose: str, by: User, at: datetime) -> Copy:
    row = _own(holding, by)
    own = terms(holding)
    return said(lambda: holders.copy(row, purpose=purpose, by=actor_name(by), at=at, terms=own))


def publish(holding: Holding, *, by: User, at: datetime) -> Showing:
    row = _own(holding, by)
    return said(lambda: holders.publish(row, by=actor_name(by), at=at))


def share(holding: Holding, *, days: int, by: User, at: datetime) -> Showing:
    row = _own(holding, by)
    own = terms(holding)
    return said(lambda: holders.share(row, days=days, by=actor_name(by), at=at, terms=own))


def hide(holding: Holding, *, showing_id: int, by: User, at: datetime) -> Showing:
    """End a page or link of one's own."""
    row = _own(holding, by)
    shown = Showing.objects.filter(pk=showing_id, certificate__case=row.case).first()
    if shown is None:
        raise NotFound(_("This link does not exist."))
    return holders.end(shown, by=actor_name(by), at=at)


def _note(verb: str, subject: str, *, by: User, role: str, at: datetime, **entry: Any) -> None:
    record(verb=verb, subject=subject, actor=actor_name(by), role=role, at=at, **entry)
