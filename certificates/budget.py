"""Token buckets in the database: look-ups by typing are cheap for people, dear for machines."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from certificates import conf
from certificates.models import Budget

EVERYBODY = "everybody"
TRIES = 5


def spend(source: str, *, at: datetime) -> bool:
    """Take one look-up from the source's bucket and the common one; False when either is empty."""
    own = hashlib.sha256(source.encode()).hexdigest()
    return _take(own, conf.budget_of_source(), at) and _take(
        EVERYBODY, conf.budget_of_everybody(), at
    )


def take(name: str, *, burst: int, per_second: float, at: datetime) -> bool:
    """One from a bucket of the caller's own, for another thing that must not be guessed."""
    return _take(hashlib.sha256(name.encode()).hexdigest(), (burst, per_second), at)


def refill(name: str) -> None:
    """The bucket is full again: whoever knew the secret had only mistyped it."""
    Budget.objects.filter(pk=hashlib.sha256(name.encode()).hexdigest()).delete()


def give_back(name: str) -> None:
    """The last one taken was no guess. More than the bucket holds is never kept."""
    row = Budget.objects.filter(pk=hashlib.sha256(name.encode()).hexdigest())
    row.update(tokens=F("tokens") + 1, stamp=F("stamp") + 1)


def _take(key: str, size: tuple[int, float], at: datetime) -> bool:
    """One conditional update: of two simultaneous takers of the last token one wins."""
    burst, per_second = size
    now = at.timestamp()
    for _attempt in range(TRIES):
        bucket = Budget.objects.filter(pk=key).first()
        if bucket is None:
            if _opened(key, burst, now):
                return True
            continue
        refill = max(0.0, now - bucket.refilled_at) * per_second
        tokens = min(float(burst), bucket.tokens + refill)
        if tokens < 1:
            return False
        won = Budget.objects.filter(pk=key, stamp=bucket.stamp).update(
            tokens=tokens - 1, refilled_at=max(now, bucket.refilled_at), stamp=F("stamp") + 1
        )
        if won:
            return True
    return False


def _opened(key: str, burst: int, now: float) -> bool:
    try:
        with transaction.atomic():
            Budget.objects.create(source=key, tokens=burst - 1, refilled_at=now)
    except IntegrityError:
        return False
    return True


def forget(*, before: datetime) -> int:
    """Delete buckets that have long been full again."""
    stale = Budget.objects.filter(refilled_at__lt=before.timestamp())
    return stale.delete()[0]
