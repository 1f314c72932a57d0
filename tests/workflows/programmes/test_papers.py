"""Each programme has a paper of its own: layout, heading and photo as its rules say."""

import pytest

from workflows.programme import get

PAPERS = {
    "technical_expert": ("honour", "荣誉证书", False),
    "chief_technician": ("selection", "荣誉证书", True),
    "direct_title": ("notice", "评审通过通知", False),
    "double_hundred": ("appointment", "入选证书", False),
}


@pytest.mark.parametrize("programme", sorted(PAPERS))
def test_a_programme_names_its_layout_heading_and_photo(programme: str) -> None:
    paper = get(programme).certificate
    assert (paper.design, paper.title.zh, paper.photo) == PAPERS[programme]


def test_no_two_programmes_share_a_layout() -> None:
    assert len({design for design, _heading, _photo in PAPERS.values()}) == len(PAPERS)
