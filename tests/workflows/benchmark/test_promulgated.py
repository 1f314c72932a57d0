"""The list that is issued by the benchmark stands where a real one would."""

from datetime import UTC, datetime

import pytest

from certificates.models import Certificate
from evaluations.status import Status
from workflows import desk, issuing, programme
from workflows.benchmark.issuing import Issued, Memory, aims, growth
from workflows.benchmark.promulgated import promulgated

pytestmark = pytest.mark.django_db


def test_everybody_is_approved_and_numbered_in_order() -> None:
    at = datetime(2026, 5, 6, 2, tzinfo=UTC)
    call, officer = promulgated(programme.get("technical_expert"), size=6, at=at)

    assert {case.status for case in call.applications.all()} == {Status.APPROVED}
    assert [c.serial for c in Certificate.objects.order_by("pk")] == [1, 2, 3, 4, 5, 6]
    assert list(desk.disagreements()) == []
    assert issuing.progress(call, at=at) == issuing.Progress(0, 6)
    issuing.start(call, by=officer, at=datetime.now(UTC))
    assert issuing.progress(call, at=datetime.now(UTC)) == issuing.Progress(6, 6)


def test_growth_leaves_the_start_out() -> None:
    assert growth([10, 50, 100, 100, 100, 100, 100, 100, 101, 102]) == 1.5
    assert growth([1.0, 2.0]) == 0.0


def test_an_aim_is_for_a_thousand_and_grows_with_the_list() -> None:
    def told(certificates: int, seconds: float) -> dict[str, bool]:
        found = Issued(
            certificates=certificates, workers=2, promulgate_seconds=9.0, seconds=seconds,
            cpu_ms=1.0, memory=Memory(180.0, 251.0, 0.0), print_seconds=15.0, print_cpu_ms=1.0,
            load_before=0.0,
        )  # fmt: skip
        return {aim.name: aim.met for aim in aims(found)}

    assert told(1000, 61)["issued, signed, stored"] is False
    assert told(5000, 299)["issued, signed, stored"] is True
    assert told(200, 59) == {
        "promulgated": True,
        "issued, signed, stored": True,
        "print file": True,
        "memory of a worker": True,
        "memory of a renderer": False,
    }
