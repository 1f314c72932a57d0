"""Every status has one colour, one icon and one word."""

import pytest
from django.template import Context, Template

from workflows.status_words import ENUMS, KINDS, STEP, TASK, TONES, look_of

from .files import icon_names

EVERY_TABLE = [*KINDS.values(), TASK, STEP]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_has_a_look_for_every_status_and_for_nothing_else(kind: str) -> None:
    assert list(KINDS[kind]) == list(ENUMS[kind])


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_tones_and_icons_exist(table: dict) -> None:
    looks = list(table.values())
    assert {look.tone for look in looks} - set(TONES) == set()
    assert {look.icon for look in looks} - icon_names() == set()


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_statuses_look_or_read_alike(kind: str) -> None:
    seen = [look_of(code, kind) for code in KINDS[kind]]
    assert len({look.icon for look, _word in seen}) == len(seen)
    assert len({word for _look, word in seen}) == len(seen)
    assert all(word for _look, word in seen)


def test_an_unknown_status_never_reaches_a_page() -> None:
    with pytest.raises(ValueError, match="gone_fishing"):
        look_of("gone_fishing", "application")


def test_a_tag_says_colour_icon_and_word() -> None:
    html = Template('{% load ui %}{% status_tag "revoked" "certificate" %}').render(Context())
    word = look_of("revoked", "certificate")[1]
    assert html == (
        '<span class="tag tone-cinnabar tag-strong" data-status="revoked">'
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f'<use href="/static/icons.svg#revoked"></use></svg>{word}</span>'
    )
