"""Reading the environment so that the operator gets every problem at once, each with advice."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

from config.values import ADVICE, FITS


class SettingsError(ImproperlyConfigured):
    """The environment is incomplete or wrong; the text lists every problem with what to do."""


class Environment:
    """Collects problems instead of stopping at the first one; `finish()` raises them together.

    Someone who sets up a server should not have to restart it once per forgotten value.
    """

    def __init__(self) -> None:
        self._env = Env()
        self.problems: list[str] = []
        self.names: set[str] = set()

    def read(self, kind: str, name: str, default: Any, *, advice: str = "", **options: Any) -> Any:
        """The value of `name` parsed as `kind` (an environs parser), or `default` when unset.

        A value that cannot be parsed becomes a problem with `advice`; the default stands in, so
        that the remaining values can be looked at too.
        """
        self.names.add(name)
        try:
            # An empty string is what a half-filled environment file leaves behind: unset.
            if not self._env.str(name, ""):
                return default
            value = getattr(self._env, kind)(name, **options)
            if kind == "list":
                # "one, two": the blank after a comma belongs to nobody.
                value = [each.strip() for each in value if each.strip()]
        except (EnvError, ValueError):
            value = None
        if value is None or not FITS.get(name, lambda _value: True)(value):
            self.refuse(name, f"is not usable. {advice or ADVICE[name]}")
            return default
        return value

    def require(self, kind: str, name: str, stand_in: Any, *, advice: str, **options: Any) -> Any:
        """Like `read`, for a value that production cannot do without."""
        self.names.add(name)
        if not self._env.str(name, ""):
            self.refuse(name, f"is not set. {advice}")
            return stand_in
        return self.read(kind, name, stand_in, advice=advice, **options)

    def refuse(self, name: str, sentence: str) -> None:
        self.problems.append(f"{name} {sentence}")

    def finish(self) -> None:
        """Raises SettingsError when anything was refused; never repeats a secret value."""
        if self.problems:
            listed = "\n".join(f"  - {problem}" for problem in self.problems)
            raise SettingsError(
                f"Laurel cannot start with this environment:\n{listed}\n"
                "Every value is described in docs/operations.md."
            )
