"""Names and numbers: valid check digits, a region that does not exist, nobody real."""

from datetime import date
from random import Random

from stdnum.cn import ric, uscc

_SURNAMES = "林江陈苏周吴郑王冯褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云潘葛范彭鲁韦马苗凤方俞任袁柳"
_GIVEN = [
    "一帆",
    "子安",
    "知远",
    "景行",
    "若溪",
    "明哲",
    "怀瑾",
    "书言",
    "望舒",
    "清和",
    "思齐",
    "嘉树",
    "云舟",
    "牧野",
    "星野",
    "南乔",
    "北辰",
    "长风",
    "初晴",
    "采薇",
    "致远",
    "守拙",
    "敏行",
    "若谷",
    "见山",
    "听澜",
    "拾光",
    "问渠",
    "乐天",
    "朴初",
    "建业",
    "国栋",
    "秀兰",
    "永强",
    "志刚",
    "桂英",
    "立新",
    "海燕",
    "春生",
    "德明",
]

# Region 990602 is assigned to no place: numbers built on it belong to nobody.
_REGION = "990602"


def name(dice: Random) -> str:
    return dice.choice(_SURNAMES) + dice.choice(_GIVEN)


def phone(dice: Random) -> str:
    """139 0000 xxxx: recognisably made up."""
    return f"1390000{dice.randrange(10_000):04}"


def id_number(birth: date, serial: int) -> str:
    """``serial`` 0-999 tells people of one birthday apart; its parity is the sex."""
    body = f"{_REGION}{birth:%Y%m%d}{serial % 1000:03}"
    return body + ric.calc_check_digit(f"{body}0")  # the function leaves the last place out


def credit_code(serial: int) -> str:
    body = f"91{_REGION}MA{serial:07}"
    return body + uscc.calc_check_digit(body)
