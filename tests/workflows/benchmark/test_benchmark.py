"""The benchmark measures our pages and bare views alike, and says what it found."""

import json
from inspect import signature

import pytest
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone

from evaluations.models import Application
from tests.worlds import world
from workflows import benchmark, programme, seeding
from workflows.benchmark.operations import operations
from workflows.benchmark.server import Server, Unexpected, Visit

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # no collected files in a test
]


@pytest.fixture(autouse=True)
def one_connection():
    """A request ends by closing its connection; here it is the test's own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def figure(name: str, applications: int, ratio: float, **more) -> benchmark.Figure:
    values = {"cpu": ratio, "bare": 1.0, "target": 2.0, "queries": 3, "most_queries": 4,
              "kilobytes": 1.0, "steady": True}  # fmt: skip
    return benchmark.Figure(
        id=name, name=name, kind="list", applications=applications, ratio=ratio, **(values | more)
    )


@world
def seeded():
    return seeding.seed(
        programme.get("technical_expert"), applications=60, reviewers=6, at=timezone.now(),
        say=lambda _said: None,
    )  # fmt: skip


def test_every_operation_is_served_and_counted(seeded, monkeypatch):
    """It asks for applications by the number; here they stand already."""
    said, asked = [], []
    names = [each.name for each in operations(seeded, repeat=1)]
    wanted = signature(seeding.seed)

    def seed(*given, **more):
        asked.append(wanted.bind(*given, **more).arguments)
        return seeded

    monkeypatch.setattr(seeding, "seed", seed)
    # A test asks for no calm machine: a restless run is not repeated.
    monkeypatch.setattr(benchmark, "_TRIES", 1)
    result = benchmark.run([60], repeat=1, say=said.append)
    assert [(each["programme"].id, each["applications"]) for each in asked] == [
        ("technical_expert", 60)
    ]
    assert {each.id for each in result.figures} >= {"T1", "T2", "T4", "T8", "T11"}
    assert [each.name for each in result.figures] == names
    assert all(each.cpu > 0 and each.bare > 0 and each.ratio > 0 for each in result.figures)
    assert [each.name for each in result.figures if each.queries >= 100] == []
    assert Application.objects.count() == 60
    assert any("x list" in sentence for sentence in said)
    assert result.growth == []


def test_growth_is_the_exponent_of_the_ratio():
    figures = [figure("T1", 1000, 1.0), figure("T1", 10_000, 10.0), figure("T4", 1000, 2.0),
               figure("T4", 10_000, 2.0)]  # fmt: skip
    assert {each.id: each.b for each in benchmark.growth(figures)} == {"T1": 1.0, "T4": 0.0}


@pytest.mark.parametrize(
    ("ratio", "queries", "met"), [(2.0, 4, True), (2.1, 4, False), (1.0, 5, False)]
)
def test_a_target_is_a_ratio_and_a_number_of_queries(ratio, queries, met):
    assert figure("T1", 1, ratio, queries=queries).met is met


def test_a_page_that_is_not_served_is_not_measured(seeded):
    class Broken:
        name = "broken"

        def visits(self):
            while True:
                yield Visit(seeded.office, "/office/nowhere/")

    with pytest.raises(Unexpected, match="404"):
        Server().measure(Broken(), repeat=1)


@pytest.mark.parametrize("sizes", ["many", "10", "500,500"])
def test_sizes_that_mean_nothing_are_refused(sizes):
    with pytest.raises(CommandError, match="sizes"):
        call_command("bench", f"--sizes={sizes}")


def test_the_figures_are_kept_as_json(settings, tmp_path, monkeypatch, capsys):
    settings.VAR_DIR = tmp_path
    result = benchmark.Result(
        sizes=[1000], figures=[figure("T1", 1000, 1.0)], growth=[], seconds_per_10k=[20.0]
    )
    command = "workflows.management.commands.bench.Command._on_a_database_of_its_own"
    monkeypatch.setattr(command, lambda *args: result)
    call_command("bench", "--pages-only")
    kept = json.loads((tmp_path / "bench" / "pages.json").read_text())
    assert kept["figures"][0]["id"] == "T1"
