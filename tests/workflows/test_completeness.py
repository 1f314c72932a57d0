"""Every way in which a programme can be incomplete makes its own complaint."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from tests.workflows.broken import SOUND, broken, item, named
from workflows.completeness import complaints
from workflows.programme import get

Rules = dict[str, Any]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def put(target: dict[str, Any], **values: Any) -> None:
    target.update(values)


def route(rules: Rules) -> list[Rules]:
    return named(rules["tracks"], "by_selection")["route"]


def test_the_sound_programme_has_no_complaint() -> None:
    assert complaints(SOUND) == []
    assert complaints(broken(lambda rules: None)) == []


BREAKS: list[tuple[Callable[[Rules], object], str]] = [
    (lambda r: put(r, code="T"), "The code “T” must be two capital letters."),
    (lambda r: put(r, title_code=""), "“title_code” is empty."),
    (
        lambda r: put(r["pages"][1], id="post"),
        "pages: “post” stands there 2 times.",
    ),
    (
        lambda r: put(item(r, "education")["choices"][0], value="a.b"),
        "choices of education: “a.b” cannot stand in a path.",
    ),
    (lambda r: put(r["purpose"], en=""), "purpose lacks one of the two languages."),
    (
        lambda r: put(item(r, "post")["label"], zh="", en=""),
        "pages.post.items.post.label is empty.",
    ),
    (lambda r: put(r["pages"][0], tracks=["x"]), "post: there is no track “x”."),
    (lambda r: put(item(r, "story"), tracks=["x"]), "story: there is no track “x”."),
    (
        lambda r: put(item(r, "post"), when={"question": "story", "values": ["x"]}),
        "post: “story” is not asked before it.",
    ),
    (
        lambda r: put(item(r, "honours")["columns"][1]["when"], question="level"),
        "honours.name: “level” is not asked before it.",
    ),
    (
        lambda r: put(item(r, "honours"), ordered=[["date", "end"]]),
        "honours has no column “end”.",
    ),
    (
        lambda r: put(item(r, "skill_grades"), minimum=11),
        "skill_grades: no table of this size can be filled in.",
    ),
    (
        lambda r: put(r["pages"][0], ordered=[["working_since", "until"]]),
        "post: “until” is not asked on this page.",
    ),
    (
        lambda r: put(item(r, "post"), kind="choice"),
        "post: a choice needs answers to choose from, and only a choice.",
    ),
    (
        lambda r: put(item(r, "contest_rank"), minimum=5, maximum=4),
        "contest_rank: no number fits these limits.",
    ),
    (
        lambda r: put(route(r)[0], desk="sauna"),
        "by_selection: there is no desk “sauna”.",
    ),
    (
        lambda r: put(r["tracks"][1], route=[*route(r), route(r)[0]]),
        "by_selection: the route passes the desk “employer” twice.",
    ),
    (lambda r: put(r["tracks"][0], route=[]), "by_contest: the route has no desk."),
    (
        lambda r: put(route(r)[-1], applies="district"),
        "by_selection: the last desk of the route does not apply to everybody.",
    ),
    (
        lambda r: put(r["tracks"][0], waives=["X99"]),
        "by_contest: waives the rule “X99”, which does not exist.",
    ),
    (lambda r: put(r["publicity"], n=0), "publicity: a clock must run at least 1."),
    (
        lambda r: put(named(r["parameters"], "places"), source=" "),
        "places: whose value is this? The source is missing.",
    ),
    (lambda r: put(named(r["parameters"], "places"), sets=[]), "places sets nothing."),
    (
        lambda r: put(named(r["parameters"], "places"), sets=["places.buckets.x.places"]),
        "places: there is no place “places.buckets.x.places”.",
    ),
    (
        lambda r: put(named(r["parameters"], "places"), value=61),
        "places: its value is not the one at “places.buckets.selection.places”.",
    ),
    (
        lambda r: put(named(r["parameters"], "age_least"), sets=["publicity.n"]),
        "conditions.X7-age.years: no parameter tells whose number this is.",
    ),
    (
        lambda r: put(r["tracks"][1], list_bucket="x"),
        "by_selection: there is no bucket “x”.",
    ),
    (
        lambda r: put(r["places"]["buckets"][0], tracks=["x"]),
        "selection: there is no track “x”.",
    ),
    (lambda r: put(r["places"]["buckets"][0], places=0), "selection has no places."),
    (
        lambda r: put(r["certificate"], wording="授予“{title}”，{id_number}"),
        "The wording uses {id_number}, which is no placeholder.",
    ),
    (
        lambda r: put(r["certificate"], wording="特发此证"),
        "The wording does not tell what was awarded.",
    ),
    (
        lambda r: put(r["certificate"], wording="“{title}”，{tenure}"),
        "The wording tells a management period, but there is none.",
    ),
    (
        lambda r: put(r["certificate"], field=""),
        "The wording tells a field, but no question answers it.",
    ),
    (
        lambda r: put(r["certificate"], field="shoe_size"),
        "The field of the certificate, “shoe_size”, is not asked.",
    ),
    (lambda r: put(r["certificate"], issuers=[]), "The certificate names no issuer."),
    (
        lambda r: put(r["certificate"], design="papyrus"),
        "There is no certificate design “papyrus”.",
    ),
    (
        lambda r: (put(r["certificate"], photo=True), put(item(r, "photo"), photo=False)),
        "The certificate shows a photo, but none is asked for.",
    ),
]


@pytest.mark.parametrize(("break_it", "sentence"), BREAKS, ids=[line[1] for line in BREAKS])
def test_a_broken_programme_makes_its_complaint(
    break_it: Callable[[Rules], object], sentence: str
) -> None:
    assert sentence in complaints(broken(break_it))


SCORED = [
    (
        lambda r: put(r["rubric"]["criteria"][0], weight=36),
        "The weights of the rubric add up to 101, not 100.",
    ),
    (
        lambda r: put(r["rubric"], tie_break=["beauty"]),
        "The tie-break names “beauty”, which is no criterion.",
    ),
    (
        lambda r: put(r, rubric=None),
        "The route has a panel, but there is no rubric to score by.",
    ),
    (lambda r: put(r, ballot=None), "The route has a vote, but there is no ballot rule."),
    (
        lambda r: put(r["ballot"], threshold=[4, 3]),
        "threshold must be more than nothing and at most the whole.",
    ),
    (
        lambda r: put(
            r, milestones=[{"id": "a", "label": {"zh": "甲", "en": "A"}, "year": 1, "percent": 50}]
        ),
        "The shares of the milestones do not add up to 100.",
    ),
]


@pytest.mark.parametrize(("break_it", "sentence"), SCORED, ids=[line[1] for line in SCORED])
def test_scoring_is_checked_where_there_is_any(
    break_it: Callable[[Rules], object], sentence: str
) -> None:
    assert sentence in complaints(broken(break_it, of=get("direct_title")))
