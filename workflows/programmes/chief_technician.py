"""市首席技师, the Municipal Chief Technician: about 50 a year, managed for four years.

Not the top rung of the skill grades: that 首席技师 is given by enterprises, this one by the city.
The chain is the city's own [S01]; the full text of its rules was not found, so conditions and
limits are comparators that the office confirms per call.
"""

from msgspec.structs import replace

from evaluations.rules import (
    AgeAtMost,
    AnyOf,
    Bucket,
    CertificateText,
    Clock,
    ContestLine,
    ContestRank,
    Criterion,
    Places,
    Programme,
    RenewedByResults,
    RowsAtLeast,
    Rubric,
    SkillGradeAtLeast,
    Step,
    Tenure,
    Text,
    Track,
)
from workflows.programmes import _conditions as shared
from workflows.programmes import _parameters as parameters
from workflows.programmes import _questions as ask
from workflows.programmes import _sources as source
from workflows.programmes._pages import ACHIEVED, COMMITMENT, HONOURS, POST, PROOF, SKILLS, STORY
from workflows.programmes._paper import paper_terms
from workflows.programmes._parameters import choice, number
from workflows.programmes._words import PLACES, SKILL_GRADES, YEARS

JOINT = tuple(shared.DEPARTMENTS)

TRACKS = (
    Track(
        id="recommended",
        label=Text("单位推荐", "Recommended by the employer"),
        intro=Text(
            "长期在生产服务一线、技艺精湛、贡献突出的技能人才，由单位集体研究推荐并公示。",
            "For skilled workers of outstanding ability on the front line, recommended by a collective decision of the employer after its own publicity.",
        ),
        route=(
            Step(desk="employer", clock=Clock(10), collective=True),
            Step(desk="employer_publicity", clock=Clock(10), notice=Clock(5)),
            Step(desk="supervisor", clock=Clock(5), applies="supervised"),
            Step(desk="district", clock=Clock(10), applies="district", ranked=True),
            Step(desk="formal_check", clock=Clock(5)),
            Step(desk="qualification", clock=Clock(10)),
            Step(desk="qualification_approval", clock=Clock(5)),
            Step(desk="panel", clock=Clock(20)),
            Step(desk="inspection", clock=Clock(10)),
            Step(desk="joint_review", clock=Clock(7), departments=JOINT),
        ),
        list_bucket="main",
    ),
)

PAGES = (
    POST,
    SKILLS,
    ACHIEVED,
    replace(HONOURS, items=(*HONOURS.items, ask.PROJECTS)),
    STORY,
    PROOF,
)

RECENT_TITLES = (
    "skills_award_nation",
    "technical_expert_nation",
    "technical_expert_province",
    "technical_expert_city",
    "outstanding_technician_province",
    "outstanding_technician_city",
)

RANKS = (
    # level, class, lowest rank: Dezhou 2019 [S17]
    ("national", "class_1", 10, "国家级一类竞赛", "National contest, class 1"),
    ("national", "class_2", 10, "国家级二类竞赛", "National contest, class 2"),
    ("provincial", "class_1", 8, "省级一类竞赛", "Provincial contest, class 1"),
    ("provincial", "class_2", 6, "省级二类竞赛", "Provincial contest, class 2"),
    ("city", "class_1", 3, "市级一类竞赛", "Municipal contest, class 1"),
    ("city", "class_2", 1, "市级二类竞赛", "Municipal contest, class 2"),
)

