"""双百计划, the Double-Hundred Plan: scholars, leaders of industry, top talents.

The eligibility of scholars and the contract rules are the city's own [S03]; those of leaders of
industry are a comparator [S94]. Universities choose by themselves and file; who is only intended
is approved on condition and lapses without contract and arrival [S00].
"""

from msgspec.structs import replace

from evaluations.rules import (
    Bucket,
    CertificateText,
    Clock,
    Criterion,
    Delegation,
    Milestone,
    Places,
    Programme,
    Provisional,
    Rubric,
    Step,
    Tenure,
    Text,
    Track,
)
from workflows.programmes import _conditions as shared
from workflows.programmes import _parameters as parameters
from workflows.programmes import _sources as source
from workflows.programmes._double_hundred_conditions import CONTRACT, LEVEL
from workflows.programmes._double_hundred_engagement import INDUSTRY, INTENDED, SCHOLAR, TALENT
from workflows.programmes._double_hundred_pages import PAGES
from workflows.programmes._pages import COMMITMENT
from workflows.programmes._paper import paper_terms
from workflows.programmes._parameters import choice, number
from workflows.programmes._words import (
    MONTHS,
    PLACES,
    SKILL_GRADES,
    WORKDAYS,
    YEARS,
    YUAN,
)

JOINT = (
    "discipline",
    "public_security",
    "court",
    "credit",
    "tax",
    "market",
    "ecology",
    "emergency",
)
ON_INTENT = Provisional(within=Clock(6, "MONTH"), when=INTENDED)

RECOMMENDED = (
    Step(desk="employer", clock=Clock(10), collective=True),
    Step(desk="employer_publicity", clock=Clock(10), notice=Clock(5)),
    Step(desk="supervisor", clock=Clock(5), applies="supervised"),
    Step(desk="district", clock=Clock(10), applies="district"),
    Step(desk="formal_check", clock=Clock(5)),
    Step(desk="qualification", clock=Clock(10)),
    Step(desk="qualification_approval", clock=Clock(5)),
    Step(desk="panel", clock=Clock(20)),
)
BACKGROUND_CHECK = (
    Step(desk="inspection", clock=Clock(10)),
    Step(desk="joint_review", clock=Clock(7), departments=JOINT),
)
DEFENCE = (*RECOMMENDED, Step(desk="defence", clock=Clock(10)), *BACKGROUND_CHECK)
VISIT = (*RECOMMENDED, Step(desk="site_visit", clock=Clock(15)), *BACKGROUND_CHECK)

TRACKS = (
    Track(
        id="scholar",
        label=Text("学者", "Scholars"),
        intro=Text("面向高校、科研院所、医院和社科单位，从事基础研究、应用研究和关键技术攻关。",
                   "Universities, institutes, hospitals and social science: research and key technologies."),
        route=DEFENCE, list_bucket="scholar", provisional=ON_INTENT,
        office=Text("学者类工作办公室（教育、科技、卫生健康部门）", "Class office for scholars"),
    ),
    Track(
        id="industry_leader",
        label=Text("产业领军人才", "Leaders of industry"),
        intro=Text("面向企业，从事技术攻关、成果产业化、管理和工艺创新，或在本市创业。",
                   "Companies: technology, industrialisation, management and process innovation, or a start-up here."),
        route=VISIT, list_bucket="industry", provisional=ON_INTENT,
        office=Text("产业类工作办公室（工信、发展改革、科技部门）", "Class office for industry"),
    ),
    Track(
        id="top_talent",
        label=Text("拔尖人才", "Top talents"),
        intro=Text("面向技术技能、医疗卫生、农业农村、社会工作、基层统计等领域。",
                   "Technical skills, medicine, agriculture, social work, grass-roots statistics."),
        route=DEFENCE, list_bucket="talent", provisional=ON_INTENT,
        office=Text("拔尖类工作办公室（人社和行业主管部门）", "Class office for top talents"),
    ),
    Track(
        id="university",
        label=Text("高校自主遴选", "Chosen by a university"),
        intro=Text("获授权的高校按本计划标准自主遴选，报市备案；可凭意向预引进，签约到岗后生效。",
                   "A delegated university chooses by the city's standard and files; approval on intent takes effect on contract and arrival."),
        route=(
            Step(desk="employer", clock=Clock(20), collective=True),
            Step(desk="employer_publicity", clock=Clock(10), notice=Clock(5)),
            Step(desk="formal_check", clock=Clock(5)),
            Step(desk="qualification", clock=Clock(10)),
            Step(desk="qualification_approval", clock=Clock(5)),
            Step(desk="joint_review", clock=Clock(7), departments=JOINT),
        ),
        delegation=Delegation(places=2, period=Clock(24, "MONTH"), veto=Clock(10), sample_percent=20),
        provisional=Provisional(within=Clock(12, "MONTH"), when=INTENDED),
        office=Text("学者类工作办公室（教育、科技、卫生健康部门）", "Class office for scholars"),
    ),
)  # fmt: skip


