"""Who is told what? Rows of their own for the site, written with the act; a mail after the commit.

One recipient a message. A mail's subject names the reference and what happened, never a person.
Nothing is told that the applicant may not know yet: ``visibility.told_status`` decides.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone, translation

from evaluations import visibility
from evaluations.models import (
    Application,
    Call,
    CallStatusChange,
    RecheckRequest,
    StatusChange,
    User,
)
from evaluations.status import REFUSED, CallStatus, Status
from workflows import message_words
from workflows.models import Message

log = logging.getLogger("laurel.workflows")

Kind = Message.Kind

_MAILS_A_TASK = 50

_TOLD: dict[str, Kind] = {
    Status.FILED: Kind.FILED,
    Status.RETURNED: Kind.RETURNED,
    Status.SUPPLEMENT_DUE: Kind.SUPPLEMENT,
    Status.LAPSED: Kind.LAPSED,
    Status.PUBLICISED: Kind.LISTED,
    Status.RESERVE: Kind.PROGRESS,
    Status.WITHDRAWN: Kind.ENDED,
    Status.CONTESTED: Kind.CONTESTED,
    Status.APPROVED: Kind.APPROVED,
    Status.CERTIFIED: Kind.CERTIFIED,
    Status.STRUCK_OFF: Kind.REFUSED,
    Status.REVOKED: Kind.REFUSED,
    Status.CALLED_OFF: Kind.ENDED,
    **dict.fromkeys(REFUSED, Kind.REFUSED),
}


_TOLD_WITH_THE_CALL: dict[str, tuple[Status, ...]] = {
    CallStatus.PUBLICISED: (Status.PUBLICISED, Status.RESERVE, Status.NOT_SELECTED),
    CallStatus.PROMULGATED: (Status.APPROVED, Status.STRUCK_OFF),
    CallStatus.CANCELLED: (Status.CALLED_OFF,),
    CallStatus.CONCLUDED: (Status.NOT_SELECTED,),  # the reserve list; the others know already
}


def acted(
    case: Application, *, at: datetime, came_to: str = "", change: StatusChange | None = None
) -> None:
    """Tell those concerned what the act at ``at`` has changed. ``case``: as it is after the act;
    ``change``: how the act moved it; ``came_to``: the desk where the file now lies, when it moved.
    Part of the act's transaction; mails follow the commit."""
    if change is not None:
        _tell_change(case, change)
    elif came_to:
        data = {"desk": str(came_to)}
        _write([_message(case, Kind.PROGRESS, at, version=case.version, data=data)])
    elif case.rechecks.filter(decided_at=at).exists():
        data = {"outcome": RecheckRequest.Outcome.DISMISSED.value}
        _write([_message(case, Kind.RECHECK, at, version=case.version, data=data)])


def _tell_change(case: Application, change: StatusChange) -> None:
    if change.verb in {"recall", "withdraw"}:  # the applicant's own acts
        return
    told = visibility.told_status(case)
    if told != case.status or told not in _TOLD:
        return
    kind = _TOLD[told]
    if change.verb == "readmit":
        kind = Kind.RECHECK
    if change.verb.startswith("objection.") and told == Status.PUBLICISED:
        kind = Kind.PROGRESS
    data = {"status": told.value}
    if kind in {Kind.RETURNED, Kind.SUPPLEMENT}:
        data["due"] = case.corrections.latest("id").due_at.isoformat()
    _write([_message(case, kind, change.at, version=change.version, data=data)])


def call_acted(call: Call, *, at: datetime) -> None:
    """A list that becomes public, or a call that is cancelled, tells everybody concerned."""
    change = CallStatusChange.objects.filter(call=call.pk, at=at).last()
    statuses = _TOLD_WITH_THE_CALL.get(change.after) if change is not None else None
    if statuses is None:
        return
    rows = Application.objects.select_related("call", "decision", "person__user")
    cases = rows.filter(call=call.pk, status__in=statuses)
    _write(
        _message(case, _TOLD[case.status], at, version=case.version, data={"status": case.status})
        for case in cases.iterator(chunk_size=500)
    )


def _message(
    case: Application, kind: Kind, at: datetime, *, version: int, data: dict[str, Any]
) -> Message:
    return Message(
        recipient=case.person.user,
        kind=kind,
        application=case,
        version=version,
        data=data,
        created_at=at,
    )


def tell(recipient: User, kind: Kind, *, at: datetime, **data: Any) -> Message:
    """A message that is about no single case: reminders, overdue work, new files."""
    message = Message.objects.create(recipient=recipient, kind=kind, data=data, created_at=at)
    _mail_after_commit([message.pk] if recipient.email else [])
    return message


def _write(messages: Iterable[Message]) -> None:
    written = Message.objects.bulk_create(messages, batch_size=500, ignore_conflicts=True)
    to_mail = [m for m in written if m.recipient.email]
    if not to_mail:
        return
    keys = {(m.recipient_id, m.kind, m.application_id, m.version) for m in to_mail}
    cases = {m.application_id for m in to_mail}
    # A row that was there already keeps its own id: find what is stored, by its own key.
    rows = Message.objects.filter(application__in=cases, mailed_at=None)
    stored = rows.values_list("recipient_id", "kind", "application_id", "version", "pk")
    _mail_after_commit([pk for *key, pk in stored if tuple(key) in keys])


def _mail_after_commit(ids: list[int]) -> None:
    for start in range(0, len(ids), _MAILS_A_TASK):
        batch = ids[start : start + _MAILS_A_TASK]
        transaction.on_commit(lambda batch=batch: mail.enqueue(batch))


# A mail server that is away for a long weekend loses nothing; later the site has told it anyway.
_TRY_FOR, _TRY_EVERY, _FIRST_TRY = timedelta(days=4), timedelta(hours=1), timedelta(minutes=10)
_MOST_TRIED = 1000


@transaction.atomic
def try_again(at: datetime) -> int:
    """Put mails that could not be sent on the queue once more, each at most once an hour."""
    rows = Message.objects.select_for_update(of=("self",)).filter(
        Q(mail_tried_at=None) | Q(mail_tried_at__lt=at - _TRY_EVERY),
        mailed_at=None,
        created_at__gt=at - _TRY_FOR,
        created_at__lt=at - _FIRST_TRY,
    )
    wanted = rows.exclude(recipient__email="").order_by("pk").values_list("pk", flat=True)
    ids = list(wanted[:_MOST_TRIED])
    Message.objects.filter(pk__in=ids).update(mail_tried_at=at)
    _mail_after_commit(ids)
    return len(ids)


@task
def mail(message_ids: list[int]) -> None:
    """Send each message to its one recipient, once: a worker may run twice. An address that is
    refused keeps nobody else from being told; a server that is away is asked no further."""
    waiting = Message.objects.filter(pk__in=message_ids, mailed_at=None).exclude(
        recipient__email=""
    )
    for message in waiting.select_related("recipient", "application").order_by("pk"):
        try:
            _send(message)
        except SMTPRecipientsRefused:
            log.warning("A mail address was refused: user:%s", message.recipient_id)


def _send(message: Message) -> None:
    with translation.override(message.recipient.language):
        words = message_words.of(message)
        context = {"words": words, "address": f"{settings.LAUREL_SITE_URL}/inbox/"}
        EmailMessage(
            subject=words.subject,
            body=render_to_string("mail/message.txt", context),
            to=[message.recipient.email],
        ).send()
    Message.objects.filter(pk=message.pk).update(mailed_at=timezone.now())
