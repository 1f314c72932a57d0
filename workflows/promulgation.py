"""From the promulgated list to the paper: numbers in list order, then one certificate after another.

The law and the paper do not know each other. Here the facts of a decided case become an Award,
and an issued certificate becomes a status of the case.
"""

from datetime import date, datetime

from django.conf import settings

from certificates.facts import Award
from certificates.issue import allocate, issue
from certificates.models import Certificate
from evaluations import call_permissions, holdings, rectification, snapshot
from evaluations.actions import lists
from evaluations.actions.progress import Tick, nothing
from evaluations.models import Application, Attachment, Call, Decision, User
from evaluations.rectification import Fact
from evaluations.rules import Upload
from workflows import desk


def promulgate(
    *,
    decision: Decision,
    document_number: str,
    effective_on: date,
    by: User,
    seen: int,
    at: datetime,
    tick: Tick = nothing,
) -> list[Certificate]:
    """Promulgate the decision and give every approved case its number, in list order: one
    transaction. Nothing is typed by hand: every word of the paper comes from the list."""

    def act() -> list[Certificate]:
        promulgated = lists.promulgate(
            decision_id=decision.pk,
            document_number=document_number,
            effective_on=effective_on,
            by=by,
            seen=seen,
            at=at,
        )
        awards = []
        for case in lists.approved_in_order(promulgated):
            awards.append(award(case))
            tick()
        return allocate(awards, by=f"user:{by.pk}", at=at)

    return desk.perform(decision.call, act, by=by, at=at)


def award(case: Application) -> Award:
    """The facts of one decided case, from its last filing, its decision and what was corrected since."""
    rules, decision = case.call.rules, case.decision
    text = rules.certificate
    filed = snapshot.read(case.filings.latest("number").content)
    since, until = holdings.tenure_of(case)
    facts = rectification.facts_of(case, filed)  # as two persons corrected them since
    return Award(
        case=case.subject,
        programme_code=rules.code,
        city_code=settings.CITY.code,
        city_name=settings.CITY.name,
        year=case.call.year,
        holder_name=case.person.name,  # as corrected, where two persons corrected it after the filing
        title=f"{settings.CITY.name}{rules.awarded_title}",
        field=facts.get(Fact.FIELD, ""),
        employer_name=facts[Fact.EMPLOYER],
        document_number=decision.document_number,
        decided_on=decision.decided_on,
        issued_on=decision.effective_on,
        tenure_from=since if until else None,
        tenure_until=until,
        wording=text.wording,
        issuers=tuple(settings.CITY.issuer(key).name for key in text.issuers),
        design=text.design,
        heading=text.title.zh,
        heading_en=text.title.en,
        photo=_photo(case, filed) if text.photo else None,
        rules_edition=f"{rules.edition} {case.call.rules_hash[:12]}",
    )


def _photo(case: Application, filed: dict) -> bytes | None:
    """The identity photo that was filed, as the upload gate normalised it."""
    photos = {i.id for i in case.call.rules.items() if isinstance(i, Upload) and i.photo}
    ids = [upload["id"] for upload in filed["uploads"] if upload["item"] in photos]
    attachment = Attachment.objects.filter(public_id__in=ids).last()
    if attachment is None:
        return None
    with attachment.file.open("rb") as stream:
        return stream.read()


def waiting(call: Call) -> list[Certificate]:
    """Certificates of this call that have a number and are not issued yet, in order."""
    cases = call.applications.filter(decision__promulgated_at__isnull=False)
    subjects = [
        f"application:{public_id}" for public_id in cases.values_list("public_id", flat=True)
    ]
    rows = Certificate.objects.filter(case__in=subjects, issued_at=None)
    return list(rows.order_by("serial"))


def issue_one(certificate: Certificate, *, call: Call, by: User, at: datetime) -> Certificate:
    """Make one certificate and tell the law. Safe to run again anywhere in between."""
    call_permissions.require(by, "certify", call, at=at)
    issued = issue(certificate, by=f"user:{by.pk}", at=at)
    tell(issued, by=by, at=at)
    return issued


def tell(issued: Certificate, *, by: User, at: datetime) -> None:
    """The law hears of a certificate. Hearing of it again changes nothing."""
    # The law reads the case again under its lock; here it is only named.
    cases = Application.objects.only("public_id")
    case = cases.get(public_id=issued.case.removeprefix("application:"))
    desk.perform(
        case,
        lambda: lists.certify(application_id=case.pk, number=str(issued), by=by, at=at),
        by=by,
        at=at,
    )


def issue_all(call: Call, *, by: User, at: datetime) -> list[Certificate]:
    """Issue whatever waits, in order of number."""
    return [issue_one(certificate, call=call, by=by, at=at) for certificate in waiting(call)]
