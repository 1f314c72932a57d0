"""The public register: who holds which honour."""

from dataclasses import dataclass

from django.db.models import Q

from certificates import number as numbers
from certificates.models import Certificate, Status

PAGE = 30


@dataclass(frozen=True)
class Page:
    rows: list[Certificate]
    after: str
    """Cursor of the next page, or "" on the last one."""


def register(*, search: str = "", after: str = "", size: int = PAGE) -> Page:
    """Holders, newest year first; one query whatever the size of the register.

    ``after`` is the cursor of the page before: paging by key costs the same on page 1,000.
    """
    rows = Certificate.objects.filter(issued_at__isnull=False).exclude(status=Status.SUPERSEDED)
    words = search.strip()[:60]
    if words:
        number = numbers.normalised(words)
        rows = rows.filter(Q(holder_name__contains=words) | Q(number__startswith=number))
    year, _dash, pk = after.partition("-")
    if year.isdecimal() and pk.isdecimal() and len(after) < 24:
        rows = rows.filter(Q(year__lt=int(year)) | Q(year=int(year), pk__lt=int(pk)))
    found = list(rows.order_by("-year", "-pk")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(found, f"{found[-1].year}-{found[-1].pk}" if more else "")
