"""Public pages: verification and the register of holders. No login, no ID numbers."""

import functools
import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.serialization import Encoding
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from certificates import authority, budget, conf, queries, statuslist
from certificates.forms import FileForm, TypedForm
from certificates.verify import Answer, Verdict, by_code, by_file, by_statement, by_typing

HTTP_STATUS = {Verdict.UNKNOWN: 404, Verdict.CHANGED: 409, Verdict.CANNOT_TELL: 503}


@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Type what stands on the paper, or drop the file."""
    if request.method == "GET":
        return _ask(request, TypedForm(), FileForm())
    if not budget.spend(request.META["REMOTE_ADDR"], at=timezone.now()):
        return _tell(request, Answer(Verdict.CANNOT_TELL), status=429)
    if "pdf" in request.FILES or "file" in request.POST:
        return _verify_file(request)
    typed = TypedForm(request.POST)
    if not typed.is_valid():
        return _ask(request, typed, FileForm(), status=400)
    return _tell(request, by_typing(**typed.cleaned_data))


def _verify_file(request: HttpRequest) -> HttpResponse:
    dropped = FileForm(request.POST, request.FILES)
    if not dropped.is_valid():
        return _ask(request, TypedForm(), dropped, status=400)
    return _tell(request, by_file(dropped.cleaned_data["pdf"].read(), at=timezone.now()))


@never_cache
@require_GET
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR opens. 128 bits cannot be guessed, so this way has no budget to exhaust."""
    return _tell(request, by_code(code))


@never_cache
@require_GET
def verify_statement(request: HttpRequest, statement: str) -> HttpResponse:
    """What a square code with a signed statement opens."""
    return _tell(request, by_statement(statement))


Page = Callable[[HttpRequest], HttpResponse]


def _keyed(page: Page) -> Page:
    """Without a key there is nothing to say yet: a sentence, not a fault."""

    @functools.wraps(page)
    def answer(request: HttpRequest) -> HttpResponse:
        try:
            return page(request)
        except authority.NoAuthority as problem:
            return JsonResponse({"error": str(problem)}, status=503)

    return answer


@require_GET
@_keyed
def status_list(request: HttpRequest) -> HttpResponse:
    """The signed standings for verifiers without a network; an hour old at most.

    Whoever keeps a copy has to ask whether it is the newest: a decision is in the list at once.
    """
    text = statuslist.KEPT.text(authority=authority.current(), at=timezone.now())
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()}"'
    response = HttpResponse(text, content_type="application/jwt")
    response["Cache-Control"], response["ETag"] = "no-cache", etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_GET
@_keyed
def public_keys(request: HttpRequest) -> JsonResponse:
    """What our signatures are checked with: the file certificate and the statement key."""
    ours = authority.current()
    return JsonResponse(
        {
            "statement_key": ours.statement_public.hex(),
            "statement_key_id": ours.statement_id,
            "file_certificate_sha256": ours.fingerprint,
            "file_certificate": ours.certificate.public_bytes(Encoding.PEM).decode(),
            "demo": ours.demo,
        }
    )


@require_GET
def registry(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "")
    page = queries.register(search=search, after=request.GET.get("after", ""))
    return render(request, "certificates/registry.html", {"page": page, "search": search})


def _ask(
    request: HttpRequest, typed: TypedForm, dropped: FileForm, *, status: int = 200
) -> HttpResponse:
    context = {"typed": typed, "dropped": dropped, "site_url": conf.site_url()}
    return render(request, "certificates/verify.html", context, status=status)


def _tell(request: HttpRequest, answer: Answer, *, status: int = 0) -> HttpResponse:
    context = {
        "answer": answer,
        "verdict": answer.verdict,
        "shown": answer.shown,
        "site_url": conf.site_url(),
        "checked_at": timezone.now(),
        "page_title": _("Certificate check"),
    }
    status = status or HTTP_STATUS.get(answer.verdict, 200)
    return render(request, "certificates/verdict.html", context, status=status)
