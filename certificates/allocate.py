"""Numbers, given out at promulgation: in list order, without gaps, all or none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from certificates import number as numbers
from certificates import proof
from certificates.facts import Award, commitment
from certificates.layout import require_sound
from certificates.models import Certificate, Photo, Series
from journal.record import Act, record_many


class Conflict(ValueError):
    """Two awards claim one case, or an issued case comes back with other facts."""


def allocate(awards: Sequence[Award], *, by: str, at: datetime) -> list[Certificate]:
    """One certificate per award, numbered in the order given.

    Runs again without harm: a case that already has a certificate keeps its number. Every text is
    checked before the first number is given, so a refusal (:class:`fonts.Unprintable`) leaves no
    gap. ``by`` is a pseudonym such as ``user:12``.
    """
    cases = [award.case for award in awards]
    if len(set(cases)) != len(cases):
        raise Conflict("two awards of one list have the same case")
    proof.require_released(award.design for award in awards)
    for award in awards:
        require_sound(award)
    with transaction.atomic():
        _lock(awards)
        known = _known(cases)
        fresh = [_number(award, by=by, at=at) for award in awards if award.case not in known]
        Certificate.objects.bulk_create(fresh)
        record_many(_entry(certificate) for certificate in fresh)
        known |= {certificate.case: certificate for certificate in fresh}
        return [known[case] for case in cases]


def _known(cases: list[str]) -> dict[str, Certificate]:
    found: dict[str, Certificate] = {}
    # SQLite allows a limited number of parameters in one statement.
    for start in range(0, len(cases), 500):
        chunk = Certificate.objects.filter(case__in=cases[start : start + 500])
        found |= {certificate.case: certificate for certificate in chunk.order_by("version")}
    return found


def _lock(awards: Sequence[Award]) -> None:
    """Take every series of the list, in one fixed order, before looking who has a number."""
    series = sorted({(a.city_code, a.programme_code, a.year) for a in awards})
    for city_code, programme_code, year in series:
        key: dict[str, Any] = {
            "city_code": city_code,
            "programme_code": programme_code,
            "year": year,
        }
        Series.objects.get_or_create(**key)
        Series.objects.select_for_update().get(**key)


def _number(award: Award, *, by: str, at: datetime) -> Certificate:
    key: dict[str, Any] = {
        "city_code": award.city_code,
        "programme_code": award.programme_code,
        "year": award.year,
    }
    Series.objects.filter(**key).update(last=F("last") + 1)
    serial = Series.objects.get(**key).last
    return row(award, number=numbers.compose(serial=serial, **key), serial=serial, by=by, at=at)


def row(award: Award, *, number: str, serial: int, by: str, at: datetime) -> Certificate:
    """An unsaved certificate of version 1 that carries the facts of ``award``."""
    facts = award.as_json()
    if award.photo:
        Photo.objects.get_or_create(sha256=facts["photo"], defaults={"jpeg": award.photo})
    return Certificate(
        number=number,
        code=numbers.new_code(),
        case=award.case,
        programme_code=award.programme_code,
        year=award.year,
        serial=serial,
        holder_name=award.holder_name,
        title=award.title,
        employer_name=award.employer_name,
        facts=facts,
        allocated_at=at,
        allocated_by=by,
    )


def _entry(certificate: Certificate) -> Act:
    return Act(
        verb="certificate.allocate",
        subject=subject(certificate),
        actor=certificate.allocated_by,
        at=certificate.allocated_at,
        version=certificate.version,
        commitment=commitment(certificate.facts, code=certificate.code),
    )


def subject(certificate: Certificate) -> str:
    """How the journal names a certificate: by its public number."""
    return f"certificate:{certificate.number}"
