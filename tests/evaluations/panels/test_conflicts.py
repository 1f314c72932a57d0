"""Every known interest is found and named; the score table never joins one."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from evaluations import conflicts, panel_guards
from evaluations.actions import experts
from evaluations.conflicts import Interests, Stakes, between
from evaluations.models import Recusal, Review
from evaluations.roles import Role
from tests import cast
from tests.evaluations.panels.stage import DRAWN, stage

pytestmark = pytest.mark.django_db


def kinds(expert, case):
    return sorted(conflict.kind for conflict in conflicts.of(expert, case))


def test_a_stranger_has_no_conflict():
    play = stage(experts=1)
    assert kinds(play.experts[0], play.file()) == []


@pytest.mark.parametrize("unit", ["星湖精密机械有限公司", "星湖 精密机械（有限公司）"])
def test_the_same_employer_is_found_however_it_is_spelled(unit):
    play = stage(experts=0)
    play.city.employer.name = "星湖精密机械有限公司"
    play.city.employer.save()
    assert kinds(play.expert(unit=unit), play.file()) == ["employer"]


def test_the_recommender_and_who_speaks_for_the_employer():
    play = stage(experts=1)
    case = play.file()
    head = experts.register_expert(
        user=play.city.clerk, unit="别处研究所", level="senior", by=play.office, at=cast.EARLY
    )
    assert kinds(head, case) == ["handled", "speaks"]


def test_a_declared_relation_to_the_person_or_to_the_employer():
    play = stage(experts=2)
    case = play.file()
    kin, adviser = play.experts
    experts.declare_relation(
        expert_id=kin.pk, kind="kin", name=case.person.name, by=kin.user, at=DRAWN
    )
    experts.declare_relation(
        expert_id=adviser.pk, kind="stake", name=case.employer.name, by=play.office, at=DRAWN
    )
    assert (kinds(kin, case), kinds(adviser, case)) == (["relation"], ["relation"])


def test_names_in_the_filed_form():
    play = stage(experts=0)
    former = play.expert(unit="东岭化工有限公司")
    master = play.expert("尚师傅")
    case = play.file(answers={"story": "曾在东岭化工 有限公司工作，师从尚师傅。"})
    assert (kinds(former, case), kinds(master, case)) == (["history"], ["named"])


def test_the_own_case():
    play = stage(experts=0)
    case = play.file()
    own = experts.register_expert(
        user=case.person.user, unit="别处研究所", level="senior", by=play.office, at=cast.EARLY
    )
    assert "own" in kinds(own, case)


def test_who_reads_the_names_in_another_office_is_given_no_file():
    play = stage(experts=4)
    play.file()
    play.draw(count=4)
    cast.grant(play.experts[0].user, Role.CITY_ACCEPTANCE)
    assert play.experts[0].pk not in {r.member.expert_id for r in play.assign()}


def people(ids):
    return st.builds(
        Interests,
        expert_id=ids,
        user_id=ids,
        name=st.sampled_from(["甲一", "乙二", "丙三"]),
        id_lookup=st.sampled_from(["", "x", "y"]),
        employer_id=st.none() | ids,
        employer=st.sampled_from(["第一机械厂", "第二机械厂", "研究所"]),
        speaks_for=st.frozensets(ids, max_size=2),
        relations=st.just(()),
        recused=st.just(frozenset()),
    )


def files(ids):
    return st.builds(
        Stakes,
        application_id=ids,
        user_id=st.none() | ids,
        id_lookup=st.sampled_from(["", "x", "z"]),
        name=st.sampled_from(["甲一", "丁四"]),
        employer_id=st.none() | ids,
        employer=st.sampled_from(["第一机械厂", "第三机械厂"]),
        supervisor_id=st.none() | ids,
        handled_by=st.frozensets(ids, max_size=2),
        texts=st.sampled_from(["", "曾在第二机械厂师从乙二"]),
    )


IDS = st.integers(1, 4)


@given(people(IDS), files(IDS))
def test_no_conflict_is_found_only_where_nothing_joins_the_two(expert, case):
    joined = [
        expert.user_id == case.user_id,
        bool(expert.id_lookup) and expert.id_lookup == case.id_lookup,
        case.employer_id is not None and expert.employer_id == case.employer_id,
        expert.employer == case.employer,
        case.supervisor_id is not None and expert.employer_id == case.supervisor_id,
        bool(expert.speaks_for & {case.employer_id, case.supervisor_id}),
        expert.user_id in case.handled_by,
        expert.employer in case.texts and bool(case.texts),
        expert.name in case.texts and bool(case.texts),
    ]
    assert bool(between(expert, case)) == any(joined)


# --- the database says it too ----------------------------------------------------------------


def refused(sql, *values):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_guards_stand():
    assert panel_guards.missing(connection) == set()


def test_the_database_refuses_a_score_where_a_recusal_stands():
    play = stage(experts=3)
    play.file()
    play.draw()
    [review, *_others] = play.assign()
    Recusal.objects.create(
        expert=review.member.expert,
        application=review.panel_case.application,
        kind="declared",
        found_at=DRAWN,
        found_by=play.office,
    )
    refused(
        "UPDATE evaluations_review SET total = 90, submitted_at = %s, submitted_by_id = %s "
        "WHERE id = %s",
        DRAWN, play.office.pk, review.pk,
    )  # fmt: skip
    joined = Review.objects.filter(
        panel_case__application__recusals__expert=review.member.expert,
        submitted_at__isnull=False,
        ended_at=None,
    )
    assert not joined.exists()


def test_the_database_keeps_a_recusal_as_it_was_written():
    play = stage(experts=0)
    play.expert(employer=play.city.employer, unit="")
    for _n in range(3):
        play.expert()
    play.file()
    play.draw(count=4)
    play.assign()
    [row] = Recusal.objects.all()
    refused("UPDATE evaluations_recusal SET note = 'x' WHERE id = %s", row.pk)
    refused("DELETE FROM evaluations_recusal WHERE id = %s", row.pk)


def test_the_database_refuses_a_late_score():
    play = stage(experts=3)
    play.file()
    play.draw()
    reviews = play.assign()
    play.score_all()
    play.close()
    refused("UPDATE evaluations_review SET total = 99 WHERE id = %s", reviews[0].pk)
    refused("DELETE FROM evaluations_review WHERE id = %s", reviews[0].pk)
