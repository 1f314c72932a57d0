"""The gate behind its lock: the same answers, and a hostile file costs one sentence."""

import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from django.utils import translation

from evaluations.uploads import UploadRefused, accept_upload, locked
from sandbox.process import Limits, Sandbox
from tests.evaluations.uploads import samples
from tests.evaluations.uploads.samples import picture
from tests.evaluations.uploads.test_gate import HOSTILE

MEGABYTE = 2**20


@pytest.fixture
def lock(settings: Any) -> None:
    settings.LAUREL_LOCKED_PROCESS = True


@pytest.fixture(scope="module")
def narrow() -> Iterator[Sandbox]:
    """Less of everything than in life: the test must not wait for the kernel."""
    limits = Limits(
        memory=2**29, written=0, answered=2**20, seconds=0, each=0, silence=20.0, wait=0.2
    )
    gate = Sandbox("evaluations.uploads.jobs", locked.jobs.heard, limits, apart=True)
    yield gate
    gate.close()


@pytest.fixture
def tight(narrow: Sandbox, lock: None, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    monkeypatch.setattr(locked, "GATE", narrow)
    return narrow


def accept(data: bytes, **options: Any) -> Any:
    return accept_upload(data, name="a", **{"max_bytes": MEGABYTE, **options})


def answer(data: bytes, **options: Any) -> Any:
    try:
        return accept(data, **options)
    except UploadRefused as refused:
        return refused.code, str(refused)


SAMPLES = {
    "pdf": (samples.pdf(), {}),
    "png": (picture("PNG"), {}),
    "jpeg": (picture("JPEG"), {}),
    "photo": (picture("PNG", size=(413, 579)), {"photo": True}),
    "small photo": (picture("PNG", size=(100, 140)), {"photo": True}),
    "too many pages": (samples.pdf(), {"max_pages": 0}),
} | {name: (data, {}) for name, (data, _code) in HOSTILE.items()}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_lock_changes_no_answer(language: str, settings: Any) -> None:
    with translation.override(language):
        open_answers = {name: answer(data, **how) for name, (data, how) in SAMPLES.items()}
        settings.LAUREL_LOCKED_PROCESS = True
        assert {name: answer(data, **how) for name, (data, how) in SAMPLES.items()} == open_answers


def test_no_stranger_is_taken_apart_in_this_process(
    lock: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: Any, **_how: Any) -> None:
        raise AssertionError("opened here")

    monkeypatch.setattr(pikepdf, "open", refuse)
    monkeypatch.setattr(locked.jobs.images.Image, "open", refuse)
    assert accept(samples.pdf()).pages == 1
    assert accept(picture("PNG")).content_type == "image/png"


def test_no_process_is_started_for_an_upload(lock: None) -> None:
    """Starting one costs half a second; a copy of one that runs costs a few milliseconds."""
    accept(samples.pdf())
    keeper = locked.GATE.pid
    for data in (samples.pdf(), picture("PNG"), samples.pdf()[:300], samples.encrypted("x")):
        answer(data)
    assert (keeper > 0, locked.GATE.pid) == (True, keeper)


def endless() -> bytes:
    """Lists of a hundred thousand dictionaries, each of which has to be looked at: time runs out
    before memory does."""
    rows = b"[" + b"<</A 1>>" * 100_000 + b"]"
    return samples.pdf(extra=dict.fromkeys(range(20, 40), rows))


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (endless, {"runaway"}),
        (lambda: samples.with_object_stream(200 * 2**20, 1), {"overfull", "damaged"}),
        (lambda: b"%PDF-1.7\n" + zlib.compress(bytes(9)) * 5000 + b"\n%%EOF\n", {"damaged"}),
    ],
    ids=["endless", "bomb", "noise"],
)
def test_a_file_that_eats_the_machine_costs_a_sentence(
    make: Any, codes: set[str], tight: Sandbox
) -> None:
    refusal = answer(make(), max_bytes=100 * MEGABYTE)
    assert (refusal[0] in codes, refusal[1][-1] in ".。") == (True, True), refusal
    assert accept(samples.pdf()).pages == 1


def test_who_stands_in_line_too_long_is_asked_to_come_again(tight: Sandbox) -> None:
    with tight._lock:
        assert answer(samples.pdf())[0] == "again"
    assert accept(samples.pdf()).pages == 1


@pytest.mark.parametrize(
    ("said", "kind"),
    [(b"", "pdf"), (b"-1", "pdf"), (b"99999", "pdf"), ("２".encode(), "pdf"), (b"<svg>", "png"), (b"%PDF-", "jpeg")],
)  # fmt: skip
def test_what_a_taken_over_process_says_is_believed_in_nothing(said: bytes, kind: str) -> None:
    with pytest.raises(UploadRefused):
        locked._kept(samples.pdf(), locked.Kind(kind), said, photo=False)
