"""What the applicant does before and between filings: start, answer, choose the employer, attach."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluations import questionnaire, whereabouts
from evaluations.actions.case import locked, note, touch, touch_for_each
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import Application, Attachment, Call, Correction, Organisation, Person, User
from evaluations.permissions import require
from evaluations.rules import Upload
from evaluations.status import CORRECTABLE, LIVE
from evaluations.uploads import CleanFile
from evaluations.window import is_open_for

# Read out on the phone: no I, O, 0, 1.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def _reference(call: Call) -> str:
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{call.rules.code}{call.year % 100:02}-{code[:4]}-{code[4:]}"


@transaction.atomic
def start(
    *, call: Call, person: Person, track: str, by: User, at: datetime, employer: Organisation | None
) -> Application:
    """A new draft. Raises Refused when the window is shut or a live application exists."""
    call.rules.track(track)
    if person.user_id != by.id:
        raise NotPermitted(_("You can start an application only for yourself."))
    if not is_open_for(call, person, at=at):
        raise Refused(_("This call is not open for applications now."))
    existing = Application.objects.filter(call=call, person=person, status__in=LIVE).first()
    if existing:
        raise Refused(
            _("You already have the application %(reference)s in this call.")
            % {"reference": existing.reference}
        )
    try:
        with transaction.atomic():
            case = Application.objects.create(
                reference=_reference(call),
                call=call,
                person=person,
                employer=employer,
                track=track,
                created_at=at,
                created_by=by,
                last_change=at,
                last_actor=by,
            )
    except IntegrityError:
        raise Refused(_("You already have an application in this call.")) from None
    note(case, "start", by=by, role="applicant", at=at, after=case.status)
    return case


@transaction.atomic
def save_answers(
    *, application_id: int, answers: dict, by: User, seen: int | None, at: datetime
) -> Application:
    """Merge cleaned ``answers`` ({item id: answer}) into the working copy. Never refuses a half
    answer: that is what drafts are for. While a correction is open only its fields change."""
    case = locked(application_id, seen=seen)
    role = require(by, "edit", case, at=at)
    merged = case.answers | answers
    correction = open_correction(case)
    if correction:
        restricted = questionnaire.restrict(case.answers, merged, open_paths(case, correction))
        if restricted.attempts:
            raise Refused(_("Only the fields named in the correction request can be changed now."))
        merged = restricted.answers
    if merged != case.answers:
        case.answers = merged
        touch(case, "save_answers", by=by, role=role, at=at)
    return case


@transaction.atomic
def choose_employer(
    *, application_id: int, employer: Organisation, by: User, seen: int | None, at: datetime
) -> Application:
    """Name the employer who recommends. It decides the chain of desks."""
    case = locked(application_id, seen=seen)
    role = require(by, "edit", case, at=at)
    if case.employer_id == employer.pk:
        return case
    if case.filings.exists():
        raise Refused(
            _("The employer of a filed application cannot be changed. Withdraw and apply again.")
        )
    if not employer.active:
        raise Refused(_("This employer's account is closed. Ask its personnel office."))
    case.employer = employer
    touch(case, "choose_employer", by=by, role=role, at=at)
    return case


@transaction.atomic
def attach(
    *, application_id: int, item: str, file: CleanFile, by: User, at: datetime
) -> Attachment:
    """Keep a checked upload. A further file beyond the item's limit is refused with the limit."""
    (kept,) = attach_all(application_id=application_id, files=[(item, file)], by=by, at=at)
    if isinstance(kept, Refused):
        raise kept
    return kept


@transaction.atomic
def attach_all(
    *, application_id: int, files: Sequence[tuple[str, CleanFile]], by: User, at: datetime
) -> list[Attachment | Refused]:
    """Keep checked uploads, each for its item, as one act. For each what was kept, or why not:
    one that is refused does not hold up the others."""
    case = locked(application_id)
    role = require(by, "edit", case, at=at)
    asked = {item for item, _file in files}
    present = list(case.attachments.filter(item__in=asked, removed_at=None))
    before = len(present)
    answers: list[Attachment | Refused] = []
    for item, file in files:
        try:
            answers.append(_kept(case, item, file, present, by=by, at=at))
        except Refused as refusal:
            answers.append(refusal)
    new = Attachment.objects.bulk_create(present[before:])
    if new:
        details = [{"item": each.item, "sha256": each.sha256} for each in new]
        touch_for_each(case, "attach", by=by, role=role, at=at, details=details)
    return answers


def _kept(
    case: Application,
    item: str,
    file: CleanFile,
    present: list[Attachment],
    *,
    by: User,
    at: datetime,
) -> Attachment:
    """The same bytes that are here already, or a new row, which joins ``present``."""
    upload = _upload_item(case, item)
    _allow_path(case, f"uploads.{item}")
    beside = {each.sha256: each for each in present if each.item == item}
    if file.sha256 in beside:
        return beside[file.sha256]
    if len(beside) >= upload.max_files:
        raise Refused(
            _("At most %(n)d files can be kept here. Remove one before adding another.")
            % {"n": upload.max_files}
        )
    attachment = Attachment(
        application=case,
        item=item,
        name=file.name,
        content_type=file.content_type,
        size=len(file.data),
        pages=file.pages,
        sha256=file.sha256,
        uploaded_at=at,
        uploaded_by=by,
    )
    attachment.file.save("upload", ContentFile(file.data), save=False)
    present.append(attachment)
    return attachment


@transaction.atomic
def remove_attachment(*, attachment_id: int, by: User, at: datetime) -> Attachment:
    """Take a file out of the working copy. The bytes stay: a filing may name them."""
    attachment = Attachment.objects.filter(pk=attachment_id, removed_at=None).first()
    if attachment is None:
        raise NotFound(_("This file does not exist, or has been removed."))
    case = locked(attachment.application_id)
    role = require(by, "edit", case, at=at)
    _allow_path(case, f"uploads.{attachment.item}")
    attachment.removed_at, attachment.removed_by = at, by
    attachment.save(update_fields=["removed_at", "removed_by"])
    touch(case, "remove_attachment", by=by, role=role, at=at, detail={"item": attachment.item})
    return attachment


def open_correction(case: Application) -> Correction | None:
    if case.status not in CORRECTABLE:
        return None
    return case.corrections.filter(answered_at=None, closed_unanswered=False).first()


def open_paths(case: Application, correction: Correction) -> frozenset[str]:
    """What a correction opens: the ticked fields, and what hangs on their answers."""
    return questionnaire.opened(case.call.rules, case.track, correction.paths)


def _allow_path(case: Application, path: str) -> None:
    correction = open_correction(case)
    if correction and path not in open_paths(case, correction):
        raise Refused(_("Only the fields named in the correction request can be changed now."))


def _upload_item(case: Application, item: str) -> Upload:
    track = whereabouts.track_of(case)
    for page in case.call.rules.pages_for(track.id):
        for found in page.items:
            if isinstance(found, Upload) and found.id == item:
                return found
    raise NotFound(_("This call does not ask for such a file."))
