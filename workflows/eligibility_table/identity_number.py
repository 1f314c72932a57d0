"""What an ID number in a table says. It is read, never kept."""

import re
from datetime import date

from django.utils.translation import gettext as _
from stdnum.cn import ric

from workflows.eligibility_table.cells import narrow


def birth_date(written: str) -> tuple[date | None, str]:
    """The date in it, and a note where the number is doubtful."""
    number = narrow(written).replace(" ", "").upper()
    try:
        born = ric.get_birth_date(number) if re.fullmatch(r"[0-9]{17}[0-9X]", number) else None
    except ValueError:
        born = None
    if born is None:
        return None, _("The ID number tells no date of birth.")
    if ric.calc_check_digit(number) != number[-1]:
        return born, _(
            "The last character of the ID number does not fit; compare it with the card."
        )
    return born, ""


def sex(written: str) -> str:
    number = narrow(written).replace(" ", "")
    if len(number) != 18 or not number[16].isdecimal():
        return ""
    return "M" if int(number[16]) % 2 else "F"
