"""How somebody of the Double-Hundred Plan comes: full-time, intended, part-time; and as a founder."""

from evaluations.rules import Page, Question, Text, Upload, When
from workflows.programmes._words import MONTHS, YUAN, choices

NOT_FULL = When("engagement", ("intended", "part_time"))
BOTH = When("engagement", ("full_time", "part_time"))
SCHOLAR, INDUSTRY, TALENT, UNIVERSITY = (
    ("scholar",),
    ("industry_leader",),
    ("top_talent",),
    ("university",),
)
FULL, INTENDED, PART = (
    When("engagement", (kind,)) for kind in ("full_time", "intended", "part_time")
)
START_UP = When("venture", ("start_up",))

ENGAGEMENT = Page(
    id="engagement",
    title=Text("到岗方式", "Engagement"),
    ordered=(("contract_from", "contract_until"),),
    items=(
        Question(
            id="engagement",
            label=Text("到岗方式", "Engagement"),
            kind="choice",
            choices=choices(
                ("full_time", "已全职到岗", "Full-time, already here"),
                ("intended", "意向全职", "Full-time, intended"),
                ("part_time", "柔性引进", "Part-time"),
            ),
        ),
        Question(
            id="contract_from",
            label=Text("合同或协议开始日期", "Contract or agreement from"),
            kind="date",
            future=True,
            when=BOTH,
        ),
        Question(
            id="contract_until",
            label=Text("合同或协议截止日期", "Contract or agreement until"),
            kind="date",
            future=True,
            when=BOTH,
        ),
        Question(
            id="left_former",
            label=Text("已与原单位解除关系", "Has left the former employer"),
            kind="yes_no",
            when=FULL,
        ),
        Question(
            id="months_per_year",
            label=Text("每年在本市工作时间", "Months a year in the city"),
            kind="number",
            unit=MONTHS,
            maximum=12,
            when=PART,
        ),
        Question(
            id="will_sign",
            label=Text(
                "承诺名单公布后按期（一般六个月内）签订五年以上全职合同",
                "Undertakes to sign a full-time contract of five years or more in time (as a rule within six months) after the list is published",
            ),
            kind="yes_no",
            when=INTENDED,
            hint=Text(
                "期限以申报通知为准；逾期未签约、未到岗的，入选失效。",
                "The call names the time; without contract and arrival in time the selection lapses.",
            ),
        ),
        Question(
            id="arrival",
            label=Text("计划到岗日期", "Planned arrival"),
            kind="date",
            future=True,
            when=INTENDED,
        ),
        Upload(
            id="engagement_contract",
            label=Text("合同、协议或意向书", "Contract, agreement or letter of intent"),
        ),
    ),
)

VENTURE = Page(
    id="venture",
    title=Text("企业与创业", "Company and venture"),
    tracks=INDUSTRY,
    items=(
        Question(
            id="venture",
            label=Text("类别", "Kind"),
            kind="choice",
            choices=choices(
                ("innovation", "企业创新类", "Innovation in a company"),
                ("start_up", "创业类", "Start-up"),
            ),
        ),
        Question(
            id="core_technology",
            label=Text(
                "是否拥有自主知识产权或核心技术", "Own intellectual property or core technology"
            ),
            kind="yes_no",
        ),
        Question(
            id="founded_on",
            label=Text("企业成立日期", "Company founded on"),
            kind="date",
            when=START_UP,
        ),
        Question(
            id="share",
            label=Text("本人持股比例（%）", "Your share (per cent)"),
            kind="number",
            maximum=100,
            when=START_UP,
        ),
        Question(
            id="largest",
            label=Text("是否第一大股东、创始人", "Founder and largest shareholder"),
            kind="yes_no",
            when=START_UP,
        ),
        Question(
            id="invested",
            label=Text("本人实缴出资", "Paid-in capital of your own"),
            kind="number",
            unit=YUAN,
            when=START_UP,
        ),
        Upload(
            id="company_documents",
            label=Text("营业执照、章程、验资材料", "Business licence, articles, proof of capital"),
            max_files=5,
            when=START_UP,
        ),
    ),
)
