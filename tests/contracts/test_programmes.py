"""Every file in the folder of programmes is a complete programme; a new one is tested on arrival."""

import re

import pytest
from django.conf import settings

from evaluations import questionnaire
from evaluations.desks import Desk
from evaluations.eligibility import Facts, Verdict, examine
from evaluations.roles import Role
from evaluations.rules import Programme, Track, canonical, read, with_parameters
from tests.clock import on
from tests.contracts.source import ROOMS, ROOT, python
from workflows.programme import all_programmes, complaints
from workflows.programmes._words import TITLES

PROGRAMMES = all_programmes()
TRACKS = [(programme, track) for programme in PROGRAMMES for track in programme.tracks]
EACH = pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda p: p.id)
EACH_TRACK = pytest.mark.parametrize(
    ("programme", "track"), TRACKS, ids=[f"{p.id}-{t.id}" for p, t in TRACKS]
)


@EACH
def test_it_is_complete(programme: Programme) -> None:
    assert complaints(programme) == []


@EACH
def test_it_freezes_and_reads_back(programme: Programme) -> None:
    assert read(canonical(programme)) == programme


@EACH
def test_every_parameter_can_be_set_and_changes_the_rules(programme: Programme) -> None:
    for parameter in programme.parameters:
        value = _another(parameter.value, [c.value for c in parameter.choices], parameter.maximum)
        changed = with_parameters(programme, {parameter.id: value})
        assert changed.parameter(parameter.id).value == value
        assert canonical(changed) != canonical(programme)


def _another(value: int | str, choices: list[str], maximum: int | None) -> int | str:
    if isinstance(value, int):
        return value - 1 if value == maximum else value + 1
    return next(c for c in choices if c != value) if choices else "3/4"


@EACH
def test_its_issuers_and_its_decider_exist(programme: Programme) -> None:
    assert {i.key for i in settings.CITY.issuers} >= set(programme.certificate.issuers)
    assert programme.decided_by in Role


def test_ids_codes_and_titles_are_not_shared() -> None:
    for name in ("id", "code", "title_code"):
        values = [getattr(programme, name) for programme in PROGRAMMES]
        assert len(set(values)) == len(values)


def test_titles_that_rules_exclude_can_be_declared() -> None:
    codes = {choice.value for choice in TITLES}
    honours = {p.title_code for p in PROGRAMMES if p.id != "direct_title"}
    assert honours <= codes


@EACH_TRACK
def test_an_empty_form_is_answered_with_sentences_and_no_rule_passes_by_silence(
    programme: Programme, track: Track
) -> None:
    blank = questionnaire.blank(programme, track.id)
    found = questionnaire.problems(programme, track.id, blank, complete=True, uploads=())
    assert found
    assert questionnaire.problems(programme, track.id, blank, complete=False) == []
    unknown = examine(programme, Facts(track=track.id, cut_off=on("2026-09-30")))
    assert {finding.verdict for finding in unknown} == {Verdict.NEEDS_HUMAN}


@EACH_TRACK
def test_an_officer_can_open_everything_for_correction(programme: Programme, track: Track) -> None:
    fields = questionnaire.field_paths(programme, track.id)
    assert len({field.path for field in fields}) == len(fields) > 10


@EACH_TRACK
def test_four_eyes_see_every_application(programme: Programme, track: Track) -> None:
    desks = [step.desk for step in track.route]
    first = desks.index(Desk.QUALIFICATION)
    assert desks[first + 1] == Desk.QUALIFICATION_APPROVAL


def test_every_source_named_in_the_code_is_listed() -> None:
    listed = set(re.findall(r"^\| (S[\w-]+) \|", (ROOT / "docs" / "sources.md").read_text(), re.M))
    tag = re.compile(r"\[(S(?:-\w+|\d+)\w*)\]")
    named = {t for path in python(*ROOMS) for t in tag.findall(path.read_text())}
    assert named - listed == set()
