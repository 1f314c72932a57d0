"""A panel is drawn and kept: planned by a sealed seed, drawn before a witness, replaced with a reason."""

import re
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from evaluations import draw as lots
from evaluations import pool, sealing
from evaluations.actions.case import actor_name
from evaluations.call_permissions import role_over
from evaluations.draw import Terms
from evaluations.errors import NotFound, Refused, Stale
from evaluations.models import Call, Draw, Expert, Member, Panel, User
from evaluations.panel_permissions import require
from evaluations.roles import Role
from evaluations.rules import Rubric
from journal.record import record

_WITNESS = re.compile(r"\w{1,10}")


def locked(panel_id: int, *, seen: int | None = None) -> Panel:
    """The panel, row locked and freshly read. Raises NotFound or Stale."""
    assert connection.in_atomic_block, "an act on a panel needs a transaction"
    rows = Panel.objects.select_for_update(of=("self",)).select_related("call")
    panel = rows.filter(pk=panel_id).first()
    if panel is None:
        raise NotFound(_("This panel does not exist."))
    if seen is not None and seen != panel.version:
        raise Stale(
            _("This panel has changed since you opened the page. Look again."),
            changed_by="",
            changed_at=panel.created_at,
        )
    return panel


def note(panel: Panel, verb: str, *, by: User, role: str, at: datetime, **entry: Any) -> None:
    """One more version, and one entry of the record about this panel."""
    panel.version += 1
    panel.save()
    record(
        verb=f"panel.{verb}",
        subject=panel.subject,
        actor=actor_name(by),
        role=role,
        at=at,
        version=panel.version,
        rules=panel.call.rules_hash,
        **entry,
    )


def rubric_of(panel: Panel) -> Rubric:
    """How this panel scores. Raises Refused where the call has no scoring by experts."""
    rubric = panel.call.rules.rubric
    if rubric is None:
        raise Refused(_("This call has no scoring by experts."))
    return rubric


@transaction.atomic
def plan(
    *, call: Call, terms: Terms, observer: User, by: User, at: datetime, track: str = ""
) -> Draw:
    """A new panel and its first draw: pool, terms and the seed's digest are written down now."""
    role = require(by, "plan", call, at=at)
    # One panel of a number: the call's row lines two officers up.
    Call.objects.select_for_update().get(pk=call.pk)
    if track and track not in {each.id for each in call.rules.tracks}:
        raise Refused(_("This call has no such track."))
    if not role_over(observer, call, Role.SUPERVISION) or observer.pk == by.pk:
        raise Refused(_("Name a supervision observer, who is not yourself."))
    rubric = call.rules.rubric
    if rubric is not None and terms.count < rubric.experts:
        sentence = _("Each file is scored by %(n)d experts: the panel needs as many at least.")
        raise Refused(sentence % {"n": rubric.experts})
    number = call.panels.count() + 1
    panel = Panel.objects.create(
        call=call, number=number, track=track, observer=observer, created_at=at, created_by=by
    )
    return _planned(panel, terms, "", by=by, role=role, at=at)


@transaction.atomic
def plan_further(
    *, panel_id: int, terms: Terms, reason: str, by: User, at: datetime, seen: int | None = None
) -> Draw:
    """补抽: a further draw for the same panel, with its reason."""
    panel = locked(panel_id, seen=seen)
    role = require(by, "plan", panel.call, at=at, panel=panel)
    if not reason.strip():
        raise Refused(_("Give the reason for the further draw."))
    if panel.draws.filter(drawn_at=None).exists():
        raise Refused(_("A draw of this panel is planned and not yet made."))
    return _planned(panel, terms, reason.strip(), by=by, role=role, at=at)


def _planned(panel: Panel, terms: Terms, reason: str, *, by: User, role: str, at: datetime) -> Draw:
    seed = lots.new_seed()
    listed = pool.listed(panel.call, panel.track, terms, at=at, panel=panel)
    frozen = [each.plain() for each in listed]
    # Asked now, with any seed: whether the pool is large enough does not hang on the lot.
    lots.draw(pool.candidates(frozen), terms, seed=seed, witness="")
    draw = Draw(
        panel=panel,
        number=panel.draws.count() + 1,
        reason=reason,
        terms=terms.plain(),
        pool=frozen,
        pool_hash=pool.digest(frozen),
        seed_hash=lots.seed_digest(seed),
        planned_at=at,
        planned_by=by,
    )
    draw.seed_sealed = sealing.seal(seed, aad=draw.seal_name)
    draw.save()
    detail = {
        "draw": draw.number,
        "terms": draw.terms,
        "pool_hash": draw.pool_hash,
        "seed_hash": draw.seed_hash,
        "observer": actor_name(panel.observer),
    }
    note(panel, "plan", by=by, role=role, at=at, detail=detail)
    return draw


