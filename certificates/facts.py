"""Everything that a certificate says, as plain facts from the promulgated list."""

import dataclasses
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

#: The closed set of placeholders of a wording. Nothing else is ever replaced.
PLACEHOLDERS = ("name", "title", "field", "employer", "year", "city", "document", "tenure")


@dataclass(frozen=True)
class Award:
    """What one person was awarded by one decision.

    ``case`` is an opaque reference, unique per decided case: issuing twice for one case is one
    certificate. ``photo`` is a baseline JPEG or None. Dates are the decision's, never today's.
    """

    case: str
    programme_code: str
    city_code: str
    year: int
    holder_name: str
    title: str
    field: str
    employer_name: str
    document_number: str
    decided_on: date
    issued_on: date
    wording: str
    issuers: tuple[str, ...]
    design: str = "honour"
    heading: str = ""  # printed over the page, in Chinese and English; empty: the layout's own
    heading_en: str = ""
    tenure_from: date | None = None
    tenure_until: date | None = None
    photo: bytes | None = None
    rules_edition: str = ""
    city_name: str = ""
    offline_code: bool = False
    """Put a signed statement into the square code (per programme): it works without a network,
    and the masked name then also stands in the logs of whoever opens the address."""

    def as_json(self) -> dict[str, Any]:
        """Facts without the picture (its SHA-256 instead), ready for a JSON column."""
        facts: dict[str, Any] = {}
        for item in dataclasses.fields(self):
            value = getattr(self, item.name)
            facts[item.name] = value.isoformat() if isinstance(value, date) else value
        facts["issuers"] = list(self.issuers)
        facts["photo"] = hashlib.sha256(self.photo).hexdigest() if self.photo else ""
        return facts

    @classmethod
    def from_json(cls, facts: dict[str, Any], *, photo: bytes | None) -> Self:
        values = dict(facts)
        for name in ("decided_on", "issued_on", "tenure_from", "tenure_until"):
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        values["issuers"] = tuple(values["issuers"])
        values["photo"] = photo
        return cls(**values)


def canonical(facts: dict[str, Any]) -> bytes:
    """One byte string per set of facts: sorted keys, no spaces, UTF-8."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def commitment(facts: dict[str, Any], *, code: str) -> str:
    """Binds the journal to the facts without naming anybody: HMAC keyed by the secret code.

    The code lives beside the personal data; when a lawful deletion removes both, the journal
    keeps an entry that nobody can tie to a person.
    """
    return hmac.new(code.encode(), canonical(facts), hashlib.sha256).hexdigest()
