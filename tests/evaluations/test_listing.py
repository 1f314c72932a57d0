"""A list begins with the scores, and whatever departs from them is written down."""

import pytest
from msgspec.structs import replace

from evaluations import listing, ordering
from evaluations.actions import proposing
from evaluations.errors import Refused
from evaluations.models import Application, Placement, Review
from evaluations.rules import Bucket, Places, Text
from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.evaluations.panels.stage import stage
from tests.remembered import remembered

pytestmark = pytest.mark.django_db

NOW = at("2026-04-20 09:00")


@remembered
def scored(*marks, places=2, reserve=False, employer=None):
    """A call at the list, one file for each (skill, teaching), in the order they were filed."""
    bucket = Bucket(
        id="selection", label=Text("评选推荐", "By selection"), places=places,
        tracks=("by_selection",),
    )  # fmt: skip
    made = stage(
        experts=3,
        route=("employer", "panel"),
        places=Places(buckets=(bucket,), reserve=reserve),
    )
    files = [made.file() for _ in marks]
    cast.close(made.call)
    made.draw(3)
    made.assign()
    given = dict(zip([file.pk for file in files], marks, strict=True))
    rows = Review.objects.filter(panel_case__panel=made.panel).select_related(
        "panel_case", "member__expert__user"
    )
    for review in rows:
        skill, teaching = given[review.panel_case.application_id]
        made.score(review, skill=skill, teaching=teaching)
    made.close()
    return made, [cast.fresh(file) for file in files]


def propose(made, order, **more):
    call = cast.fresh_call(made.call)
    return proposing.propose(
        call_id=call.pk, order=order, by=made.office, seen=call.version, at=NOW, **more
    )


def in_order(*files):
    return proposing.in_order(file.pk for file in files)


def test_the_list_begins_with_the_panels_ranking():
    made, (low, high, middle) = scored((30, 20), (50, 30), (40, 30))
    lines = listing.lines(made.call, [low, high, middle], made.call.rules)

    assert listing.first_order(lines) == {high.pk: 1, middle.pk: 2, low.pk: 3}
    assert [(str(line.ground.figure), line.ground.basis) for line in lines] == [
        ("50.00", "score"), ("80.00", "score"), ("70.00", "score"),
    ]  # fmt: skip

    propose(made, listing.first_order(lines))
    assert [cast.fresh(f).status for f in (high, middle, low)] == [
        Status.PROPOSED, Status.PROPOSED, Status.NOT_SELECTED,
    ]  # fmt: skip
    assert [cast.fresh(f).list_position for f in (high, middle)] == [1, 2]


def test_against_the_scores_only_with_a_written_reason():
    made, (low, high, middle) = scored((30, 20), (50, 30), (40, 30))

    with pytest.raises(Refused) as refusal:
        propose(made, in_order(low, high, middle))
    assert all(case.reference in str(refusal.value) for case in (low, high))
    propose(made, in_order(low, high, middle), notes={low.pk: "评审组复议：主持人漏计一项专利"})

    row = Placement.objects.get(application=low)
    assert (row.place, row.basis_place, row.result) == (1, 3, "selected")
    assert row.note in listing.sentence(row)
    assert str(row.figure) == "50.00"


def test_a_better_one_is_not_left_out_in_silence():
    made, (low, high, middle) = scored((30, 20), (50, 30), (40, 30))
    with pytest.raises(Refused) as refusal:
        propose(made, in_order(middle, low))
    assert high.reference in str(refusal.value)
    propose(made, in_order(middle, low), notes={high.pk: "本人书面申请退出"})
    assert cast.fresh(high).status == Status.NOT_SELECTED
    assert cast.fresh(high).changes.latest("id").reason == "本人书面申请退出"


def test_the_quota_is_the_laws_not_the_pages():
    made, (low, high, middle) = scored((30, 20), (50, 30), (40, 30), places=1)
    propose(made, in_order(high, middle, low))
    assert Application.objects.filter(status=Status.PROPOSED).get() == high


def test_a_tie_on_the_cut_line_is_the_experts_to_decide():
    made, (one, two) = scored((40, 30), (40, 30), places=1)
    lines = listing.lines(made.call, [one, two], made.call.rules)
    assert [line.ground.shared_by for line in lines] == [2, 2]

    with pytest.raises(Refused):  # both on rank 1
        propose(made, listing.first_order(lines))
    with pytest.raises(Refused):  # the office alone puts one before the other
        propose(made, in_order(two, one))
    vote = "评审组投票：3票对0票"
    propose(made, in_order(two, one), notes={one.pk: vote, two.pk: vote})
    assert cast.fresh(two).status == Status.PROPOSED


def test_other_weights_are_tried_on_the_marks_and_write_nothing():
    made, (skilled, teacher) = scored((60, 10), (40, 28))
    lines = listing.lines(made.call, [skilled, teacher], made.call.rules)
    assert listing.first_order(lines) == {skilled.pk: 1, teacher.pk: 2}

    tried = listing.lines(
        made.call, [skilled, teacher], made.call.rules, weights={"skill": 20, "teaching": 80}
    )

    # 60/60 of 20 and 10/40 of 80; 40/60 of 20 and 28/40 of 80.
    assert [str(line.ground.figure) for line in tried] == ["40.00", "69.33"]
    assert listing.first_order(tried) == {skilled.pk: 2, teacher.pk: 1}
    assert not Placement.objects.exists()


def test_without_a_quota_nobody_is_ranked_and_the_figures_are_shown():
    made, files = scored((30, 20), (50, 30))
    free = replace(made.call.rules, places=Places())
    lines = listing.lines(made.call, files, free)
    assert set(listing.first_order(lines).values()) == {1}
    assert [line.ground.basis for line in lines] == [ordering.Basis.NONE] * 2
    assert [str(line.ground.figure) for line in lines] == ["50.00", "80.00"]


def test_a_line_of_the_minutes_is_a_sentence_in_both_languages():
    from django.utils import translation

    made, files = scored((50, 30), places=1)
    propose(made, in_order(*files))
    row = Placement.objects.get()
    with translation.override("en"):
        assert listing.sentence(row) == (
            "Selected by rank 1, as number 1 of 1 places. Experts' score 80.00, rank 1."
        )
    with translation.override("zh-hans"):
        assert "80.00" in listing.sentence(row)
        assert "Selected" not in listing.sentence(row)
