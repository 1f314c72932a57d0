"""The list of exclusions X1 to X14 (domain brief 2.1), each tried on the programmes that carry it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from evaluations.eligibility import EmployerFacts, Facts, TitleHeld, Verdict, examine
from workflows.programme import get

PASS, FAIL, HUMAN = Verdict.PASS, Verdict.FAIL, Verdict.NEEDS_HUMAN
EXPERT = ("technical_expert", "by_selection")
CHIEF = ("chief_technician", "recommended")
CARD, ENGINEER = ("direct_title", "by_card"), ("direct_title", "by_recognition")
SCHOLAR, LEADER = ("double_hundred", "scholar"), ("double_hundred", "industry_leader")
UNIVERSITY = ("double_hundred", "university")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def verdicts(where: tuple[str, str], **known: Any) -> dict[str, Verdict]:
    programme, track = where
    facts = Facts(**({"track": track, "cut_off": date(2026, 9, 30)} | known))
    return {finding.rule_id: finding.verdict for finding in examine(get(programme), facts)}


def held(code: str, until: date | None = None) -> dict[str, Any]:
    title = TitleHeld(code=code, since=date(2020, 1, 1), until=until)
    return {"titles_held": (title,), "answers": {"honours": []}}


EXPIRED, RUNNING = date(2026, 9, 29), date(2026, 9, 30)
FULL = {"engagement": "full_time", "contract_from": "2026-03-01"}
RESULT = {"kind": "method", "date": "2025-01-01"}

CASES = [
    # X1: the same or a higher title
    (EXPERT, "X1", held("technical_expert_city"), FAIL),
    (EXPERT, "X1", held("technical_expert_nation"), FAIL),
    (EXPERT, "X1", held("chief_technician_unit"), PASS),
    (EXPERT, "X1", {}, HUMAN),
    (ENGINEER, "X1", held("engineer_province"), FAIL),
    (SCHOLAR, "X1", held("taishan"), FAIL),
    # X1 and X2: only while the management period runs
    (CHIEF, "X1", held("chief_technician_city", RUNNING), FAIL),
    (CHIEF, "X1", held("chief_technician_city", EXPIRED), PASS),
    (CHIEF, "X2", held("chief_technician_province", RUNNING), FAIL),
    (CHIEF, "X2", held("chief_technician_province", EXPIRED), PASS),
    # X3: again only with new results
    (
        CHIEF,
        "X3",
        held("chief_technician_city", EXPIRED)
        | {"answers": {"honours": [], "innovations": [RESULT], "contests": []}},
        PASS,
    ),
    (
        CHIEF,
        "X3",
        held("chief_technician_city", EXPIRED)
        | {"answers": {"honours": [], "innovations": [], "contests": []}},
        FAIL,
    ),
    # X4: other projects
    (CHIEF, "X4", {"answers": {"projects": "none"}}, PASS),
    (CHIEF, "X4", {"answers": {"projects": "applying"}}, FAIL),
    (CHIEF, "X4", {"answers": {"projects": "supported"}}, HUMAN),
    (LEADER, "X4", {"answers": {"projects": "higher"}}, FAIL),
    # X5, X6: posts and persons that are not for these titles
    (CHIEF, "X5", {"answers": {"post_kind": "management"}}, FAIL),
    (EXPERT, "X5", {"answers": {"post_kind": "administration"}}, FAIL),
    (EXPERT, "X5", {"answers": {"post_kind": "team_leader"}}, PASS),
    (CARD, "X6", {"answers": {"employment_status": "civil_servant"}}, FAIL),
    (CHIEF, "X6", {"answers": {"employment_status": "freelancer"}}, PASS),
    # X7: under 16, students
    (EXPERT, "X7-age", {"birth_date": date(2010, 10, 1)}, FAIL),
    (EXPERT, "X7-age", {"birth_date": date(2010, 9, 30)}, PASS),
    (EXPERT, "X7-student", {"answers": {"employment_status": "student"}}, FAIL),
    # X8, those who have retired
    (EXPERT, "in_service", {"answers": {"employment_status": "retired"}}, FAIL),
    (CHIEF, "X6", {"answers": {"employment_status": "retired"}}, HUMAN),
    # X10: appraisals postpone
    (
        CARD,
        "X10",
        {
            "answers": {
                "appraisals": [{"year": y, "result": "qualified"} for y in (2023, 2024, 2025)]
            }
        },
        PASS,
    ),
    (CARD, "X10", {"answers": {"appraisals": [{"year": 2024, "result": "unqualified"}]}}, FAIL),
    (CARD, "X10", {"answers": {"appraisals": [{"year": 2025, "result": "qualified"}]}}, HUMAN),
    # X11 to X13: penalties, fraud, the employer's conduct
    (EXPERT, "X11-declared", {"answers": {"penalty": "yes"}}, FAIL),
    (CHIEF, "X11-discipline", {"outside": {"discipline": "issue"}}, FAIL),
    (CHIEF, "X11-discipline", {"outside": {"discipline": "not_my_scope"}}, HUMAN),
    (EXPERT, "X12-record", {"outside": {"integrity": "issue"}}, FAIL),
    (EXPERT, "X13-employer", {"outside": {"employer_conduct": "no_issue"}}, PASS),
    (CHIEF, "X13-tax", {"outside": {"tax": "issue"}}, FAIL),
    (CHIEF, "X13-tax", {}, HUMAN),
]


@pytest.mark.parametrize(
    ("where", "rule", "known", "verdict"),
    CASES,
    ids=[f"{where[0]}-{rule}-{verdict}" for where, rule, _known, verdict in CASES],
)
def test_exclusions(
    where: tuple[str, str], rule: str, known: dict[str, Any], verdict: Verdict
) -> None:
    assert verdicts(where, **known)[rule] is verdict


def test_the_skill_grade_chief_technician_is_not_the_title() -> None:
    grades = [{"grade": "chief_technician", "date": "2020-01-01"}]
    answers = {"skill_grades": grades, "honours": []}
    found = verdicts(
        CHIEF, answers=answers, titles_held=(), uploads=frozenset({"skill_certificate"})
    )
    assert (found["skill_grade"], found["X1"], found["X3"]) == (PASS, PASS, PASS)


def test_the_direct_track_waives_what_it_says_and_nothing_else() -> None:
    card, engineer = verdicts(CARD), verdicts(ENGINEER)
    assert "continuing_education" not in card
    assert engineer["continuing_education"] is HUMAN
    assert not {"household", "former_title", "education_years", "post_quota"} & {*card, *engineer}
    assert {
        "employed_in_city",
        "X6",
        "X10",
        "X11-declared",
        "X12-record",
        "X13-employer",
        "basis_confirmed",
    } <= {*card}


@pytest.mark.parametrize(
    ("basis", "level", "verdict"),
    [
        ("province_card", "professor", PASS),
        ("city_card", "associate", PASS),
        ("city_card", "professor", FAIL),
        ("postdoc_in", "professor", FAIL),
    ],
)
def test_each_card_opens_its_level(basis: str, level: str, verdict: Verdict) -> None:
    found = verdicts(CARD, answers={"basis": basis, "level": level})
    assert found["level_by_card"] is verdict


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            FULL | {"contract_until": "2031-02-28", "left_former": "no"},
            {"contract_full": PASS, "left_former": FAIL, "employed_in_city": PASS},
        ),
        (
            FULL | {"contract_until": "2031-02-27", "left_former": "yes"},
            {"contract_full": FAIL, "left_former": PASS, "employed_in_city": PASS},
        ),
        (
            FULL
            | {"engagement": "part_time", "contract_until": "2029-02-27", "months_per_year": 3},
            {"contract_part": FAIL, "months_part": PASS, "unit_in_city": PASS},
        ),
        (
            FULL
            | {"engagement": "part_time", "contract_until": "2029-02-28", "months_per_year": 2},
            {"contract_part": PASS, "months_part": FAIL, "unit_in_city": PASS},
        ),
        (
            {"engagement": "intended", "will_sign": "yes"},
            {"intended_sign": PASS, "unit_in_city": PASS},
        ),
        (
            {"engagement": "intended", "will_sign": "no"},
            {"intended_sign": FAIL, "unit_in_city": PASS},
        ),
        ({"engagement": "intended"}, {"intended_sign": HUMAN, "unit_in_city": PASS}),
    ],
)
def test_each_engagement_has_its_own_contract_rules(
    answers: dict[str, Any], expected: dict[str, Verdict]
) -> None:
    uploads = frozenset({"engagement_contract", "contract", "social_insurance"})
    employer = EmployerFacts(name="星湖大学", in_city=True)
    found = verdicts(UNIVERSITY, answers=answers, uploads=uploads, employer=employer)
    about_contracts = {
        "contract_full",
        "left_former",
        "employed_in_city",
        "contract_part",
        "months_part",
        "intended_sign",
        "unit_in_city",
    }
    assert {rule: v for rule, v in found.items() if rule in about_contracts} == expected


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"education": "doctor", "title_rank": "none", "talent_class": "none"}, PASS),
        ({"education": "bachelor", "title_rank": "professor", "talent_class": "none"}, PASS),
        ({"education": "bachelor", "title_rank": "none", "talent_class": "C"}, PASS),
        ({"education": "bachelor", "title_rank": "middle", "talent_class": "D"}, FAIL),
        ({"education": "bachelor", "title_rank": "middle"}, HUMAN),
    ],
)
def test_a_scholar_has_a_doctorate_a_senior_title_or_class_c(
    answers: dict[str, str], verdict: Verdict
) -> None:
    assert verdicts(SCHOLAR, answers=answers)["scholar_level"] is verdict
