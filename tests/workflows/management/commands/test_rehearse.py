"""The command names a call, plays it, and says by its exit status whether the call would run."""

import pytest
from django.core.management import CommandError, call_command

from tests import cast

pytestmark = pytest.mark.django_db


def test_it_tells_what_would_stop_the_call_and_proves_that_nothing_stays(capsys):
    city = cast.City()
    city.acceptance.grants.update(ended_at=cast.EARLY, ended_by=city.office)
    city.call()
    with pytest.raises(CommandError):
        call_command("rehearse", "technical_expert-2026", "--applicants=4", "--language=en")
    told = capsys.readouterr().out
    assert "! Nobody sits here: Formal check, " in told
    assert "2026-03-01 – 2026-04-01  Window" in told


def test_it_proves_that_nothing_stays(capsys, monkeypatch):
    call = cast.City().call()
    quiet = "workflows.rehearsal.findings.of"
    monkeypatch.setattr(quiet, lambda *args, **kwargs: iter(()))
    call_command("rehearse", str(call.public_id), "--applicants=4", "--prove")
    assert "nothing left behind" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["technical_expert", "technical_expert-x", "unknown-2026"])
def test_a_call_that_does_not_exist_is_a_sentence(name):
    with pytest.raises(CommandError, match="call"):
        call_command("rehearse", name)


def test_a_crowd_is_refused():
    cast.City().call()
    with pytest.raises(CommandError, match="4 to 60"):
        call_command("rehearse", "technical_expert-2026", "--applicants=500")