CONDITIONS = (
    *LEVEL,
    *CONTRACT,
    # A doctoral student may be on intent: an officer decides.
    replace(shared.NOT_CIVIL_SERVANT, human=("retired", "student"),
            text=Text("公务员和参公管理人员不得申报；退休人员、在校学生由审核人员认定。",
                      "Not for civil servants and staff managed as such; an officer decides on retired persons and students.")),
    shared.not_held(
        "talent_nation", "taishan", "double_hundred_city",
        zh="已入选国家级、泰山系列或本计划的不再申报。",
        en="Nobody already selected for a national, a Taishan or this plan applies again.",
        source=f"{source.QILU_2023}；{source.WENDENG}",
    ),
    shared.NO_OTHER_PROJECT,
    shared.NO_PENALTY,
    shared.INTEGRITY,
    *shared.joint_facts(JOINT),
)  # fmt: skip

RUBRIC = Rubric(
    criteria=(
        Criterion(
            id="level", label=Text("学术技术水平", "Academic and technical level"), weight=30
        ),
        Criterion(id="results", label=Text("成果与贡献", "Results and contribution"), weight=35),
        Criterion(id="prospect", label=Text("工作计划与前景", "Plan and prospects"), weight=20),
        Criterion(id="support", label=Text("单位支持条件", "Support of the employer"), weight=15),
    ),
    experts=7,
    tie_break=("results", "level"),
)
TENURE = Tenure(years=5, source=source.UNKNOWN, standing="default")
LIMITS = Places(
    buckets=(
        Bucket(id="scholar", label=Text("学者", "Scholars"), places=60, tracks=SCHOLAR),
        Bucket(id="industry", label=Text("产业领军人才", "Leaders of industry"), places=80, tracks=INDUSTRY),
        Bucket(id="talent", label=Text("拔尖人才", "Top talents"), places=60, tracks=TALENT),
    ),
)  # fmt: skip
MILESTONES = (
    Milestone(id="signed", label=Text("签订任务书", "Task book signed"), year=1, percent=40),
    Milestone(id="midterm", label=Text("中期考核", "Mid-term assessment"), year=3, percent=30),
    Milestone(id="final", label=Text("期满考核", "Final assessment"), year=5, percent=30),
)

CERTIFICATE = CertificateText(
    title=Text("入选证书", "Certificate of Selection"),
    wording="经评审、公示，入选{year}年度“{title}”，领域为{field}（{document}）。\n管理期：{tenure}。\n特发此证。",
    issuers=("talent_office",),
    design="appointment",
    field="field",
)

