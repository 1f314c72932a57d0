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


def _web_or_sealed(value: str) -> bool:
    """TLS, or a machine that nobody outside can reach: a token travels with every question."""
    parts = urlsplit(value)
    return _web(value) and (parts.scheme == "https" or parts.hostname in {"localhost", "127.0.0.1"})


def _hosts(names: list[str]) -> bool:
    return bool(names) and all(re.fullmatch(r"\*|\.?[\w.-]+|\[[0-9a-f:]+\]", n) for n in names)


def _random(secret: str) -> bool:
    """Not the key that a tutorial shows, and not one key held down."""
    return len(secret) >= 50 and len(set(secret)) >= 12 and "django-insecure" not in secret


def _key_file(value: str) -> bool:
    return value.startswith("pkcs11:") or Path(value).is_file()


FITS: dict[str, Callable[[Any], bool]] = {
    "SECRET_KEY": _random,
    "ALLOWED_HOSTS": _hosts,
    # Relative to where? Every command would open a database of its own.
    "LAUREL_VAR_DIR": Path.is_absolute,
    "PORT": lambda port: 0 < port < 65536,
    "LAUREL_SITE_URL": _web,
    "LAUREL_SOURCE_URL": _web,
    "LAUREL_TSA_URL": _web,
    "LAUREL_SEAL_URL": _web_or_sealed,
    "CSRF_TRUSTED_ORIGINS": lambda origins: all(map(_web, origins)),
    "DEFAULT_FROM_EMAIL": lambda sender: "@" in parseaddr(sender)[1],
    "LAUREL_FONT_DIRS": lambda folders: all(Path(folder).is_dir() for folder in folders),
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

# What to give instead, where the file of settings does not say it itself.
ADVICE: dict[str, str] = {
    "LAUREL_SIGNING_PASSPHRASE": "Give text.",
    "LAUREL_SIGNING_CRL_FILES": "Give the paths of DER files with commas.",
    "LAUREL_TRUSTED_SIGNERS": "Give SHA-256 fingerprints of certificates, 64 hexadecimal digits each, with commas.",
    "LAUREL_TSA_URL": "Give the http or https address of the time-stamping service.",
    "LAUREL_SEAL_URL": "Give the https address of the seal platform.",
    "LAUREL_SEAL_TOKEN": "Give text.",
    "LAUREL_SEAL_NAME": "Give the name of the platform.",
    "LAUREL_ISSUER_CODE": "Give the 18 characters of the issuing office's unified social credit code.",
    "LAUREL_LICENCE_TYPE_CODE": "Give the 21 characters of the licence type by GB/T 36904.",
    "LAUREL_SESSION_IDLE_MINUTES": "Give whole minutes, from 1 to 1440.",
    "LAUREL_TIME_ZONE": "Give a name like Asia/Shanghai.",
}
