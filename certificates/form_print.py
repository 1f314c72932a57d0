"""Forms as paper: an applicant's own words through the locked process, whatever was typed."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from certificates import fonts, locked
from certificates.assets import Asset

__all__ = ["Asset", "print_form", "printable"]

# The geta mark (下駄記号): the printer's sign for a character that no type is at hand for.
MISSING = "〓"


def print_form(html: str, *, assets: Mapping[str, Asset] | None = None) -> bytes:
    """A4 PDF of ``html`` (a whole document from an escaped template) in the house's form style.

    ``assets``: "asset:photo" -> picture. A character that no installed font has becomes 〓
    instead of stopping the form: a certificate must be exact, a working paper must come out.
    """
    return locked.ours("document", printable(html), _style(), assets=dict(assets or {}))


def printable(text: str) -> str:
    """``text`` with every character that cannot be printed replaced by 〓."""
    signs = {sign for sign in set(text) if not sign.isspace() and fonts.unprintable(sign)}
    return text.translate({ord(sign): MISSING for sign in signs})


@cache
def _style() -> str:
    return (Path(__file__).parent / "form_print.css").read_text(encoding="utf-8")
