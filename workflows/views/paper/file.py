"""A PDF as an answer."""

from django.http import HttpResponse


def as_pdf(content: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    """``name``: ASCII. Never kept by a cache: it holds names."""
    response = HttpResponse(content, content_type="application/pdf")
    kind = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
