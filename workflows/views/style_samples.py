"""Fictitious content of the style page. It is sample data, not interface: Chinese in both languages."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=ZONE)
DEADLINE = datetime(2026, 11, 27, 17, 30, tzinfo=ZONE)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


SECTIONS = [
    {"label": "基本信息", "url": "#tasks", "state": "done"},
    {"label": "职业资格与技能等级", "url": "#tasks", "state": "returned", "hint": "两处需要补正"},
    {"label": "竞赛与获奖", "url": "#tasks", "state": "progress", "hint": "已填 2 项"},
    {"label": "技术革新与绝招绝技", "url": "#tasks", "state": "todo"},
    {"label": "核对并提交", "state": "blocked", "reason": "请先完成以上各项，再核对提交。"},
]

REMARK = {
    "text": "证书编号与附件不一致，请核对后改正；附件第 2 页缺少发证机关印章。",
    "role": "湖心区人社局",
    "who": "沈知远",
    "at": at(11, 20, 15, 4),
}

ANSWERS = [
    {"label": "姓名", "value": "陆明澈", "url": "#answers"},
    {"label": "身份证号", "value": "9906**********0018"},
    {"label": "工作单位", "value": "星湖精密机床有限公司（虚构）", "url": "#answers"},
    {"label": "技能等级证书", "value": "高级技师 · 数控铣工", "url": "#answers", "remark": REMARK},
    {"label": "绝招绝技", "value": "", "url": "#answers"},
]

STEPS = [
    {"label": "个人申报", "state": "done", "at": at(11, 3), "holder": "陆明澈"},
    {
        "label": "单位审核与公示",
        "state": "done",
        "at": at(11, 12),
        "holder": "星湖精密机床有限公司",
    },
    {
        "label": "区市初审",
        "state": "returned",
        "at": at(11, 20),
        "holder": "湖心区人社局",
        "note": "退回补正，请于 11 月 27 日前改正 2 处。",
    },
    {"label": "市级资格审查", "state": "todo", "note": "预计 12 月上旬"},
    {"label": "公示与公布", "state": "todo"},
]

STEPS_RUNNING = [
    {"label": "个人申报", "state": "done", "at": at(11, 3)},
    {"label": "区市初审", "state": "current", "at": at(11, 16), "holder": "湖心区人社局"},
    {"label": "市级资格审查", "state": "todo"},
]

EVENTS = [
    {
        "at": at(11, 20, 15, 4),
        "who": "沈知远",
        "role": "湖心区人社局 初审岗",
        "what": "退回补正",
        "why": "技能等级证书编号与附件不一致。",
        "status": "returned",
    },
    {
        "at": at(11, 12, 9, 30),
        "who": "顾南乔",
        "role": "单位负责人",
        "what": "同意推荐",
        "why": "内部公示五个工作日，无异议。",
    },
    {
        "at": at(11, 3, 20, 11),
        "who": "陆明澈",
        "role": "申报人",
        "what": "提交申报",
        "status": "filed",
    },
]

CHANGES = [
    {"label": "证书编号", "before": "S000099060012345", "after": "S000099060012354"},
    {"label": "从事本职业年限", "before": "12 年", "after": "14 年"},
    {"label": "带徒情况", "before": "", "after": "与 2 名徒弟签有师徒协议"},
]

FILES: list[dict[str, Any]] = [
    {
        "label": "技能等级证书",
        "name": "高级技师证书（扫描件）.pdf",
        "kind": "pdf",
        "size": 2_411_724,
        "url": "#files",
        "download_url": "#files",
        "at": at(11, 3, 20, 2),
        "remark": REMARK,
    },
    {
        "label": "近期免冠照片",
        "name": "证件照.jpg",
        "kind": "image",
        "size": 214_016,
        "url": "#files",
        "download_url": "#files",
    },
]

RULES = [
    {
        "id": "E1",
        "text": "在本市用人单位在职",
        "verdict": "PASS",
        "sentence": "社会保险已在本市缴纳 46 个月。",
        "source": "申报通知第二条（一）",
    },
    {
        "id": "E3",
        "text": "具有高级工以上职业技能等级",
        "verdict": "NEEDS_HUMAN",
        "sentence": "证书编号未能自动核验，请查看原件。",
        "source": "申报通知第二条（三）",
    },
    {
        "id": "X1",
        "text": "未获得同级或更高级别称号",
        "verdict": "FAIL",
        "sentence": "2024 年已获“市技术能手”称号。",
        "source": "申报通知第三条（一）",
    },
]

WORK_ROWS = [
    {
        "title": "陆明澈",
        "sub": "XH-JN-2026-0018 · 数控铣工 · 星湖精密机床有限公司",
        "url": "#work",
        "desk": "区市初审",
        "holder": "沈知远",
        "since": at(11, 16),
        "due": TODAY - timedelta(days=2),
        "status": "filed",
    },
    {
        "title": "苏晚晴",
        "sub": "XH-JN-2026-0023 · 电工 · 云岭电气集团",
        "url": "#work",
        "desk": "区市初审",
        "holder": "",
        "due": TODAY,
        "status": "filed",
    },
    {
        "title": "程以安",
        "sub": "XH-JN-2026-0031 · 焊工 · 望潮船舶重工",
        "url": "#work",
        "desk": "申报人补正",
        "holder": "程以安",
        "since": at(11, 19),
        "due": TODAY + timedelta(days=2),
        "status": "supplement_due",
    },
    {
        "title": "欧阳沐风",
        "sub": "XH-JN-2026-0044 · 茶艺师 · 星湖文旅服务中心",
        "url": "#work",
        "desk": "异议核查",
        "holder": "评审办",
        "since": at(11, 18),
        "due": TODAY + timedelta(days=9),
        "status": "contested",
    },
]

NOTICES = [
    {
        "title": "关于 2026 年度星湖市技术能手拟认定人选的公示",
        "url": "#notices",
        "at": at(11, 16),
        "until": at(11, 20),
        "status": "publicised",
        "note": "五个工作日",
    },
    {
        "title": "2026 年度星湖市首席技师申报通知",
        "url": "#notices",
        "at": at(11, 2),
        "until": at(11, 27),
        "status": "open",
        "note": "截止 11 月 27 日 17:30",
    },
    {
        "title": "关于公布 2025 年度星湖市技术能手名单的通知",
        "url": "#notices",
        "at": at(1, 15),
        "status": "promulgated",
        "note": "星人社发〔2026〕3 号",
    },
]

FACTS = [
    {"label": "证书编号", "value": "XH-JN-2026-0018-K"},
    {"label": "持证人", "value": "陆＊澈"},
    {"label": "称号", "value": "星湖市技术能手"},
    {"label": "发证机关", "value": "星湖市人力资源和社会保障局（样章）"},
    {"label": "发证日期", "value": "2026-12-18"},
]

QUOTA_COLUMNS = [
    {"label": "区市"},
    {"label": "申报", "num": True},
    {"label": "初审通过", "num": True},
    {"label": "名额", "num": True},
]
QUOTA_ROWS = [["湖心区", 86, 61, 12], ["云岭区", 54, 40, 8], ["望潮市", 73, 55, 10]]
QUOTA_TOTALS = ["合计", 213, 156, 30]

TILES = [
    {"label": "待我办理", "value": 17, "unit": "件", "url": "#tiles"},
    {"label": "已逾期", "value": 2, "unit": "件", "url": "#tiles", "tone": "cinnabar"},
    {"label": "两日内到期", "value": 5, "unit": "件", "url": "#tiles", "tone": "gold"},
    {"label": "本月办结", "value": 128, "unit": "件", "note": "平均 3.2 个工作日"},
]

STAGES = [
    {"label": "申报", "value": 213},
    {"label": "单位推荐", "value": 188},
    {"label": "区市初审", "value": 156},
    {"label": "资格审查", "value": 121},
    {"label": "拟认定", "value": 30, "tone": "gold"},
]

CRUMBS = [
    {"label": "首页", "url": "/"},
    {"label": "公示公告", "url": "#nav"},
    {"label": "技术能手拟认定人选", "url": ""},
]
TABS = [
    {"label": "申报表", "url": "#nav", "current": True},
    {"label": "附件", "url": "#nav", "count": 6},
    {"label": "意见", "url": "#nav", "count": 2},
    {"label": "办理经过", "url": "#nav"},
]
DUE = TODAY + timedelta(days=2)
