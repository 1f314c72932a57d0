"""What does a header mean? Chinese, English, an id, with spaces, full-width or not."""

import re
from collections.abc import Iterable
from functools import cached_property

from evaluations.rules import AnyOf, Condition, FactIs, Programme, Table, Upload
from workflows.eligibility_table.cells import narrow, plain

# The columns that are the same for every programme: id -> Chinese header, then other words.
COLUMNS: dict[str, tuple[str, ...]] = {
    "key": ("序号", "编号", "人员编号", "no"),
    "name": ("姓名",),
    "track": ("申报通道", "通道", "申报途径", "途径", "申报类别", "申报类型"),
    "cut_off": ("截止日期", "截止日", "年龄截止日期", "计算截止日期"),
    "filed_on": ("申报日期", "申报时间"),
    "birth_date": ("出生日期", "出生年月", "出生年月日", "生日", "出生时间", "birthday", "born"),
    "id_number": ("身份证号", "身份证号码", "居民身份证号", "居民身份证号码", "公民身份号码", "证件号码"),
    "sex": ("性别", "gender"),
    "titles": ("已有称号", "现有称号", "已获称号", "所获称号", "持有称号", "称号", "已获荣誉称号", "titles already held"),
    "titles_held": ("登记称号", "登记库称号"),
    "employer": ("用人单位", "工作单位", "单位名称", "单位", "申报单位"),
    "employer_in_city": ("单位在本市注册", "本市单位", "是否本市单位", "单位是否在本市", "单位注册地", "注册地", "单位所在地"),
    "employer_stationed": ("驻市单位", "是否驻市单位", "中央省驻市单位", "驻烟单位"),
    "uploads": ("附件", "佐证材料", "证明材料", "已交材料", "已提交材料", "材料", "documents"),
    "joint": ("部门联审", "联审结果", "部门联审结果", "联审", "joint review"),
    "contract_years": ("合同年限", "合同或协议年限", "协议年限", "合同期限", "协议期限"),
    "contest.name": ("竞赛名称", "contest name"),
    "contest.event": ("赛项", "event"),
    "contest.level": ("竞赛级别", "竞赛层级", "赛事级别", "contest level"),
    "contest.class": ("竞赛类别", "竞赛等级", "赛事类别", "contest class"),
    "contest.rank": ("竞赛名次", "个人名次"),
    "contest.held_on": ("竞赛日期", "举办日期", "竞赛举办日期", "比赛日期", "竞赛时间", "举办时间"),
    "contest.filing_document": ("部署文件", "部署文号", "竞赛部署文号", "部署文件文号"),
    "contest.passed_line": ("成绩合格", "是否达到合格线", "成绩是否合格", "达到合格线", "成绩达线"),
    "contest.registered": ("竞赛已登记", "是否登记", "竞赛是否登记", "已登记"),
    "contest.team": ("团体赛", "是否团体", "团体名次"),
    "exception": ("破格", "是否破格", "破格申报"),
    "exception_rule": ("破格事项", "破格规则", "破格条件"),
    "exception_approver": ("破格批准人", "破格批准单位", "破格审批人", "批准人"),
    "exception_date": ("破格批准日期", "破格日期", "批准日期"),
    "exception_document": ("破格文号", "破格批准文号", "批准文号", "破格依据"),
}  # fmt: skip
SHEETS = {
    "registry_contests": ("竞赛登记库", "竞赛库"),
    "registry_results": ("竞赛结果库", "竞赛成绩库"),
}
# What other people call a question: item id -> words.
_ALSO = {
    "employment_status": ("人员类别", "身份", "身份类别", "用工性质", "就业状态"),
    "post_kind": ("岗位性质", "岗位类型", "一线岗位"),
    "skill_grades": ("技能等级", "职业资格等级", "技能等级证书", "职业技能等级证书"),
    "contest_rank": ("竞赛名次", "个人名次", "获奖名次"),
    "innovations": ("革新成果", "技术革新", "攻关成果", "革新攻关成果"),
    "apprentices": ("带徒", "师带徒", "徒弟"),
    "contests": ("竞赛", "竞赛获奖", "获奖竞赛"),
    "penalty": ("处分", "是否受处分", "处分处罚", "处分影响期"),
    "projects": ("其他人才工程", "人才工程", "其他工程"),
    "line_years": ("一线年限", "一线工作年限", "一线工作年数"),
    "city_years": ("在本市企业年限", "本市企业工作年限"),
    "annual_wage": ("年薪", "税后年薪", "税后工资", "年税后工资"),
    "level": ("申报层级", "申报级别", "层级", "拟申报职称"),
    "basis": ("人才卡", "持卡情况", "依据"),
    "education": ("学历", "学位"),
    "title_rank": ("职称", "现职称", "现有职称等级"),
    "talent_class": ("人才类别", "人才分类", "高层次人才类别"),
    "scholar_work": ("是否一线", "一线科研教学"),
    "engagement": ("引进方式", "到岗类型", "全职柔性"),
    "left_former": ("已离开原单位", "是否离开原单位", "与原单位解除关系"),
    "months_per_year": ("每年在岗月数", "每年工作月数", "每年在本市月数"),
    "contract_from": ("合同开始日期", "合同起", "协议开始日期", "合同起始日期"),
    "contract_until": ("合同截止日期", "合同止", "协议截止日期", "合同结束日期", "合同到期日"),
    "will_sign": ("承诺六个月内签约", "六个月内签约", "承诺签约"),
    "share": ("持股比例", "股权比例"),
    "invested": ("出资", "实缴出资", "投入资金"),
    "largest": ("第一大股东", "是否创始人"),
    "founded_on": ("成立日期", "公司成立日期"),
    "core_technology": ("自主知识产权", "核心技术"),
    "contract": ("劳动合同", "合同", "聘用合同"),
    "social_insurance": ("社保", "社会保险", "社保证明", "社保记录", "社保缴费证明"),
    "skill_certificate": ("技能证书", "技能等级证书扫描件", "等级证书"),
    "engagement_contract": ("工作合同", "引进合同", "合同文本"),
    "line_years_proof": ("年限证明", "一线证明"),
    "continuing_education": ("继续教育学时",),
    "appraisals": ("年度考核结果", "考核"),
}  # fmt: skip
_REMARKS = {plain(word) for word in ("备注", "说明", "note", "notes", "remark", "remarks", "comment", "场景", "scenario", "case", "案例", "理由", "reason", "sheet", "依据说明", "情形", "description")}  # fmt: skip
WRITTEN = ("verdict", "sentence.", "mismatch", "problem", "remark.")
_EXPECTED = re.compile(
    r"(?:expected|expect|预期|期望|应判|应为|标准答案)(?:结论|结果|答案|判定|verdict)?[\s.:：_\-（(]*(.*?)[)）]?",
    re.I,
)
_EXCEPTION = re.compile(r"(?:exceptions?|破格)[.:：]\s*(.+)", re.I)
_OUTSIDE = re.compile(r"(?:outside|核查|部门)[.:：]\s*(.+)", re.I)


