"""Which of the listed answers was meant? People write 二级, 技师, 技师（二级） or 二级/技师."""

import re
from collections.abc import Iterator
from functools import lru_cache

from evaluations.rules import Choice
from workflows.eligibility_table.cells import bare, plain

# Question or column -> answers and the words by which they are known, the most telling first.
_WORDS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "grade": (
        ("chief_technician", ("首席技师",)),
        ("special_technician", ("特级技师",)),
        ("senior_technician", ("高级技师", "一级", "1级")),
        ("technician", ("技师", "二级", "2级")),
        ("senior", ("高级工", "三级", "3级")),
        ("intermediate", ("中级", "四级", "4级")),
        ("junior", ("初级", "五级", "5级")),
        ("apprentice", ("学徒",)),
    ),
    "employment_status": (
        ("retired", ("退休", "返聘")),
        ("civil_servant", ("公务员", "参公", "参照公务员")),
        ("student", ("学生", "在校", "在读")),
        ("dispatched", ("派遣",)),
        ("freelancer", ("自由", "灵活", "个体")),
        ("teacher", ("教师", "老师")),
        ("employee", ("职工", "员工", "在职", "企业", "事业", "合同制", "社会组织")),
    ),
    "post_kind": (
        ("team_leader", ("班组长", "班长", "组长")),
        ("administration", ("财务", "行政", "人事", "后勤")),
        ("management", ("管理", "领导", "厂长", "经理")),
        ("line_technical", ("一线专业技术", "一线技术", "专业技术", "工程技术")),
        ("line_skilled", ("一线", "技能", "操作")),
    ),
    "basis": (
        ("city_card_e", ("e类", "青才卡")),
        ("province_card", ("省人才卡", "惠才卡")),
        ("postdoc_out", ("出站",)),
        ("postdoc_in", ("在站", "进站")),
        ("city_card", ("优才卡", "市人才卡", "人才绿卡", "a类", "b类", "c类", "d类")),
        ("doctor_short_supply", ("紧缺",)),
    ),
    "level": (
        ("national", ("国家", "全国", "世界", "national")),
        ("provincial", ("省", "provincial")),
        ("professor", ("正高",)),
        ("associate", ("副高", "高级工程师")),
        ("city", ("市", "city", "municipal")),
        ("district", ("区", "县")),
        ("unit", ("单位", "企业")),
    ),
    "class": (
        ("joint", ("联合", "joint")),
        ("class_1", ("一类", "1类", "i类", "class1")),
        ("class_2", ("二类", "2类", "ii类", "class2")),
    ),
    "education": (
        ("doctor", ("博士",)),
        ("master", ("硕士",)),
        ("bachelor", ("本科", "学士")),
        ("college", ("专科", "大专", "高职")),
        ("secondary", ("高中", "中专", "技校")),
    ),
    "title_rank": (
        ("professor", ("正高", "教授级")),
        ("associate", ("副高", "高级")),
        ("middle", ("中级",)),
        ("junior", ("初级", "助理")),
        ("none", ("无", "没有")),
    ),
    "talent_class": (
        *((letter.upper(), (f"{letter}类", f"class{letter}")) for letter in "abcde"),
        ("none", ("无", "未", "没有")),
    ),
    "engagement": (
        ("intended", ("意向", "拟")),
        ("part_time", ("柔性", "兼职", "非全职", "part")),
        ("full_time", ("全职", "full")),
    ),
    "result": (
        ("unqualified", ("不合格", "不称职")),
        ("basic", ("基本",)),
        ("none", ("未考核", "未参加", "未定")),
        ("excellent", ("优秀",)),
        ("qualified", ("合格", "称职")),
    ),
    "projects": (
        ("applying", ("申报泰山", "正在申报", "本年度申报", "同年申报")),
        ("higher", ("已入选", "国家级", "泰山")),
        ("supported", ("支持期",)),
        ("none", ("无", "没有", "未")),
    ),
    "venture": (("start_up", ("创业",)), ("innovation", ("创新",))),
    "subject": (("team", ("团队",)), ("person", ("个人",))),
    "kind": (
        ("method", ("操作法",)),
        ("signature_skill", ("绝招", "绝技", "绝活")),
        ("problem", ("难题", "攻关", "隐患")),
        ("innovation", ("革新", "改造", "创新")),
        ("patent", ("专利", "软著", "知识产权")),
        ("standard", ("标准",)),
        ("project", ("课题", "项目")),
        ("paper", ("论文", "著作")),
        ("award", ("奖",)),
        ("transfer", ("转化", "产业化")),
    ),
    "report": (
        ("not_my_scope", ("不属", "不涉及", "notmyscope", "notinourscope")),
        ("no_issue", ("无问题", "无异议", "无意见", "没有问题", "未发现", "正常", "良好", "noissue")),
        ("no_issue", ("无", "没有", "通过", "合格", "ok", "pass")),
        ("issue", ("有", "异议", "问题", "issue", "fail", "不")),
    ),
    "title_basis": (
        ("expired", ("失效", "过期", "到期")),
        ("not_found", ("未查到", "查无", "无此")),
        ("valid", ("有效", "已核实", "通过")),
    ),
}  # fmt: skip


def meant(question: str, choices: tuple[Choice, ...], written: str) -> str:
    """The value of the answer that ``written`` means; ``written`` itself where none is clear."""
    wanted, known = plain(written), _spellings(choices)
    if not wanted or wanted in known:
        return known.get(wanted, written)
    tokens = {known.get(plain(token), "") for token in re.split(r"[/／()（）、,，\s]+", written)}
    if len(found := tokens - {""}) == 1:
        return found.pop()
    if spoken := keyword(question, written, {choice.value for choice in choices}):
        return spoken
    near = {value for word, value in known.items() if len(wanted) > 1 and wanted in word}
    return near.pop() if len(near) == 1 else written


def keyword(question: str, written: str, among: set[str] | None = None) -> str:
    """The first answer of the question whose telling words stand in the text; "" for none."""
    said = plain(written)
    for value, words in _WORDS.get(question, ()):
        if (among is None or value in among) and any(word in said for word in words):
            return value
    return ""


@lru_cache(maxsize=400)
def _spellings(choices: tuple[Choice, ...]) -> dict[str, str]:
    """Every spelling that belongs to one answer alone."""
    found: dict[str, str] = {}
    twice = set()
    for choice in choices:
        for word in set(_forms(choice)):
            if found.setdefault(word, choice.value) != choice.value:
                twice.add(word)
    exact = {plain(w): c.value for c in choices for w in (c.value, c.label.zh, c.label.en)}
    return {word: value for word, value in found.items() if word not in twice} | exact


def _forms(choice: Choice) -> Iterator[str]:
    yield plain(choice.value)
    for words in (choice.label.zh, choice.label.en):
        yield plain(words)
        yield plain(bare(words))
        for aside in re.findall(r"[(（]([^()（）]+)[)）]", words):
            yield plain(aside)
        for piece in re.split(r"[、，]|或|, | or ", bare(words)):
            if len(plain(piece)) > 1:
                yield plain(piece)
