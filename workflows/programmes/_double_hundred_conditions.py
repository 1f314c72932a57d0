"""Who may enter the Double-Hundred Plan: level, age, results, and the contract rules of each engagement."""

from msgspec.structs import replace

from evaluations.rules import (
    AgeAtMost,
    AnswerIs,
    AnyOf,
    Condition,
    DateWithin,
    EmployedInCity,
    FactIs,
    MinimumNumber,
    PeriodAtLeast,
    RowsAtLeast,
    SkillGradeAtLeast,
    Text,
    When,
)
from workflows.programmes import _conditions as shared
from workflows.programmes import _sources as source
from workflows.programmes._double_hundred_engagement import (
    FULL,
    INDUSTRY,
    INTENDED,
    NOT_FULL,
    PART,
    SCHOLAR,
    START_UP,
    TALENT,
    UNIVERSITY,
)
from workflows.programmes._words import REPORTS


def _one_of(
    rule: str, tracks: tuple[str, ...], zh: str, en: str, origin: str, *, education: tuple[str, ...]
) -> AnyOf:
    """Education, senior title or talent class, any of them."""
    lines = (
        ("education", education, "学历", "Education"),
        ("title_rank", ("associate", "professor"), "高级职称", "A senior title"),
        ("talent_class", ("A", "B", "C"), "C类以上人才", "Talent class C or above"),
    )
    return AnyOf(
        id=rule, text=Text(zh, en), source=origin, tracks=tracks,
        of=tuple(
            AnswerIs(id=f"{rule}-{question}", text=Text(words, english), source=origin,
                     question=question, values=values)
            for question, values, words, english in lines
        ),
    )  # fmt: skip


LEVEL: tuple[Condition, ...] = (
    _one_of("scholar_level", SCHOLAR + UNIVERSITY, "具有博士学位或高级职称，或相当于C类以上高层次人才。",
            "A doctorate or a senior title, or equal to talent class C or above.",
            source.DOUBLE_HUNDRED, education=("doctor",)),
    _one_of("industry_level", INDUSTRY, "具有硕士以上学位或高级职称，或相当于C类以上高层次人才。",
            "A master's degree or a senior title, or equal to talent class C or above.",
            source.WENDENG, education=("master", "doctor")),
    AnyOf(
        id="talent_level", tracks=TALENT, source=source.UNKNOWN,
        text=Text("具有高级职称或高级技师以上技能等级。", "A senior title, or senior technician or above."),
        of=(
            AnswerIs(id="talent_title", text=Text("高级职称", "A senior title"), source=source.UNKNOWN,
                     question="title_rank", values=("associate", "professor")),
            SkillGradeAtLeast(id="talent_grade", text=Text("高级技师以上", "Senior technician or above"),
                              source=source.UNKNOWN, table="skill_grades", grade="senior_technician"),
        ),
    ),
    AnyOf(
        id="scholar_line", tracks=SCHOLAR + UNIVERSITY, source=source.DOUBLE_HUNDRED,
        text=Text("在一线从事科研、教学、临床或创作；不在一线的，须相当于C类以上高层次人才。",
                  "Front-line research, teaching, clinical or creative work; otherwise equal to talent class C or above."),
        of=(
            AnswerIs(id="scholar_front", text=Text("一线工作", "Front-line work"),
                     source=source.DOUBLE_HUNDRED, question="scholar_work", values=("yes",)),
            AnswerIs(id="scholar_class", text=Text("C类以上人才", "Talent class C or above"),
                     source=source.DOUBLE_HUNDRED, question="talent_class", values=("A", "B", "C")),
        ),
    ),
    AnswerIs(
        id="scholar_visiting", tracks=SCHOLAR + UNIVERSITY, when=PART, source=source.DOUBLE_HUNDRED,
        question="talent_class", values=("A", "B", "C"),
        text=Text("柔性引进的学者，须相当于C类以上高层次人才。",
                  "A visiting (part-time) scholar is equal to talent class C or above."),
    ),
    AnswerIs(
        id="core_technology", tracks=INDUSTRY, source=source.WENDENG,
        question="core_technology", values=("yes",),
        text=Text("拥有自主知识产权或核心技术。", "Has own intellectual property or core technology."),
    ),
    AgeAtMost(
        id="age", years=55, parameter="age_most", exception=True,
        text=Text("一般不超过55周岁，特别突出的可破格。", "Normally not older than 55; more by exception."),
        source=f"{source.DOUBLE_HUNDRED}；{source.WENDENG}",
    ),
    RowsAtLeast(
        id="results", tables=("results",), within_years=5, source=source.UNKNOWN,
        text=Text("近五年有代表性成果。", "A representative result in the last five years."),
    ),
)  # fmt: skip


