"""Lists of answers that several programmes offer, and how to write one."""

from evaluations.rules import Choice, Text


def choices(*lines: tuple[str, str, str]) -> tuple[Choice, ...]:
    """Lines of (value, Chinese, English)."""
    return tuple(Choice(value, Text(zh, en)) for value, zh, en in lines)


DAYS = Text("天", "days")
COPIES = Text("份", "copies")
WORKDAYS = Text("个工作日", "working days")
YEARS = Text("年", "years")
PLACES = Text("名", "places")
POINTS = Text("分", "points")
MONTHS = Text("个月", "months")
YUAN = Text("元", "yuan")

POLITICAL_STATUS = choices(
    ("masses", "群众", "No party"),
    ("league", "共青团员", "Communist Youth League member"),
    ("party", "中共党员", "Communist Party member"),
    ("probationary", "中共预备党员", "Probationary Communist Party member"),
    ("democratic", "民主党派成员", "Member of a democratic party"),
    ("independent", "无党派人士", "Independent"),
)

EDUCATION = choices(
    ("junior_middle", "初中及以下", "Junior middle school or below"),
    ("secondary", "高中、中专、技校", "Senior middle, vocational or technical school"),
    ("college", "大学专科", "Junior college"),
    ("bachelor", "大学本科", "Bachelor"),
    ("master", "硕士研究生", "Master"),
    ("doctor", "博士研究生", "Doctor"),
)

EMPLOYMENT = choices(
    ("employee", "在职职工", "Employee"),
    ("teacher", "在职教师", "Teacher in service"),
    ("dispatched", "劳务派遣人员", "Dispatched worker"),
    ("freelancer", "自由职业或灵活就业人员", "Freelancer or flexibly employed"),
    ("student", "全日制在校学生", "Full-time student"),
    ("retired", "退休人员（含返聘）", "Retired (including re-employed)"),
    ("civil_servant", "公务员或参公管理人员", "Civil servant or managed as one"),
)

POST_KINDS = choices(
    ("line_skilled", "一线技能岗位", "Skilled post on the front line"),
    ("line_technical", "一线专业技术岗位", "Technical post on the front line"),
    ("team_leader", "班组长（仍在一线操作）", "Team leader still working on the line"),
    ("management", "管理岗位", "Management post"),
    ("administration", "财务、行政、人事岗位", "Finance, administration or personnel post"),
)

# The new eight grades (新八级工): 首席技师 here is a grade given by enterprises, not the city's title.
SKILL_GRADES = choices(
    ("apprentice", "学徒工", "Apprentice"),
    ("junior", "初级工（五级）", "Junior worker (level 5)"),
    ("intermediate", "中级工（四级）", "Intermediate worker (level 4)"),
    ("senior", "高级工（三级）", "Senior worker (level 3)"),
    ("technician", "技师（二级）", "Technician (level 2)"),
    ("senior_technician", "高级技师（一级）", "Senior technician (level 1)"),
    ("special_technician", "特级技师", "Special-grade technician"),
    ("chief_technician", "首席技师（岗位等级）", "Chief technician (skill grade)"),
)

# Codes of titles: what the holder registry and the rules X1 to X4 call them.
TITLES = choices(
    ("skills_award_nation", "中华技能大奖", "China Skills Award"),
    ("technical_expert_nation", "全国技术能手", "National Technical Expert"),
    ("technical_expert_province", "省技术能手", "Provincial Technical Expert"),
    ("technical_expert_city", "市技术能手", "Municipal Technical Expert"),
    ("chief_technician_province", "齐鲁首席技师", "Provincial Chief Technician"),
    ("chief_technician_city", "市首席技师", "Municipal Chief Technician"),
    ("chief_technician_unit", "县区或企业首席技师", "District or enterprise Chief Technician"),
    ("outstanding_technician_province", "省突出贡献技师", "Provincial outstanding technician"),
    ("outstanding_technician_city", "市突出贡献技师", "Municipal outstanding technician"),
    ("craftsman_province", "齐鲁工匠（含大工匠）", "Provincial Craftsman"),
    ("craftsman_city", "市工匠（含大工匠）", "Municipal Craftsman"),
    ("talent_nation", "国家级人才工程入选者", "Selected for a national talent project"),
    ("taishan", "泰山系列人才工程入选者", "Selected for a Taishan talent project"),
    ("double_hundred_city", "市双百计划入选者", "Selected for the Double-Hundred Plan"),
    ("talent_class_ad", "高层次人才（A至D类）", "High-level talent (classes A to D)"),
    ("engineer_province", "省级卓越工程师", "Provincial outstanding engineer"),
    ("allowance_state_council", "享受国务院政府特殊津贴", "State Council special allowance"),
    ("other", "其他", "Other"),
)

LEVELS = choices(
    ("national", "国家级", "National"),
    ("provincial", "省级", "Provincial"),
    ("city", "市级", "Municipal"),
    ("district", "区市级", "District"),
    ("unit", "单位级", "Employer"),
)

REPORTS = choices(
    ("no_issue", "无问题", "No issue"),
    ("issue", "有问题", "An issue"),
    ("not_my_scope", "不属职责范围", "Not in our scope"),
)