@transaction.atomic
def draw(
    *, draw_id: int, witness: str, by: User, at: datetime, seen: int | None = None
) -> list[Member]:
    """Reveal the seed and draw. ``witness``: the word or number the observer names now."""
    row = Draw.objects.select_related("panel").get(pk=draw_id)
    panel = locked(row.panel_id, seen=seen)
    role = require(by, "draw", panel.call, at=at, panel=panel)
    row = Draw.objects.select_for_update(of=("self",)).select_related("panel").get(pk=draw_id)
    if row.drawn_at is not None:
        raise Refused(_("This draw has been made. Its record cannot be changed."))
    if not _WITNESS.fullmatch(witness.strip()):
        # Short on purpose: it goes into the record, where no telephone number may stand.
        raise Refused(_("Enter the word or number that the observer names, at most 10 letters."))
    row.seed = sealing.unseal(row.seed_sealed, aad=row.seal_name)
    row.witness, row.drawn_at, row.drawn_by = witness.strip(), at, by
    row.save()
    drawn = result_of(row)
    members = _seated(panel, row, drawn)
    detail = {
        "draw": row.number,
        "seed": row.seed,
        "witness": row.witness,
        "members": list(drawn.members),
        "reserves": list(drawn.reserves),
    }
    note(panel, "draw", by=by, role=role, at=at, detail=detail)
    return members


def result_of(row: Draw) -> lots.Drawn:
    """The draw made again from its record: anybody with the record gets the same people."""
    frozen = pool.candidates(row.pool)
    return lots.draw(frozen, row.read_terms, seed=row.seed, witness=row.witness)


def replayed(row: Draw) -> bool:
    """Whether seed, pool and people of a draw still fit together."""
    drawn = result_of(row)
    people = [str(key) for key in row.members.values_list("expert__public_id", flat=True)]
    return (
        lots.seed_digest(row.seed) == row.seed_hash
        and pool.digest(row.pool) == row.pool_hash
        and sorted(people) == sorted((*drawn.members, *drawn.reserves))
    )


def _seated(panel: Panel, row: Draw, drawn: lots.Drawn) -> list[Member]:
    experts = {str(expert.public_id): expert for expert in Expert.objects.all()}
    first = (panel.members.aggregate(last=Max("number"))["last"] or 0) + 1
    keys = [(key, False) for key in drawn.members] + [(key, True) for key in drawn.reserves]
    return Member.objects.bulk_create(
        Member(panel=panel, expert=experts[key], draw=row, number=number, reserve=reserve)
        for number, (key, reserve) in enumerate(keys, first)
    )


@transaction.atomic
def replace(
    *, member_id: int, reason: str, by: User, at: datetime, seen: int | None = None
) -> Member:
    """A member leaves; the next reserve who fits the terms takes the seat. The scores he has
    submitted stay; his other files are given out by the next ``reviewing.assign``."""
    panel = locked(Member.objects.get(pk=member_id).panel_id, seen=seen)
    role = require(by, "replace", panel.call, at=at, panel=panel)
    leaving = panel.members.select_related("expert", "draw").get(pk=member_id)
    if leaving.ended_at is not None or leaving.reserve:
        raise Refused(_("This expert does not sit on the panel."))
    if not reason.strip():
        raise Refused(_("Give the reason for the replacement."))
    leaving.ended_at, leaving.ended_by, leaving.end_reason = at, by, reason.strip()
    leaving.save()
    coming = _next_reserve(panel, leaving)
    coming.reserve, coming.replaces = False, leaving
    coming.save()
    open_files = leaving.reviews.filter(submitted_at=None, ended_at=None)
    open_files.update(ended_at=at, ended_by=by)
    detail = {"leaves": leaving.number, "comes": coming.number}
    note(panel, "replace", by=by, role=role, at=at, detail=detail)
    return coming


def _next_reserve(panel: Panel, leaving: Member) -> Member:
    sitting = live(panel)
    present = Counter(pool.employer_key(member.expert) for member in sitting)
    outside = sum(member.expert.external for member in sitting)
    terms = leaving.draw.read_terms
    waiting = panel.members.filter(reserve=True, ended_at=None).select_related("expert")
    for member in waiting.order_by("number"):
        short = outside + member.expert.external < terms.externals
        if lots.fits(present, pool.employer_key(member.expert), terms) and not short:
            return member
    raise Refused(_("No reserve fits the terms. Make a further draw first."))


def live(panel: Panel) -> list[Member]:
    """Who sits on the panel now, by number."""
    rows = panel.members.filter(reserve=False, ended_at=None)
    return list(rows.select_related("expert__user", "expert__employer"))
