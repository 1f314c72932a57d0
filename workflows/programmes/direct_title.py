"""卓越工程师职称评审“直通车”: a title review with a set of waived rules, not a second process.

A card or a recorded recognition opens a level; employment, integrity, continuing education where
not waived and the committee's secret ballot stay. There is no quota and no ranking. The official
title certificate and its number are the province's: this programme issues a notice of passing.
"""

from evaluations.rules import (
    AnswerIs,
    AnyOf,
    AppraisalsClear,
    Ballot,
    CertificateText,
    Clock,
    Condition,
    Criterion,
    FactIs,
    Hours,
    HoursEachYear,
    LevelOpened,
    MinimumNumber,
    NoTitleHeld,
    OpensLevel,
    Postponement,
    Programme,
    RowsAtLeast,
    Rubric,
    Step,
    Text,
    Track,
)
from workflows.programmes import _conditions as shared
from workflows.programmes import _parameters as parameters
from workflows.programmes import _sources as source
from workflows.programmes._direct_title_pages import CARDS, OPENED, PAGES
from workflows.programmes._pages import COMMITMENT
from workflows.programmes._paper import paper_terms
from workflows.programmes._parameters import choice, number
from workflows.programmes._words import REPORTS, YEARS, YUAN, choices

CARD, RECOGNITION = ("by_card",), ("by_recognition",)

ROUTE = (
    Step(desk="employer", clock=Clock(10), collective=True),
    Step(desk="employer_publicity", clock=Clock(10), notice=Clock(5)),
    Step(desk="supervisor", clock=Clock(5), applies="supervised"),
    Step(desk="district", clock=Clock(10), applies="district"),
    Step(desk="formal_check", clock=Clock(5)),
    Step(desk="qualification", clock=Clock(10)),
    Step(desk="qualification_approval", clock=Clock(5)),
    Step(desk="panel", clock=Clock(20)),
    Step(desk="defence", clock=Clock(10), waivable=True),
    Step(desk="vote", clock=Clock(10)),
)

# What the direct track does not ask of anybody [S41]. Continuing education is waived for card
# holders only: the source speaks of them.
ORDINARY = (
    ("household", "户口不限", "Registered residence"),
    ("former_title", "不要求具有下一级职称", "A title of the level below"),
    ("education_years", "学历、资历不限", "Education and years of service"),
    ("ordinary_conditions", "不按一般申报条件", "The ordinary conditions of the series"),
    ("business_test", "免业务测试", "A professional test"),
    ("rural_service", "免基层服务经历", "Service in rural areas"),
    ("post_quota", "事业单位不受岗位数额和结构比例限制", "Free posts in an institution"),
)
WAIVED = tuple(rule for rule, _zh, _en in ORDINARY)

TRACKS = (
    Track(
        id="by_card",
        label=Text("持人才卡或博士后", "By talent card or as a postdoctoral researcher"),
        intro=Text(
            "持有省、市人才卡或为博士后研究人员的，按对应层级直接申报。",
            "For holders of a provincial or municipal talent card and postdoctoral researchers, at the level it opens.",
        ),
        route=ROUTE,
        waives=(*WAIVED, "continuing_education"),
    ),
    Track(
        id="by_recognition",
        label=Text("卓越工程师认定", "By recognition as an outstanding engineer"),
        intro=Text(
            "经本市认定、作出突出贡献的卓越工程师，纳入职称评审直通车。",
            "For outstanding engineers with a recorded recognition by the city.",
        ),
        route=ROUTE,
        waives=WAIVED,
    ),
)

_OPENS = {
    "province_card": "professor",
    "postdoc_out": "professor",
    "postdoc_in": "associate",
    "city_card": "associate",
    "city_card_e": "none",
    "doctor_short_supply": "associate",
    "outstanding_engineer": "associate",
}


def _opens(rule: str, track: tuple[str, ...], zh: str, en: str, *lines: str) -> LevelOpened:
    return LevelOpened(
        id=rule,
        text=Text(zh, en),
        source=f"{source.DIRECT_TRACK}；{source.JINAN_DIRECT}",
        tracks=track,
        question="level",
        basis="basis" if track == CARD else "recognition",
        levels=("associate", "professor"),
        table=tuple(OpensLevel(id=line, highest=_OPENS[line]) for line in lines),
    )


def _waived(rule: str, zh: str, en: str) -> FactIs:
    """A rule of the ordinary review, written down so that the waiver names what it waives."""
    return FactIs(
        id=rule,
        text=Text(zh, f"Waived on the direct track: {en}."),
        source=source.JINAN_DIRECT,
        fact=rule,
        label=Text(zh, en),
        values=("no_issue",),
        choices=REPORTS,
    )


