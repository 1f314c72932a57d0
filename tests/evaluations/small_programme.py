"""A small programme with one question of every kind, for tests of the questionnaire and the rules."""

from typing import Any

from evaluations.rules import (
    CertificateText,
    Choice,
    Clock,
    Page,
    Programme,
    Question,
    Step,
    Table,
    Text,
    Track,
    Upload,
    When,
)

GRADES = (
    Choice("senior", Text("高级工", "Senior worker")),
    Choice("technician", Text("技师", "Technician")),
)
TITLES = (
    Choice("expert_city", Text("市技术能手", "Municipal Expert")),
    Choice("expert_nation", Text("全国技术能手", "National Expert")),
    Choice("other", Text("其他", "Other")),
)


def question(id: str, kind: str = "text", **more: Any) -> Question:
    return Question(id=id, label=Text(f"问{id}", id.capitalize()), kind=kind, **more)


WORK = Page(
    id="work",
    title=Text("工作", "Work"),
    ordered=(("since", "until"),),
    items=(
        question(
            "post",
            "choice",
            choices=(
                Choice("line", Text("一线", "Front line")),
                Choice("leader", Text("班组长", "Team leader")),
                Choice("office", Text("机关", "Office")),
            ),
        ),
        question("room", max_length=5, when=When("post", ("office",))),
        question("years", "number", unit=Text("年", "years"), maximum=60),
        question("since", "date"),
        question("until", "date", required=False, future=True),
        question("phone", "phone", required=False),
        question("wage", "money", required=False),
        question("graduated", "year", required=False),
        question("story", "long_text", required=False, max_length=20),
        Upload(id="contract", label=Text("合同", "Contract")),
        Upload(id="plan", label=Text("图纸", "Plan"), when=When("post", ("office",))),
    ),
)
RECORD = Page(
    id="record",
    title=Text("履历", "Record"),
    items=(
        Table(
            id="grades",
            label=Text("等级", "Grades"),
            row_label=Text("证书", "certificate"),
            minimum=1,
            maximum=3,
            unique=("number",),
            ordered=(("date", "until"),),
            columns=(
                question("grade", "choice", choices=GRADES),
                question("number", max_length=10),
                question("date", "date", required=False),
                question("until", "date", required=False, future=True),
            ),
        ),
        Table(
            id="titles",
            label=Text("称号", "Titles"),
            row_label=Text("称号", "title"),
            columns=(
                question("title", "choice", choices=TITLES),
                question("name", when=When("title", ("other",))),
                question("until", "date", required=False, future=True),
            ),
        ),
        Table(
            id="results",
            label=Text("成果", "Results"),
            row_label=Text("成果", "result"),
            columns=(
                question("kind", "choice", choices=GRADES),
                question("date", "date", required=False),
                question("year", "year", required=False),
                question("contest", "contest", required=False),
                question("rank", "number", required=False, minimum=1),
            ),
        ),
        question("contest", "contest", required=False),
        question("rank", "number", required=False, minimum=1),
        question("honest", "yes_no"),
    ),
)
OTHER = Page(
    id="other", title=Text("其他", "Other"), tracks=("second",), items=(question("only_second"),)
)


def programme(*conditions: Any, **changes: Any) -> Programme:
    """The small programme with these rules."""
    route = (Step(desk="employer", clock=Clock(5)),)
    values: dict[str, Any] = {
        "id": "small",
        "code": "SM",
        "edition": "1",
        "title": Text("小项目", "Small"),
        "awarded_title": "小称号",
        "title_code": "small_city",
        "purpose": Text("试验", "A test"),
        "legal_basis": ("测试",),
        "tracks": (
            Track(id="first", label=Text("甲", "First"), intro=Text("甲", "First"), route=route),
            Track(id="second", label=Text("乙", "Second"), intro=Text("乙", "Second"), route=route),
        ),
        "pages": (WORK, RECORD, OTHER),
        "conditions": conditions,
        "parameters": (),
        "commitment": Text("属实", "True"),
        "publicity": Clock(5),
        "supplement": Clock(5),
        "correction": Clock(5),
        "objection_handling": Clock(10),
        "certificate": CertificateText(
            title=Text("证书", "Certificate"), wording="授予“{title}”称号。", issuers=("office",)
        ),
    }
    return Programme(**(values | changes))
