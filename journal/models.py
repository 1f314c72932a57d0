"""Two tables: the entries, and the one row that says where the chain ends."""

from datetime import datetime
from typing import Any

from django.db import models

from .canonical import GENESIS


class Entry(models.Model):
    """One act, written once and never touched again (database triggers see to it).

    The truth is `seq`, `prev`, `body` and `hash`; the remaining columns copy parts of the body
    for the indexes, and `journal verify` compares them with it. docs/journal.md has the format.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    # Text, never jsonb: PostgreSQL would re-order the keys and the bytes would be lost.
    body = models.TextField()

    at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    role = models.CharField(max_length=100)
    verb = models.CharField(max_length=100)
    subject_type = models.CharField(max_length=50)
    subject_id = models.CharField(max_length=100)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["seq"]
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "seq"], name="journal_subject"),
            models.Index(fields=["actor", "seq"], name="journal_actor"),
            models.Index(fields=["verb", "seq"], name="journal_verb"),
            models.Index(fields=["at"], name="journal_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject_type}:{self.subject_id}"


class Head(models.Model):
    """The last link. Its row is the lock that lines writers up, and it betrays a cut-off tail."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        default_permissions = []
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_one_head")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"


def copies(body: dict[str, Any]) -> dict[str, Any]:
    """What the indexed columns of an entry must hold, given its body. KeyError if it is not one."""
    subject_type, _, subject_id = body["subject"].partition(":")
    return {
        "at": datetime.fromisoformat(body["at"]),
        "actor": body["actor"],
        "role": body["role"],
        "verb": body["verb"],
        "subject_type": subject_type,
        "subject_id": subject_id,
        "version": body["version"],
    }