ACHIEVEMENTS = AnyOf(
    id="achievements",
    text=Text(
        "近四年取得下列成果之一：省市级以上技能荣誉，竞赛规定名次，先进操作法、绝招绝技、技术革新、难题攻关或标准制定成果。",
        "One of the following in the last four years: a skill honour of the city or above, a listed contest rank, or an operating method, signature skill, innovation, solved problem or standard.",
    ),
    source=source.DEZHOU,
    of=(
        RowsAtLeast(
            id="titles",
            text=Text("技能荣誉", "Skill honours"),
            source=source.DEZHOU,
            tables=("honours",),
            column="title",
            values=RECENT_TITLES,
            within_years=4,
        ),
        ContestRank(
            id="contest",
            text=Text("竞赛名次", "Contest ranks"),
            source=source.DEZHOU,
            in_table="contests",
            question="contest",
            rank="rank",
            within_years=4,
            table=tuple(
                ContestLine(id=f"{level}_{grade}", level=level, grade=grade, max_rank=rank)
                for level, grade, rank, _zh, _en in RANKS
            ),
        ),
        RowsAtLeast(
            id="results",
            text=Text("革新攻关成果", "Innovations and solved problems"),
            source=source.DEZHOU,
            tables=("innovations",),
            within_years=4,
        ),
    ),
)

CONDITIONS = (
    shared.NOT_CIVIL_SERVANT,
    shared.ON_THE_LINE,
    shared.EMPLOYED,
    AgeAtMost(
        id="age",
        text=Text(
            "一般不超过55周岁，贡献特别突出的可破格。",
            "Normally not older than 55; more by exception for an outstanding contribution.",
        ),
        source=f"{source.DEZHOU}；{source.QILU_2018}",
        years=55,
        parameter="age_most",
        exception=True,
    ),
    SkillGradeAtLeast(
        id="skill_grade",
        text=Text("具有技师及以上职业技能等级。", "Skill grade of technician or above."),
        source=source.DEZHOU,
        table="skill_grades",
        grade="technician",
        proof=("skill_certificate",),
    ),
    ACHIEVEMENTS,
    shared.not_in_tenure(
        "X1",
        "chief_technician_city",
        zh="市首席技师管理期内不再申报。",
        en="Nobody applies again during the management period of this title.",
        source=f"{source.ANHUI}；{source.CHIEF_TECHNICIANS}",
    ),
    shared.not_in_tenure(
        "X2",
        "chief_technician_province",
        zh="更高称号管理期内的不再申报。",
        en="Nobody applies during the management period of a higher title.",
        source=source.TAIAN,
    ),
    RenewedByResults(
        id="X3",
        text=Text(
            "管理期满再次申报的，须有近四年新的重要成果。",
            "After the period ends, only with new major results of the last four years.",
        ),
        source=source.QILU_2018,
        titles=("chief_technician_city",),
        declared_in="honours",
        tables=("innovations", "contests"),
        within_years=4,
        honours=RECENT_TITLES,
    ),
    shared.NO_OTHER_PROJECT,
    shared.NO_PENALTY,
    shared.INTEGRITY,
    *shared.joint_facts(JOINT),
)

RUBRIC = Rubric(
    criteria=(
        Criterion(id="ethics", label=Text("职业道德", "Professional ethics"), weight=10),
        Criterion(id="skill", label=Text("技能水平与荣誉", "Skill and honours"), weight=25),
        Criterion(id="innovation", label=Text("技术革新与攻关", "Innovation"), weight=30),
        Criterion(
            id="benefit", label=Text("经济社会效益", "Economic and social benefit"), weight=15
        ),
        Criterion(id="apprentices", label=Text("传技带徒", "Training apprentices"), weight=15),
        Criterion(id="line", label=Text("一线年限与代表性", "Years on the line"), weight=5),
    ),
    experts=11,
    tie_break=("innovation", "skill", "benefit"),
)
TENURE = Tenure(
    years=4,
    monthly_stipend=1000,
    source=f"{source.CHIEF_TECHNICIANS}；{source.CHIEF_STIPEND}",
    standing="city",
)
LIMITS = Places(
    buckets=(Bucket(id="main", label=Text("市首席技师", "Chief Technicians"), places=50),),
    max_per_occupation=4,
    max_per_district=8,
    recommended_per_district=12,
)

