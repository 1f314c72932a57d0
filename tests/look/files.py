"""Where the look lives, for the tests that read it."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
SHEETS = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
MODULES = sorted((settings.BASE_DIR / "static" / "js").glob("*.js"))
SPRITE = settings.BASE_DIR / "static" / "icons.svg"


def icon_names() -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()))


def shown(path: Path) -> str:
    return path.relative_to(settings.BASE_DIR).as_posix()
