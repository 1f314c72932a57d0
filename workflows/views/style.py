"""The style page: every component of the look, with fictitious content, for those who build pages."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from certificates.verify import Verdict
from evaluations.status import Status
from workflows import status_words
from workflows.views import style_samples as samples

PAGES = {
    "components": _("Components"),
    "public": _("Public page"),
    "form": _("Form page"),
    "desk": _("Desk page"),
}


class SampleForm(forms.Form):
    """One field of every kind, as a questionnaire would declare it."""

    name = forms.CharField(
        label="姓名",
        help_text="与身份证件一致。",
        widget=forms.TextInput({"class": "width-20", "autocomplete": "name"}),
    )
    id_number = forms.CharField(
        label="居民身份证号",
        help_text="18 位，末位可以是 X。",
        widget=forms.TextInput(
            {
                "class": "width-20",
                "inputmode": "text",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    phone = forms.CharField(
        label="手机号码",
        widget=forms.TextInput({"class": "width-10", "inputmode": "tel", "autocomplete": "tel"}),
    )
    district = forms.ChoiceField(
        label="所在区市",
        choices=[("", "请选择"), ("990601", "湖心区"), ("990602", "云岭区"), ("990603", "望潮市")],
    )
    route = forms.ChoiceField(
        label="申报途径",
        widget=forms.RadioSelect,
        choices=[
            ("contest", "竞赛认定\n在列入目录的竞赛中取得规定名次"),
            ("selection", "评选认定\n由单位推荐，逐级审核"),
            ("或", [("unsure", "还不确定，先看看条件")]),
        ],
    )
    honours = forms.MultipleChoiceField(
        label="已获荣誉",
        required=False,
        help_text="可多选。",
        widget=forms.CheckboxSelectMultiple,
        choices=[("model", "劳动模范"), ("craft", "工匠称号"), ("none", "以上都没有")],
    )
    started = forms.DateField(label="从事本职业起始日期", widget=forms.DateInput)
    years = forms.IntegerField(
        label="本职业工作年限",
        help_text="截至 2026 年 12 月 31 日。",
        widget=forms.NumberInput({"unit": "年", "class": "width-4"}),
    )
    skills = forms.CharField(
        label="主要业绩",
        max_length=500,
        required=False,
        help_text="写清本人作用和可以核实的成果。",
        widget=forms.Textarea({"rows": 5}),
    )
    evidence = forms.FileField(
        label="技能等级证书",
        widget=forms.FileInput({"accept": ".pdf,.jpg,.png", "max-bytes": 10 * 1024 * 1024}),
    )
    promise = forms.BooleanField(label="本人承诺所填内容真实，愿承担相应责任。")


class OpinionForm(forms.Form):
    """The officer's panel of the sample desk."""

    verdict = forms.ChoiceField(
        label="结论",
        widget=forms.RadioSelect,
        choices=[("pass", "通过，报市级审查"), ("return", "退回补正"), ("reject", "不予受理")],
    )
    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea({"rows": 3}))


class ContestForm(forms.Form):
    """One row of the sample repeat table."""

    contest = forms.CharField(label="竞赛名称")
    level = forms.ChoiceField(
        label="级别", choices=[("city", "市级"), ("province", "省级"), ("national", "国家级")]
    )
    rank = forms.IntegerField(label="名次", widget=forms.NumberInput({"class": "width-4"}))


class FilterForm(forms.Form):
    """Filters of the sample work list."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput({"type": "search", "data-search": True}),
    )
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("All")),
            *Status.choices,
        ],
    )


ContestRows = forms.formset_factory(ContestForm, extra=0, can_delete=True, max_num=10)


def style_page(request: HttpRequest, page: str = "components") -> HttpResponse:
    """Open to staff, and to everybody in a demonstration; 404 otherwise."""
    if not (settings.DEBUG or settings.DEMO or getattr(request.user, "is_staff", False)):
        raise Http404
    if page not in PAGES:
        raise Http404
    return render(request, f"style/{page}.html", _context(page))


def _context(page: str) -> dict[str, Any]:
    names = [name for name in vars(samples) if name.isupper()]
    return {
        **{name.lower(): getattr(samples, name) for name in names},
        **_forms(),
        "nav_items": [
            {
                "label": label,
                "url": f"/style/{key}/",
                "current": key == page,
                "count": 17 if key == "desk" else None,
            }
            for key, label in PAGES.items()
        ],
        "kinds": status_words.KINDS,
        "verdicts": list(Verdict),
        "icons": _icon_names(),
        "columns": COLUMNS,
    }


def _icon_names() -> list[str]:
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text()
    return re.findall(r'symbol id="([^"]+)"', sprite)


def _forms() -> dict[str, Any]:
    rows = [
        {"contest": "星湖市职业技能大赛（虚构）", "level": "city", "rank": 1},
        {"contest": "湖滨杯数控技能竞赛（虚构）", "level": "province", "rank": 3},
    ]
    bad = {
        "name": "陆明澈",
        "id_number": "990601199002300018",
        "started": "二〇一五年春",
        "years": "十一",
        "skills": "革新夹具 3 项",
    }
    return {
        "form": SampleForm(initial={"name": "陆明澈", "district": "990601", "route": "contest"}),
        "bad_form": SampleForm({f"bad-{k}": v for k, v in bad.items()}, prefix="bad"),
        "contests": ContestRows(initial=rows, prefix="contests"),
        "opinion_form": OpinionForm(prefix="o"),
        "filter_form": FilterForm(prefix="f"),
    }


COLUMNS = [
    {"label": _("Applicant"), "sort_url": "?sort=name", "order": ""},
    {"label": _("Desk and holder"), "sort_url": "", "order": ""},
    {"label": _("Due"), "sort_url": "?sort=-due", "order": "ascending"},
    {"label": _("Status"), "sort_url": "", "order": ""},
]
