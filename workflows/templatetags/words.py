"""How words stand on a page: stops of the reader's language, sums, sources without their shelf marks."""

import re

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The number under which docs/sources.md keeps a source; it tells a citizen nothing.
_SHELF_MARK = re.compile(r"\s*\[S[\w,\- ]*\]")


@register.simple_tag
def colon() -> str:
    """Between a name and its value."""
    return _(": ")


@register.filter
def cited(source: str) -> str:
    """A source as a reader outside the office wants it."""
    return _SHELF_MARK.sub("", str(source))


@register.filter
def thousands(amount: object) -> str:
    """12,000: as amounts stand on payment lists, in both languages."""
    return f"{amount:,}" if isinstance(amount, int) else str(amount)


@register.filter
def under(cells: list[str], columns: list[str]) -> list[tuple[str, str]]:
    """The cells of a row with their columns: on a phone each cell names its own."""
    return list(zip(columns, cells, strict=True))
