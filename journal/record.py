"""Writing things down: the only door into the journal."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from .canonical import NotRecordable, canonical, entry_hash
from .models import Entry, Head, copies
from .personal_data import refuse_personal_data

FORMAT = 1
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,99}", re.ASCII)
_PSEUDONYM = re.compile(r"[a-z][a-z0-9_]{0,49}(:[A-Za-z0-9_-]{1,49})?", re.ASCII)
_SUBJECT = re.compile(r"[a-z][a-z0-9_]{0,49}:[A-Za-z0-9_.-]{1,100}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
# field -> (form, may it be empty?, how to say it)
_FORMS = {
    "verb": (_CODE, False, "a code such as “file” or “certificate.issue”"),
    "subject": (_SUBJECT, False, "a type and an id such as “application:4b0f…”"),
    "actor": (_PSEUDONYM, False, "a pseudonym such as “user:12” or “clock”"),
    "role": (_CODE, True, "the code of a role"),
    "before": (_CODE, True, "the code of a status"),
    "after": (_CODE, True, "the code of a status"),
    "reason": (_CODE, True, "a code from a closed list; typed words belong in your own row"),
    "rules": (_CODE, True, "the version or digest of the rules"),
    "commitment": (_DIGEST, True, "the digest that commitment() returned"),
}


class OutsideTransaction(RuntimeError):
    """An entry must live and die with the act it tells of."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """What an entry says. Codes and pseudonyms only; Chinese text is welcome in `detail`.

    `at` is the aware moment of the act, `version` the subject's version after it, `rules` the
    version of the rules it was taken under, `commitment` the digest of data kept elsewhere.
    """

    verb: str
    subject: str
    actor: str
    at: datetime
    role: str = ""
    before: str = ""
    after: str = ""
    version: int = 0
    reason: str = ""
    rules: str = ""
    commitment: str = ""
    detail: dict[str, Any] = field(default_factory=dict)

    def body(self) -> str:
        """The canonical text that is hashed. Raises `NotRecordable` or `PersonalDataRefused`."""
        for name, (form, optional, description) in _FORMS.items():
            value = getattr(self, name)
            if not isinstance(value, str) or not (form.fullmatch(value) or optional and not value):
                raise NotRecordable(f"“{name}” is {value!r}, and must be {description}.")
        if self.at.tzinfo is None:
            raise NotRecordable("“at” has no time zone; pass an aware datetime.")
        if not 0 <= self.version < 2**31:
            raise NotRecordable(f"“version” is {self.version}, and must be a count from 0 up.")
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        fields = asdict(self) | {"at": moment.replace("+00:00", "Z"), "format": FORMAT}
        refuse_personal_data(fields)
        return canonical(fields)


def record(**act: Any) -> Entry:
    """Write one act down, in the transaction of the act itself. The keywords are those of `Act`.

    Record last: from here to the commit every other writer of the journal waits.
    """
    return record_many([Act(**act)])[0]


def record_many(acts: Iterable[Act]) -> list[Entry]:
    """Write a list of acts down in its order, under one lock: a decision about hundreds.

    Raises `OutsideTransaction`, and `NotRecordable` before anything is locked or written.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("Record an act inside the transaction.atomic() that performs it.")
    bodies = [act.body() for act in acts]
    if not bodies:
        return []
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    entries = [_link(head, body) for body in bodies]
    Entry.objects.bulk_create(entries)
    head.save(update_fields=["seq", "hash"])
    return entries


def commitment(payload: bytes | dict[str, Any], salt: bytes | None = None) -> tuple[str, str]:
    """(salt, HMAC-SHA-256(salt, payload)), both in hex; a dict is taken in its canonical form.

    Keep the salt beside the personal data: a lawful deletion (PIPL art. 47) deletes both, the
    digest in the journal then points at nobody, and the chain still verifies.
    """
    salt = secrets.token_bytes(32) if salt is None else salt
    data = payload if isinstance(payload, bytes) else canonical(payload).encode()
    return salt.hex(), hmac.new(salt, data, hashlib.sha256).hexdigest()


def _link(head: Head, body: str) -> Entry:
    """The entry that follows `head`, which moves on to it."""
    seq = head.seq + 1
    digest = entry_hash(prev=head.hash, seq=seq, body=body)
    entry = Entry(seq=seq, prev=head.hash, hash=digest, body=body, **copies(json.loads(body)))
    head.seq, head.hash = seq, digest
    return entry
