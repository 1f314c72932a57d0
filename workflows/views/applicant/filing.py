"""Check the answers, sign and file, and the receipt."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import snapshot
from evaluations.actions import applying, filing
from evaluations.desks import Desk
from evaluations.eligibility import Verdict
from evaluations.errors import Complaint, Incomplete, NotFound
from evaluations.models import Application, Filing
from evaluations.permissions import refusal
from workflows import desk
from workflows.forms.applicant import SignForm
from workflows.forms.questions import say
from workflows.views.accounts.resume import signed_in
from workflows.views.answer import attempt
from workflows.views.applicant import reading, way
from workflows.views.applicant.own import own_case
from workflows.views.applicant.sections import page_url


@signed_in
@require_GET
def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything on one page, each answer with its way back, and what is still missing."""
    at = timezone.now()
    case = own_case(request, public_id, at=at)
    correction = applying.open_correction(case)
    pages = reading.pages_in_words(
        case,
        case.answers,
        files=reading.present_files(case),
        change=None if refusal(request.user, "edit", case, at=at) else partial(page_url, case),
        open_paths=applying.open_paths(case, correction) if correction else None,
        remarks=reading.remarks_of(correction),
    )
    complaints = snapshot.complaints(case, at=at)
    context = {
        "case": case,
        "pages": pages,
        "identity": _identity(case),
        "findings": findings_of(case, at=at),
        "complaints": [placed(case, complaint) for complaint in complaints],
        "closed": refusal(request.user, "file", case, at=at),
        "correction": correction,
        "changes": _since_last_filing(case, at) if correction else [],
    }
    return render(request, "applicant/check.html", context)


def _since_last_filing(case: Application, at: datetime) -> list:
    """What the next desk will see as changed."""
    before = snapshot.read(case.filings.latest("number").content)
    uploads = [
        {"item": a.item, "name": a.name, "sha256": a.sha256}
        for a in case.attachments.filter(removed_at=None)
    ]
    return reading.changes_between(case, before, {"answers": case.answers, "uploads": uploads})


def _identity(case: Application) -> list[dict]:
    person = case.person
    here = reverse("application_check", args=[case.public_id])
    profile = f"{reverse('profile')}?next={here}"
    employer = reverse("application_employer", args=[case.public_id])
    filed = case.filings.exists()
    return [
        {"label": _("Name"), "value": person.name, "url": "" if filed else profile},
        {
            "label": _("Resident ID number"),
            "value": person.masked_id,
            "url": "" if filed else profile,
        },
        {"label": _("Mobile number"), "value": person.phone, "url": profile},
        {
            "label": _("Employer"),
            "value": str(case.employer or ""),
            "url": "" if filed else employer,
        },
    ]


def findings_of(case: Application, *, at: datetime) -> dict[str, list[dict]]:
    """For parts/rule_list.html: what is met, and what fails or needs a person."""
    found = [
        {
            "id": finding.rule_id,
            "text": say(finding.text),
            "verdict": finding.verdict.name,
            "sentence": finding.sentence,
            "source": finding.source,
        }
        for finding in snapshot.findings(case, at=at)
    ]
    met = [finding for finding in found if finding["verdict"] == Verdict.PASS.name]
    return {"met": met, "open": [finding for finding in found if finding not in met]}


def placed(case: Application, complaint: Complaint) -> dict[str, str]:
    """A complaint with the address where it can be put right; "" for what no page can mend."""
    if complaint.page:
        item, _dot, cell = complaint.path.partition(".")
        box = f"field_{item}-{cell.replace('.', '-')}" if "." in cell else f"item_{item}"
        return {"sentence": complaint.sentence, "url": f"{page_url(case, complaint.page)}#{box}"}
    here = reverse("application_check", args=[case.public_id])
    url = f"{reverse('profile')}?next={here}" if complaint.path == "person" else ""
    return {"sentence": complaint.sentence, "url": url}


@signed_in
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The commitment and the signature: what is filed here is what every later opinion stands on."""
    at = timezone.now()
    case = own_case(request, public_id, at=at)
    form = SignForm(request.POST or None, seen=case.version)
    if request.method == "POST":
        filed = attempt(form, lambda: _file(request, case, form, at=at))
        if filed is not None:
            return redirect("application_receipt", case.public_id, filed.number)
    closed = refusal(request.user, "file", case, at=at)
    if request.method == "GET" and not closed:
        form.complaints = tuple(snapshot.complaints(case, at=at))
    context = {
        "case": case,
        "form": form,
        "commitment": say(case.call.rules.commitment),
        "complaints": [placed(case, complaint) for complaint in form.complaints],
        "closed": closed if request.method == "GET" else "",
        "name": case.person.name,
        "language": get_language(),
    }
    return render(request, "applicant/sign.html", context, status=form.status)


def _file(request: HttpRequest, case: Application, form: SignForm, *, at: datetime) -> Filing:
    given = form.cleaned_data
    try:
        return desk.perform(
            case,
            lambda: filing.file(
                application_id=case.pk,
                by=request.user,
                seen=given["seen"],
                at=at,
                signed_name=given["name"],
                key=given["key"],
            ),
            by=request.user,
            at=at,
        )
    except Incomplete as incomplete:
        form.complaints = incomplete.complaints
        raise


@signed_in
@require_GET
def receipt(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """To print and keep: the moment by the server's clock, and the digest of what was filed."""
    at = timezone.now()
    case = own_case(request, public_id, at=at)
    filed = the_filing(case, number)
    task = way.open_tasks([case]).get(case.pk)
    context = {
        "case": case,
        "filing": filed,
        "rows": _receipt_rows(case, filed),
        "task": task,
        "next_desk": Desk(task.desk).label if task else "",
        "holder": way.holder(case, task.desk) if task else "",
        "expected": way.expected_end(case, since=filed.filed_at),
        "content": snapshot.read(filed.content),
    }
    return render(request, "applicant/receipt.html", context)


def _receipt_rows(case: Application, filed: Filing) -> list[dict]:
    content = snapshot.read(filed.content)
    when = timezone.localtime(filed.filed_at).strftime("%Y-%m-%d %H:%M:%S")
    return [
        {"label": _("Reference"), "value": case.reference},
        {"label": _("Call"), "value": case.call.title},
        {"label": _("Way in"), "value": say(case.call.rules.track(case.track).label)},
        {"label": _("Applicant"), "value": content["person"]["name"]},
        {"label": _("Employer"), "value": content["employer"]["name"]},
        {"label": _("Filing"), "value": reading.filing_title(filed)},
        {"label": _("Filed at (server clock)"), "value": when},
        {"label": _("Files attached"), "value": str(len(content["uploads"]))},
        {"label": _("Digest of the content (SHA-256)"), "value": filed.content_hash},
    ]


def the_filing(case: Application, number: int) -> Filing:
    found = case.filings.filter(number=number).first()
    if found is None:
        raise NotFound(_("This application has no such filing."))
    return found
