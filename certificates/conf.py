"""The settings of the paper room, each with a default that a demo can live with."""

from pathlib import Path

from django.conf import settings


def site_url() -> str:
    """Absolute address of this site, no trailing slash; every QR begins with it."""
    return str(getattr(settings, "LAUREL_SITE_URL", "http://127.0.0.1:8000")).rstrip("/")


def verify_url(code: str) -> str:
    return f"{site_url()}/verify/{code}/"


def city_name() -> str:
    return str(getattr(settings, "LAUREL_CITY_NAME", "星湖市"))


def store() -> Path:
    """Folder of the issued files. Back it up like the database."""
    default = Path(settings.VAR_DIR) / "certificates"
    return Path(getattr(settings, "LAUREL_CERTIFICATE_DIR", default))


def font_folders() -> list[Path]:
    """Where the distribution puts fonts; only the named files in them are ever used."""
    return [Path(p) for p in getattr(settings, "LAUREL_FONT_DIRS", ["/usr/share/fonts"])]


def font_cache() -> Path:
    default = Path(settings.VAR_DIR) / "fonts"
    return Path(getattr(settings, "LAUREL_FONT_CACHE", default))


def budget_of_source() -> tuple[int, float]:
    """(burst, refills per second) for look-ups by typing, per source address."""
    return getattr(settings, "LAUREL_VERIFY_BUDGET_SOURCE", (20, 0.2))


def budget_of_everybody() -> tuple[int, float]:
    """(burst, refills per second) for all typed look-ups together."""
    return getattr(settings, "LAUREL_VERIFY_BUDGET_GLOBAL", (600, 10.0))


def demo_authority() -> Path:
    """Folder of the throw-away keys of a demo; production never reads it."""
    default = Path(settings.VAR_DIR) / "demo-authority"
    return Path(getattr(settings, "LAUREL_DEMO_AUTHORITY", default))


def timestamp_url() -> str:
    """RFC 3161 service, or "" for none."""
    return str(getattr(settings, "LAUREL_TSA_URL", ""))


def licence_type_code() -> str:
    """21 characters of GB/T 36904; the default is a placeholder that says TEST."""
    return str(getattr(settings, "LAUREL_LICENCE_TYPE_CODE", "TEST00000000000000001"))


def issuer_code() -> str:
    """Unified social credit code of the issuing office; the default says TEST."""
    return str(getattr(settings, "LAUREL_ISSUER_CODE", "TEST00000000000000"))
