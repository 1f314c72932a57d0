"""What a look at the signature of a file tells, before the register is asked."""

import enum
import json
from dataclasses import dataclass
from typing import Self


class Finding(enum.Enum):
    INTACT = "intact"
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Look:
    finding: Finding
    detail: str = ""

    def as_bytes(self) -> bytes:
        return json.dumps([self.finding.value, self.detail]).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        finding, detail = json.loads(content)
        return cls(Finding(finding), detail)
