"""What is dropped on the verification page is taken apart elsewhere, and can hurt only itself."""

from collections.abc import Iterator
from typing import Any

import pytest

from certificates import jobs, locked, verify
from certificates.finding import Finding, Look
from certificates.locked import Busy, Renderer
from certificates.verify import Verdict, by_file
from sandbox.process import Limits
from tests import bombs


@pytest.fixture(scope="module")
def narrow() -> Iterator[Renderer]:
    """Less of everything than in life: the test must not wait for the kernel."""
    limits = Limits(memory=2**29, seconds=1, each=0, silence=15.0, wait=0.2)
    ours = Renderer(limits, apart=True, beforehand=("certificates.inspect_pdf",))
    yield ours
    ours.close()


@pytest.fixture
def reader(narrow: Renderer, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Renderer:
    settings.LAUREL_LOCKED_PROCESS = True
    monkeypatch.setattr(locked, "READER", narrow)
    return narrow


def _with_stream(dictionary: str, packed: bytes) -> bytes:
    """A file whose cross-reference stream is ``packed``."""
    head = b"%PDF-1.7\n"
    body = f"1 0 obj\n<<{dictionary}/Length {len(packed)}/Filter/FlateDecode>>\nstream\n".encode()
    tail = f"\nendstream\nendobj\nstartxref\n{len(head)}\n%%EOF\n".encode()
    return head + body + packed + tail


def bomb() -> bytes:
    """Half a megabyte that wants to be half a thousand."""
    packed = bombs.packed(b"", b"\0", 480 * 2**20)
    return _with_stream("/Type/XRef/Size 9/W[1 4 2]/Root 2 0 R", packed)


def endless() -> bytes:
    """A table of two hundred thousand rows that names itself as the one before."""
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    rows = b"0000000009 00000 n \n" * 200_000
    tail = b"trailer\n<</Size 200000/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n"
    return b"%PDF-1.7\nxref\n0 200000\n" + rows + tail + table


def deep() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.mark.django_db
@pytest.mark.parametrize("make", [bomb, endless, deep])
def test_a_hostile_file_costs_a_sentence(make: Any, reader: Renderer) -> None:
    answer = by_file(make())
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.note == verify.NOTES[Finding.UNREADABLE]
    # And the next person is served.
    assert verify.inspected(b"%PDF-1.7 nothing") == Look(Finding.UNREADABLE, "PdfReadError")


def test_nobody_waits_long_behind_another(reader: Renderer) -> None:
    with reader._lock, pytest.raises(Busy):
        reader.work("look", b"", [], demo=True)
    with reader._lock:
        assert verify.inspected(b"%PDF-1.7") is None


@pytest.mark.django_db
def test_an_overloaded_machine_says_nothing_about_the_paper(
    reader: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify.inspected(b"%PDF-1.7")
    monkeypatch.setattr(reader, "limits", Limits(silence=0.0))
    assert by_file(b"%PDF-1.7").verdict is Verdict.CANNOT_TELL
    assert reader.pid == 0


def test_strangers_files_never_meet_our_pages() -> None:
    assert locked.READER is not locked.OURS
    assert locked.READER.limits.memory < locked.OURS.limits.memory


def test_every_job_has_its_place() -> None:
    from importlib import import_module

    for module, function in jobs.PLACES.values():
        assert callable(getattr(import_module(module), function))


def test_what_is_no_job_is_not_done(reader: Renderer) -> None:
    with pytest.raises(locked.Runaway):
        reader.work("os.system", "true")
