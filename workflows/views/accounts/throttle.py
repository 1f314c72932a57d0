"""Guessing a password must be slow, and a forgetful owner must not be locked out for long.

A try is taken from the bucket before the password is looked at, by one conditional update in the
database: of two hundred guesses at once not one more is examined than the bucket holds, however
many processes serve the site.
"""

from django.http import HttpRequest
from django.utils import timezone

from certificates import budget

TRIES = 8
WINDOW_SECONDS = 10 * 60
# One address for many people: a town hall has one way out, and passwords are mistyped every day.
TRIES_OF_ADDRESS = 80


def reserve(request: HttpRequest, name: str) -> bool:
    """Take one try; False when there is none left. Name and address together: a stranger elsewhere
    cannot lock the owner out. The address alone: one password is not tried on every name."""
    at = timezone.now()
    return all(
        budget.take(key, burst=burst, per_second=burst / WINDOW_SECONDS, at=at)
        for key, burst in ((_own(request, name), TRIES), (_address(request), TRIES_OF_ADDRESS))
    )


def succeeded(request: HttpRequest, name: str) -> None:
    """The tries before were slips."""
    budget.refill(_own(request, name))
    budget.give_back(_address(request))


def _own(request: HttpRequest, name: str) -> str:
    return f"{_address(request)} {name.lower()}"


def _address(request: HttpRequest) -> str:
    return f"sign in {request.META.get('REMOTE_ADDR', '')}"
