"""The vocabulary of synthetic answers: what a worker of a fictitious city might write."""

OCCUPATIONS = (
    "车工",
    "铣工",
    "焊工",
    "钳工",
    "电工",
    "数控机床操作工",
    "工业机器人系统操作员",
    "化工总控工",
    "汽车维修工",
    "模具工",
    "起重装卸机械操作工",
    "制冷空调系统安装维修工",
    "西式面点师",
    "美发师",
    "养老护理员",
)
DEPARTMENTS = ("精加工车间", "总装车间", "焊接工段", "设备保障部", "动力车间", "技术中心")
INNOVATIONS = (
    "薄壁套筒专用夹具",
    "厚板单面焊双面成形操作法",
    "液压站泄漏在线检测装置",
    "数控程序防撞校验法",
    "高温管线带压堵漏工装",
    "机器人焊缝自适应寻位",
)
EFFECTS = (
    "废品率由百分之八降到百分之一，已在三条生产线推广。",
    "单件工时由四十分钟缩短到二十五分钟。",
    "连续十八个月无泄漏停机。",
    "每年节约备件费用三十余万元。",
)
STORIES = (
    (
        "在一线工作十余年，主持夹具和工艺革新多项，解决薄壁零件变形等难题，带出技师两名、高级工五名。"
        "所在班组连续三年保持零事故，主持编写操作规程两份。"
    ),
    (
        "从学徒做起，熟练掌握多种机床操作，参与国产化替代项目，独立完成关键工序的工艺设计与验证，"
        "累计提出合理化建议四十余条，采纳三十一条。"
    ),
)
ROLES = ("主持", "主要完成人（第一）", "主要完成人（第二）")
ISSUERS = ("星湖市职业技能鉴定指导中心", "星湖市人力资源和社会保障局", "星湖市机械行业协会")

# By the id of a question or column; anything else gets ``PLAIN``.
TEXTS: dict[str, tuple[str, ...]] = {
    "ethnic_group": ("汉族", "汉族", "汉族", "回族", "满族"),
    "department": DEPARTMENTS,
    "occupation": OCCUPATIONS,
    "post": OCCUPATIONS,
    "specialty": ("机械设计与制造", "电气工程", "化学工程", "材料工程", "自动化"),
    "field": ("先进制造", "新材料", "生物医药", "海洋工程", "电子信息"),
    "story": STORIES,
    "summary": STORIES,
    "effect": EFFECTS,
    "result": EFFECTS,
    "role": ROLES,
    "issuer": ISSUERS,
    "awarded_by": ISSUERS,
    "organiser": ISSUERS,
    "name": INNOVATIONS,
    "title": INNOVATIONS,
    "project": INNOVATIONS,
}
PLAIN = "如实填写，详见附件"