def _minimum(
    rule: str, question: str, least: int, zh: str, en: str, when: str, origin: str
) -> MinimumNumber:
    conditions = {"part": PART, "start_up": START_UP}
    proof = () if when == "start_up" else ("engagement_contract",)
    return MinimumNumber(
        id=rule, question=question, minimum=least, text=Text(zh, en), source=origin, proof=proof,
        when=conditions[when], tracks=INDUSTRY if when == "start_up" else (),
    )  # fmt: skip


def _period(rule: str, least: int, zh: str, en: str, when: When) -> PeriodAtLeast:
    return PeriodAtLeast(
        id=rule, since="contract_from", until="contract_until", years=least, text=Text(zh, en),
        source=source.DOUBLE_HUNDRED, proof=("engagement_contract",), when=when,
    )  # fmt: skip


CONTRACT: tuple[Condition, ...] = (
    replace(shared.EMPLOYED, when=FULL),
    EmployedInCity(
        id="unit_in_city", proof=(), when=NOT_FULL, source=source.DOUBLE_HUNDRED,
        text=Text("申报单位为本市独立法人，或为中央、省驻本市单位。",
                  "The unit that applies is a legal person of the city or stationed there."),
    ),
    _period("contract_full", 5, "全职引进的，合同期限五年以上。",
            "Full-time: a contract of at least five years.", FULL),
    AnswerIs(
        id="left_former", question="left_former", values=("yes",), when=FULL,
        text=Text("全职引进的，已与原单位解除关系。", "Full-time: has left the former employer."),
        source=source.DOUBLE_HUNDRED,
    ),
    _period("contract_part", 3, "柔性引进的，协议期限三年以上。",
            "Part-time: an agreement of at least three years.", PART),
    _minimum("months_part", "months_per_year", 3, "柔性引进的，每年在本市工作三个月以上。",
             "Part-time: at least three months a year here.", "part", source.DOUBLE_HUNDRED),
    AnswerIs(
        id="intended_sign", question="will_sign", values=("yes",), when=INTENDED,
        text=Text("意向全职的，承诺名单公布后按期（一般六个月内）签订全职合同。",
                  "Intended full-time: undertakes to sign a full-time contract in time (as a rule within six months) after the list is published."),
        source=source.DOUBLE_HUNDRED,
    ),
    _minimum("start_up_share", "share", 30, "创业类：持股百分之三十以上。",
             "Start-up: a share of at least 30 per cent.", "start_up", source.WENDENG),
    _minimum("start_up_capital", "invested", 500_000, "创业类：本人实缴出资五十万元以上。",
             "Start-up: at least 500,000 yuan paid in.", "start_up", source.WENDENG),
    AnswerIs(
        id="start_up_founder", question="largest", values=("yes",), when=START_UP, tracks=INDUSTRY,
        text=Text("创业类：为创始人、第一大股东。", "Start-up: founder and largest shareholder."),
        source=source.WENDENG,
    ),
    DateWithin(
        id="start_up_age", question="founded_on", within_years=3, when=START_UP, tracks=INDUSTRY,
        text=Text("创业类：企业成立三年以内。", "Start-up: founded within the last three years."),
        source=source.WENDENG,
    ),
    FactIs(
        id="one_per_company", fact="one_per_company", when=START_UP, tracks=INDUSTRY,
        text=Text("创业类：每家企业限一人。", "Start-up: one person for each company."),
        label=Text("同一企业创业类人数", "Start-up talents of one company"),
        source=source.WENDENG, values=("no_issue",), choices=REPORTS,
    ),
)  # fmt: skip
