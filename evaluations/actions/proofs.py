"""A desk keeps the proof of what its form asks: the minutes, the photograph of the notice board."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.actions.case import locked, note
from evaluations.errors import Refused
from evaluations.models import Application, Attachment, User
from evaluations.models.evidence import DESK_FILE
from evaluations.permissions import require
from evaluations.uploads import CleanFile

MOST = 5


def of(case: Application, desk: str) -> list[Attachment]:
    """The proofs this desk keeps in this case, oldest first."""
    rows = case.attachments.filter(item=f"{DESK_FILE}{desk}", removed_at=None)
    return list(rows.select_related("uploaded_by"))


@transaction.atomic
def attach(
    *, application_id: int, desk: str, file: CleanFile, by: User, at: datetime
) -> Attachment:
    """Keep a checked file of the desk that has the case. The case itself does not change, so the
    version stays: an officer who uploads does not make his own page stale."""
    case = locked(application_id)
    role = require(by, "give_opinion", case, at=at, desk=desk)
    kept = of(case, desk)
    same = next((proof for proof in kept if proof.sha256 == file.sha256), None)
    if same:
        return same
    if len(kept) >= MOST:
        raise Refused(
            _("At most %(n)d files can be kept here. Remove one before adding another.")
            % {"n": MOST}
        )
    proof = Attachment(
        application=case,
        item=f"{DESK_FILE}{desk}",
        name=file.name,
        content_type=file.content_type,
        size=len(file.data),
        pages=file.pages,
        sha256=file.sha256,
        uploaded_at=at,
        uploaded_by=by,
    )
    proof.file.save("upload", ContentFile(file.data), save=False)
    proof.save()
    detail = {"desk": desk, "sha256": file.sha256}
    note(case, "attach_proof", by=by, role=role, at=at, detail=detail)
    return proof
