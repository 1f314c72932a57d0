"""Mails with a one-time code. The code is made where the mail is sent: no queue ever stores it."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from evaluations.actions import keys
from evaluations.models import AccountKey, User

Purpose = AccountKey.Purpose


def password_after_commit(user: User, *, lasts: timedelta) -> None:
    """A code for a new password, to the confirmed address of the account."""
    hours = int(lasts.total_seconds() // 3600)
    transaction.on_commit(lambda: password.enqueue(user.pk, hours))


def address_after_commit(user: User, address: str) -> None:
    """A code to an address that its owner wants to confirm."""
    transaction.on_commit(lambda: confirm.enqueue(user.pk, address))


@task
def password(user_id: int, hours: int) -> None:
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return
    lasts = timedelta(hours=hours)
    code = keys.make(user=user, purpose=Purpose.PASSWORD, at=timezone.now(), lasts=lasts)
    with translation.override(user.language):
        _send(
            user.email,
            _("A new password"),
            _("Somebody asked for a new password for your account. Open this page to choose one:"),
            reverse("code", args=[code]),
            _("It opens once, within %(hours)d hours. If it was not you, do nothing.")
            % {"hours": hours},
        )


@task
def confirm(user_id: int, address: str) -> None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    code = keys.make(user=user, purpose=Purpose.EMAIL, at=timezone.now(), address=address)
    with translation.override(user.language):
        _send(
            address,
            _("Confirm your e-mail address"),
            _("Open this page to let messages about your applications come here:"),
            reverse("confirm_email", args=[code]),
            _("It opens once, within two days. If it was not you, do nothing."),
        )


def _send(to: str, subject: str, text: str, path: str, after: str) -> None:
    context = {"text": text, "address": f"{settings.LAUREL_SITE_URL}{path}", "after": after}
    body = render_to_string("mail/code.txt", context)
    EmailMessage(subject=subject, body=body, to=[to]).send()
