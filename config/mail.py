"""One mail address line (EMAIL_URL) translated into Django's MAILERS."""

from typing import Any

import dj_email_url

ADVICE = (
    "Give smtp://USER:PASSWORD@HOST:25, submission://USER:PASSWORD@HOST:587 (STARTTLS), "
    "file:///absolute/folder or console://."
)
# Argument of each backend <- key of dj-email-url.
_ARGUMENTS = {
    "smtp": {
        "host": "EMAIL_HOST",
        "port": "EMAIL_PORT",
        "username": "EMAIL_HOST_USER",
        "password": "EMAIL_HOST_PASSWORD",
        "use_tls": "EMAIL_USE_TLS",
        "use_ssl": "EMAIL_USE_SSL",
        "timeout": "EMAIL_TIMEOUT",
    },
    "filebased": {"file_path": "EMAIL_FILE_PATH"},
    "console": {},
    "locmem": {},
    "dummy": {},
}
# A mail server that does not answer must not hold the worker: the outbox tries again later.
_TIMEOUT_SECONDS = 15


def configure(url: str) -> dict[str, Any]:
    """The MAILERS setting; ValueError when the address cannot be used."""
    parsed = dj_email_url.parse(url)
    backend = parsed.get("EMAIL_BACKEND")
    if backend is None:
        raise ValueError("unknown scheme")
    kind = backend.split(".")[-2]
    options = {name: parsed[key] for name, key in _ARGUMENTS[kind].items() if parsed[key]}
    if kind == "smtp":
        options.setdefault("timeout", _TIMEOUT_SECONDS)
    if kind == "filebased":
        if "file_path" not in options:
            raise ValueError("the folder is missing")
        options["file_path"] = "/" + options["file_path"].lstrip("/")
    return {"default": {"BACKEND": backend, "OPTIONS": options}}