STANDING: tuple[Condition, ...] = (
    shared.EMPLOYED,
    shared.NOT_CIVIL_SERVANT,
    _opens("level_by_card", CARD, "所持人才卡或博士后身份须对应所申报的层级。",
           "The card or postdoctoral status must open the level applied for.", *CARDS),
    _opens("level_by_recognition", RECOGNITION, "卓越工程师认定须对应所申报的层级。",
           "The recognition must open the level applied for.", "outstanding_engineer"),
    FactIs(
        id="basis_confirmed",
        text=Text("人才卡、博士后身份或认定结论经登记部门核实有效。",
                  "The card, status or recognition is confirmed as valid by its registry."),
        source=source.DIRECT_TRACK,
        fact="title_basis",
        label=Text("直通依据核实情况", "Confirmation of the basis"),
        values=("valid",),
        choices=choices(("valid", "有效", "Valid"), ("expired", "已失效", "Expired"),
                        ("not_found", "未查到", "Not found")),
    ),
    HoursEachYear(
        id="continuing_education",
        text=Text("近五年每年完成公需科目30学时、专业科目60学时以上继续教育。",
                  "In each of the last five years at least 30 hours of general and 60 of professional continuing education."),
        source=source.CONTINUING_EDUCATION,
        table="continuing_education",
        last_years=5,
        hours=(Hours(id="general", label=Text("公需科目", "general"), minimum=30),
               Hours(id="professional", label=Text("专业科目", "professional"), minimum=60)),
    ),
    AppraisalsClear(
        id="X10",
        text=Text("近三年年度考核完整；基本合格每次延迟一年，不合格每次延迟两年。",
                  "Annual appraisals of the last three years; each “basically qualified” postpones by one year, each “unqualified” by two."),
        source=source.TITLE_RULE,
        table="appraisals",
        last_years=3,
        postpones=(Postponement(id="basic", years=1), Postponement(id="unqualified", years=2)),
        unclear=("none",),
    ),
    shared.NO_PENALTY,
    shared.INTEGRITY,
    shared.EMPLOYER_CONDUCT,
    *(_waived(*line) for line in ORDINARY),
)  # fmt: skip

ENGINEER: tuple[Condition, ...] = (
    MinimumNumber(
        id="line_years",
        text=Text("在工程技术一线岗位工作十年以上。", "At least ten years of front-line engineering work."),
        source=source.CHANGSHA_ENGINEER, tracks=RECOGNITION,
        question="line_years", minimum=10, unit=YEARS, proof=("line_years_proof",),
    ),
    MinimumNumber(
        id="city_years",
        text=Text("近五年连续在本市企业工作。", "The last five years in enterprises of the city."),
        source=source.CHANGSHA_ENGINEER, tracks=RECOGNITION,
        question="city_years", minimum=5, unit=YEARS, proof=("social_insurance",),
    ),
    AnyOf(
        id="contribution",
        text=Text("有发明创新、攻关、成果转化、先进方法或绝招绝技成果，或年税后工资收入三十万元以上。",
                  "A result in innovation, problem solving, methods or skill, or annual after-tax wages of 300,000 yuan or more."),
        source=source.CHANGSHA_ENGINEER, tracks=RECOGNITION,
        of=(
            RowsAtLeast(id="results", text=Text("革新攻关成果", "Innovations and solved problems"),
                        source=source.CHANGSHA_ENGINEER, tables=("innovations",)),
            MinimumNumber(id="wage", text=Text("年税后工资收入", "Annual after-tax wages"),
                          source=source.CHANGSHA_ENGINEER, question="annual_wage",
                          minimum=300_000, unit=YUAN),
        ),
    ),
    NoTitleHeld(
        id="X1",
        text=Text("已入选省级卓越工程师或已认定为A至D类高层次人才的，不再按卓越工程师认定。",
                  "Provincial outstanding engineers and talents of classes A to D are not recognised again."),
        source=source.CHANGSHA_ENGINEER, tracks=RECOGNITION,
        titles=("engineer_province", "talent_class_ad"), declared_in="honours",
    ),
    AnswerIs(
        id="line_post",
        text=Text("在工程技术或技能一线岗位。", "Works in engineering or skilled work on the front line."),
        source=source.CHANGSHA_ENGINEER, tracks=RECOGNITION,
        question="post_kind", values=("line_skilled", "line_technical", "team_leader"),
    ),
)  # fmt: skip

CONDITIONS = STANDING + ENGINEER

RUBRIC = Rubric(
    criteria=(
        Criterion(id="ability", label=Text("专业能力水平", "Professional ability"), weight=35),
        Criterion(
            id="results", label=Text("业绩成果与贡献", "Results and contribution"), weight=45
        ),
        Criterion(id="writing", label=Text("技术报告与标准", "Reports and standards"), weight=10),
        Criterion(id="training", label=Text("人才培养", "Training others"), weight=10),
    ),
    blind=False,
)
BALLOT = Ballot()

