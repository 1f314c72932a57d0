"""What every template may use without its view having fetched it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string


def house(request: HttpRequest | None) -> dict[str, Any]:
    """city: config.city.City; demo: bool; version, source_url: str; nav: what settings.NAVIGATION
    answers for this request."""
    return {
        "city": settings.CITY,
        "demo": settings.DEMO,
        "version": settings.VERSION,
        "source_url": settings.LAUREL_SOURCE_URL,
        "nav": SimpleLazyObject(lambda: _entries(request)),
    }


def _entries(request: HttpRequest | None) -> Any:
    # Lazy, and through a dotted path: an error page that draws no menu must not ask for one.
    if not settings.NAVIGATION or request is None:
        return []
    return import_string(settings.NAVIGATION)(request)
