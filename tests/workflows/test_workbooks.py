"""A workbook is read behind the lock, and a hostile one costs a sentence."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from sandbox.process import Limits, Sandbox
from workflows import workbooks
from workflows.workbooks import Unreadable, lines


@pytest.fixture(scope="module")
def narrow() -> Iterator[Sandbox]:
    limits = Limits(memory=2**29, written=0, answered=2**20, seconds=1, each=0, silence=20.0)
    ours = Sandbox("workflows.workbooks", workbooks.heard, limits, apart=True)
    yield ours
    ours.close()


@pytest.fixture
def reader(narrow: Sandbox, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    settings.LAUREL_LOCKED_PROCESS = True
    monkeypatch.setattr(workbooks, "READER", narrow)
    return narrow


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def endless() -> bytes:
    """A sheet of a million and a half cells in a few kilobytes."""
    stream = io.BytesIO(workbook(("名次",)))
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name in parts if name.endswith("sheet1.xml"))
    row = b"<row>" + b"<c t='n'><v>1</v></c>" * 1000 + b"</row>"
    parts[name] = parts[name].replace(b"</sheetData>", row * 1600 + b"</sheetData>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in parts.items():
            archive.writestr(each, data)
    return out.getvalue()


def test_the_lock_changes_no_answer(settings: Any, reader: Sandbox) -> None:
    data = workbook(("名次", "姓名"), (1, " 王晓明 "), (None, None), (2.0, "𬭎"), ("=1+1", None))
    locked = lines(data, columns=2, most=10)
    settings.LAUREL_LOCKED_PROCESS = False
    assert locked == lines(data, columns=2, most=10)
    assert locked == [(2, ["1", "王晓明"]), (4, ["2", "𬭎"])]


UNREADABLE = {
    "nothing": bytes,
    "hardly a beginning": lambda: b"PK\x03\x04 nothing",
    "values in a row": lambda: b"name,rank\n1,2\n",
    "without end": endless,
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read_costs_a_sentence(kind: str, reader: Sandbox) -> None:
    with pytest.raises(Unreadable) as refused:
        lines(UNREADABLE[kind](), columns=4, most=3000)
    assert str(refused.value)[-1] in ".。"
    assert lines(workbook(("h",), ("x",)), columns=1, most=9) == [(2, ["x"])]


@pytest.mark.parametrize("answer", [b"", b"{", b"[1]", b'[["x", []]]'])
def test_what_a_taken_over_process_says_is_believed_in_nothing(answer: bytes) -> None:
    with pytest.raises(Unreadable):
        workbooks._read(answer)