_OPEN_PATH = "conditions.level_by_{}.table.{}.highest"
CERTIFICATE = CertificateText(
    title=Text("评审通过通知", "Notice of Passing"),
    wording="经{year}年度职称评审“直通车”评审委员会表决、公示，{field}职称评审通过（{document}）。\n本通知不是职称证书，职称证书及编号以省职称管理系统核发为准。",
    issuers=("human_resources",),
    design="notice",
    field="level",
)

PARAMETERS = (
    *(choice(f"opens.{line}", f"{zh}可申报的最高层级", f"Highest level opened by: {en}", _OPENS[line],
             _OPEN_PATH.format("card", line), source=source.JINAN_DIRECT, choices=OPENED)
      for line, (zh, en) in CARDS.items()),
    choice("opens.outstanding_engineer", "卓越工程师可申报的最高层级",
           "Highest level opened by recognition as an outstanding engineer", "associate",
           _OPEN_PATH.format("recognition", "outstanding_engineer"), source=source.UNKNOWN, choices=OPENED),
    number("education_years", "继续教育核查年数", "Years of continuing education", 5,
           "conditions.continuing_education.last_years", source=source.CONTINUING_EDUCATION, unit=YEARS, minimum=0, maximum=10),
    number("education_general", "公需科目学时", "Hours of general subjects", 30,
           "conditions.continuing_education.hours.general.minimum", source=source.CONTINUING_EDUCATION, minimum=0),
    number("education_professional", "专业科目学时", "Hours of professional subjects", 60,
           "conditions.continuing_education.hours.professional.minimum", source=source.CONTINUING_EDUCATION, minimum=0),
    number("appraisal_years", "年度考核核查年数", "Years of appraisals", 3,
           "conditions.X10.last_years", source=source.UNKNOWN, standing="default", unit=YEARS, minimum=0, maximum=10),
    number("postpone_basic", "基本合格延迟年数", "Years postponed by “basically qualified”", 1,
           "conditions.X10.postpones.basic.years", source=source.TITLE_RULE, unit=YEARS),
    number("postpone_unqualified", "不合格延迟年数", "Years postponed by “unqualified”", 2,
           "conditions.X10.postpones.unqualified.years", source=source.TITLE_RULE, unit=YEARS),
    number("line_years", "一线岗位最低年限", "Least years on the front line", 10,
           "conditions.line_years.minimum", source=source.CHANGSHA_ENGINEER, unit=YEARS),
    number("city_years", "本市企业最低年限", "Least years in the city", 5,
           "conditions.city_years.minimum", source=source.CHANGSHA_ENGINEER, unit=YEARS),
    number("result_count", "成果最少项数", "Least number of results", 1,
           "conditions.contribution.of.results.minimum", source=source.CHANGSHA_ENGINEER),
    number("wage", "年税后工资收入", "Annual after-tax wages", 300_000,
           "conditions.contribution.of.wage.minimum", source=source.CHANGSHA_ENGINEER, unit=YUAN),
    *parameters.scoring(RUBRIC, origin=source.RUBRIC),
    *parameters.ballot_shares(BALLOT, origin=source.ORDER_40),
    parameters.notice_clock(TRACKS, origin=f"{source.WEIHAI_TITLES}；{source.JINAN_TITLES}"),
    *paper_terms(CERTIFICATE),
    *parameters.desk_clocks(TRACKS),
    *parameters.office_clocks(publicity=5, supplement=5, correction=5, objection=10,
                              publicity_source=source.WEIHAI_TITLES),
)  # fmt: skip

PROGRAMME = Programme(
    id="direct_title",
    code="DT",
    edition="2026-1",
    title=Text("卓越工程师职称直通车", "Direct Title Track for Outstanding Engineers"),
    awarded_title="卓越工程师职称评审直通车通过",
    title_code="direct_title_city",
    purpose=Text(
        "对作出突出贡献的卓越工程师等人才，打破学历、资历等限制，直接申报相应职称。",
        "Opens professional titles directly to engineers of outstanding contribution.",
    ),
    legal_basis=(source.PLAN, source.DIRECT_TRACK),
    tracks=TRACKS,
    pages=PAGES,
    conditions=CONDITIONS,
    parameters=PARAMETERS,
    commitment=COMMITMENT,
    publicity=Clock(5),
    supplement=Clock(5),
    correction=Clock(5),
    objection_handling=Clock(10),
    rubric=RUBRIC,
    ballot=BALLOT,
    certificate=CERTIFICATE,
    decided_by="party_group",
)
