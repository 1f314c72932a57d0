"""Made-up acts to write down."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from journal.record import Act

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def act(**changes: Any) -> Act:
    plain: dict[str, Any] = {
        "verb": "file",
        "subject": "application:4b0f",
        "actor": "user:12",
        "at": NOON,
    }
    return Act(**plain | changes)


_codes = st.sampled_from(["", "draft", "filed", "not_accepted"])
# Rare characters of planes 2 and 3, compatibility forms that NFC replaces, accents in two pieces.
_words = st.text(alphabet='王𠮷𪚥\U00030000豈é\u0301e·〔〕\n"\\\u2028\x00', max_size=12)
_values = st.one_of(_words, st.integers(-999, 999), st.booleans(), st.lists(_words, max_size=3))
acts = st.builds(
    Act,
    verb=st.sampled_from(["file", "endorse", "certificate.issue"]),
    subject=st.sampled_from(["application:4b0f", "application:77", "call:1"]),
    actor=st.sampled_from(["user:1", "user:2", "clock"]),
    at=st.integers(-(10**15), 10**15).map(lambda micro: NOON + timedelta(microseconds=micro)),
    role=st.sampled_from(["", "district_officer"]),
    before=_codes,
    after=_codes,
    version=st.integers(0, 2**31 - 1),
    detail=st.dictionaries(st.sampled_from(["level", "ranks", "文号", "𠮷"]), _values, max_size=3),
)