def family(rule_id: str) -> str:
    """X13 of X13-tax; the id itself of any other rule."""
    return rule_id.split("-")[0] if re.fullmatch(r"X\d+-.+", rule_id) else rule_id


class Names:
    """The meaning of the headers of one programme. ``of`` gives an id, or "" for no meaning."""

    def __init__(self, programme: Programme):
        self.programme = programme
        self.known: dict[str, str] = {}
        for name, words in COLUMNS.items():
            self._learn(name, name, *words)
        for name, words in SHEETS.items():
            self._learn(name, name, *words)
        for item in programme.items():
            self._learn(item.id, item.id, item.label.zh, item.label.en)
        for item in programme.items():
            self._learn(item.id, *_ALSO.get(item.id, ()))
        for fact in self.facts.values():
            self._learn(f"outside.{fact.fact}", fact.fact, fact.label.zh, fact.label.en)
        self._learn("employer_conduct", "employer_conduct", "用人单位守法诚信情况", "单位守法情况",
                    "单位信用情况", "企业守法诚信情况", "Conduct of the employer")  # fmt: skip
        self.rules = self._rules()

    def _learn(self, name: str, *words: str) -> None:
        for word in filter(None, map(plain, words)):
            self.known.setdefault(word, name)

    @cached_property
    def facts(self) -> dict[str, FactIs]:
        return {r.fact: r for r in self.programme.conditions if isinstance(r, FactIs)}

    @cached_property
    def tables(self) -> dict[str, Table]:
        return {item.id: item for item in self.programme.items() if isinstance(item, Table)}

    @cached_property
    def uploads(self) -> frozenset[str]:
        return frozenset(i.id for i in self.programme.items() if isinstance(i, Upload))

    def of(self, header: str) -> str:
        """ "titles_held", "skill_grades.date", "expected.X1", "exception.age", "outside.tax" ..."""
        written = narrow(header)
        if not written or written.startswith(WRITTEN):
            return ""
        if plain(written) in self.known:
            return self.known[plain(written)]
        if found := _EXPECTED.fullmatch(written):
            return "expected." + (self.rule(found[1]) if found[1] else "")
        if found := _EXCEPTION.fullmatch(written):
            return "exception." + self.rule(found[1])
        if found := _OUTSIDE.fullmatch(written):
            return "outside." + self.known.get(plain(found[1]), found[1]).removeprefix("outside.")
        if inner := self._column(written):
            return inner
        return f"expected.{self.rule(written)}" if self.is_rule(written) else ""

    def _column(self, written: str) -> str:
        """ "skill_grades.date", "职业技能等级.取得日期": a column of a table that has one row here."""
        first, dot, second = written.partition(".")
        table = self.tables.get(self.known.get(plain(first), ""))
        if not dot or table is None:
            return ""
        column = column_names(table).get(plain(second), "")
        return f"{table.id}.{column}" if column else ""

    def is_remark(self, header: str) -> bool:
        """Whether a column is plainly for readers, or one that this command wrote."""
        return plain(header) in _REMARKS or narrow(header).startswith(WRITTEN)

    def is_rule(self, written: str) -> bool:
        return self.rule(written) in self.rules.values()

    def rule(self, written: str) -> str:
        """The id or family of the rule that is named by its id, its words or their beginning."""
        said = plain(written)
        if said in self.rules:
            return self.rules[said]
        if re.fullmatch(r"x\d{1,2}", said):
            return said.upper()
        long = len(said) > 3
        near = {rule for words, rule in self.rules.items() if long and words.startswith(said)}
        near = near or {rule for words, rule in self.rules.items() if long and said in words}
        return near.pop() if len(near) == 1 else narrow(written)

    def _rules(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for rule in _all_rules(self.programme.conditions):
            found.setdefault(plain(rule.id), rule.id)
            found.setdefault(plain(family(rule.id)), family(rule.id))
        for rule in self.programme.conditions:
            for words in (rule.text.zh, rule.text.en):
                found.setdefault(plain(words), rule.id)
        return found


def _all_rules(rules: Iterable[Condition]) -> Iterable[Condition]:
    return [r for r in rules if not isinstance(r, AnyOf)] + [
        r for r in rules if isinstance(r, AnyOf)
    ]


def column_names(table: Table) -> dict[str, str]:
    """Plain words -> id of a column."""
    return {
        plain(word): column.id
        for column in table.columns
        for word in (column.id, column.label.zh, column.label.en)
        if word
    }
