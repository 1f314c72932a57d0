"""The locked layout process: same bytes, no network, and a parent that survives."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from certificates import render
from certificates.fonts import Unprintable
from certificates.layout import Sheet
from certificates.locked import Renderer, Runaway
from sandbox.process import Limits
from tests.certificates.awards import CODE, NUMBER, URL, award

_TRY = "import os; os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)"


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    ours = Renderer()
    yield ours
    ours.close()


def sheet(**changes: object) -> Sheet:
    return Sheet(award(**changes), NUMBER, CODE, URL)


def test_the_bytes_are_those_of_the_open_process(renderer: Renderer) -> None:
    sheets = [sheet(), sheet(holder_name="𬭎𫟹")]
    assert renderer.render_many(sheets) == list(render.render_many(sheets))


def test_a_refusal_comes_back_as_its_sentence(renderer: Renderer) -> None:
    with pytest.raises(Unprintable, match="U\\+E864"):
        renderer.render_many([sheet(holder_name="王\ue864")])
    assert len(renderer.render_many([sheet()])) == 1


@pytest.mark.parametrize(
    "limits", [Limits(seconds=0, each=0), Limits(memory=120_000_000)], ids=["time", "memory"]
)
def test_a_runaway_ends_and_its_parent_goes_on(limits: Limits, renderer: Renderer) -> None:
    bounded = Renderer(limits)
    with pytest.raises(Runaway):
        bounded.render_many([sheet()] * 60)
    assert bounded.pid == 0
    assert len(renderer.render_many([sheet()])) == 1


def test_a_long_file_may_be_silent_for_longer() -> None:
    """The parent waits for the last word of a file in the measure of its pages."""
    ours, pieces = Renderer(Limits(silence=0.0, each=30)), [render.merged([sheet()])]
    with pytest.raises(Runaway):
        ours.work("joined", pieces)
    try:
        (joined,) = ours.work("joined", pieces, size=2)
        assert joined.startswith(b"%PDF")
    finally:
        ours.close()


def test_there_is_no_network_and_no_key_in_it(renderer: Renderer) -> None:
    renderer.render_many([sheet()])
    place = Path(f"/proc/{renderer.pid}")
    names = {part.partition(b"=")[0] for part in (place / "environ").read_bytes().split(b"\0")}
    assert names - {b""} == {b"HOME", b"LC_ALL", b"PYTHONPATH"}
    # Where the kernel gives ordinary users no namespace, the process says that it has the network.
    possible = subprocess.run([sys.executable, "-c", _TRY], capture_output=True, check=False)
    assert renderer.alone is (possible.returncode == 0)
    if renderer.alone:
        devices = (place / "net/dev").read_text().splitlines()[2:]
        assert [line.split(":")[0].strip() for line in devices] == ["lo"]


def test_it_is_renewed_before_it_grows_fat(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    renderer.render_many([sheet()])
    monkeypatch.setattr(renderer, "limits", Limits(renew=renderer._made + 2))
    renderer.render_many([sheet()])
    first = renderer.pid
    renderer.render_many([sheet()])
    assert (first > 0, renderer.pid) == (True, 0)
    assert not os.path.exists(f"/proc/{first}")
