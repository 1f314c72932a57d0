"""Who does this number name? Resident ID numbers and credit codes: checked, read, masked, sealed.

Numbers are checked for form and check character only. Whether they belong to the person or the
firm is for a human with the original in hand, or for a register.
"""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

from evaluations.errors import Refused
from evaluations.sealing import SealBroken, lookup, needs_resealing, reseal, seal, unseal

__all__ = [
    "NumberRefused",
    "SealBroken",
    "birth_date",
    "check_credit_code",
    "check_resident_id",
    "lookup",
    "mask_id",
    "mask_name",
    "mask_phone",
    "needs_resealing",
    "reseal",
    "seal",
    "sex",
    "unseal",
]

# GB 32100-2015: no I, O, S, V, Z, because they read like 1, 0, 5, U, 2.
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_LOOK_ALIKE = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
# Registering authority, kind of body, region, organisation code, check character.
_USCC_FORM = re.compile(f"[{_USCC_ALPHABET}]{{2}}[0-9]{{6}}[{_USCC_ALPHABET}]{{10}}")

_EARLIEST_BIRTH = date(1900, 1, 1)  # earlier years in a living person's number are typing errors


class NumberRefused(Refused):
    """A number cannot be right. ``str()`` is the sentence, ``code`` the reason in one word."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.code = code


def check_resident_id(raw: str, *, on: date | None = None) -> str:
    """The 18 characters of a resident ID number, cleaned: half-width, no spaces, capital X.

    ``on``: the day of entry, where known; a birth date after it is refused. Raises NumberRefused
    with code empty, old_length, length, characters, date, future or check.

    The parts of ``stdnum.cn.ric`` are used one by one, not its ``validate``: that one also asks
    whether the region code existed in the year of birth, and so refuses real people (numbers
    were given from 1984 on: 370602, a code of 1983, with a birth in 1960), the residence
    permits of 830000, and any district younger than its table.
    """
    number = _compact(raw)
    _check_form(number)
    _check_birth(number, on)
    if number[-1] != ric.calc_check_digit(number):
        message = _(
            "The last character does not fit the other 17, so one of them is mistyped. "
            "Compare the number with the card, digit by digit."
        )
        raise NumberRefused(message, code="check")
    return number


def check_credit_code(raw: str) -> str:
    """The 18 characters of a unified social credit code (GB 32100-2015), cleaned.

    Raises NumberRefused with code empty, length, letters, characters or check.

    ``stdnum.cn.uscc.validate`` wants a digit in the first two places and so refuses rural
    collectives (N…) and others (A…, Y…); only its check character is used.
    """
    code = _compact(raw)
    if not code:
        raise NumberRefused(_("Enter the unified social credit code."), code="empty")
    if len(code) != 18:
        message = _("A unified social credit code has 18 characters; you entered %(found)d.")
        raise NumberRefused(message % {"found": len(code)}, code="length")
    for letter, meant in _USCC_LOOK_ALIKE.items():
        if letter in code:
            message = _("A credit code never has the letter %(letter)s. Did you mean %(meant)s?")
            raise NumberRefused(message % {"letter": letter, "meant": meant}, code="letters")
    if not _USCC_FORM.fullmatch(code):
        message = _(
            "A credit code is made of digits and capital letters, with six digits of the region "
            "in places 3 to 8. Compare it with the business licence."
        )
        raise NumberRefused(message, code="characters")
    if code[-1] != uscc.calc_check_digit(code[:-1]):
        message = _(
            "The last character does not fit the other 17, so one of them is mistyped. "
            "Compare the code with the business licence, character by character."
        )
        raise NumberRefused(message, code="check")
    return code


def birth_date(number: str) -> date:
    """Birth date written in a checked ID number."""
    return ric.get_birth_date(number)


def sex(number: str) -> str:
    """ "M" or "F": the 17th digit is odd for men (GB 11643-1999)."""
    return "M" if int(number[16]) % 2 else "F"


def mask_id(number: str) -> str:
    """For officers who handle the case: first two and last two characters.

    The birth date stays hidden: masks that show it, or the county, leave only some hundred
    candidates (threat T37). The public sees no character at all: do not publish even this.
    """
    return number[:2] + "*" * 14 + number[-2:] if len(number) == 18 else "*" * 18


def mask_name(name: str) -> str:
    """王*明: first and last character of three or more, the first of two, none of one."""
    signs = _characters(name.strip())
    match len(signs):
        case 0 | 1:
            return "*" * len(signs)
        case 2:
            return signs[0] + "*"
        case length:
            return signs[0] + "*" * (length - 2) + signs[-1]


def mask_phone(phone: str) -> str:
    """138****5678 for a mobile number; of any other number only the last two digits."""
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", phone))
    digits = re.sub(r"^(?:0{0,2}86)(?=1[0-9]{10}$)", "", digits)
    if re.fullmatch(r"1[0-9]{10}", digits):
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * (len(digits) - 2) + digits[-2:] if len(digits) > 4 else "*" * len(digits)


def _compact(raw: str) -> str:
    # Chinese keyboards type full-width digits and Ｘ; people copy numbers with spaces and dashes.
    return re.sub(r"[\s\-‐-―]", "", unicodedata.normalize("NFKC", raw)).upper()


def _check_form(number: str) -> None:
    if not number:
        raise NumberRefused(_("Enter the resident ID number."), code="empty")
    if re.fullmatch(r"[0-9]{15}", number):
        message = _("This is an old number of 15 digits. Enter the 18 characters of the card.")
        raise NumberRefused(message, code="old_length")
    if len(number) != 18:
        message = _("A resident ID number has 18 characters; you entered %(found)d.")
        raise NumberRefused(message % {"found": len(number)}, code="length")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        message = _(
            "A resident ID number is 17 digits and then a digit or X. Remove every other character."
        )
        raise NumberRefused(message, code="characters")


def _check_birth(number: str, on: date | None) -> None:
    try:
        birth = ric.get_birth_date(number)
    except InvalidComponent:
        birth = None
    if birth is None or birth < _EARLIEST_BIRTH:
        message = _(
            "Digits 7 to 14 are the birth date (year, month, day), and %(found)s is not "
            "a possible one. Compare them with the card."
        )
        raise NumberRefused(message % {"found": number[6:14]}, code="date")
    if on is not None and birth > on:
        message = _(
            "The birth date in this number, %(found)s, is still to come. Check digits 7 to 14."
        )
        raise NumberRefused(message % {"found": birth.isoformat()}, code="future")


def _characters(text: str) -> list[str]:
    """Characters as people count them: a combining mark or variant selector joins its base."""
    found: list[str] = []
    for sign in unicodedata.normalize("NFC", text):
        if found and unicodedata.category(sign).startswith("M"):
            found[-1] += sign
        else:
            found.append(sign)
    return found
