from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from config import city

SMALL = """
name = "小城"
name_en = "Small Town"
code = "990100"
[office]
name = "评价办"
name_en = "Office"
address = "一号"
phone = "0"
email = "a@town.example"
hours = "always"
[[issuers]]
key = "bureau"
name = "人社局"
name_en = "Bureau"
[[districts]]
code = "990101"
name = "东区"
name_en = "East"
kind = "district"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "town.toml"


def test_the_demo_city_is_fictitious_and_has_13_districts_and_zones() -> None:
    demo = city.load(settings.BASE_DIR / "config" / "city.toml")
    assert (demo.name, demo.code[:2], len(demo.districts)) == ("星湖市", "99", 13)
    assert {district.code[:4] for district in demo.districts} == {demo.code[:4]}
    assert demo == settings.CITY


def test_a_city_is_read_as_it_is_written(file: Path) -> None:
    file.write_text(SMALL, encoding="utf-8")
    town = city.load(file)
    assert (town.name, town.district("990101").name) == ("小城", "东区")
    assert town.issuer("bureau").name_en == "Bureau"


def test_names_follow_the_language_of_the_reader(file: Path) -> None:
    file.write_text(SMALL, encoding="utf-8")
    town = city.load(file)
    with translation.override("zh-hans"):
        assert (town.title, str(town.districts[0])) == ("小城", "东区")
    with translation.override("en"):
        assert (town.title, str(town.districts[0])) == ("Small Town", "East")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'code = "990101"',
            'code = "99"',
            "town.toml: Expected `str` matching regex '^\\\\d{6}$' - at `$.districts[0].code`.",
        ),
        (
            'kind = "district"',
            'kind = "village"',
            "town.toml: Invalid enum value 'village' - at `$.districts[0].kind`.",
        ),
        (
            'phone = "0"\n',
            "",
            "town.toml: Object missing required field `phone` - at `$.office`.",
        ),
        (
            'hours = "always"',
            'hours = "always"\nmayor = "?"',
            "town.toml: Object contains unknown field `mayor` - at `$.office`.",
        ),
        ("[office]", "[office", None),
    ],
)
def test_a_mistake_is_named_with_its_place(
    file: Path, old: str, new: str, sentence: str | None
) -> None:
    file.write_text(SMALL.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=r"town\.toml") as raised:
        city.load(file)
    assert sentence in (None, str(raised.value))


def test_a_repeated_code_is_refused(file: Path) -> None:
    again = SMALL[SMALL.index("[[districts]]") :]
    file.write_text(SMALL + again, encoding="utf-8")
    with pytest.raises(ValueError, match=r"town\.toml: the district code 990101 is used more"):
        city.load(file)
