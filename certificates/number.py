"""Certificate numbers and secret codes.

``370600-CT-2023-0037-X``: city, programme, year, serial in list order, check character
(domain brief 5.2). The check is ISO 7064 MOD 37,36, as in GB/T 36904 identifiers.
"""

import base64
import re
import secrets

from stdnum.iso7064 import mod_37_36

CODE_LENGTH = 26
SHORT_LENGTH = 6
NUMBER = re.compile(r"^(\d{6})-([A-Z]{1,6})-(\d{4})-(\d{4,6})-([0-9A-Z])$")
_LOOKALIKES = str.maketrans({"0": "O", "1": "I", "8": "B"})


def compose(*, city_code: str, programme_code: str, year: int, serial: int) -> str:
    body = f"{city_code}-{programme_code}-{year}-{serial:04d}"
    return f"{body}-{check_character(body)}"


def check_character(body: str) -> str:
    """ISO 7064 MOD 37,36 over letters and digits; separators do not count."""
    return mod_37_36.calc_check_digit(re.sub(r"[^0-9A-Z]", "", body))


def well_formed(number: str) -> bool:
    """True when the shape and the check character agree: catches a typing slip before a search."""
    match = NUMBER.match(number)
    return match is not None and check_character(number[:-2]) == match[5]


def normalised(number: str) -> str:
    """What people type: full-width characters, spaces and long dashes are forgiven."""
    folded = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in number)
    return re.sub(r"[\s]", "", re.sub(r"[‐-―−－]", "-", folded)).upper()


def new_code() -> str:
    """128 secret bits in 26 letters and digits of base32."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")


def normalised_code(code: str) -> str:
    """Upper case, no separators; 0, 1 and 8 do not occur in base32 and mean O, I and B."""
    return re.sub(r"[^0-9A-Z]", "", normalised(code)).translate(_LOOKALIKES)


def short_code(code: str) -> str:
    """The six characters printed for typing; asked for together with number and full name."""
    return code[-SHORT_LENGTH:]
