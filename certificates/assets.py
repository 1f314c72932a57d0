"""A picture that a document may use, by the name it asks for."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Asset:
    body: bytes
    mime: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()
