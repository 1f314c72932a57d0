"""The locked process keeps what happens in it to itself, and its parent goes on."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sandbox import process
from sandbox.process import Full, Limits, Sandbox, Silent, Stopped
from tests.sandbox import work
from tests.sandbox.work import Told

# What the locked process asks of the kernel, in its order.
_ALONE = "os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)"
LEAST = Limits(memory=2**29, written=0, answered=2**20, seconds=0, each=0, silence=20.0, wait=0.2)


def made(*, apart: bool, limits: Limits = LEAST) -> Sandbox:
    return Sandbox("tests.sandbox.work", work.heard, limits, apart=apart)


@pytest.fixture(scope="module", params=[False, True], ids=["one", "apart"])
def box(request: Any) -> Iterator[Sandbox]:
    ours = made(apart=request.param)
    yield ours
    ours.close()


@pytest.fixture(scope="module")
def apart() -> Iterator[Sandbox]:
    ours = made(apart=True)
    yield ours
    ours.close()


@pytest.fixture(scope="module")
def spaces() -> bool:
    """Where the kernel gives ordinary users no namespaces there is less to promise."""
    return _allowed(f"import os; {_ALONE}")


@pytest.fixture(scope="module")
def own_numbers() -> bool:
    """The same for the numbers of processes: root may have them where it may have nothing else."""
    tried = f"with suppress(OSError): {_ALONE}"
    return _allowed(
        f"import os\nfrom contextlib import suppress\n{tried}\nos.unshare(os.CLONE_NEWPID)"
    )


def _allowed(program: str) -> bool:
    tried = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    return tried.returncode == 0


def test_answers_come_back_as_they_were_given(box: Sandbox) -> None:
    large = os.urandom(2**20)
    assert box.work("echo", b"", b"one", large) == [b"", b"one", large]


def test_a_refusal_is_heard_and_half_an_answer_is_none(box: Sandbox) -> None:
    with pytest.raises(Told, match="not this one"):
        box.work("refuse")
    assert box.work("echo", b"next") == [b"next"]


@pytest.mark.parametrize("harm", ["fall", "spin", "devour", "write", "os.system"])
def test_whatever_a_job_does_costs_one_answer(box: Sandbox, harm: str) -> None:
    with pytest.raises(Stopped):
        box.work(harm)
    assert box.work("echo", b"next") == [b"next"]


def test_a_job_that_says_nothing_is_ended_with_all_its_copies() -> None:
    for apart in (False, True):
        ours = made(apart=apart)
        ours.work("echo", b"")
        ours.limits = Limits(silence=0.2)
        with pytest.raises(Silent):
            ours.work("sleep")
        assert ours.pid == 0
        ours.close()


def test_nobody_waits_for_ever_in_line(box: Sandbox) -> None:
    with box._lock, pytest.raises(Full):
        box.work("echo", b"")


def test_there_is_no_network(box: Sandbox, spaces: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = box.work("call", server.getsockname()[1])
    assert answer == [b"nobody there" if spaces else b"reached"]
    assert box.alone is spaces  # and it says so


def test_a_process_that_nobody_holds_leaves_nothing_behind() -> None:
    ours = made(apart=False)
    ours.work("echo", b"")
    pid, known = ours.pid, len(process._ALIVE)
    ours.close()
    del ours
    assert (os.path.exists(f"/proc/{pid}"), len(process._ALIVE)) == (False, known - 1)


def test_a_parent_that_is_killed_takes_its_processes_with_it() -> None:
    code = (
        "import os, django\nfrom django.conf import settings\n"
        "settings.configure(LOCALE_PATHS=[])\nfrom tests.sandbox.test_process import made\n"
        "ours = made(apart=True)\nours.work('echo', b'')\nprint(ours.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    pid = int(run.stdout)
    for _wait in range(200):
        if ended(pid):
            break
        time.sleep(0.05)
    assert ended(pid)


def ended(pid: int) -> bool:
    """Gone, or only waiting for somebody to take note of it."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def test_threads_share_one_process() -> None:
    answers: list[bytes] = []
    patient = made(apart=True, limits=Limits())
    threads = [
        threading.Thread(target=lambda n=n: answers.extend(patient.work("echo", b"%d" % n)))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    patient.close()
    assert sorted(answers) == [b"%d" % n for n in range(8)]


# --- every file alone -----------------------------------------------------------------------


def test_each_job_has_a_process_of_its_own_and_none_is_started_for_it(apart: Sandbox) -> None:
    apart.work("echo", b"")
    keeper = apart.pid
    assert apart.work("number") != [str(keeper).encode()]
    with pytest.raises(Stopped):
        apart.work("fall")
    assert apart.pid == keeper


@pytest.mark.parametrize(
    ("kind", "size"),
    [(b"P", b"\xff\xff\xff\xff"), (b"X", b"\0\0\0\6"), (b"T", b"\0\0\0\6"), (b"\0", b"\0\0\0\0")],
)
def test_what_a_taken_over_copy_says_is_bounded(apart: Sandbox, kind: bytes, size: bytes) -> None:
    with pytest.raises((Stopped, Told)):
        apart.work("lie", kind, size)
    assert apart.work("echo", b"next") == [b"next"]


def test_nobody_stays_behind_to_speak_into_the_next_answer(apart: Sandbox) -> None:
    with suppress(Stopped):  # an ordinary user may not even start somebody
        apart.work("stay")
    time.sleep(0.3)
    assert [apart.work("echo", b"%d" % n) for n in range(3)] == [[b"0"], [b"1"], [b"2"]]


def test_it_sees_no_process_but_itself(apart: Sandbox, own_numbers: bool) -> None:
    seen = [b"ProcessLookupError" if own_numbers else b"reached"]
    assert [apart.work("reach", pid) for pid in (os.getpid(), apart.pid)] == [seen, seen]
