"""The city as data: its name, its districts, its issuing bodies. Never a literal in the code."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from django.utils.translation import get_language

Code = Annotated[str, msgspec.Meta(pattern=r"^\d{6}$")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$")]


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something with a Chinese and an English name."""

    name: Text
    name_en: Text

    @property
    def title(self) -> str:
        """The name in the language of the present reader."""
        return self.name_en if (get_language() or "").startswith("en") else self.name

    def __str__(self) -> str:
        return self.title


class District(Named, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A district, county-level city, county or functional zone with its six-digit code.

    Functional zones have no GB/T 2260 code of their own; the city assigns one here.
    """

    code: Code
    kind: Literal["district", "county_city", "county", "zone"]


class Issuer(Named, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A body whose name and seal stand on certificates and notices."""

    key: Slug


class Office(Named, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The office that answers questions about a call."""

    address: Text
    phone: Text
    email: Text
    hours: Text


class City(Named, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that would differ in the next city. Order of `districts` is the order shown."""

    code: Code
    office: Office
    districts: Annotated[tuple[District, ...], msgspec.Meta(min_length=1)]
    issuers: Annotated[tuple[Issuer, ...], msgspec.Meta(min_length=1)]

    def district(self, code: str) -> District:
        """KeyError when the city has no district of this code."""
        return {district.code: district for district in self.districts}[code]

    def issuer(self, key: str) -> Issuer:
        """KeyError when the city names no issuing body of this key."""
        return {issuer.key: issuer for issuer in self.issuers}[key]


def load(path: Path) -> City:
    """The city described by the TOML file `path`; ValueError with a sentence when it is wrong."""
    try:
        city = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), City)
    except OSError as error:
        raise ValueError(f"{path.name} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} is not valid TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise ValueError(f"{path.name}: {error}.") from error
    _refuse_repeats(path.name, "district code", [district.code for district in city.districts])
    _refuse_repeats(path.name, "issuer key", [issuer.key for issuer in city.issuers])
    return city


def _refuse_repeats(file: str, what: str, values: list[str]) -> None:
    repeated = sorted({value for value in values if values.count(value) > 1})
    if repeated:
        raise ValueError(f"{file}: the {what} {', '.join(repeated)} is used more than once.")
