"""Numbers, given out at promulgation: in list order, without gaps, all or none."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction

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
        series = _lock(awards)
        known = _known(cases)
        new = [award for award in awards if award.case not in known]
        keep_pictures(new)
        fresh = [_number(award, series[_series_of(award)], by=by, at=at) for award in new]
        Series.objects.bulk_update(series.values(), ["last"])
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


type _Key = tuple[str, str, int]


def _series_of(award: Award) -> _Key:
    return award.city_code, award.programme_code, award.year


def _lock(awards: Sequence[Award]) -> dict[_Key, Series]:
    """Take every series of the list, in one fixed order, before looking who has a number."""
    locked = {}
    for key in sorted({_series_of(award) for award in awards}):
        city_code, programme_code, year = key
        named: dict[str, Any] = {
            "city_code": city_code, "programme_code": programme_code, "year": year,
        }  # fmt: skip
        Series.objects.get_or_create(**named)
        locked[key] = Series.objects.select_for_update().get(**named)
    return locked


def _number(award: Award, series: Series, *, by: str, at: datetime) -> Certificate:
    """The next of its series, which the caller has locked and saves."""
    series.last += 1
    number = numbers.compose(
        serial=series.last, city_code=award.city_code, programme_code=award.programme_code,
        year=award.year,
    )  # fmt: skip
    return row(award, number=number, serial=series.last, by=by, at=at)


def keep_pictures(awards: Sequence[Award]) -> None:
    """Each picture once, by its digest, however many certificates carry it."""
    pictures = (Photo.of(award.photo) for award in awards if award.photo)
    for some in batched(pictures, 100):
        Photo.objects.bulk_create(some, ignore_conflicts=True)


def row(award: Award, *, number: str, serial: int, by: str, at: datetime) -> Certificate:
    """An unsaved certificate of version 1 that carries the facts of ``award``; its picture is kept
    by the caller."""
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
        facts=award.as_json(),
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