PARAMETERS = (
    number("age_most", "年龄上限", "Age limit", 55, "conditions.age.years",
           source=source.DOUBLE_HUNDRED, standing="city", unit=YEARS, minimum=18, maximum=100),
    number("result_years", "成果年限", "Results of the last years", 5,
           "conditions.results.within_years", source=source.UNKNOWN, standing="default",
           unit=YEARS, maximum=20),
    number("result_count", "成果最少项数", "Least number of results", 1,
           "conditions.results.minimum", source=source.UNKNOWN, standing="default"),
    choice("talent_grade", "拔尖人才最低技能等级", "Least skill grade of top talents",
           "senior_technician", "conditions.talent_level.of.talent_grade.grade",
           source=source.UNKNOWN, choices=SKILL_GRADES),
    number("contract_full", "全职合同最低年限", "Least years of a full-time contract", 5,
           "conditions.contract_full.years", source=source.DOUBLE_HUNDRED, standing="city",
           unit=YEARS),
    number("contract_part", "柔性协议最低年限", "Least years of a part-time agreement", 3,
           "conditions.contract_part.years", source=source.DOUBLE_HUNDRED, standing="city",
           unit=YEARS),
    number("months_part", "柔性引进每年最低月数", "Least months a year, part-time", 3,
           "conditions.months_part.minimum", source=source.DOUBLE_HUNDRED, standing="city",
           unit=MONTHS, maximum=12),
    number("start_up_share", "创业类最低持股比例", "Least share in a start-up (per cent)", 30,
           "conditions.start_up_share.minimum", source=source.WENDENG, maximum=100),
    number("start_up_capital", "创业类最低出资", "Least capital of a start-up", 500_000,
           "conditions.start_up_capital.minimum", source=source.WENDENG, unit=YUAN),
    number("start_up_age", "创业企业成立年限", "Greatest age of a start-up", 3,
           "conditions.start_up_age.within_years", source=source.WENDENG, unit=YEARS),
    number("sign_within", "意向人选签约期限", "Time to sign after an approval on intent", 6,
           *(f"tracks.{track}.provisional.within.n"
             for track in ("scholar", "industry_leader", "top_talent")),
           source=source.DOUBLE_HUNDRED, standing="city", unit=MONTHS),
    number("arrive_within", "预引进签约到岗期限", "Time to sign and arrive, chosen by a university",
           12, "tracks.university.provisional.within.n", source=source.UNKNOWN,
           standing="default", unit=MONTHS),
    number("delegated_places", "每所高校自主遴选名额", "Places of each delegated university", 2,
           "tracks.university.delegation.places", source=source.DELEGATION, unit=PLACES),
    number("delegated_period", "自主遴选授权期", "Period of the delegation", 24,
           "tracks.university.delegation.period.n", source=source.DELEGATION, unit=MONTHS),
    number("veto", "市级否决期限", "Time for the city's veto", 10,
           "tracks.university.delegation.veto.n", source=source.UNKNOWN, standing="default",
           unit=WORKDAYS),
    number("sample", "备案抽查比例（%）", "Files audited in full (per cent)", 20,
           "tracks.university.delegation.sample_percent", source=source.UNKNOWN,
           standing="default", maximum=100),
    *(number(f"milestone.{stone.id}", f"资金比例：{stone.label.zh}", f"Share of funds: {stone.label.en}",
             stone.percent, f"milestones.{stone.id}.percent", source=source.TAISHAN, minimum=0,
             maximum=100)
      for stone in MILESTONES),
    *parameters.bucket_places(LIMITS, origin=source.UNKNOWN, standing="default"),
    parameters.reserve_list(LIMITS, origin=source.UNKNOWN),
    *parameters.scoring(RUBRIC, origin=source.RUBRIC),
    *parameters.tenure_terms(TENURE),
    parameters.notice_clock(TRACKS, origin=source.WEIHAI_TITLES),
    *paper_terms(CERTIFICATE),
    *parameters.desk_clocks(TRACKS),
    *parameters.office_clocks(publicity=5, supplement=5, correction=5, objection=10,
                              publicity_source=source.TALENT_CARD),
)  # fmt: skip

PROGRAMME = Programme(
    id="double_hundred",
    code="DH",
    edition="2026-1",
    title=Text("双百计划", "Double-Hundred Plan"),
    awarded_title="双百计划人选",
    title_code="double_hundred_city",
    purpose=Text(
        "面向学者、产业领军人才、拔尖人才三类，引进和培育高层次人才及团队。",
        "Attracts and develops scholars, leaders of industry and top talents, and their teams.",
    ),
    legal_basis=(source.PLAN, source.DOUBLE_HUNDRED),
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
    milestones=MILESTONES,
    certificate=CERTIFICATE,
)
