"""What a value of the environment must look like beyond its type: found at the start, not in the
night in which the first certificate is signed."""

import re
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones


def _web(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _key_file(value: str) -> bool:
    return value.startswith("pkcs11:") or Path(value).is_file()


FITS: dict[str, Callable[[Any], bool]] = {
    "PORT": lambda port: 0 < port < 65536,
    "LAUREL_SITE_URL": _web,
    "LAUREL_SOURCE_URL": _web,
    "LAUREL_TSA_URL": _web,
    "CSRF_TRUSTED_ORIGINS": lambda origins: all(map(_web, origins)),
    "DEFAULT_FROM_EMAIL": lambda sender: "@" in parseaddr(sender)[1],
    "LAUREL_SESSION_IDLE_MINUTES": lambda minutes: 0 < minutes <= 24 * 60,
    "LAUREL_TIME_ZONE": lambda name: name in available_timezones(),
    "LAUREL_SIGNING_KEY_FILE": _key_file,
    "LAUREL_STATEMENT_KEY_FILE": lambda path: Path(path).is_file(),
    "LAUREL_SIGNING_CRL_FILES": lambda paths: all(Path(path).is_file() for path in paths),
    "LAUREL_TRUSTED_SIGNERS": lambda prints: all(
        re.fullmatch("[0-9a-fA-F]{64}", each.replace(":", "")) for each in prints
    ),
    "LAUREL_ISSUER_CODE": lambda code: re.fullmatch("[0-9A-Z]{18}", code) is not None,
    "LAUREL_LICENCE_TYPE_CODE": lambda code: re.fullmatch("[0-9A-Z]{21}", code) is not None,
}
