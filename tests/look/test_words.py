"""Stops, sums, sources and cells as they stand on a page."""

import pytest
from django.template import Context, Template
from django.utils import translation

from workflows.templatetags import words


@pytest.mark.parametrize(("language", "stop"), [("zh-hans", "地点："), ("en", "地点: ")])
def test_a_colon_is_the_readers_own(language: str, stop: str) -> None:
    with translation.override(language):
        assert Template("{% load words %}地点{% colon %}").render(Context()) == stop


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("枣庄市通知（2021年） [S30]", "枣庄市通知（2021年）"),
        ("限制条款 [S-49t4]；部门联审 [S96][S97]", "限制条款；部门联审"),
        ("本市规定", "本市规定"),
    ],
)
def test_a_source_is_cited_without_its_shelf_mark(source: str, said: str) -> None:
    assert words.cited(source) == said


@pytest.mark.parametrize(("amount", "said"), [(12000, "12,000"), (800, "800"), ("", "")])
def test_sums_are_grouped_by_thousands(amount: object, said: str) -> None:
    assert words.thousands(amount) == said


def test_a_cell_knows_its_column() -> None:
    assert words.under(["甲", "2024"], ["名称", "年份"]) == [("名称", "甲"), ("年份", "2024")]
    with pytest.raises(ValueError, match="zip"):
        words.under(["甲"], ["名称", "年份"])
