"""Uploads: kept for ever once a filing names them, served only through the law."""

import uuid

from django.db import models

from evaluations.models.application import Application
from evaluations.models.constraints import paired
from evaluations.models.people import User

# Items of this prefix are a desk's own proofs ("desk.employer"), never part of what was filed.
DESK_FILE = "desk."


def stored_path(attachment: "Attachment", _name: str) -> str:
    """A random name: nothing of the person or the file shows in the path."""
    return f"evidence/{attachment.public_id.hex[:2]}/{attachment.public_id.hex}"


class Attachment(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="attachments"
    )
    item = models.CharField(max_length=40)  # id of the Upload in the call's rules, or a desk's own
    file = models.FileField(upload_to=stored_path)
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=50)
    size = models.PositiveIntegerField()  # bytes
    pages = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [paired("attachment", "uploaded"), paired("attachment", "removed")]

    def __str__(self) -> str:
        return self.name