_ACHIEVED = "conditions.achievements.of"
CERTIFICATE = CertificateText(
    title=Text("荣誉证书", "Certificate of Honour"),
    wording="经选拔、公示，决定授予“{title}”称号，职业（工种）为{field}（{document}）。\n管理期：{tenure}。\n特发此证。",
    issuers=("government",),
    design="selection",
    photo=True,
    field="occupation",
)

PARAMETERS = (
    number("age_most", "年龄上限", "Age limit", 55, "conditions.age.years",
           source=source.DEZHOU, unit=YEARS, minimum=18, maximum=100),
    choice("skill_grade", "最低技能等级", "Least skill grade", "technician",
           "conditions.skill_grade.grade", source=source.DEZHOU, choices=SKILL_GRADES),
    number("result_years", "成果年限", "Results of the last years", 4,
           f"{_ACHIEVED}.titles.within_years", f"{_ACHIEVED}.contest.within_years",
           f"{_ACHIEVED}.results.within_years", source=source.DEZHOU, unit=YEARS, maximum=20),
    number("result_count", "成果最少项数", "Least number of results", 1,
           f"{_ACHIEVED}.titles.minimum", f"{_ACHIEVED}.results.minimum", source=source.DEZHOU),
    number("renewal_years", "再次申报成果年限", "New results of the last years", 4,
           "conditions.X3.within_years", source=source.QILU_2018, unit=YEARS, maximum=20),
    number("renewal_count", "再次申报成果最少项数", "Least number of new results", 1,
           "conditions.X3.minimum", source=source.QILU_2018),
    *(number(f"rank.{level}_{grade}", f"{zh}：最低名次", f"{en}: lowest rank", rank,
             f"{_ACHIEVED}.contest.table.{level}_{grade}.max_rank", source=source.DEZHOU)
      for level, grade, rank, zh, en in RANKS),
    *parameters.bucket_places(LIMITS, origin=source.PLAN, standing="plan"),
    parameters.reserve_list(LIMITS, origin=source.UNKNOWN),
    number("max_per_occupation", "同一职业（工种）最多", "Most of one occupation", 4,
           "places.max_per_occupation", source=source.DEZHOU, unit=PLACES),
    number("max_per_district", "同一区市最多", "Most of one district", 8,
           "places.max_per_district", source=source.UNKNOWN, standing="default", unit=PLACES),
    number("recommended_per_district", "区市推荐名额", "Quota of a district", 12,
           "places.recommended_per_district", source=source.UNKNOWN, standing="default",
           unit=PLACES),
    *parameters.scoring(RUBRIC, origin=source.RUBRIC),
    *parameters.tenure_terms(TENURE),
    parameters.notice_clock(TRACKS, origin=source.WEIHAI_TITLES),
    *paper_terms(CERTIFICATE),
    *parameters.desk_clocks(TRACKS),
    *parameters.office_clocks(publicity=5, supplement=5, correction=5, objection=10,
                              publicity_source=source.TALENT_CARD),
)  # fmt: skip

PROGRAMME = Programme(
    id="chief_technician",
    code="CT",
    edition="2026-1",
    title=Text("市首席技师", "Municipal Chief Technician"),
    awarded_title="首席技师",
    title_code="chief_technician_city",
    purpose=Text(
        "选拔长期在生产服务一线、技艺高超、贡献突出、有较大影响的高技能人才。",
        "Selects front-line skilled workers of superb skill, outstanding contribution and influence.",
    ),
    legal_basis=(source.PLAN, source.CHIEF_TECHNICIANS),
    tracks=TRACKS,
    pages=PAGES,
    conditions=CONDITIONS,
    parameters=PARAMETERS,
    commitment=COMMITMENT,
    publicity=Clock(5),
    supplement=Clock(5),
    correction=Clock(5),
    objection_handling=Clock(10),
    places=LIMITS,
    rubric=RUBRIC,
    tenure=TENURE,
    certificate=CERTIFICATE,
)
