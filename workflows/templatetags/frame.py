"""What stands around every page: the name and the mark of the house, and what is drawn but once."""

from functools import cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def site_name(context: template.Context) -> str:
    """ "Xinghu talent evaluation", or the name without a city where none is configured."""
    if city := context.get("city"):
        return _("%(city)s talent evaluation") % {"city": city}
    return _("Talent evaluation")


@register.simple_tag
def drawn_once(part: str) -> SafeString:
    """A part that is the same on every page of a language. Context: city."""
    return _drawn_once(part, get_language())


@cache
def _drawn_once(part: str, _language: str | None) -> SafeString:
    return render_to_string(part, {"city": settings.CITY})


@register.simple_tag
@cache
def mark() -> SafeString:
    """The mark of the house: a laurel wreath around an osmanthus blossom (桂 is both)."""
    sprite = static("icons.svg")
    return format_html(
        '<svg class="brand-mark" viewBox="3 3 58 58" aria-hidden="true" focusable="false">'
        '<use href="{0}#laurel"></use><use class="brand-blossom" href="{0}#blossom"></use></svg>',
        sprite,
    )
